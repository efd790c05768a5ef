/* Notifications as they are sent: names and texts, read by the rules of the contract's fields. */
#include "register/notification.h"

#include "base/arena.h"

/* Before the fields of the contract. */
static const char *const columns[] = {
    "kind",
    "contract",
    "employer",
    "effective_on",
    "signed_on",
    "start_date",
    "end_date",
    "birth_date",
    "sex",
    "citizenship",
    "employee_pin",
    "employee_name",
    "position",
    "occupation_code",
    "industry_code",
    "workplace",
    "district",
    "additional_job",
    "probation_days",
    "weekly_hours",
    "night_work",
    "wage",
    "currency",
    "leave_days",
    "written_consent",
};
enum { OWN_COLUMNS = 4, COLUMNS = sizeof columns / sizeof *columns };

const char *notification_column(size_t i)
{
    return i < COLUMNS ? columns[i] : NULL;
}

/* The names of design §6 for the same things. */
static struct str plain_name(struct str name)
{
    static const struct {
        const char *other, *plain;
    } names[] = {{"contract_id", "contract"},
                 {"number", "contract"},
                 {"person_id", "employee_pin"},
                 {"employer_id", "employer"},
                 {"ended_on", "effective_on"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_of(names[i].other)))
            return str_of(names[i].plain);
    return name;
}

static size_t place_of(struct str name)
{
    size_t i = 0;
    while (i < COLUMNS && !str_eq(name, str_of(columns[i])))
        i++;
    return i;
}

static bool read_kind(struct str text, struct place where, struct notification *n,
                      struct faults *faults)
{
    static const char *const words[] = {"conclusion", "amendment", "termination"};
    for (int k = 0; k < 3; k++)
        if (str_eq_nocase(text, str_of(words[k]))) {
            n->kind = (enum notification_kind)k;
            return true;
        }
    return FAULT(faults, FAULT_INPUT, where,
                 N_("\"{1}\" is no kind of notification; write conclusion, amendment or "
                    "termination."),
                 text);
}

static bool read_day(struct arena *a, struct str text, struct place where, struct str *day,
                     struct faults *faults)
{
    struct date date = {0};
    if (!date_read(text, where, &date, faults))
        return false;
    *day = date_print(a, date);
    return date_precision(date) == DATE_DAY ||
           FAULT(faults, FAULT_INPUT, where, N_("A whole day is needed here, as in 2026-03-01."));
}

struct reading {
    struct arena *arena;
    const struct registry *registry;
    struct notification *n;
    struct str currency;
    struct faults *faults;
};

static bool read_field(struct reading *r, const struct notification_cell *cell, struct str name,
                       struct place where)
{
    const struct field *f = type_field(r->registry->contract, name);
    size_t i = f->index;
    r->n->given[i] = true;
    return value_read(r->arena, f, cell->text, r->currency, where, &r->n->said->values[i],
                      r->faults);
}

static bool read_cell(struct reading *r, const struct notification_cell *cell)
{
    struct str name = plain_name(cell->name), text = str_trim(cell->text);
    struct place where = {.field = cell->name, .line = cell->line, .column = cell->column};
    switch (place_of(name)) {
    case 0: return true; /* read before */
    case 1: r->n->number = text; return true;
    case 2: r->n->tax_id = text; return true;
    case 3: return !text.n || read_day(r->arena, text, where, &r->n->effective_on, r->faults);
    case COLUMNS:
        return FAULT(r->faults, FAULT_INPUT, where,
                     N_("A notification has no field \"{1}\". It may have kind, contract, "
                        "employer, effective_on, start_date, birth_date and the others that "
                        "docs/register.md names."),
                     cell->name);
    default: return !text.n || read_field(r, cell, name, where);
    }
}

static struct str cell_named(const struct notification_cell *cells, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(plain_name(cells[i].name), name))
            return str_trim(cells[i].text);
    return (struct str){0};
}

/* --- what each kind needs --- */

static bool has(const struct notification *n, const char *field)
{
    return record_get(n->said, field)->kind != VALUE_EMPTY;
}

static bool missing(struct faults *faults, long line, const char *field, const char *message)
{
    return FAULT(faults, FAULT_INPUT, ((struct place){.field = str_of(field), .line = line}),
                 message);
}

static bool check_conclusion(const struct notification *n, long line, struct faults *faults)
{
    struct date start = {0};
    bool given = n->given[type_field(n->said->type, S("start_date"))->index];
    if (given && !has(n, "start_date"))
        return false; /* said already */
    if (!given)
        return missing(faults, line, "start_date",
                       N_("The day on which the work starts is missing, as in 2026-03-01."));
    if (!date_parse(record_text(n->said, "start_date"), &start) ||
        date_precision(start) != DATE_DAY)
        return missing(faults, line, "start_date",
                       N_("A whole day is needed here, as in 2026-03-01."));
    return true;
}

static bool gives_anything(const struct notification *n)
{
    for (size_t i = 0; i < n->said->type->field_count; i++)
        if (n->given[i])
            return true;
    return false;
}

static bool check_later(const struct notification *n, long line, struct faults *faults)
{
    bool ok = true;
    if (!n->number.n)
        ok = missing(faults, line, "contract",
                     N_("The number of the contract is missing; the answer to its conclusion "
                        "named it."));
    if (!n->effective_on.n)
        ok = missing(faults, line, "effective_on",
                     n->kind == NOTIFY_AMENDMENT
                         ? N_("The day from which the amendment holds is missing, as in "
                              "2026-03-01.")
                         : N_("The day on which the contract ended is missing, as in "
                              "2026-03-01."));
    if (n->kind == NOTIFY_AMENDMENT && !gives_anything(n))
        ok = missing(faults, line, "kind",
                     N_("The amendment changes nothing: give the fields that are different now, "
                        "as in weekly_hours."));
    if (n->kind == NOTIFY_TERMINATION && gives_anything(n))
        ok = missing(faults, line, "kind",
                     N_("A termination has the contract and the day on which it ended, and "
                        "nothing else."));
    return ok;
}

bool notification_read(struct arena *a, const struct registry *r,
                       const struct notification_cell *cells, size_t count, struct notification *n,
                       struct faults *faults)
{
    struct reading reading = {a, r, n, cell_named(cells, count, S("currency")), faults};
    struct str kind = cell_named(cells, count, S("kind"));
    long line = count ? cells[0].line : 0;
    n->said = record_new(a, r->contract);
    n->given = arena_array(a, r->contract->field_count, bool);
    bool ok = kind.n ? read_kind(kind, (struct place){.field = S("kind"), .line = line}, n, faults)
                     : missing(faults, line, "kind",
                               N_("Say what is notified: conclusion, amendment or termination."));
    bool known = ok;
    for (size_t i = 0; i < count; i++)
        ok = read_cell(&reading, &cells[i]) && ok;
    if (!known)
        return false;
    return (n->kind == NOTIFY_CONCLUSION ? check_conclusion(n, line, faults)
                                         : check_later(n, line, faults)) &&
           ok;
}
