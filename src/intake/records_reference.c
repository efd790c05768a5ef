#include "intake/records_reference.h"

#include "base/arena.h"

/* The values of the first key of `to` that the text gives, or NULL when it cannot be such a key. */
static struct value *key_of(struct arena *a, const struct type *to, struct str text)
{
    const struct key *k = &to->keys[0];
    struct value *values = arena_array(a, k->count, struct value);
    struct faults ignored = {.arena = a, .limit = 1};
    char separator = str_find_char(text, '/', 0) == STR_NONE ? ' ' : '/';
    struct str part, rest = text;
    for (size_t i = 0; i < k->count; i++) {
        const struct field *field = &to->fields[k->fields[i]];
        if (i + 1 == k->count) /* the last part may hold the separator */
            part = rest;
        else if (!str_cut(&rest, separator, &part))
            return NULL;
        if (!value_read(a, field, part, (struct str){0}, (struct place){0}, &values[i], &ignored))
            return NULL;
    }
    return values;
}

static struct record *look_up(struct records_references *r, const struct type *to, struct str text,
                              struct faults *faults)
{
    enum { ID_LENGTH = 26 };
    struct value *key = to->key_count ? key_of(r->arena, to, text) : NULL;
    struct record *found = key ? store_find(r->visit->session, r->arena, to, key, faults) : NULL;
    if (!found && text.n == ID_LENGTH)
        found = store_get(r->visit->session, r->arena, to, text, faults);
    return found && visit_knows(r->visit, found) ? found : NULL;
}

/* "code" or "country year origin": how a record of this type is named. */
static struct str key_words(struct arena *a, const struct type *to)
{
    struct str_list names = {0};
    for (size_t i = 0; to->key_count && i < to->keys[0].count; i++)
        *arena_push(a, &names) = to->fields[to->keys[0].fields[i]].name;
    return names.count ? str_join(a, &names, S(" ")) : S("id");
}

bool records_resolve(struct records_references *r, const struct type *to, struct place where,
                     struct value *value, struct faults *faults)
{
    int64_t at;
    struct str name = str_format(r->arena, "%.*s %.*s", STR_ARG(to->name), STR_ARG(value->text));
    if (map_get(&r->known, name, &at)) {
        *value = value_text(r->ids.items[at]);
        return true;
    }
    struct record *found = look_up(r, to, value->text, faults);
    if (found) {
        map_put(&r->known, name, (int64_t)r->ids.count);
        *arena_push(r->arena, &r->ids) = found->id;
        *value = value_text(found->id);
        return true;
    }
    struct str key = str_format(r->arena, "0 %.*s", STR_ARG(value->text));
    if (to == r->type && map_get(r->keys, key, NULL))
        return true;
    return FAULT(faults, FAULT_MISSING, where,
                 N_("There is no {1} with {2} \"{3}\" in the store; import it first."), to->name,
                 key_words(r->arena, to), value->text);
}
