#include "model/value.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/money.h"
#include "base/near.h"
#include "base/utf8.h"

#include <inttypes.h>

struct value value_text(struct str text)
{
    return (struct value){.kind = text.n ? VALUE_TEXT : VALUE_EMPTY, .text = text};
}

struct value value_integer(int64_t i)
{
    return (struct value){.kind = VALUE_INTEGER, .integer = i};
}

struct value value_real(double r)
{
    return (struct value){.kind = VALUE_REAL, .real = r};
}

bool value_eq(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_EMPTY: return true;
    case VALUE_INTEGER: return a->integer == b->integer;
    case VALUE_REAL: return a->real == b->real;
    case VALUE_TEXT:
    case VALUE_BLOB:
    case VALUE_SEALED: return str_eq(a->text, b->text);
    }
    return false;
}

int value_compare(const struct value *a, const struct value *b)
{
    if (a->kind == VALUE_INTEGER && b->kind == VALUE_INTEGER)
        return (a->integer > b->integer) - (a->integer < b->integer);
    if (a->kind == VALUE_TEXT)
        return str_compare(a->text, b->text);
    double left = a->kind == VALUE_REAL ? a->real : (double)a->integer;
    double right = b->kind == VALUE_REAL ? b->real : (double)b->integer;
    return (left > right) - (left < right);
}

/* What every reader below is given. */
struct reading {
    struct arena *arena;
    const struct field *field;
    struct str text, currency;
    struct place where;
    struct value *value;
    struct faults *faults;
};

static bool wrong(const struct reading *r, const char *message, struct str detail)
{
    return FAULT(r->faults, FAULT_INPUT, r->where, message, r->text, detail);
}

/* A number as a person writes it: 5, -2.5, 1200000. */
static struct str number_words(struct arena *a, double number)
{
    struct value v = value_real(number);
    return value_print(a, &(struct field){.kind = FIELD_NUMBER}, &v, (struct str){0});
}

static bool within_limits(const struct reading *r, double number, double unit)
{
    const struct field *f = r->field;
    if (f->has_least && number < f->least * unit)
        return wrong(r, N_("\"{1}\" is too small: the least allowed is {2}."),
                     number_words(r->arena, f->least));
    if (f->has_most && number > f->most * unit)
        return wrong(r, N_("\"{1}\" is too large: the most allowed is {2}."),
                     number_words(r->arena, f->most));
    return true;
}

static bool read_text(const struct reading *r)
{
    struct str text = r->text;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (!r->field->multiline && (c == '\n' || c == '\r'))
            return FAULT(r->faults, FAULT_INPUT, r->where,
                         N_("This is written on one line; take the line break out."));
        if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f)
            return FAULT(r->faults, FAULT_INPUT, r->where,
                         N_("A control character (number {1}) stands in this text; write it anew."),
                         str_format(r->arena, "%d", c));
    }
    *r->value = value_text(str_replace(r->arena, text, S("\r\n"), S("\n")));
    return true;
}

static bool read_integer(const struct reading *r)
{
    int64_t i;
    if (!str_to_int(r->text, &i))
        return wrong(r, N_("\"{1}\" is not a whole number. Write digits only, as in 1160."),
                     (struct str){0});
    *r->value = value_integer(i);
    return within_limits(r, (double)i, 1);
}

static bool read_number(const struct reading *r)
{
    double number;
    if (!str_to_real(r->text, &number))
        return wrong(r,
                     N_("\"{1}\" is not a number. Write digits with a decimal point and without "
                        "thousands, as in 1160.5."),
                     (struct str){0});
    *r->value = value_real(number);
    return within_limits(r, number, 1);
}

static bool read_boolean(const struct reading *r)
{
    static const char *const no[] = {"no", "false", "0"}, *const yes[] = {"yes", "true", "1"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        bool is_yes = str_eq_nocase(r->text, str_of(yes[i]));
        if (is_yes || str_eq_nocase(r->text, str_of(no[i]))) {
            *r->value = value_integer(is_yes);
            return true;
        }
    }
    return wrong(r, N_("\"{1}\" is neither yes nor no."), (struct str){0});
}

