/* Records as values in memory. */
#include "store/inside.h"

#include "base/date.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct record *record_new(struct arena *a, const struct type *type)
{
    struct record *r = arena_new(a, struct record);
    r->type = type;
    r->values = arena_array(a, type->field_count, struct value);
    return r;
}

static size_t index_of(const struct record *r, const char *name)
{
    const struct field *f = type_field(r->type, str_of(name));
    if (f)
        return f->index;
    fprintf(stderr, "himaya: the type %.*s has no field \"%s\"; this is a fault of the program.\n",
            STR_ARG(r->type->name), name);
    abort();
}

void record_set(struct record *r, const char *field, struct value value)
{
    r->values[index_of(r, field)] = value;
}

const struct value *record_get(const struct record *r, const char *field)
{
    return &r->values[index_of(r, field)];
}

struct str record_text(const struct record *r, const char *field)
{
    const struct value *v = record_get(r, field);
    return v->kind == VALUE_TEXT ? v->text : (struct str){0};
}

int64_t record_integer(const struct record *r, const char *field)
{
    const struct value *v = record_get(r, field);
    return v->kind == VALUE_INTEGER ? v->integer : 0;
}

static bool refuse(const struct record *r, const struct field *f, const char *message,
                   struct str detail, struct faults *faults)
{
    return FAULT(faults, FAULT_INPUT, ((struct place){.field = f->name}), message, f->label,
                 r->type->label, detail);
}

static bool check_value(const struct record *r, const struct field *f, const struct value *v,
                        struct faults *faults)
{
    size_t bad;
    if (v->kind == VALUE_EMPTY)
        return !f->required || refuse(r, f,
                                      N_("\"{1}\" of a record of type \"{2}\" is needed and "
                                         "was left empty."),
                                      (struct str){0}, faults);
    if (v->kind == VALUE_SEALED && f->sealed)
        return true; /* it was checked before it was sealed */
    if (v->kind != kind_holds(f->kind))
        return refuse(r, f, N_("The value of \"{1}\" is of another kind than {3}."),
                      field_kind_word(f->kind), faults);
    if (v->kind == VALUE_REAL && !isfinite(v->real))
        return refuse(r, f, N_("The value of \"{1}\" is no number."), (struct str){0}, faults);
    if (v->kind == VALUE_TEXT && !utf8_valid(v->text, &bad))
        return refuse(r, f, N_("The value of \"{1}\" is not written in UTF-8."), (struct str){0},
                      faults);
    if (v->kind == VALUE_TEXT && str_find_char(v->text, 0, 0) != STR_NONE)
        return refuse(r, f, N_("The value of \"{1}\" has a NUL in it, which no text has."),
                      (struct str){0}, faults);
    struct date date;
    if ((f->kind == FIELD_DATE && !date_parse(v->text, &date)) ||
        (f->kind == FIELD_TIME && !date_is_time(v->text)))
        return refuse(r, f,
                      N_("\"{3}\" is no date for \"{1}\"; dates are kept as 2019-03-07, "
                         "2019-03 or 2019."),
                      v->text, faults);
    if (f->kind == FIELD_BOOLEAN && v->integer != 0 && v->integer != 1)
        return refuse(r, f, N_("\"{1}\" can only be yes or no."), (struct str){0}, faults);
    if (f->kind == FIELD_CODE) {
        const struct code *code = code_find(f->list, v->text);
        if (!code || !str_eq(code->code, v->text))
            return refuse(r, f, N_("\"{3}\" is no code of the list for \"{1}\"."), v->text, faults);
    }
    return true;
}

bool record_check(const struct record *r, struct faults *faults)
{
    bool ok = true;
    for (size_t i = 0; i < r->type->field_count; i++) {
        struct value *v = &r->values[i];
        if ((v->kind == VALUE_TEXT || v->kind == VALUE_BLOB) && v->text.n == 0)
            *v = (struct value){0}; /* an empty text is no text */
        if (v->kind == VALUE_REAL && v->real == 0)
            v->real = 0; /* -0 does not outlive storing */
        ok = check_value(r, &r->type->fields[i], v, faults) && ok;
    }
    return ok && value_check_record(r->type, r->values, (struct place){0}, faults);
}
