#include "web/account.h"

#include "base/arena.h"
#include "web/answer.h"
#include "web/cookie.h"
#include "web/csrf.h"

struct str account_typed(const struct call *c, const char *name)
{
    return http_field(&c->form, str_of(name));
}

/* The first of `marks` (mark, name, …) that stands in the text. */
static const char *named(struct str text, const char *const *marks)
{
    for (; marks[0]; marks += 2)
        if (str_contains(text, str_of(marks[0])))
            return marks[1];
    return "";
}

struct str account_browser(const struct call *c)
{
    static const char *const browsers[] = {"Edg/",    "Edge",     "OPR/",    "Opera",   "YaBrowser",
                                           "Yandex",  "Firefox/", "Firefox", "Chrome/", "Chrome",
                                           "Safari/", "Safari",   NULL};
    static const char *const systems[] = {"Android", "Android", "iPhone",  "iPhone",   "iPad",
                                          "iPad",    "Windows", "Windows", "Mac OS X", "macOS",
                                          "Linux",   "Linux",   NULL};
    struct str agent = http_header(&c->request->headers, S("User-Agent"));
    const char *browser = named(agent, browsers), *system = named(agent, systems);
    return str_format(c->arena, "%s%s%s", browser, *browser && *system ? ", " : "", system);
}

void account_keep_token(struct call *c, const char *token)
{
    struct str text = str_copy(c->arena, str_of(token));
    cookie_set(c->arena, c->response, S(COOKIE_SESSION), text, 0);
    c->token = text;
    c->secret = csrf_secret(c->arena, c->app->form_key, text);
}

void account_answer(struct call *c, int status, const char *template, struct node *data)
{
    struct node *errors = node_set(c->arena, data, S("errors"), node_map(c->arena));
    for (size_t i = 0; i < c->faults.count; i++) {
        const struct fault *f = &c->faults.items[i];
        if (f->field.n)
            node_set_str(c->arena, errors, f->field,
                         fault_fill(c->arena, words(c->language, str_of(f->message)), f));
    }
    answer_page(c, status, template, data);
}

bool account_go_to_set_up(struct call *c)
{
    struct set_up set_up;
    if (c->proved || !identity_set_up(c->session, c->visit.who.user, &set_up, &c->faults))
        return false;
    answer_go(c, set_up.must_change ? S("/account/password") : S("/account/codes"));
    return true;
}

bool account_proves(struct call *c)
{
    size_t before = c->faults.total;
    if (identity_prove_again(c->session, &c->visit.who, account_typed(c, "password"), &c->faults))
        return true;
    return c->faults.total == before &&
           FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("password")}),
                 N_("This is not your password."));
}

struct actor account_actor(const struct call *c)
{
    return (struct actor){c->visit.who.name, S("web"), c->visit.reason};
}
