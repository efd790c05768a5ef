/* Changes of staff: new people, who is shut out, first passwords. */
#include "base/arena.h"
#include "web/account.h"
#include "web/admin_users.h"
#include "web/answer.h"
#include "web/error_page.h"

/* --- a new member of staff --- */

/* Agencies or offices by name, as {code, name, chosen}. */
static struct node *places(struct call *c, const char *type, struct str chosen)
{
    struct views found = {0};
    struct node *list = node_list(c->arena);
    struct query q = {.type = model_type(c->app->model, str_of(type)), .order = {"name"}};
    if (!visit_list(&c->visit, &q, &found, NULL))
        return list;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *r = found.items[i].record;
        struct node *one = node_add(c->arena, list, node_map(c->arena));
        node_set_str(c->arena, one, S("code"), record_text(r, "code"));
        node_set_str(c->arena, one, S("name"), record_text(r, "name"));
        node_set_bool(c->arena, one, S("chosen"), str_eq(record_text(r, "code"), chosen));
    }
    return list;
}

static void show_new(struct call *c, int status)
{
    struct node *data = node_map(c->arena);
    node_set_str(c->arena, data, S("name"), account_typed(c, "name"));
    node_set_str(c->arena, data, S("full_name"), account_typed(c, "full_name"));
    node_set(c->arena, data, S("agencies"), places(c, "agency", account_typed(c, "agency")));
    node_set(c->arena, data, S("offices"), places(c, "office", account_typed(c, "office")));
    node_set(c->arena, data, S("roles"), admin_roles_choices(c, account_typed(c, "role")));
    account_answer(c, status, "admin-users-new", data);
}

void admin_users_new_page(struct call *c)
{
    if (admin_may(c, "admin.users"))
        show_new(c, 200);
}

void admin_users_new(struct call *c)
{
    struct actor actor = account_actor(c);
    struct str id;
    char password[FIRST_PASSWORD];
    const struct new_user new = {
        .name = account_typed(c, "name"),
        .full_name = account_typed(c, "full_name"),
        .agency = account_typed(c, "agency"),
        .office = account_typed(c, "office"),
        .role = account_typed(c, "role"),
    };
    if (!admin_may(c, "admin.users"))
        return;
    if (new.role.n && !admin_may(c, "admin.roles"))
        return;
    if (identity_add_user(c->session, &actor, &new, false, password, &c->faults) &&
        identity_find_user(c->session, c->arena, new.name, &id, &c->faults))
        admin_users_show(c, id, 200, password);
    else
        show_new(c, 422);
}

/* --- changes of one --- */

/* The user that the address names, when this person may change them; else it answers. */
static bool find_other(struct call *c, const char *thing, struct str *id)
{
    if (!admin_may(c, thing))
        return false;
    *id = call_value(c, "id");
    if (!visit_get(&c->visit, model_type(c->app->model, S("user")), *id)) {
        error_from_faults(c);
        return false;
    }
    return true;
}

static struct str address_of(struct call *c, struct str id)
{
    return str_format(c->arena, "/admin/users/%.*s", STR_ARG(id));
}

void admin_users_state(struct call *c)
{
    struct actor actor = account_actor(c);
    struct str id;
    bool blocked = !str_eq(account_typed(c, "state"), S("active"));
    if (!find_other(c, "admin.users", &id))
        return;
    if (!identity_block(c->session, &actor, id, blocked, &c->faults))
        error_from_faults(c);
    else
        answer_go_saying(c, address_of(c, id),
                         blocked ? N_("The person is shut out; all sessions have ended.")
                                 : N_("The person may sign in again."),
                         (struct str){0});
}

void admin_users_sessions(struct call *c)
{
    struct actor actor = account_actor(c);
    struct str id;
    if (!find_other(c, "admin.users", &id))
        return;
    if (identity_end_sessions(c->session, &actor, id, &c->faults))
        answer_go_saying(c, address_of(c, id), N_("All sessions have ended."), (struct str){0});
    else
        error_from_faults(c);
}

/* Answered at once and not by way of another page: the password is shown this one time. */
void admin_users_password(struct call *c)
{
    struct actor actor = account_actor(c);
    struct str id;
    char password[FIRST_PASSWORD];
    if (!find_other(c, "admin.users", &id))
        return;
    if (str_eq(id, c->visit.who.user)) {
        answer_go(c, S("/account/password"));
        return;
    }
    bool made =
        account_proves(c) && identity_first_password(c->session, &actor, id, password, &c->faults);
    admin_users_show(c, id, made ? 200 : 422, made ? password : NULL);
}

void admin_users_ask_role(struct call *c)
{
    struct actor actor = account_actor(c);
    struct str id;
    if (!find_other(c, "admin.roles", &id))
        return;
    const struct role_wish wish = {id, account_typed(c, "role"), account_typed(c, "reason")};
    if (identity_ask_role(c->session, &actor, &wish, false, &c->faults))
        answer_go_saying(c, address_of(c, id),
                         N_("The role is asked for. It is in force once another administrator has "
                            "agreed."),
                         (struct str){0});
    else
        admin_users_show(c, id, 422, NULL);
}
