#include "web/http.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/gzip.h"
#include "base/utf8.h"

#include <string.h>

enum { SMALLEST_TO_COMPRESS = 600 };

struct str http_header(const struct http_fields *headers, struct str name)
{
    for (size_t i = 0; i < headers->count; i++)
        if (str_eq_nocase(headers->items[i].name, name))
            return headers->items[i].value;
    return (struct str){0};
}

struct str http_field(const struct http_fields *fields, struct str name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (str_eq(fields->items[i].name, name))
            return fields->items[i].value;
    return (struct str){0};
}

void http_set_header(struct arena *a, struct http_response *r, struct str name, struct str value)
{
    for (size_t i = 0; i < r->headers.count; i++)
        if (str_eq_nocase(r->headers.items[i].name, name)) {
            r->headers.items[i].value = value;
            return;
        }
    *arena_push(a, &r->headers) = (struct http_field){name, value};
}

void http_add_header(struct arena *a, struct http_response *r, struct str name, struct str value)
{
    *arena_push(a, &r->headers) = (struct http_field){name, value};
}

/* --- reading --- */

static int hex_digit(char c)
{
    if (char_is_digit(c))
        return c - '0';
    c = char_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool http_decode(struct arena *a, struct str text, bool plus, struct str *decoded)
{
    char *out = arena_array(a, text.n + 1, char);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '%') {
            int high = i + 2 < text.n ? hex_digit(text.p[i + 1]) : -1;
            int low = i + 2 < text.n ? hex_digit(text.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[n++] = c;
    }
    *decoded = (struct str){out, n};
    return true;
}

bool http_text_is_clean(struct str text, bool lines)
{
    size_t bad;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool line = c == '\t' || c == '\n' || c == '\r';
        if ((c < ' ' && !(lines && line)) || c == 0x7f)
            return false;
    }
    return utf8_valid(text, &bad);
}

bool http_form_read(struct arena *a, struct str text, struct http_fields *fields)
{
    for (struct str part, rest = text; str_cut(&rest, '&', &part);) {
        if (!part.n)
            continue;
        size_t equals = str_find_char(part, '=', 0);
        struct str value = equals == STR_NONE ? (struct str){0} : str_from(part, equals + 1);
        struct http_field field;
        if (!http_decode(a, equals == STR_NONE ? part : str_slice(part, 0, equals), true,
                         &field.name) ||
            !http_decode(a, value, true, &field.value) || !http_text_is_clean(field.name, false) ||
            !http_text_is_clean(field.value, true) || fields->count == HTTP_MOST_PARAMETERS)
            return false;
        for (size_t i = 0; i < fields->count; i++)
            if (str_eq(fields->items[i].name, field.name))
                return false;
        *arena_push(a, fields) = field;
    }
    return true;
}

static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_alpha(s.p[i]) && !char_is_digit(s.p[i]) &&
            !(s.p[i] && strchr("!#$%&'*+-.^_`|~", s.p[i])))
            return false;
    return s.n > 0;
}

static bool is_header_value(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] == 0x7f)
            return false;
    return true;
}

static bool is_host(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_alpha(s.p[i]) && !char_is_digit(s.p[i]) && !strchr(".-:[]_", s.p[i]))
            return false;
    return true;
}

static int refuse(const char **why, int status, const char *message)
{
    *why = message;
    return status;
}

/* One framing, one host, plain names: what two readers in a row might otherwise read differently
 * (RFC 9112, sections 3.2 and 6.3). */
