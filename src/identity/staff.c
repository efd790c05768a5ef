#include "identity/staff.h"

#include "base/arena.h"

enum { USUAL_IDLE = 15 };

struct record *staff_by_key(struct session *s, struct arena *a, const char *type, struct str key,
                            struct faults *faults)
{
    struct value value = {.kind = VALUE_TEXT, .text = key};
    return store_find(s, a, model_type(session_model(s), str_of(type)), &value, faults);
}

struct record *staff_find(struct session *s, struct arena *a, struct str name,
                          struct faults *faults)
{
    return staff_by_key(s, a, "user", name, faults);
}

struct record *staff_credential(struct session *s, struct arena *a, struct str user,
                                struct faults *faults)
{
    return staff_by_key(s, a, "credential", user, faults);
}

bool staff_is_active(const struct record *user)
{
    return user && str_eq(record_text(user, "state"), S("active"));
}

bool staff_of_actor(struct session *s, struct arena *a, const struct actor *actor, struct str *user,
                    struct faults *faults)
{
    size_t before = faults->total;
    const struct record *r = actor->name.n ? staff_find(s, a, actor->name, faults) : NULL;
    *user = r ? r->id : (struct str){0};
    if (r || faults->total != before || str_eq(actor->channel, S("cli")))
        return faults->total == before;
    return FAULT(faults, FAULT_REFUSED, (struct place){0},
                 N_("Only a member of the staff can do this."));
}

bool staff_event(struct session *s, const char *action, struct str user, struct faults *faults)
{
    return store_event(s, &(struct event){action, S("user"), user, NULL}, faults);
}

/* Roles that somebody agreed to and nobody ended. */
static bool read_roles(struct session *s, struct arena *a, struct str user, uint32_t *roles,
                       struct faults *faults)
{
    const struct model *model = session_model(s);
    const struct code_list *list = model_list(model, S("roles"));
    const struct condition conditions[] = {
        {"user", IS, value_text(user)},
        {"approved_at", IS_SET, {0}},
        {"ended_at", IS_EMPTY, {0}},
    };
    struct query q = {.type = model_type(model, S("role_grant")),
                      .conditions = conditions,
                      .condition_count = sizeof conditions / sizeof *conditions};
    struct records found = {0};
    if (!store_query(s, a, &q, &found, faults))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        struct str asked = record_text(found.items[i], "requested_by");
        if (asked.n && str_eq(asked, record_text(found.items[i], "approved_by")))
            continue; /* nobody agrees with themselves, whatever wrote this */
        for (size_t k = 0; k < list->count && k < MOST_ROLES; k++)
            if (str_eq(list->items[k].code, record_text(found.items[i], "role")))
                *roles |= UINT32_C(1) << k;
    }
    return true;
}

static bool read_place(struct session *s, struct arena *a, struct principal *who,
                       struct faults *faults)
{
    size_t before = faults->total;
    if (who->district.n || !who->office.n)
        return true;
    const struct type *type = model_type(session_model(s), S("office"));
    const struct record *office = store_get_brief(s, a, type, who->office, faults);
    if (office)
        who->district = record_text(office, "district");
    return faults->total == before;
}

/* Whoever acts for an employer stands to its records as to their own. */
static bool read_employer(struct session *s, struct arena *a, const struct record *user,
                          struct principal *who, struct faults *faults)
{
    size_t before = faults->total;
    const struct type *type = model_type(session_model(s), S("employer"));
    if (type_field(user->type, S("employer")))
        who->employer = record_text(user, "employer");
    if (!who->employer.n || !type)
        return true;
    const struct record *employer = store_get_brief(s, a, type, who->employer, faults);
    if (employer)
        who->tax_id = record_text(employer, "tax_id");
    return faults->total == before;
}

bool staff_principal(struct session *s, struct arena *a, const struct record *user,
                     struct principal *who, struct faults *faults)
{
    *who = (struct principal){
        .user = str_copy(a, user->id),
        .name = record_text(user, "name"),
        .full_name = record_text(user, "full_name"),
        .agency = record_text(user, "agency"),
        .office = record_text(user, "office"),
        .district = record_text(user, "district"),
    };
    return read_place(s, a, who, faults) && read_employer(s, a, user, who, faults) &&
           read_roles(s, a, who->user, &who->roles, faults);
}

int staff_idle_minutes(const struct model *model, uint32_t roles)
{
    const struct code_list *list = model_list(model, S("roles"));
    int64_t least = 0;
    for (size_t i = 0; i < list->count && i < MOST_ROLES; i++) {
        struct arena a = {0};
        int64_t minutes = 0;
        if (roles >> i & 1 &&
            str_to_int(node_text(&a, node_get(list->items[i].row, S("idle_minutes"))), &minutes) &&
            minutes > 0 && (!least || minutes < least))
            least = minutes;
        arena_free(&a);
    }
    return least ? (int)least : USUAL_IDLE;
}

bool identity_delete(struct session *s, struct arena *a, const char *type,
                     const struct condition *condition, size_t most, struct faults *faults)
{
    struct query q = {.type = model_type(session_model(s), str_of(type)),
                      .conditions = condition,
                      .condition_count = 1,
                      .limit = most};
    struct records found = {0};
    if (!store_query(s, a, &q, &found, faults))
        return false;
    for (size_t i = 0; i < found.count; i++)
        if (!store_delete(s, found.items[i], faults))
            return false;
    return true;
}
