/* Filters of lists by any of several codes, of the record itself or of one that it names. */
#include "base/arena.h"
#include "model/expression.h"
#include "web/staff_filter.h"

struct str list_filter_name(struct arena *a, const struct list_filter *f)
{
    if (!f->through)
        return f->field->name;
    return str_format(a, "%.*s.%.*s", STR_ARG(f->through->name), STR_ARG(f->field->name));
}

/* The field of a name, and that it is reached through; NULL when the name is no such path. */
static const struct field *field_of(const struct type *type, struct str name,
                                    const struct field **through)
{
    size_t dot = str_find_char(name, '.', 0);
    const struct field *f = type_field(type, str_slice(name, 0, dot));
    *through = NULL;
    if (dot == STR_NONE || !f || f->kind != FIELD_REF)
        return dot == STR_NONE ? f : NULL;
    *through = f;
    return type_field(f->to, str_from(name, dot + 1));
}

static bool narrows(struct call *c, const struct type *type, const struct list_filter *f)
{
    if (f->through)
        return list_narrows(c, type, f->through) && list_narrows(c, f->through->to, f->field);
    return list_narrows(c, type, f->field);
}

bool list_among(struct call *c, const struct type *type, struct str name, struct str text,
                struct list_filter *filter)
{
    struct list_filter f = {.compare = LIST_AMONG};
    f.field = field_of(type, name, &f.through);
    if (!f.field || f.field->kind != FIELD_CODE || !narrows(c, type, &f) || !text.n ||
        (!f.through && (!str_contains(text, S(",")) || code_find(f.field->list, text))))
        return false;
    for (struct str part, rest = text; str_cut(&rest, ',', &part);) {
        const struct code *code = code_find(f.field->list, str_trim(part));
        if (!code) {
            *filter = (struct list_filter){0};
            FAULT(&c->faults, FAULT_INPUT, (struct place){.field = name},
                  N_("\"{1}\" is no code of \"{2}\"."), str_trim(part), f.field->label);
            return true;
        }
        *arena_push(c->arena, &f.codes) = code->code;
    }
    f.given = str_join(c->arena, &f.codes, S(","));
    *filter = f;
    return true;
}

static const struct expression *one_of(struct arena *a, const struct list_filter *f)
{
    struct expression *in = arena_new(a, struct expression);
    struct expression *field = arena_new(a, struct expression);
    in->kind = EXPRESSION_IN;
    field->kind = EXPRESSION_FIELD;
    field->path = arena_array(a, 2, const struct field *);
    if (f->through)
        field->path[field->path_count++] = f->through;
    field->path[field->path_count++] = f->field;
    *arena_push(a, in) = field;
    for (size_t i = 0; i < f->codes.count; i++) {
        struct expression *code = arena_new(a, struct expression);
        code->kind = EXPRESSION_LITERAL;
        code->literal = value_text(f->codes.items[i]);
        *arena_push(a, in) = code;
    }
    return in;
}

const struct expression *list_among_expression(struct arena *a, const struct list_query *q)
{
    struct expression *all = arena_new(a, struct expression);
    all->kind = EXPRESSION_AND;
    for (size_t i = 0; i < q->filters.count; i++)
        if (q->filters.items[i].compare == LIST_AMONG)
            *arena_push(a, all) = one_of(a, &q->filters.items[i]);
    return all->count ? all : NULL;
}

struct str list_among_words(const struct call *c, const struct list_filter *f)
{
    struct str_list labels = {0};
    for (size_t i = 0; i < f->codes.count; i++)
        *arena_push(c->arena, &labels) =
            words(c->language, code_find(f->field->list, f->codes.items[i])->label);
    return str_join(c->arena, &labels, S(", "));
}
