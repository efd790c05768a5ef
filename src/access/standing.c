/* How a record stands to a person: its own id, office, agency or district at the end of one of the
 * paths that the type declares, an emergency, and what rules ask besides. */
#include "access/within.h"
#include "base/date.h"

struct visit_memory *visit_memory(struct visit *v)
{
    if (!v->memory) {
        v->memory = arena_new(v->arena, struct visit_memory);
        v->memory->arena = v->memory->met.arena = v->arena;
    }
    return v->memory;
}

unsigned visit_cell(const struct visit *v, const struct type *type, int class, enum action action)
{
    return access_scopes(v->access, &v->who, type, class, action);
}

struct str visit_part(const struct principal *who, const struct field *last)
{
    if (last->kind == FIELD_CODE)
        return str_eq(last->list_name, S("districts")) ? who->district : (struct str){0};
    if (last->kind != FIELD_REF)
        return str_eq(last->name, S("tax_id")) ? who->tax_id : (struct str){0};
    if (str_eq(last->to_name, S("user")))
        return who->user;
    if (str_eq(last->to_name, S("office")))
        return who->office;
    if (str_eq(last->to_name, S("employer")))
        return who->employer;
    return str_eq(last->to_name, S("agency")) ? who->agency : (struct str){0};
}

struct str visit_met_key(struct visit *v, const struct type *type, struct str id)
{
    return str_concat(v->arena, type->name, id);
}

void visit_remember(struct visit *v, struct record *r)
{
    struct visit_memory *m = visit_memory(v);
    map_put(&m->met, visit_met_key(v, r->type, r->id), (int64_t)m->records.count);
    *arena_push(m->arena, &m->records) = r;
}

struct record *visit_meet(struct visit *v, const struct type *type, struct str id)
{
    struct visit_memory *m = visit_memory(v);
    struct str key = visit_met_key(v, type, id);
    int64_t at;
    if (map_get(&m->met, key, &at))
        return m->records.items[at];
    size_t had = v->faults->total;
    struct record *r = store_get_brief(v->session, m->arena, type, id, v->faults);
    if (v->faults->total > had)
        return NULL;
    map_put(&m->met, key, (int64_t)m->records.count);
    *arena_push(m->arena, &m->records) = r;
    return r;
}

/* Follows the path to its last value. */
static bool leads_to_person(struct visit *v, const struct record *r, const struct path *path)
{
    struct str wanted = visit_part(&v->who, path->fields[path->count - 1]);
    if (!wanted.n)
        return false;
    for (size_t i = 0;; i++) {
        const struct field *f = path->fields[i];
        const struct value *value = &r->values[f->index];
        if (value->kind != VALUE_TEXT)
            return false;
        if (i + 1 == path->count)
            return str_eq(value->text, wanted);
        r = visit_meet(v, f->to, value->text);
        if (!r)
            return false;
    }
}

bool visit_emergencies(struct visit *v)
{
    struct visit_memory *m = visit_memory(v);
    const struct model *model = session_model(v->session);
    const struct type *type = model_type(model, S("emergency_access"));
    if (m->emergencies_read || !type || !v->who.user.n)
        return true;
    const struct condition conditions[] = {
        {"user", IS, value_text(v->who.user)},
        {"ends_at", MORE, value_text(date_now(v->arena))},
    };
    struct query q = {.type = type, .conditions = conditions, .condition_count = 2};
    struct records found;
    if (!store_query(v->session, m->arena, &q, &found, v->faults))
        return false;
    m->emergencies_read = true;
    for (size_t i = 0; i < found.count; i++) {
        const struct type *of = model_type(model, record_text(found.items[i], "record_type"));
        if (of)
            *arena_push(m->arena, &m->emergencies) =
                (struct emergency){of, record_text(found.items[i], "record")};
    }
    return true;
}

