/* Those who are nobody in particular, and those who asked for something that goes on without them.
 */
#include "identity/identity.h"
#include "identity/staff.h"

struct principal identity_operator(const struct model *model)
{
    struct principal who = {.name = S("command line")};
    const struct code_list *roles = model_list(model, S("roles"));
    for (size_t i = 0; roles && i < roles->count && i < MOST_ROLES; i++)
        if (str_eq(roles->items[i].code, S("operator")))
            who.roles = UINT32_C(1) << i;
    return who;
}

struct principal identity_public(void)
{
    return (struct principal){0};
}

bool identity_member(struct session *s, struct arena *a, struct str user, struct principal *who,
                     struct faults *faults)
{
    size_t had = faults->total;
    const struct type *type = model_type(session_model(s), S("user"));
    struct record *r = user.n ? store_get(s, a, type, user, faults) : NULL;
    if (r && staff_is_active(r))
        return staff_principal(s, a, r, who, faults);
    if (faults->total > had)
        return false;
    return FAULT(faults, FAULT_REFUSED, (struct place){0},
                 N_("Whoever asked for this may no longer sign in, so it is not done."));
}
