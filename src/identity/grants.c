/* Roles, which two people give and take. */
#include "identity/grants.h"

#include "base/arena.h"
#include "identity/kept.h"
#include "identity/moment.h"
#include "identity/sign_ins.h"
#include "identity/staff.h"

bool grants_check_role(const struct model *model, struct str given, struct str *code,
                       struct faults *faults)
{
    const struct code_list *list = model_list(model, S("roles"));
    const struct code *found = code_find(list, str_trim(given));
    struct str_list names = {0};
    struct arena a = {0};
    if (found && !str_eq(found->code, S("operator"))) {
        *code = found->code;
        return true;
    }
    for (size_t i = 0; i < list->count; i++)
        if (!str_eq(list->items[i].code, S("operator")))
            *arena_push(&a, &names) = list->items[i].code;
    FAULT(faults, FAULT_INPUT, ((struct place){.field = S("role")}),
          N_("\"{1}\" is no role that a person can have; the roles are {2}."), given,
          str_join(&a, &names, S(", ")));
    arena_free(&a);
    return false;
}

enum role_state identity_role_state(const struct record *grant)
{
    if (record_text(grant, "ended_at").n)
        return record_text(grant, "approved_at").n ? ROLE_ENDED : ROLE_REFUSED;
    if (!record_text(grant, "approved_at").n)
        return ROLE_ASKED;
    return record_text(grant, "end_asked_at").n ? ROLE_END_ASKED : ROLE_IN_FORCE;
}

bool identity_roles(struct session *s, struct arena *a, struct str user, bool open,
                    struct records *found, struct faults *faults)
{
    struct condition conditions[2] = {{"user", IS, value_text(user)}};
    size_t count = user.n ? 1 : 0;
    if (open)
        conditions[count++] = (struct condition){"ended_at", IS_EMPTY, {0}};
    struct query q = {.type = model_type(session_model(s), S("role_grant")),
                      .conditions = conditions,
                      .condition_count = count,
                      .order = {"-requested_at"}};
    struct records all = {0};
    if (!store_query(s, a, &q, &all, faults))
        return false;
    for (size_t i = 0; i < all.count; i++) {
        enum role_state state = identity_role_state(all.items[i]);
        if (!open || state == ROLE_ASKED || state == ROLE_END_ASKED)
            *arena_push(a, found) = all.items[i];
    }
    return true;
}

/* A role that the person has, or that was asked for, is not asked for again. */
static bool check_new(struct session *s, struct arena *a, const struct role_wish *wish,
                      struct faults *faults)
{
    const struct condition conditions[] = {{"user", IS, value_text(wish->user)},
                                           {"role", IS, value_text(wish->role)},
                                           {"ended_at", IS_EMPTY, {0}}};
    struct query q = {.type = model_type(session_model(s), S("role_grant")),
                      .conditions = conditions,
                      .condition_count = 3};
    struct records found = {0};
    if (!store_query(s, a, &q, &found, faults))
        return false;
    return !found.count || FAULT(faults, FAULT_CONFLICT, ((struct place){.field = S("role")}),
                                 N_("The person has this role already, or it was asked for."));
}

static bool grant_event(struct session *s, const char *action, const struct record *r,
                        struct faults *faults)
{
    return store_event(s, &(struct event){action, S("role_grant"), r->id, NULL}, faults);
}

bool grants_add(struct session *s, struct arena *a, const struct actor *actor,
                const struct role_wish *wish, bool at_once, struct faults *faults)
{
    struct str asked_by = {0}, now = moment_text(a, moment_now());
    struct record *r = record_new(a, model_type(session_model(s), S("role_grant")));
    if (!staff_of_actor(s, a, actor, &asked_by, faults) || !check_new(s, a, wish, faults))
        return false;
    record_set(r, "user", value_text(wish->user));
    record_set(r, "role", value_text(wish->role));
    record_set(r, "reason", value_text(str_trim(wish->reason)));
    record_set(r, "requested_by", value_text(asked_by));
    record_set(r, "requested_at", value_text(now));
    if (at_once)
        record_set(r, "approved_at", value_text(now));
    return store_insert(s, r, faults) && grant_event(s, "role_asked", r, faults) &&
           (!at_once || grant_event(s, "role_agreed", r, faults));
}

bool identity_ask_role(struct session *s, const struct actor *actor, const struct role_wish *wish,
                       bool at_once, struct faults *faults)
{
    struct arena a = {0};
    struct role_wish checked = *wish;
    bool good = grants_check_role(session_model(s), wish->role, &checked.role, faults);
    if (!at_once && !str_trim(wish->reason).n)
        good = FAULT(faults, FAULT_INPUT, ((struct place){.field = S("reason")}),
                     N_("Say why this person needs the role, as in \"replaces R. Aliyev in "
                        "Ganja\"."));
    good = good && store_begin(s, actor, faults) &&
           kept_settle(s,
                       grants_add(s, &a, actor, &checked, at_once, faults) &&
                           (!at_once || sign_ins_end_all(s, &a, wish->user, faults)),
                       faults);
    arena_free(&a);
    return good;
}

