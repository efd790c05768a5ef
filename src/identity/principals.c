/* Those who are nobody in particular. */
#include "identity/identity.h"

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
