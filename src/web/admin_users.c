#include "web/admin_users.h"

#include "base/arena.h"
#include "base/fold.h"
#include "web/account.h"
#include "web/answer.h"
#include "web/error_page.h"
#include "web/staff_words.h"

enum { MOST_SHOWN = 500 };

bool admin_may(struct call *c, const char *thing)
{
    if (access_may(c->app->access, &c->visit.who, str_of(thing)))
        return true;
    visit_refused(&c->visit, thing, NULL, (struct str){0});
    FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
          N_("This is for administrators. Ask one of them if you need it."));
    error_from_faults(c);
    return false;
}

/* --- the list --- */

/* "Inspector, Police (asked for)" of each user's id. */
static struct str roles_of(struct call *c, const struct records *grants, struct str user)
{
    const struct code_list *list = model_list(c->app->model, S("roles"));
    struct str_list names = {0};
    for (size_t i = 0; i < grants->count; i++) {
        const struct record *r = grants->items[i];
        enum role_state state = identity_role_state(r);
        const struct code *code = code_find(list, record_text(r, "role"));
        if (!code || !str_eq(record_text(r, "user"), user) || state == ROLE_ENDED ||
            state == ROLE_REFUSED)
            continue;
        struct str name = words(c->language, code->label);
        struct fault asked = {.details = {name}};
        *arena_push(c->arena, &names) =
            state == ROLE_ASKED
                ? fault_fill(c->arena, words(c->language, str_of(N_("{1} (asked for)"))), &asked)
                : name;
    }
    return str_join(c->arena, &names, S(", "));
}

static struct str state_word(struct call *c, const struct record *user)
{
    const struct code *code =
        code_find(model_list(c->app->model, S("user_states")), record_text(user, "state"));
    return code ? words(c->language, code->label) : (struct str){0};
}

/* What both the list and the one page show of a user. */
static void describe(struct call *c, struct staff_words *w, const struct record *user,
                     struct node *to)
{
    const struct type *type = user->type;
    node_set_str(c->arena, to, S("id"), user->id);
    node_set_str(c->arena, to, S("name"), record_text(user, "name"));
    node_set_str(c->arena, to, S("full_name"), record_text(user, "full_name"));
    node_set_str(
        c->arena, to, S("agency"),
        staff_words_name(w, type_field(type, S("agency"))->to, record_text(user, "agency")));
    if (record_text(user, "office").n)
        node_set_str(
            c->arena, to, S("office"),
            staff_words_name(w, type_field(type, S("office"))->to, record_text(user, "office")));
    node_set_str(c->arena, to, S("state"), state_word(c, user));
    node_set_bool(c->arena, to, S("blocked"), str_eq(record_text(user, "state"), S("blocked")));
}

static bool is_wanted(struct call *c, const struct record *user, struct str wanted)
{
    struct str text = str_format(c->arena, "%.*s %.*s", STR_ARG(record_text(user, "full_name")),
                                 STR_ARG(record_text(user, "name")));
    return !wanted.n || fold_matches(fold_key(c->arena, text), wanted);
}

void admin_users_page(struct call *c)
{
    struct node *data = node_map(c->arena), *list = node_list(c->arena);
    struct views found = {0};
    struct records grants = {0}, open = {0};
    struct staff_words w = staff_words_new(c);
    struct query q = {.type = model_type(c->app->model, S("user")), .order = {"full_name"}};
    struct str wanted = fold_key(c->arena, call_value(c, "q"));
    if (!admin_may(c, "admin.users") || !visit_list(&c->visit, &q, &found, NULL) ||
        !identity_roles(c->session, c->arena, (struct str){0}, false, &grants, &c->faults) ||
        !identity_roles(c->session, c->arena, (struct str){0}, true, &open, &c->faults))
        return;
    for (size_t i = 0; i < found.count && list->count < MOST_SHOWN; i++) {
        const struct record *user = found.items[i].record;
        if (!is_wanted(c, user, wanted))
            continue;
        struct node *one = node_add(c->arena, list, node_map(c->arena));
        describe(c, &w, user, one);
        node_set_str(c->arena, one, S("roles"), roles_of(c, &grants, user->id));
    }
    node_set(c->arena, data, S("users"), list);
    node_set_bool(c->arena, data, S("more"), list->count == MOST_SHOWN);
    node_set_int(c->arena, data, S("limit"), MOST_SHOWN);
    node_set_int(c->arena, data, S("open"), (int64_t)open.count);
    node_set_str(c->arena, data, S("q"), call_value(c, "q"));
    answer_page(c, 200, "admin-users", data);
}

/* --- one --- */

static bool add_ways_in(struct call *c, struct str id, struct node *data)
{
    struct set_up set_up;
    struct records sessions = {0};
    if (!identity_set_up(c->session, id, &set_up, &c->faults) ||
        !identity_sessions(c->session, c->arena, id, &sessions, &c->faults))
        return false;
    node_set_bool(c->arena, data, S("has_codes"), set_up.has_codes);
    node_set_bool(c->arena, data, S("must_change"), set_up.must_change);
    node_set_int(c->arena, data, S("sessions"), (int64_t)sessions.count);
    return true;
}

void admin_users_show(struct call *c, struct str id, int status, const char *first_password)
{
    struct node *data = node_map(c->arena);
    struct staff_words w = staff_words_new(c);
    const struct view *view = visit_get(&c->visit, model_type(c->app->model, S("user")), id);
    struct node *roles = view ? admin_roles_list(c, id, false, false) : NULL;
    if (!roles || !add_ways_in(c, id, data)) {
        error_from_faults(c);
        return;
    }
    describe(c, &w, view->record, data);
    node_set(c->arena, data, S("roles"), roles);
    node_set(c->arena, data, S("choices"), admin_roles_choices(c, account_typed(c, "role")));
    node_set_str(c->arena, data, S("reason"), account_typed(c, "reason"));
    node_set_bool(c->arena, data, S("may_roles"),
                  access_may(c->app->access, &c->visit.who, S("admin.roles")));
    if (first_password)
        node_set_str(c->arena, data, S("first_password"),
                     str_copy(c->arena, str_of(first_password)));
    account_answer(c, status, "admin-users-one", data);
}

void admin_users_one_page(struct call *c)
{
    if (admin_may(c, "admin.users"))
        admin_users_show(c, call_value(c, "id"), 200, NULL);
}
