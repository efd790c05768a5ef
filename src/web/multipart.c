/* multipart/form-data (RFC 7578, RFC 2046 section 5.1), as browsers and curl write it: parts with a
 * name, maybe a file name, each between delimiter lines. Nothing nested, no transfer encodings. */
#include "base/arena.h"
#include "web/form.h"

enum { LONGEST_BOUNDARY = 70, LONGEST_PART_HEAD = 2000, LONGEST_FILE_NAME = 255 };

/* The value of a parameter such as boundary=x or name="a b" behind a header's first word. False
 * when it is not there; a backslash escapes inside quotation marks. */
static bool parameter(struct arena *a, struct str header, struct str name, struct str *value)
{
    struct str rest = header, word;
    if (!str_cut(&rest, ';', &word))
        return false;
    while (rest.n) {
        rest = str_trim(rest);
        size_t equals = str_find_char(rest, '=', 0);
        if (equals == STR_NONE)
            return false;
        struct str key = str_trim(str_slice(rest, 0, equals));
        rest = str_from(rest, equals + 1);
        char *text = arena_array(a, rest.n + 1, char);
        size_t n = 0, i = 0;
        if (rest.n && rest.p[0] == '"') {
            for (i = 1; i < rest.n && rest.p[i] != '"'; i++) {
                if (rest.p[i] == '\\' && i + 1 < rest.n &&
                    (rest.p[i + 1] == '"' || rest.p[i + 1] == '\\'))
                    i++;
                text[n++] = rest.p[i];
            }
            if (i == rest.n)
                return false;
            i++;
        } else {
            while (i < rest.n && rest.p[i] != ';' && !char_is_space(rest.p[i]))
                text[n++] = rest.p[i++];
        }
        if (str_eq_nocase(key, name)) {
            *value = (struct str){text, n};
            return true;
        }
        rest = str_trim(str_from(rest, i));
        if (rest.n && rest.p[0] != ';')
            return false;
        rest = str_from(rest, 1);
    }
    return false;
}

struct part {
    struct str name, file_name, content_type;
    bool is_file;
};

/* Browsers write quotation marks and line breaks inside names as %22, %0D and %0A (HTML, multipart
 * encoding algorithm). */
static struct str plain_name(struct arena *a, struct str name)
{
    return str_replace(a, str_replace(a, str_replace(a, name, S("%22"), S("\"")), S("%0D"), S(" ")),
                       S("%0A"), S(" "));
}

static bool read_head(struct arena *a, struct str head, struct part *part)
{
    bool named = false;
    while (head.n) {
        size_t end = str_find(head, S("\r\n"), 0);
        struct str line = str_slice(head, 0, end);
        head = end == STR_NONE ? (struct str){0} : str_from(head, end + 2);
        size_t colon = str_find_char(line, ':', 0);
        if (colon == STR_NONE)
            return false;
        struct str name = str_slice(line, 0, colon), value = str_trim(str_from(line, colon + 1));
        if (str_eq_nocase(name, S("Content-Type"))) {
            part->content_type = value;
        } else if (str_eq_nocase(name, S("Content-Transfer-Encoding"))) {
            return false;
        } else if (str_eq_nocase(name, S("Content-Disposition"))) {
            if (named || !str_starts_nocase(value, S("form-data")) ||
                !parameter(a, value, S("name"), &part->name))
                return false;
            part->name = plain_name(a, part->name);
            part->is_file = parameter(a, value, S("filename"), &part->file_name);
            named = true;
        }
    }
    return named;
}

/* The last part of a path, without control characters, at most 255 bytes: what was a name on
 * somebody's machine is only ever shown. */
static bool clean_file_name(struct arena *a, struct str *name)
{
    struct str plain = plain_name(a, *name);
    for (size_t i = plain.n; i-- > 0;)
        if (plain.p[i] == '/' || plain.p[i] == '\\') {
            plain = str_from(plain, i + 1);
            break;
        }
    *name = plain;
    return plain.n <= LONGEST_FILE_NAME && http_text_is_clean(plain, false);
}

static bool keep_part(struct form_reader *reader, struct uploads *uploads, struct part *part,
                      struct str bytes)
{
    struct arena *a = reader->arena;
    if (!part->is_file)
        return form_add(reader, part->name, bytes);
    if (!part->file_name.n && !bytes.n)
        return true;
    if (uploads->count == FORM_MOST_FILES || !http_text_is_clean(part->name, false) ||
        !clean_file_name(a, &part->file_name) || !http_text_is_clean(part->content_type, false))
        return false;
    *arena_push(a, uploads) =
        (struct upload){part->name, part->file_name, part->content_type, bytes};
    return true;
}

/* Where the next delimiter line begins: the boundary with nothing more of a line behind it. */
static size_t find_delimiter(struct str body, struct str delimiter)
{
    size_t at = str_find(body, delimiter, 0);
    while (at != STR_NONE) {
        struct str behind = str_from(body, at + delimiter.n);
        if (str_starts(behind, S("--")) || str_starts(behind, S("\r\n")))
            return at;
        at = str_find(body, delimiter, at + 1);
    }
    return STR_NONE;
}

bool multipart_read(struct arena *a, struct str content_type, struct str body,
                    struct http_fields *fields, struct uploads *uploads)
{
    struct form_reader reader = {.arena = a};
    struct str boundary;
    if (!parameter(a, content_type, S("boundary"), &boundary) || !boundary.n ||
        boundary.n > LONGEST_BOUNDARY || !http_text_is_clean(boundary, false))
        return false;
    struct str first = str_concat(a, S("--"), boundary);
    struct str delimiter = str_concat(a, S("\r\n"), first);
    if (!str_starts(body, first))
        return false;
    body = str_from(body, first.n);
    while (!str_starts(body, S("--"))) {
        struct part part = {0};
        if (!str_starts(body, S("\r\n")))
            return false;
        body = str_from(body, 2);
        size_t head = str_find(str_slice(body, 0, LONGEST_PART_HEAD), S("\r\n\r\n"), 0);
        if (head == STR_NONE || !read_head(a, str_slice(body, 0, head), &part))
            return false;
        body = str_from(body, head + 4);
        size_t end = find_delimiter(body, delimiter);
        if (end == STR_NONE || !keep_part(&reader, uploads, &part, str_slice(body, 0, end)))
            return false;
        body = str_from(body, end + delimiter.n);
    }
    form_end(&reader, fields);
    return true;
}
