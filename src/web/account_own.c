/* One's own page: who am I, sessions, tokens, and the password. */
#include "base/arena.h"
#include "base/date.h"
#include "web/account.h"
#include "web/answer.h"
#include "web/cookie.h"
#include "web/error_page.h"
#include "web/staff_words.h"

enum { USUAL_TOKEN_DAYS = 90 };

/* --- who am I --- */

static void add_roles(struct call *c, struct node *data)
{
    const struct code_list *list = model_list(c->app->model, S("roles"));
    struct node *roles = node_set(c->arena, data, S("roles"), node_list(c->arena));
    for (size_t i = 0; i < list->count && i < MOST_ROLES; i++)
        if (c->visit.who.roles >> i & 1)
            node_add(c->arena, roles, node_str(c->arena, words(c->language, list->items[i].label)));
}

static bool add_sessions(struct call *c, struct node *data)
{
    struct records found = {0};
    struct node *list = node_set(c->arena, data, S("sessions"), node_list(c->arena));
    if (!identity_sessions(c->session, c->arena, c->visit.who.user, &found, &c->faults))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *r = found.items[i];
        struct node *one = node_add(c->arena, list, node_map(c->arena));
        node_set_str(c->arena, one, S("id"), r->id);
        node_set_str(c->arena, one, S("browser"), record_text(r, "browser"));
        node_set_str(c->arena, one, S("begun"), staff_words_time(c, record_text(r, "begun_at")));
        node_set_str(c->arena, one, S("seen"), staff_words_time(c, record_text(r, "seen_at")));
        node_set_bool(c->arena, one, S("this"), str_eq(r->id, c->visit.who.session));
    }
    return true;
}

static bool add_tokens(struct call *c, struct node *data)
{
    struct records found = {0};
    struct node *list = node_set(c->arena, data, S("tokens"), node_list(c->arena));
    struct str today = date_print(c->arena, date_today());
    if (!identity_tokens(c->session, c->arena, c->visit.who.user, &found, &c->faults))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *r = found.items[i];
        if (record_text(r, "revoked_at").n || str_compare(record_text(r, "expires_on"), today) < 0)
            continue;
        struct node *one = node_add(c->arena, list, node_map(c->arena));
        node_set_str(c->arena, one, S("id"), r->id);
        node_set_str(c->arena, one, S("label"), record_text(r, "label"));
        node_set_str(c->arena, one, S("until"), record_text(r, "expires_on"));
        node_set_str(c->arena, one, S("types"), record_text(r, "types"));
        node_set_bool(c->arena, one, S("may_write"), record_integer(r, "may_write"));
    }
    return true;
}

static void show(struct call *c, int status, const char *token)
{
    struct node *data = node_map(c->arena);
    struct set_up set_up;
    const struct principal *who = &c->visit.who;
    node_set_str(c->arena, data, S("name"), who->name);
    node_set_str(c->arena, data, S("full_name"), who->full_name);
    add_roles(c, data);
    if (!identity_set_up(c->session, who->user, &set_up, &c->faults) || !add_sessions(c, data) ||
        !add_tokens(c, data)) {
        error_from_faults(c);
        return;
    }
    node_set_int(c->arena, data, S("recovery_left"), set_up.recovery_left);
    node_set_str(c->arena, data, S("label"), account_typed(c, "label"));
    if (token)
        node_set_str(c->arena, data, S("new_token"), str_copy(c->arena, str_of(token)));
    account_answer(c, status, "account", data);
}

void account_page(struct call *c)
{
    if (!account_go_to_set_up(c))
        show(c, 200, NULL);
}

/* --- sessions --- */

void account_end_session(struct call *c)
{
    struct str id = account_typed(c, "session");
    bool own = str_eq(id, c->visit.who.session);
    if (!identity_end_session(c->session, c->visit.who.user, id, &c->faults)) {
        error_from_faults(c);
        return;
    }
    if (own) {
        cookie_forget(c->arena, c->response, S(COOKIE_SESSION));
        answer_go(c, S("/sign-in"));
    } else {
        answer_go_saying(c, S("/account"), N_("The session has ended."), (struct str){0});
    }
}

/* --- tokens --- */

void account_make_token(struct call *c)
{
    char text[TOKEN_TEXT + 1];
    int64_t days = USUAL_TOKEN_DAYS;
    struct actor actor = account_actor(c);
    str_to_int(account_typed(c, "days"), &days);
    days = days < 1 ? 1 : days > TOKEN_LONGEST_DAYS ? TOKEN_LONGEST_DAYS : days;
    struct token_wish wish = {
        .label = account_typed(c, "label"),
        .user = c->visit.who.user,
        .may_write = account_typed(c, "write").n,
        .types = str_replace(c->arena, account_typed(c, "types"), S(" "), S("")),
        .expires_on = date_print(c->arena, date_add_days(date_today(), (int)days)),
    };
    bool made =
        account_proves(c) && identity_make_token(c->session, &actor, &wish, text, &c->faults);
    show(c, made ? 200 : 422, made ? text : NULL);
}

void account_revoke_token(struct call *c)
{
    struct actor actor = account_actor(c);
    if (identity_revoke_token(c->session, &actor, c->visit.who.user, account_typed(c, "token"),
                              &c->faults))
        answer_go_saying(c, S("/account"), N_("The token is withdrawn."), (struct str){0});
    else
        error_from_faults(c);
}

/* --- the password --- */

static void show_password(struct call *c, int status)
{
    struct node *data = node_map(c->arena);
    struct set_up set_up;
    if (!identity_set_up(c->session, c->visit.who.user, &set_up, &c->faults)) {
        error_from_faults(c);
        return;
    }
    node_set_bool(c->arena, data, S("first"), set_up.must_change);
    node_set_str(c->arena, data, S("name"), c->visit.who.name);
    account_answer(c, status, "account-password", data);
}

void account_password_page(struct call *c)
{
    show_password(c, 200);
}

void account_password(struct call *c)
{
    struct new_password password = {account_typed(c, "current_password"),
                                    account_typed(c, "new_password"), account_browser(c)};
    char token[TOKEN_TEXT + 1];
    if (!str_eq(password.wanted, account_typed(c, "again")))
        FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("again")}),
              N_("The two new passwords are not the same."));
    else if (identity_change_password(c->session, &c->visit.who, &password, token, &c->faults)) {
        bool whole = c->proved;
        account_keep_token(c, token);
        if (whole)
            answer_go_saying(c, S("/account"),
                             N_("Your password is changed, and all other sessions have ended."),
                             (struct str){0});
        else
            answer_go(c, S("/account"));
        return;
    }
    show_password(c, 422);
}
