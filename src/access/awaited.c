/* Stands in until a person can be erased. Whoever brings the real function deletes this file. */
#include "store/sealed.h"

__attribute__((weak)) bool store_erase(struct session *s, const struct type *type, struct str id,
                                       struct faults *faults)
{
    (void)s;
    (void)type;
    (void)id;
    (void)faults;
    return false;
}

__attribute__((weak)) bool store_find_sealed(struct session *s, struct arena *a,
                                             const struct type *type, size_t index,
                                             const struct value *values, struct records *found,
                                             struct faults *faults)
{
    (void)s;
    (void)a;
    (void)type;
    (void)index;
    (void)values;
    (void)faults;
    *found = (struct records){0};
    return true;
}
