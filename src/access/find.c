/* People by who they are: a PIN, or family name, given name and year of birth, all of them. The
 * names stand sealed; a blind index finds them, and nothing is opened. What comes back says that
 * there is a file and who holds it, and only to who may at least see that the names are filled in.
 */
#include "access/within.h"

#include "base/date.h"

enum { LONGEST_PIN = 7, MOST_PARTS = 6 };

struct parts {
    struct str items[MOST_PARTS];
    size_t count;
};

/* Words between spaces and commas; false when there are more than a name has. */
static bool split(struct arena *a, struct str text, struct parts *parts)
{
    struct str word, rest = str_replace(a, text, S(","), S(" "));
    while (str_cut(&rest, ' ', &word)) {
        if (!word.n)
            continue;
        if (parts->count == MOST_PARTS)
            return false;
        parts->items[parts->count++] = word;
    }
    return parts->count > 0;
}

static bool is_pin(struct str s)
{
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        if (!char_is_digit(s.p[i]) && !char_is_alpha(s.p[i]))
            return false;
        digit = digit || char_is_digit(s.p[i]);
    }
    return s.n == LONGEST_PIN && digit;
}

/* A person may see that a file exists, and who holds it, when the fields asked by are at least
 * masked to them in this very record. */
static bool is_for(const struct view *view, const struct field_list *asked)
{
    for (size_t i = 0; i < asked->count; i++)
        if (view->sight[asked->items[i]->index] == SIGHT_NONE)
            return false;
    return true;
}

static bool has(const struct views *found, struct str id)
{
    for (size_t i = 0; i < found->count; i++)
        if (str_eq(found->items[i].record->id, id))
            return true;
    return false;
}

struct asking {
    const struct type *type;
    size_t index; /* in find_by */
    const struct value *values;
};

static bool look(struct visit *v, const struct asking *ask, struct views *found)
{
    struct records records = {0};
    if (!store_find_sealed(v->session, v->arena, ask->type, ask->index, ask->values, &records,
                           v->faults))
        return false;
    for (size_t i = 0; i < records.count; i++) {
        unsigned scopes;
        if (!visit_standing(v, records.items[i], false, &scopes))
            return false;
        if (!(scopes & visit_cell(v, ask->type, 0, ACTION_KNOW)))
            continue;
        struct view *view = visit_view(v, records.items[i], scopes);
        if (is_for(view, &ask->type->find_by[ask->index]) && !has(found, view->record->id))
            *arena_push(v->arena, found) = *view;
    }
    return true;
}

/* What was asked by and how many were found, never the names. */
static bool note(struct visit *v, const struct asking *ask, size_t count)
{
    struct node *details = node_map(v->arena), *by = node_list(v->arena);
    const struct field_list *asked = &ask->type->find_by[ask->index];
    for (size_t i = 0; i < asked->count; i++)
        node_add(v->arena, by, node_str(v->arena, asked->items[i]->name));
    node_set(v->arena, details, S("by"), by);
    node_set_int(v->arena, details, S("found"), (int64_t)count);
    struct actor actor = visit_actor(v);
    struct event event = {.action = "find", .type = ask->type->name, .details = details};
    return store_event_alone(v->session, &actor, &event, v->faults);
}

/* One blind index of a type, when the parts have its shape: the names in the order of the index or
 * the first two the other way round, the year last. */
static bool try_index(struct visit *v, const struct type *type, size_t index,
                      const struct parts *parts, struct views *found)
{
    const struct field_list *asked = &type->find_by[index];
    struct value *values = arena_array(v->arena, asked->count, struct value);
    struct asking ask = {type, index, values};
    size_t before = found->count;
    struct date born;
    if (asked->count != parts->count || (asked->count == 1 && !is_pin(parts->items[0])))
        return true;
    for (size_t i = 0; i < asked->count; i++) {
        if (asked->items[i]->kind == FIELD_DATE && !date_parse(parts->items[i], &born))
            return true;
        values[i] = value_text(parts->items[i]);
    }
    if (!look(v, &ask, found))
        return false;
    if (asked->count > 2) {
        struct value first = values[0];
        values[0] = values[1];
        values[1] = first;
        if (!look(v, &ask, found))
            return false;
    }
    return note(v, &ask, found->count - before);
}

bool visit_find_people(struct visit *v, struct str text, struct views *found)
{
    const struct model *m = v->access->model;
    struct parts parts = {0};
    *found = (struct views){0};
    if (!split(v->arena, text, &parts))
        return true;
    for (size_t i = 0; i < m->type_count; i++) {
        const struct type *type = &m->types[i];
        if (type->internal || !visit_knows_type(v, type) || !visit_may(v, type, ACTION_KNOW))
            continue;
        for (size_t k = 0; k < type->find_count; k++)
            if (!try_index(v, type, k, &parts, found))
                return false;
    }
    return true;
}
