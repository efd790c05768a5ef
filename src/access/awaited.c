/* Stands in until the store can seal: nothing sealed is opened or erased. Whoever brings the real
 * functions deletes this file. */
#include "store/sealed.h"

__attribute__((weak)) bool store_open_sealed(struct session *s, struct arena *a,
                                             const struct actor *actor,
                                             struct record *const *records, size_t count,
                                             const struct field *const *fields, size_t field_count,
                                             struct faults *faults)
{
    (void)s;
    (void)a;
    (void)actor;
    (void)records;
    (void)count;
    (void)fields;
    (void)field_count;
    (void)faults;
    return true;
}

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