static bool in_emergency(struct visit *v, const struct record *r)
{
    const struct visit_memory *m = visit_memory(v);
    for (size_t i = 0; i < m->emergencies.count; i++)
        if (m->emergencies.items[i].type == r->type && str_eq(m->emergencies.items[i].id, r->id))
            return true;
    return false;
}

static unsigned restricted_standing(const struct visit *v, const struct record *r, bool fresh,
                                    unsigned plain)
{
    const struct restricted *all = &v->access->restricted[r->type - v->access->model->types];
    unsigned scopes = plain;
    for (size_t k = 0; k < all->count; k++) {
        const struct restriction *x = &all->items[k];
        if ((!x->within || (plain & x->within)) &&
            (fresh || !x->holds || condition_holds(x->holds, r)))
            scopes |= restricted_bits(plain, k);
    }
    return scopes;
}

/* Whether an emergency would open more of a record that stands so; asking the store costs more than
 * all the rest. */
static bool emergency_matters(const struct visit *v, const struct type *type, unsigned scopes)
{
    unsigned emergency = IN_EMERGENCY;
    for (size_t k = 0; k < MOST_RESTRICTIONS; k++)
        emergency |= restricted_bits(IN_EMERGENCY, k);
    for (int i = 0; i < ACTION_COUNT_OF_ACTIONS * CLASS_COUNT; i++) {
        unsigned cell = visit_cell(v, type, i % CLASS_COUNT, (enum action)(i / CLASS_COUNT));
        if ((cell & emergency) && !(cell & scopes))
            return true;
    }
    return false;
}

static void need_condition(const struct expression *e, bool *needed)
{
    if (e->kind == EXPRESSION_FIELD)
        needed[e->path[0]->index] = true;
    for (size_t i = 0; i < e->count; i++)
        need_condition(e->items[i], needed);
}

/* The fields in the pattern of the name, as in "{number}, {employer}". */
static void need_name(const struct type *type, bool *needed)
{
    struct str pattern = type->named;
    for (size_t at = 0, open; (open = str_find_char(pattern, '{', at)) != STR_NONE; at = open + 1) {
        size_t close = str_find_char(pattern, '}', open);
        const struct field *f = type_field(type, str_slice(pattern, open + 1, close));
        if (f)
            needed[f->index] = true;
    }
}

const bool *visit_needed(struct visit *v, const struct type *type, const bool *only)
{
    const struct restricted *restricted = &v->access->restricted[type - v->access->model->types];
    bool *needed = arena_array(v->arena, type->field_count, bool);
    memcpy(needed, only, type->field_count * sizeof *only);
    for (int s = 0; s < SCOPE_COUNT; s++)
        for (size_t i = 0; i < type->scopes[s].count; i++)
            needed[type->scopes[s].items[i].fields[0]->index] = true;
    for (size_t i = 0; i < type->hidden_from.count; i++)
        needed[type->hidden_from.items[i].fields[0]->index] = true;
    for (size_t k = 0; k < restricted->count; k++)
        if (restricted->items[k].holds)
            need_condition(restricted->items[k].holds, needed);
    need_name(type, needed);
    return needed;
}

bool visit_standing(struct visit *v, const struct record *r, bool fresh, unsigned *scopes)
{
    size_t had = v->faults->total;
    unsigned plain = IN_ALL;
    for (int s = 0; s < SCOPE_COUNT; s++)
        for (size_t i = 0; i < r->type->scopes[s].count && !(plain & 1u << s); i++)
            if (leads_to_person(v, r, &r->type->scopes[s].items[i]))
                plain |= 1u << s;
    if (r->id.n && (visit_cell(v, r->type, 0, ACTION_KNOW) & IN_EMERGENCY) &&
        emergency_matters(v, r->type, restricted_standing(v, r, fresh, plain))) {
        if (!visit_emergencies(v))
            return false;
        if (in_emergency(v, r))
            plain |= IN_EMERGENCY;
    }
    bool hidden = !fresh && visit_hides(v, r);
    *scopes = hidden ? 0 : restricted_standing(v, r, fresh, plain);
    return v->faults->total == had;
}