static int check_headers(const struct http_fields *headers, bool host_needed, const char **why)
{
    size_t hosts = 0, lengths = 0, encodings = 0;
    if (headers->count > HTTP_MOST_HEADERS)
        return refuse(why, 431, N_("The request has more than 64 headers."));
    for (size_t i = 0; i < headers->count; i++) {
        struct str name = headers->items[i].name, value = headers->items[i].value;
        if (!is_token(name) || !is_header_value(value))
            return refuse(why, 400, N_("A header of the request is malformed."));
        hosts += str_eq_nocase(name, S("Host"));
        lengths += str_eq_nocase(name, S("Content-Length"));
        encodings += str_eq_nocase(name, S("Transfer-Encoding"));
    }
    if (hosts > 1 || (hosts == 0 && host_needed) || !is_host(http_header(headers, S("Host"))))
        return refuse(why, 400, N_("The request must name one host."));
    if (lengths > 1 || (lengths && encodings))
        return refuse(why, 400, N_("The request gives its length twice."));
    if (encodings)
        return refuse(why, 411, N_("The request must say its length beforehand."));
    return 0;
}

static int check_body(struct http_request *r, const char **why)
{
    struct str length = http_header(&r->headers, S("Content-Length"));
    int64_t bytes = 0;
    if (length.n && (!str_to_int(length, &bytes) || !char_is_digit(length.p[0])))
        return refuse(why, 400, N_("The length of the request is no number."));
    if (bytes > 0 && r->method != HTTP_POST && r->method != HTTP_PUT && r->method != HTTP_PATCH)
        return refuse(why, 400, N_("Only what changes something may carry data."));
    if (bytes > HTTP_LARGEST_UPLOAD)
        return refuse(why, 413, N_("What was sent is larger than 64 MB."));
    r->length = (size_t)bytes;
    return 0;
}

static int read_method(struct http_request *r, const char **why)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    static const char *const others[] = {"OPTIONS", "TRACE", "CONNECT"};
    r->method = HTTP_OTHER;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(r->method_name, str_of(names[i]))) {
            r->method = (enum http_method)i;
            return 0;
        }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(r->method_name, str_of(others[i])))
            return refuse(why, 405, N_("This method is not used here."));
    return refuse(why, 501, N_("The method of the request is not known."));
}

static bool path_is_plain(struct str path)
{
    if (!path.n || path.p[0] != '/' || !http_text_is_clean(path, false))
        return false;
    for (struct str part, rest = str_from(path, 1); str_cut(&rest, '/', &part);)
        if (str_eq(part, S(".")) || str_eq(part, S("..")))
            return false;
    return !str_contains(path, S("//")) && !str_contains(path, S("\\"));
}

static int read_target(struct http_request *r, const char **why)
{
    if (r->target.n > HTTP_LARGEST_TARGET)
        return refuse(why, 414, N_("The address is too long."));
    for (size_t i = 0; i < r->target.n; i++)
        if ((unsigned char)r->target.p[i] <= ' ' || r->target.p[i] == 0x7f)
            return refuse(why, 400, N_("The address has a space in it; write %20 for it."));
    size_t mark = str_find_char(r->target, '?', 0);
    struct str path = mark == STR_NONE ? r->target : str_slice(r->target, 0, mark);
    struct str query = mark == STR_NONE ? (struct str){0} : str_from(r->target, mark + 1);
    if (!http_decode(r->arena, path, false, &r->path) || !path_is_plain(r->path))
        return refuse(why, 400, N_("The address is malformed. An address is like /en/countries."));
    if (!http_form_read(r->arena, query, &r->query))
        return refuse(why, 400,
                      N_("What stands behind the ? of the address is malformed. It is like "
                         "?q=Georgia, each name once."));
    return 0;
}

int http_request_read(struct http_request *request, const struct http_raw *raw, const char **why)
{
    request->method_name = raw->method;
    request->target = raw->target;
    request->headers = raw->headers;
    bool one_one = str_eq(raw->version, S("HTTP/1.1"));
    if (!one_one && !str_eq(raw->version, S("HTTP/1.0")))
        return refuse(why, 505, N_("Only HTTP 1.0 and 1.1 are spoken here."));
    int status = check_headers(&request->headers, one_one, why);
    if (!status)
        status = read_method(request, why);
    if (!status)
        status = check_body(request, why);
    return status ? status : read_target(request, why);
}

