/* Roles that wait for a second person. */
#include "base/arena.h"
#include "web/account.h"
#include "web/admin_users.h"
#include "web/answer.h"
#include "web/error_page.h"
#include "web/staff_words.h"

struct node *admin_roles_choices(struct call *c, struct str chosen)
{
    const struct code_list *list = model_list(c->app->model, S("roles"));
    struct node *choices = node_list(c->arena);
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->items[i].code, S("operator")))
            continue;
        struct node *one = node_add(c->arena, choices, node_map(c->arena));
        node_set_str(c->arena, one, S("code"), list->items[i].code);
        node_set_str(c->arena, one, S("name"), words(c->language, list->items[i].label));
        node_set_bool(c->arena, one, S("chosen"), str_eq(list->items[i].code, chosen));
    }
    return choices;
}

static struct str person(struct staff_words *w, struct str id)
{
    const struct call *c = w->call;
    return id.n ? staff_words_name(w, model_type(c->app->model, S("user")), id)
                : words(c->language, str_of(N_("the server's terminal")));
}

static void describe(struct staff_words *w, const struct record *r, enum role_state state,
                     struct node *to)
{
    struct call *c = w->call;
    bool ending = state == ROLE_END_ASKED;
    struct str asked_by = record_text(r, ending ? "end_asked_by" : "requested_by");
    const struct code *code =
        code_find(model_list(c->app->model, S("roles")), record_text(r, "role"));
    bool mine = str_eq(asked_by, c->visit.who.user);
    node_set_str(c->arena, to, S("id"), r->id);
    node_set_str(c->arena, to, S("user"), record_text(r, "user"));
    node_set_str(c->arena, to, S("role"),
                 code ? words(c->language, code->label) : record_text(r, "role"));
    node_set_str(c->arena, to, S("state"),
                 state == ROLE_ASKED ? S("asked")
                 : ending            ? S("end_asked")
                                     : S("in_force"));
    node_set_str(c->arena, to, S("reason"), record_text(r, "reason"));
    node_set_str(c->arena, to, S("asked_by"), person(w, asked_by));
    node_set_str(c->arena, to, S("asked_at"),
                 staff_words_time(c, record_text(r, ending ? "end_asked_at" : "requested_at")));
    node_set_str(c->arena, to, S("since"), staff_words_time(c, record_text(r, "approved_at")));
    node_set_str(c->arena, to, S("agreed_by"), person(w, record_text(r, "approved_by")));
    node_set_bool(c->arena, to, S("mine"), mine);
    node_set_bool(c->arena, to, S("may_agree"),
                  !mine && !str_eq(record_text(r, "user"), c->visit.who.user));
}

struct node *admin_roles_list(struct call *c, struct str user, bool open, bool with_person)
{
    struct records found = {0};
    struct node *list = node_list(c->arena);
    struct staff_words w = staff_words_new(c);
    bool may = access_may(c->app->access, &c->visit.who, S("admin.roles"));
    if (!identity_roles(c->session, c->arena, user, open, &found, &c->faults))
        return NULL;
    for (size_t i = 0; i < found.count; i++) {
        enum role_state state = identity_role_state(found.items[i]);
        if (state == ROLE_ENDED || state == ROLE_REFUSED)
            continue;
        struct node *one = node_add(c->arena, list, node_map(c->arena));
        describe(&w, found.items[i], state, one);
        node_set_bool(c->arena, one, S("may_roles"), may);
        if (with_person)
            node_set_str(c->arena, one, S("person"),
                         person(&w, record_text(found.items[i], "user")));
    }
    return list;
}

static void show(struct call *c, int status)
{
    struct node *data = node_map(c->arena);
    struct node *roles = admin_roles_list(c, (struct str){0}, true, true);
    if (!roles) {
        error_from_faults(c);
        return;
    }
    node_set(c->arena, data, S("roles"), roles);
    account_answer(c, status, "admin-roles", data);
}

void admin_roles_page(struct call *c)
{
    if (admin_may(c, "admin.roles"))
        show(c, 200);
}

void admin_roles_decide(struct call *c)
{
    struct actor actor = account_actor(c);
    bool agreed = str_eq(account_typed(c, "decision"), S("agree"));
    if (!admin_may(c, "admin.roles"))
        return;
    /* Refusing takes nothing but a wish away; agreeing gives somebody what the role opens. */
    if ((!agreed || account_proves(c)) &&
        identity_decide_role(c->session, &actor, call_value(c, "id"), agreed, &c->faults))
        answer_go_saying(c, S("/admin/roles"),
                         agreed ? N_("It is agreed, and in force from now.")
                                : N_("It is refused; nothing changes."),
                         (struct str){0});
    else
        show(c, c->faults.items[0].kind == FAULT_REFUSED ? 403 : 422);
}

void admin_roles_ask_end(struct call *c)
{
    struct actor actor = account_actor(c);
    if (!admin_may(c, "admin.roles"))
        return;
    if (identity_ask_end(c->session, &actor, call_value(c, "id"), false, &c->faults))
        answer_go_saying(c, S("/admin/roles"),
                         N_("The end of the role is asked for. The role ends once another "
                            "administrator has agreed."),
                         (struct str){0});
    else
        show(c, 422);
}
