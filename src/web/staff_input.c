/* What was typed into the form of a record, as values. */
#include "base/arena.h"
#include "base/date.h"
#include "web/staff_find.h"
#include "web/staff_form.h"

static struct place at(const struct field *field)
{
    return (struct place){.field = field->name};
}

static bool typed_is(const struct staff_form *f, const struct field *field, const char *ending,
                     struct str wanted)
{
    return str_eq(staff_form_typed(f, field->name, ending), wanted);
}

/* --- dates --- */

static bool part_of_date(const struct staff_form *f, const struct field *field, const char *ending,
                         int *number)
{
    struct str text = str_trim(staff_form_typed(f, field->name, ending));
    int64_t n = 0;
    if (text.n && (!str_to_int(text, &n) || n < 1 || n > 9999))
        return false;
    *number = (int)n;
    return true;
}

/* "" when nothing was typed; false when it is no date. */
static bool join_date(const struct staff_form *f, const struct field *field, struct str *iso)
{
    struct date d, read;
    if (!part_of_date(f, field, ".day", &d.day) || !part_of_date(f, field, ".month", &d.month) ||
        !part_of_date(f, field, ".year", &d.year))
        return false;
    *iso = (struct str){0};
    if (!d.day && !d.month && !d.year)
        return true;
    if (d.year < 1000 || (d.day && !d.month))
        return false;
    *iso = d.day     ? str_format(f->call->arena, "%04d-%02d-%02d", d.year, d.month, d.day)
           : d.month ? str_format(f->call->arena, "%04d-%02d", d.year, d.month)
                     : str_format(f->call->arena, "%04d", d.year);
    return date_parse(*iso, &read);
}

static bool read_date(struct staff_form *f, const struct field *field, struct value *value)
{
    struct call *c = f->call;
    struct str iso;
    if (!join_date(f, field, &iso)) {
        struct str text = str_format(c->arena, "%.*s %.*s %.*s",
                                     STR_ARG(staff_form_typed(f, field->name, ".day")),
                                     STR_ARG(staff_form_typed(f, field->name, ".month")),
                                     STR_ARG(staff_form_typed(f, field->name, ".year")));
        return FAULT(&c->faults, FAULT_INPUT, at(field),
                     N_("{1}: \"{2}\" is not a day of the calendar. Write day, month and a year of "
                        "four digits, as in 7 3 2019."),
                     staff_words_label(c, field), str_trim(text));
    }
    return value_read(c->arena, field, iso, (struct str){0}, at(field), value, &c->faults);
}

/* --- references --- */

static bool fault_reference(struct staff_form *f, const struct field *field, struct str text,
                            bool several)
{
    struct call *c = f->call;
    if (several)
        return FAULT(&c->faults, FAULT_INPUT, at(field),
                     N_("{1}: several have \"{2}\" in their name. Choose one of them."),
                     staff_words_label(c, field), text);
    return FAULT(
        &c->faults, FAULT_INPUT, at(field),
        N_("{1}: nothing open to you is called \"{2}\". Write its number, or a part of its "
           "name."),
        staff_words_label(c, field), text);
}

static bool read_reference(struct staff_form *f, const struct field *field, struct value *value)
{
    struct call *c = f->call;
    struct str text = str_trim(staff_form_typed(f, field->name, ""));
    struct str named = str_trim(staff_form_typed(f, field->name, ".named"));
    struct str id = staff_form_typed(f, field->name, ".id");
    struct str choice = staff_form_typed(f, field->name, ".choice");
    struct views *found = &f->candidates[field->index];
    if (choice.n)
        text = choice;
    else if (id.n && text.n && str_eq(text, named))
        text = id;
    /* What stands there already may stay, also where its name is not open to this person. */
    if (f->view && text.n && str_eq(text, f->view->record->values[field->index].text)) {
        *value = value_text(text);
        return true;
    }
    if (!text.n)
        return value_read(c->arena, field, text, (struct str){0}, at(field), value, &c->faults);
    if (!staff_look_for(c, field->to, text, found))
        return false;
    if (found->count != 1)
        return fault_reference(f, field, text, found->count > 1);
    *value = value_text(found->items[0].record->id);
    found->count = 0;
    return true;
}

/* --- the others --- */

static const struct upload *upload_of(const struct call *c, const struct field *field)
{
    for (size_t i = 0; i < c->upload_count; i++)
        if (str_eq(c->uploads[i].field, field->name) && c->uploads[i].bytes.n)
            return &c->uploads[i];
    return NULL;
}

static struct str currency_of(const struct staff_form *f, const struct field *field)
{
    const struct field *currency = type_field(f->type, field->currency);
    if (!currency)
        return (struct str){0};
    const struct code *typed =
        currency->list ? code_find(currency->list, staff_form_typed(f, currency->name, "")) : NULL;
    return typed ? typed->code : f->record->values[currency->index].text;
}

static bool read_text(struct staff_form *f, const struct field *field, struct value *value)
{
    struct call *c = f->call;
    struct str currency = field->kind == FIELD_MONEY ? currency_of(f, field) : (struct str){0};
    return value_read(c->arena, field, staff_form_typed(f, field->name, ""), currency, at(field),
                      value, &c->faults);
}

/* True when nothing was typed for a value that the form does not show, or theirs is to stay. */
static bool left_alone(const struct staff_form *f, const struct field *field)
{
    if (typed_is(f, field, ".pick", S("theirs")))
        return true;
    bool kept = staff_form_keeps(f, field) || field->kind == FIELD_BLOB;
    if (!kept || typed_is(f, field, ".clear", S("on")))
        return false;
    if (field->kind == FIELD_BLOB)
        return !upload_of(f->call, field);
    return !staff_form_typed(f, field->name, "").n &&
           !staff_form_typed(f, field->name, ".year").n &&
           !staff_form_typed(f, field->name, ".month").n &&
           !staff_form_typed(f, field->name, ".day").n;
}

static bool read_field(struct staff_form *f, const struct field *field)
{
    struct value *value = &f->record->values[field->index];
    if (left_alone(f, field))
        return true;
    f->given[field->index] = true;
    if (typed_is(f, field, ".clear", S("on"))) {
        *value = (struct value){0};
        return true;
    }
    switch (field->kind) {
    case FIELD_DATE: return read_date(f, field, value);
    case FIELD_REF: return read_reference(f, field, value);
    case FIELD_BLOB:
        *value = (struct value){.kind = VALUE_BLOB, .text = upload_of(f->call, field)->bytes};
        return true;
    default: return read_text(f, field, value);
    }
}

bool staff_form_read(struct staff_form *f)
{
    struct call *c = f->call;
    bool good = true;
    f->typed = true;
    c->visit.reason = str_trim(staff_form_typed(f, S("reason"), ""));
    for (size_t i = 0; i < f->type->field_count; i++)
        if (f->shown[i])
            good = read_field(f, &f->type->fields[i]) && good;
    return good;
}
