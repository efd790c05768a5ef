/* What the tests of access share: the real model and table, a store in a folder of its own, and
 * people of every role. */
#pragma once

#include "access/visit.h"
#include "store_help.h"

static inline const struct model *real_model(void)
{
    static const struct model *m;
    struct faults faults = {.arena = &a};
    return m ? m : (m = model_load(&a, S("az"), &faults));
}

static inline uint32_t role_bit(const char *role)
{
    const struct code_list *list = model_list(real_model(), S("roles"));
    for (size_t i = 0; i < list->count; i++)
        if (str_eq(list->items[i].code, str_of(role)))
            return (uint32_t)1 << i;
    printf("no role %s\n", role);
    abort();
}

/* Somebody of office O, agency A, district "baku" with one role. */
static inline struct principal person_of(const char *role, struct str user, struct str office,
                                         struct str agency, struct str district)
{
    return (struct principal){.user = user,
                              .name = str_of(role),
                              .full_name = str_of(role),
                              .agency = agency,
                              .office = office,
                              .district = district,
                              .roles = role_bit(role)};
}