static bool read_date(const struct reading *r)
{
    struct date date;
    if (!date_read(r->text, r->where, &date, r->faults))
        return false;
    if (r->field->not_after_today && date_compare(date, date_today()) > 0)
        return wrong(r, N_("\"{1}\" lies in the future; a day up to today is needed."),
                     (struct str){0});
    *r->value = value_text(str_copy(r->arena, r->text));
    return true;
}

static bool read_time(const struct reading *r)
{
    if (!date_is_time(r->text))
        return wrong(r, N_("\"{1}\" is not a time. Write it in UTC as in 2019-03-07T14:05:09Z."),
                     (struct str){0});
    *r->value = value_text(str_copy(r->arena, r->text));
    return true;
}

static bool read_money(const struct reading *r)
{
    int64_t minor, unit = 1;
    if (!money_read(r->text, r->currency, r->where, &minor, r->faults))
        return false;
    for (int i = money_digits(r->currency); i > 0; i--)
        unit *= 10;
    *r->value = value_integer(minor);
    return within_limits(r, (double)minor, (double)unit);
}

/* The codes somebody may have meant, or the first of the list. */
static struct str code_examples(struct arena *a, const struct code_list *list, struct str text)
{
    enum { MOST_EXAMPLES = 8 };
    struct str_list codes = {0};
    for (size_t i = 0; list && i < list->count; i++)
        *arena_push(a, &codes) = list->items[i].code;
    struct str near = near_words(a, text, &codes);
    if (near.n)
        return near;
    for (size_t i = 0; list && i < list->count; i++)
        codes.items[i] = list->items[i].label;
    near = near_words(a, text, &codes);
    if (near.n)
        return near;
    bool all = codes.count <= MOST_EXAMPLES;
    for (size_t i = 0; list && i < list->count; i++)
        codes.items[i] = list->items[i].code;
    codes.count = all ? codes.count : MOST_EXAMPLES;
    struct str joined = str_join(a, &codes, S(", "));
    return all ? joined : str_concat(a, joined, S(" …"));
}

static bool read_code(const struct reading *r)
{
    const struct code *code = r->field->list ? code_find(r->field->list, r->text) : NULL;
    if (!code)
        return FAULT(r->faults, FAULT_INPUT, r->where,
                     N_("\"{1}\" is not in the list \"{2}\". Write one of: {3}."), r->text,
                     r->field->list_name, code_examples(r->arena, r->field->list, r->text));
    *r->value = value_text(code->code);
    return true;
}

