/* What a record is called, as far as one person may see it. */
#include "access/names.h"
#include "access/within.h"
#include "base/buffer.h"

enum { DEEPEST_NAME = 4 }; /* references followed inside one another */

static struct str part(struct visit *v, const struct record *r, const struct field *f)
{
    const struct value *value = &r->values[f->index];
    if (value->kind == VALUE_EMPTY || value->kind == VALUE_SEALED)
        return (struct str){0};
    if (f->kind == FIELD_REF)
        return visit_name(v, f->to, value->text);
    if (f->kind == FIELD_CODE) {
        const struct code *code = code_find(f->list, value->text);
        return code ? code->label : value->text;
    }
    return value_print(v->arena, f, value, value_currency(r->type, f, r->values));
}

struct str visit_name_of(struct visit *v, const struct view *view)
{
    const struct record *r = view->record;
    struct str pattern = r->type->named;
    struct buffer b = {.arena = v->arena};
    bool any = false;
    size_t from = 0;
    for (size_t open; (open = str_find_char(pattern, '{', from)) != STR_NONE;) {
        size_t close = str_find_char(pattern, '}', open);
        const struct field *f = type_field(r->type, str_slice(pattern, open + 1, close));
        struct str text = f ? part(v, r, f) : (struct str){0};
        any = any || text.n;
        buffer_add(&b, str_slice(pattern, from, open));
        buffer_add(&b, text);
        from = close == STR_NONE ? pattern.n : close + 1;
    }
    buffer_add(&b, str_from(pattern, from));
    return any ? str_trim(buffer_str(&b)) : r->id;
}

/* A copy whose values can be taken out, since the one that was met stands for later questions. */
static struct record *copy_of(struct visit *v, const struct record *r)
{
    struct record *copy = arena_new(v->arena, struct record);
    *copy = *r;
    copy->values = arena_array(v->arena, r->type->field_count, struct value);
    for (size_t i = 0; i < r->type->field_count; i++)
        copy->values[i] = r->values[i];
    return copy;
}

struct str visit_name(struct visit *v, const struct type *type, struct str id)
{
    struct visit_memory *m = visit_memory(v);
    unsigned scopes, know = visit_cell(v, type, 0, ACTION_KNOW);
    struct str name = {0};
    if (!know || m->naming >= DEEPEST_NAME)
        return name;
    if (names_get(v, type, id, &name))
        return name;
    size_t had = v->faults->total;
    m->naming++;
    struct record *met = visit_meet(v, type, id);
    if (met && visit_standing(v, met, false, &scopes) && (scopes & know))
        name = visit_name_of(v, visit_view(v, copy_of(v, met), scopes));
    m->naming--;
    if (v->faults->total == had)
        names_put(v, type, id, name);
    return name;
}
