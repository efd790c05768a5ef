#include "web/page.h"

#include "base/arena.h"
#include "web/answer.h"
#include "web/csrf.h"

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

/* site.may: {administration: …, admin_users: …}; administration when any of its parts is open. */
struct node *page_permissions(struct call *c)
{
    static const char *const things[] = {"admin.users", "admin.roles",  "admin.keys",
                                         "admin.jobs",  "admin.lists",  "admin.retention",
                                         "audit.read",  "audit.verify", "backup",
                                         "health",      "emergency",    "inspectorate.see"};
    struct node *may = node_map(c->arena);
    bool any = false;
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        struct str thing = str_of(things[i]);
        bool allowed = access_may(c->app->access, &c->visit.who, thing);
        any = any ||
              (allowed && !str_eq(thing, S("emergency")) && !str_eq(thing, S("inspectorate.see")));
        node_set_bool(c->arena, may, str_replace(c->arena, thing, S("."), S("_")), allowed);
    }
    node_set_bool(c->arena, may, S("administration"), any);
    const struct type *contract = model_type(c->app->model, S("contract"));
    node_set_bool(c->arena, may, S("register"),
                  contract && c->app->registry &&
                      (visit_knows_type(&c->visit, contract) ||
                       access_may(c->app->access, &c->visit.who, S("register.screen"))));
    return may;
}

/* What only one reader's own pages have. */
static void add_person(struct call *c, struct node *site)
{
    struct arena *a = c->arena;
    const struct principal *who = &c->visit.who;
    struct str part = str_from(c->path, 1);
    node_set_bool(a, site, S("staff"), c->route && c->route->who != WHO_EVERYBODY);
    node_set_str(a, site, S("part"), str_slice(part, 0, str_find_char(part, '/', 0)));
    if (c->secret.n)
        node_set_str(a, site, S("form_token"), csrf_token(a, c->secret, who->user));
    node_set_str(a, site, S("said"), answer_said(c));
    if (!who->user.n)
        return;
    struct node *person = node_set(a, site, S("person"), node_map(a));
    node_set_str(a, person, S("id"), who->user);
    node_set_str(a, person, S("name"), who->name);
    node_set_str(a, person, S("full_name"), who->full_name);
    node_set(a, site, S("may"), page_permissions(c));
    node_set_bool(a, site, S("half"), !c->proved); /* nothing opens before all is set up */
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
    if (c->personal)
        add_person(c, site);
    node_set(a, data, S("site"), site);
    template_render(c->app->templates, template, data, c->language, &out);
    c->response->content_type = S("text/html; charset=utf-8");
    c->response->body = buffer_str(&out);
    http_set_header(a, c->response, S("Content-Language"), code);
}