/* --- finishing --- */

static const struct http_field security_headers[] = {
    {S_INIT("Content-Security-Policy"),
     S_INIT("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
            "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'")},
    {S_INIT("X-Content-Type-Options"), S_INIT("nosniff")},
    {S_INIT("Referrer-Policy"), S_INIT("no-referrer")},
    {S_INIT("Cross-Origin-Opener-Policy"), S_INIT("same-origin")},
    {S_INIT("Cross-Origin-Resource-Policy"), S_INIT("same-origin")},
    {S_INIT("X-Frame-Options"), S_INIT("DENY")},
    {S_INIT("Permissions-Policy"),
     S_INIT("camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")},
};

static bool is_text(struct str type)
{
    return str_starts(type, S("text/")) || str_contains(type, S("json")) ||
           str_contains(type, S("svg")) || str_contains(type, S("javascript")) ||
           str_contains(type, S("xml"));
}

/* Weak, since it stands for the page whether compressed or not. */
static struct str etag_of(struct arena *a, struct str body)
{
    return str_format(a, "W/\"%016llx%zx\"", (unsigned long long)str_hash(body), body.n);
}

static bool has_etag(struct str header, struct str etag)
{
    for (struct str one, rest = header; str_cut(&rest, ',', &one);) {
        one = str_trim(one);
        if (str_eq(one, S("*")) || str_eq(one, etag) ||
            (str_starts(one, S("\"")) && str_eq(one, str_from(etag, 2))))
            return true;
    }
    return false;
}

static bool takes_gzip(const struct http_request *r)
{
    struct str header = http_header(&r->headers, S("Accept-Encoding"));
    for (struct str one, rest = header; str_cut(&rest, ',', &one);) {
        one = str_trim(one);
        if (str_eq_nocase(one, S("gzip")) ||
            (str_starts_nocase(one, S("gzip;")) && !str_ends(one, S("q=0"))))
            return true;
    }
    return false;
}

static void set_caching(const struct http_request *request, struct http_response *response)
{
    struct arena *a = request->arena;
    struct str rule = S("no-cache");
    if (response->status >= 400 || response->private)
        rule = S("no-store");
    else if (response->lasting)
        rule = S("public, max-age=31536000, immutable");
    http_set_header(a, response, S("Cache-Control"), rule);
    if (response->status != 200 || response->private)
        return;
    struct str etag = etag_of(a, response->body);
    http_set_header(a, response, S("ETag"), etag);
    if (has_etag(http_header(&request->headers, S("If-None-Match")), etag)) {
        response->status = 304;
        response->body = (struct str){0};
    }
}

void http_pack(struct arena *a, struct http_response *response)
{
    if (!response->packed.n && response->body.n >= SMALLEST_TO_COMPRESS &&
        is_text(response->content_type))
        gzip_pack(a, response->body, &response->packed);
}

void http_finish(const struct http_request *request, struct http_response *response, bool tls)
{
    struct arena *a = request->arena;
    for (size_t i = 0; i < sizeof security_headers / sizeof *security_headers; i++)
        http_set_header(a, response, security_headers[i].name, security_headers[i].value);
    if (tls)
        http_set_header(a, response, S("Strict-Transport-Security"),
                        S("max-age=31536000; includeSubDomains"));
    set_caching(request, response);
    if (response->body.n || response->status == 200)
        http_set_header(a, response, S("Content-Type"), response->content_type);
    if (!is_text(response->content_type))
        return;
    struct str vary = http_header(&response->headers, S("Vary"));
    http_set_header(a, response, S("Vary"),
                    vary.n ? str_format(a, "%.*s, Accept-Encoding", STR_ARG(vary))
                           : S("Accept-Encoding"));
    if (!response->body.n || !takes_gzip(request))
        return;
    http_pack(a, response);
    if (response->packed.n) {
        response->body = response->packed;
        http_set_header(a, response, S("Content-Encoding"), S("gzip"));
    }
}