static bool gone(struct faults *faults)
{
    return FAULT(faults, FAULT_CONFLICT, (struct place){0},
                 N_("Nobody waits for this decision any more; somebody else may have taken it."));
}

/* What a decision needs to know. */
struct decision {
    struct session *session;
    struct arena *arena;
    const struct actor *actor;
    struct str by; /* id of who decides; empty on the terminal */
    struct record *grant;
    struct faults *faults;
};

static bool read_decision(struct decision *d, struct str id)
{
    const struct type *type = model_type(session_model(d->session), S("role_grant"));
    size_t before = d->faults->total;
    d->grant = store_get(d->session, d->arena, type, id, d->faults);
    if (!d->grant)
        return d->faults->total == before && gone(d->faults);
    return staff_of_actor(d->session, d->arena, d->actor, &d->by, d->faults);
}

static bool end_role(struct decision *d, const char *event)
{
    record_set(d->grant, "ended_by", value_text(d->by));
    record_set(d->grant, "ended_at", value_text(moment_text(d->arena, moment_now())));
    return store_update(d->session, d->arena, d->grant, NULL, d->faults) &&
           sign_ins_end_all(d->session, d->arena, record_text(d->grant, "user"), d->faults) &&
           grant_event(d->session, event, d->grant, d->faults);
}

static bool ask_end(struct decision *d)
{
    record_set(d->grant, "end_asked_by", value_text(d->by));
    record_set(d->grant, "end_asked_at", value_text(moment_text(d->arena, moment_now())));
    return store_update(d->session, d->arena, d->grant, NULL, d->faults) &&
           grant_event(d->session, "role_end_asked", d->grant, d->faults);
}

bool identity_ask_end(struct session *s, const struct actor *actor, struct str grant, bool at_once,
                      struct faults *faults)
{
    struct arena a = {0};
    struct decision d = {s, &a, actor, {0}, NULL, faults};
    bool good = store_begin(s, actor, faults);
    if (good) {
        good = read_decision(&d, grant) &&
               (identity_role_state(d.grant) == ROLE_IN_FORCE || gone(faults)) &&
               (at_once ? end_role(&d, "role_ended") : ask_end(&d));
        good = kept_settle(s, good, faults);
    }
    arena_free(&a);
    return good;
}

/* Two people: not who asked, and not the one it is about. The terminal stands outside of this. */
static bool may_agree(struct decision *d, struct str asked_by)
{
    if (!d->by.n && !asked_by.n)
        return true;
    if (str_eq(d->by, asked_by))
        return FAULT(d->faults, FAULT_REFUSED, (struct place){0},
                     N_("Who asked for it cannot agree to it too; another administrator has to."));
    return !str_eq(d->by, record_text(d->grant, "user")) ||
           FAULT(d->faults, FAULT_REFUSED, (struct place){0},
                 N_("Nobody decides about their own roles; another administrator has to."));
}

static bool decide_beginning(struct decision *d, bool agreed)
{
    struct record *r = d->grant;
    if (!agreed)
        return end_role(d, "role_refused");
    if (!may_agree(d, record_text(r, "requested_by")))
        return false;
    record_set(r, "approved_by", value_text(d->by));
    record_set(r, "approved_at", value_text(moment_text(d->arena, moment_now())));
    return store_update(d->session, d->arena, r, NULL, d->faults) &&
           sign_ins_end_all(d->session, d->arena, record_text(r, "user"), d->faults) &&
           grant_event(d->session, "role_agreed", r, d->faults);
}

static bool decide_end(struct decision *d, bool agreed)
{
    struct record *r = d->grant;
    if (agreed)
        return may_agree(d, record_text(r, "end_asked_by")) && end_role(d, "role_ended");
    record_set(r, "end_asked_by", (struct value){0});
    record_set(r, "end_asked_at", (struct value){0});
    return store_update(d->session, d->arena, r, NULL, d->faults) &&
           grant_event(d->session, "role_end_refused", r, d->faults);
}

static bool decide(struct decision *d, bool agreed)
{
    switch (identity_role_state(d->grant)) {
    case ROLE_ASKED: return decide_beginning(d, agreed);
    case ROLE_END_ASKED: return decide_end(d, agreed);
    default: return gone(d->faults);
    }
}

bool identity_decide_role(struct session *s, const struct actor *actor, struct str grant,
                          bool agreed, struct faults *faults)
{
    struct arena a = {0};
    struct decision d = {s, &a, actor, {0}, NULL, faults};
    bool good = store_begin(s, actor, faults);
    if (good)
        good = kept_settle(s, read_decision(&d, grant) && decide(&d, agreed), faults);
    arena_free(&a);
    return good;
}
