#include "web/page.h"

#include "base/arena.h"

struct str page_address(struct call *c, enum language language)
{
    size_t mark = str_find_char(c->request->target, '?', 0);
    struct str query = mark == STR_NONE ? (struct str){0} : str_from(c->request->target, mark);
    struct buffer path = {.arena = c->arena};
    buffer_char(&path, '/');
    buffer_add(&path, language_code(language));
    buffer_add(&path, c->path);
    buffer_add(&path, query);
    return buffer_str(&path);
}

static struct node *language_links(struct call *c)
{
    static const struct str names[LANGUAGE_COUNT] = {S_INIT("English"), S_INIT("Azərbaycanca"),
                                                     S_INIT("Русский")};
    struct node *list = node_list(c->arena);
    for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
        struct node *link = node_add(c->arena, list, node_map(c->arena));
        enum language language = (enum language)i;
        node_set_str(c->arena, link, S("code"), language_code(language));
        node_set_str(c->arena, link, S("name"), names[i]);
        node_set_str(c->arena, link, S("address"), page_address(c, language));
        node_set_bool(c->arena, link, S("current"), language == c->language);
    }
    return list;
}

void page_write(struct call *c, struct str template, struct node *data)
{
    struct arena *a = c->arena;
    struct node *site = node_map(a);
    struct buffer out = {.arena = a};
    struct str code = language_code(c->language);
    node_set_str(a, site, S("language"), code);
    node_set_str(a, data, S("base"), str_concat(a, S("/"), code));
    node_set_str(a, site, S("path"), c->path);
    node_set_str(a, site, S("template"), template);
    node_set(a, site, S("languages"), language_links(c));
    node_set(a, site, S("files"), c->app->assets->addresses);
    node_set_str(a, site, S("api"),
                 str_concat(a, S("/api/v1"), str_eq(c->path, S("/")) ? S("") : c->path));
    node_set(a, data, S("site"), site);
    template_render(c->app->templates, template, data, c->language, &out);
    c->response->content_type = S("text/html; charset=utf-8");
    c->response->body = buffer_str(&out);
    http_set_header(a, c->response, S("Content-Language"), code);
}
