#include "web/answer.h"

#include "base/arena.h"
#include "base/json.h"
#include "markup/words.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/page.h"

#include <string.h>

enum { SAID_SECONDS = 60, LONGEST_SAID = 1500 };

bool answer_is_ours(struct str path)
{
    return path.n && path.p[0] == '/' && !str_starts(path, S("//")) &&
           str_find_char(path, '\\', 0) == STR_NONE && http_text_is_clean(path, false);
}

static struct str encode(struct arena *a, struct str text, const char *kept)
{
    static const char digits[] = "0123456789ABCDEF";
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (char_is_alpha(text.p[i]) || char_is_digit(text.p[i]) || (c && strchr(kept, c))) {
            buffer_char(&b, text.p[i]);
        } else {
            buffer_char(&b, '%');
            buffer_char(&b, digits[c >> 4]);
            buffer_char(&b, digits[c & 15]);
        }
    }
    return buffer_str(&b);
}

struct str answer_encode(struct arena *a, struct str text)
{
    return encode(a, text, "-._~");
}

void answer_go(struct call *c, struct str path)
{
    if (!answer_is_ours(path))
        path = S("/");
    c->response->status = 303;
    c->response->private = true;
    c->response->content_type = S("text/plain; charset=utf-8");
    c->response->body = (struct str){0};
    /* Already encoded: only what may not stand in a header or an address at all is replaced. */
    http_set_header(c->arena, c->response, S("Location"),
                    str_format(c->arena, "/%.*s%.*s", STR_ARG(language_code(c->language)),
                               STR_ARG(encode(c->arena, path, "-._~/?#[]@!$&'()*+,;=:%"))));
}

void answer_go_saying(struct call *c, struct str path, const char *message, struct str detail)
{
    struct arena *a = c->arena;
    struct str text = str_format(a, "%s\n%.*s", message, STR_ARG(detail));
    if (c->secret.n && text.n <= LONGEST_SAID)
        cookie_set(a, c->response, S(COOKIE_SAID), csrf_sign(a, c->secret, text), SAID_SECONDS);
    answer_go(c, path);
}

struct str answer_said(struct call *c)
{
    struct str cookie = cookie_get(c->request, S(COOKIE_SAID)), message;
    if (!cookie.n)
        return (struct str){0};
    cookie_forget(c->arena, c->response, S(COOKIE_SAID));
    struct str detail = csrf_signed(c->arena, c->secret, cookie);
    if (!str_cut(&detail, '\n', &message))
        return (struct str){0};
    struct fault said = {.details = {detail}};
    return fault_fill(c->arena, words(c->language, message), &said);
}

struct node *answer_faults(struct call *c)
{
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (size_t i = 0; i < c->faults.count; i++) {
        const struct fault *f = &c->faults.items[i];
        struct node *one = node_add(a, list, node_map(a));
        if (f->field.n)
            node_set_str(a, one, S("field"), f->field);
        node_set_str(a, one, S("text"), fault_fill(a, words(c->language, str_of(f->message)), f));
    }
    return list;
}

void answer_page(struct call *c, int status, const char *template, struct node *data)
{
    c->response->status = status;
    if (c->faults.count)
        node_set(c->arena, data, S("faults"), answer_faults(c));
    page_write(c, str_of(template), data);
}

void answer_json(struct call *c, int status, const struct node *data)
{
    c->response->status = status;
    c->response->content_type = S("application/json; charset=utf-8");
    c->response->body = json_print(c->arena, data, 1);
}

void answer_file(struct call *c, struct str name, struct str content_type, struct str bytes)
{
    c->response->status = 200;
    c->response->content_type = content_type;
    c->response->body = bytes;
    http_set_header(c->arena, c->response, S("Content-Disposition"),
                    str_format(c->arena, "attachment; filename=\"%.*s\"",
                               STR_ARG(encode(c->arena, name, "-._"))));
}