static int hex_digit(char c)
{
    if (char_is_digit(c))
        return c - '0';
    c = char_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_blob(const struct reading *r)
{
    size_t n = r->text.n / 2;
    char *bytes = arena_alloc(r->arena, n + 1);
    bool whole = r->text.n % 2 == 0;
    for (size_t i = 0; whole && i < n; i++) {
        int high = hex_digit(r->text.p[2 * i]), low = hex_digit(r->text.p[2 * i + 1]);
        whole = high >= 0 && low >= 0;
        bytes[i] = (char)(high * 16 + low);
    }
    if (!whole)
        return FAULT(r->faults, FAULT_INPUT, r->where,
                     N_("These are not bytes in hexadecimal digits, as in 255044462d."));
    *r->value = (struct value){.kind = VALUE_BLOB, .text = {bytes, n}};
    return true;
}

static bool read_kind(const struct reading *r)
{
    switch (r->field->kind) {
    case FIELD_TEXT: return read_text(r);
    case FIELD_REF: return read_text(r);
    case FIELD_INTEGER: return read_integer(r);
    case FIELD_NUMBER: return read_number(r);
    case FIELD_BOOLEAN: return read_boolean(r);
    case FIELD_DATE: return read_date(r);
    case FIELD_TIME: return read_time(r);
    case FIELD_MONEY: return read_money(r);
    case FIELD_CODE: return read_code(r);
    case FIELD_BLOB: return read_blob(r);
    }
    return false;
}

bool value_read(struct arena *a, const struct field *field, struct str text, struct str currency,
                struct place where, struct value *value, struct faults *faults)
{
    struct str trimmed = str_trim(text);
    if (!field->multiline || !trimmed.n)
        text = trimmed;
    if (!where.field.n)
        where.field = field->name;
    *value = (struct value){0};
    if (!text.n)
        return !field->required ||
               FAULT(faults, FAULT_INPUT, where, N_("This is empty, and it is always needed: {1}."),
                     field->label);
    if (!utf8_valid(text, NULL))
        return FAULT(faults, FAULT_INPUT, where,
                     N_("This text is not UTF-8; save it as UTF-8 and send it again."));
    const struct reading r = {a, field, text, currency, where, value, faults};
    return read_kind(&r);
}

struct str value_currency(const struct type *type, const struct field *field,
                          const struct value *values)
{
    const struct field *of = field->currency.n ? type_field(type, field->currency) : NULL;
    return of && values[of->index].kind == VALUE_TEXT ? values[of->index].text : (struct str){0};
}

bool value_check_record(const struct type *type, const struct value *values, struct place where,
                        struct faults *faults)
{
    bool good = true;
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (values[i].kind == VALUE_EMPTY || values[i].kind == VALUE_SEALED)
            continue;
        where.field = f->name;
        const struct value *start = f->not_before ? &values[f->not_before->index] : NULL;
        struct date first, last;
        if (start && start->kind == VALUE_TEXT && date_parse(start->text, &first) &&
            date_parse(values[i].text, &last) &&
            date_compare(date_last_day(last), date_first_day(first)) < 0)
            good = FAULT(faults, FAULT_INPUT, where,
                         N_("\"{1}\" lies before \"{2}\" ({3}), and it cannot."), values[i].text,
                         start->text, f->not_before->label);
        if (f->kind == FIELD_MONEY && f->currency.n && !value_currency(type, f, values).n)
            good = FAULT(faults, FAULT_INPUT, where,
                         N_("An amount of money needs its currency in \"{1}\", as in USD."),
                         f->currency);
    }
    return good;
}

/* The fewest digits behind the point that read back as the same number. */
static struct str print_real(struct arena *a, double real)
{
    enum { MOST_DIGITS = 20 };
    double again;
    struct arena_mark mark = arena_mark(a);
    for (int digits = 0; digits < MOST_DIGITS; digits++) {
        struct str s = str_format(a, "%.*f", digits, real);
        if (str_to_real(s, &again) && again == real)
            return s;
        arena_rewind(a, mark);
    }
    return str_format(a, "%.17g", real);
}

static struct str print_bytes(struct arena *a, struct str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *p = arena_alloc(a, bytes.n * 2 + 1);
    for (size_t i = 0; i < bytes.n; i++) {
        p[2 * i] = digits[(unsigned char)bytes.p[i] >> 4];
        p[2 * i + 1] = digits[bytes.p[i] & 15];
    }
    return (struct str){p, bytes.n * 2};
}

struct str value_print(struct arena *a, const struct field *field, const struct value *value,
                       struct str currency)
{
    switch (value->kind) {
    case VALUE_EMPTY:
    case VALUE_SEALED: break; /* nobody opened it */
    case VALUE_TEXT: return value->text;
    case VALUE_REAL: return print_real(a, value->real);
    case VALUE_BLOB: return print_bytes(a, value->text);
    case VALUE_INTEGER:
        if (field->kind == FIELD_MONEY)
            return money_print(a, value->integer, currency);
        if (field->kind == FIELD_BOOLEAN)
            return value->integer ? S("yes") : S("no");
        return str_format(a, "%" PRId64, value->integer);
    }
    return (struct str){0};
}
