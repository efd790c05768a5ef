/* Records that are hidden from a person whatever else they may: about themselves, about their
 * office or agency, or about an employer with whom they have declared a conflict of interest
 * (`hidden_from` of the type; ILO Convention 81, article 15). Such a record is not there for them.
 *
 * What hides is found once in a visit, from the indexes of references: nearly always nothing. */
#include "access/within.h"

static const struct field id_field = {.name = S_INIT("id"), .kind = FIELD_TEXT};

static bool is_employer(const struct field *f)
{
    return f->kind == FIELD_REF && str_eq(f->to_name, S("employer"));
}

/* The employers of conflicts that still stand. */
static bool find_conflicts(struct visit *v, struct hiding *hiding)
{
    const struct type *type = model_type(session_model(v->session), S("conflict_of_interest"));
    const struct condition conditions[] = {{"person", IS, value_text(v->who.user)},
                                           {"ended_on", IS_EMPTY, {0}}};
    struct query q = {.type = type, .conditions = conditions, .condition_count = 2};
    struct records found = {0};
    if (type && !store_query(v->session, v->arena, &q, &found, v->faults))
        return false;
    for (size_t i = 0; i < found.count; i++)
        *arena_push(visit_memory(v)->arena, &hiding->ids) =
            str_copy(visit_memory(v)->arena, record_text(found.items[i], "employer"));
    return true;
}

/* The records whose field names a part of the person. */
static bool find_named(struct visit *v, struct hiding *hiding, const struct type *owner,
                       struct str part)
{
    struct arena *a = visit_memory(v)->arena;
    const struct condition is = {str_c(a, hiding->field->name), IS, value_text(part)};
    struct query q = {.type = owner, .conditions = &is, .condition_count = 1, .brief = true};
    struct records found = {0};
    if (!store_query(v->session, v->arena, &q, &found, v->faults))
        return false;
    for (size_t i = 0; i < found.count; i++)
        *arena_push(a, &hiding->ids) = str_copy(a, found.items[i]->id);
    return true;
}

/* What the path's last field hides; NULL with a fault. */
static const struct hiding *hiding_of(struct visit *v, const struct type *type,
                                      const struct path *path)
{
    struct visit_memory *m = visit_memory(v);
    const struct field *last = path->fields[path->count - 1];
    const struct type *owner = path->count > 1 ? path->fields[path->count - 2]->to : type;
    for (size_t i = 0; i < m->hidings.count; i++)
        if (m->hidings.items[i]->field == last ||
            (is_employer(last) && is_employer(m->hidings.items[i]->field)))
            return m->hidings.items[i];
    struct hiding *made = arena_new(m->arena, struct hiding);
    made->field = last;
    struct str part = visit_part(&v->who, last);
    if (is_employer(last) ? v->who.user.n && !find_conflicts(v, made)
                          : part.n && !find_named(v, made, owner, part))
        return NULL;
    *arena_push(m->arena, &m->hidings) = made;
    return made;
}

static bool is_among(const struct str_list *ids, struct str id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (str_eq(ids->items[i], id))
            return true;
    return false;
}

/* The id that the path reaches: of the record whose field it names, or of the employer. */
static struct str reach(struct visit *v, const struct record *r, const struct path *path)
{
    size_t steps = path->count - !is_employer(path->fields[path->count - 1]);
    struct str id = r->id;
    for (size_t i = 0; r && i < steps; i++) {
        const struct value *value = &r->values[path->fields[i]->index];
        if (value->kind != VALUE_TEXT)
            return (struct str){0};
        id = value->text;
        r = i + 1 < steps ? visit_meet(v, path->fields[i]->to, id) : r;
    }
    return r ? id : (struct str){0};
}

bool visit_hides(struct visit *v, const struct record *r)
{
    for (size_t i = 0; v->who.user.n && i < r->type->hidden_from.count; i++) {
        const struct path *path = &r->type->hidden_from.items[i];
        const struct hiding *hiding = hiding_of(v, r->type, path);
        if (!hiding)
            return true;
        if (hiding->ids.count && is_among(&hiding->ids, reach(v, r, path)))
            return true;
    }
    return false;
}

/* --- the same as a condition of the database --- */

static struct expression *make(struct visit *v, enum expression_kind kind)
{
    struct expression *e = arena_new(v->arena, struct expression);
    e->kind = kind;
    return e;
}

static const struct expression *place_of(struct visit *v, const struct path *path)
{
    struct expression *e = make(v, EXPRESSION_FIELD);
    e->path_count = path->count - !is_employer(path->fields[path->count - 1]);
    e->path = path->fields;
    if (e->path_count)
        return e;
    e->path = arena_array(v->arena, 1, const struct field *);
    e->path[0] = &id_field;
    e->path_count = 1;
    return e;
}

static const struct expression *is_none_of(struct visit *v, const struct path *path,
                                           const struct str_list *ids)
{
    struct expression *in = make(v, EXPRESSION_IN), *none = make(v, EXPRESSION_NOT);
    struct expression *empty = make(v, EXPRESSION_IS_NULL), *either = make(v, EXPRESSION_OR);
    const struct expression *place = place_of(v, path);
    *arena_push(v->arena, in) = place;
    for (size_t i = 0; i < ids->count; i++) {
        struct expression *literal = make(v, EXPRESSION_LITERAL);
        literal->literal = value_text(ids->items[i]);
        *arena_push(v->arena, in) = literal;
    }
    *arena_push(v->arena, none) = in;
    *arena_push(v->arena, empty) = place;
    *arena_push(v->arena, either) = empty;
    *arena_push(v->arena, either) = none;
    return either;
}

const struct expression *visit_not_hidden(struct visit *v, const struct type *type)
{
    struct expression *all = make(v, EXPRESSION_AND);
    for (size_t i = 0; v->who.user.n && i < type->hidden_from.count; i++) {
        const struct path *path = &type->hidden_from.items[i];
        const struct hiding *hiding = hiding_of(v, type, path);
        if (hiding && hiding->ids.count)
            *arena_push(v->arena, all) = is_none_of(v, path, &hiding->ids);
    }
    return all->count ? all : NULL;
}
