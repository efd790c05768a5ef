/* Labour enforcement of a year: six units kept apart, and the money. */
#include "report/enforcement.h"

#include "base/arena.h"
#include "base/money.h"
#include "figures/compute.h"
#include "figures/question.h"

#include <math.h>

/* Amounts of one currency. */
struct sum_of_currency {
    struct str currency;
    int64_t minor, usd; /* usd: in cents, by the rate of the day of each */
    double rate;        /* of the last day; 0: none is stored */
};

struct sums {
    struct sum_of_currency *items;
    size_t count, capacity;
};

static bool rates_read(const struct report_context *c, struct records *rates)
{
    const struct query q = {.type = model_type(c->model, S("exchange_rate")), .order = {"from_on"}};
    return !q.type || store_query(c->session, c->arena, &q, rates, c->faults);
}

/* Units of the currency for a dollar on a day; 0 when no rate is stored. */
static double rate_on(const struct records *rates, struct str currency, struct str day)
{
    for (size_t i = 0; i < rates->count; i++) {
        const struct record *r = rates->items[i];
        struct str to = record_text(r, "to_on");
        if (str_eq(record_text(r, "currency"), currency) &&
            str_compare(record_text(r, "from_on"), day) <= 0 &&
            (!to.n || str_compare(day, to) <= 0))
            return record_get(r, "per_usd")->real;
    }
    return 0;
}

static struct sum_of_currency *sum_for(struct arena *a, struct sums *sums, struct str currency)
{
    for (size_t i = 0; i < sums->count; i++)
        if (str_eq(sums->items[i].currency, currency))
            return &sums->items[i];
    struct sum_of_currency *sum = arena_push(a, sums);
    sum->currency = currency;
    return sum;
}

/* Adds up an amount over the records that a unit asks for. Money of one rate is changed in one sum,
 * so that no cent is lost by rounding each. */
static bool sums_read(const struct report_context *c, const struct figure_definition *d,
                      struct sums *sums)
{
    struct records rates = {0}, found = {0};
    struct figure_slice all = {0};
    if (!rates_read(c, &rates) ||
        !figure_records(c->session, c->arena, d, c->year, &all, &found, c->faults))
        return false;
    struct sums parts = {0}; /* by currency, and within it by rate */
    for (size_t i = 0; i < found.count; i++) {
        struct str currency = record_text(found.items[i], "currency");
        double rate = rate_on(&rates, currency, record_text(found.items[i], "imposed_on"));
        struct sum_of_currency *part = NULL;
        for (size_t k = 0; k < parts.count && !part; k++)
            if (str_eq(parts.items[k].currency, currency) && parts.items[k].rate == rate)
                part = &parts.items[k];
        if (!part) {
            part = arena_push(c->arena, &parts);
            *part = (struct sum_of_currency){.currency = currency, .rate = rate};
        }
        part->minor += found.items[i]->values[d->question->field->index].integer;
    }
    for (size_t i = 0; i < parts.count; i++) {
        struct sum_of_currency *part = &parts.items[i];
        struct sum_of_currency *sum = sum_for(c->arena, sums, part->currency);
        struct money_rate rate = {part->currency, (int64_t)llround(part->rate * 1e6)};
        int64_t usd = 0;
        sum->minor += part->minor;
        sum->rate = part->rate;
        if (money_divide_by_rate(part->minor, rate, S("USD"), &usd))
            sum->usd += usd;
    }
    return true;
}

static struct str amount_text(struct arena *a, double amount, struct str currency)
{
    bool whole = floor(amount) == amount;
    struct str text = grouped(a, floor(amount));
    if (!whole)
        text = str_format(a, "%.*s.%02d", STR_ARG(text),
                          (int)lround((amount - floor(amount)) * 100) % 100);
    return str_format(a, "%.*s %.*s", STR_ARG(text), STR_ARG(currency));
}

static struct str set_amounts(const struct report_context *c, const struct sums *sums,
                              struct node *n)
{
    struct arena *a = c->arena;
    struct node *list = node_set(a, n, S("amounts"), node_list(a));
    struct str_list texts = {0};
    for (size_t i = 0; i < sums->count; i++) {
        const struct sum_of_currency *sum = &sums->items[i];
        double amount = (double)sum->minor / pow(10, money_digits(sum->currency));
        struct node *one = node_add(a, list, node_map(a));
        struct str text = amount_text(a, amount, sum->currency);
        node_set_str(a, one, S("currency"), sum->currency);
        node_set(a, one, S("value"), node_real(a, amount));
        node_set_str(a, one, S("text"), text);
        *arena_push(a, &texts) = text;
        if (sum->rate > 0) {
            node_set_int(a, one, S("usd"), (int64_t)llround((double)sum->usd / 100));
            node_set_str(
                a, one, S("usd_text"),
                str_format(a, "$%.*s", STR_ARG(grouped(a, round((double)sum->usd / 100)))));
            node_set(a, one, S("rate"), node_real(a, sum->rate));
        }
    }
    return texts.count ? str_join(a, &texts, S(" + ")) : S("0");
}

/* --- one count --- */

static struct str unit_records_address(const struct report_context *c,
                                       const struct unit_definition *unit, enum unit_scope scope)
{
    struct str word = unit_scope_word(scope);
    return str_format(c->arena, "/countries/%.*s/%d/enforcement/%.*s/%.*s",
                      STR_ARG(c->country->code), c->year, STR_ARG(word), STR_ARG(unit->key));
}

/* What the chapter prints for the unit. */
static void set_reported(const struct report_context *c, const struct unit_definition *unit,
                         const struct figure *computed, struct node *n)
{
    const struct figure_cell *cell =
        unit->figure ? figure_cell_find(&c->cells, unit->figure, c->year) : NULL;
    if (!cell || !cell->reported)
        return;
    struct node *reported = node_set(c->arena, n, S("reported"), node_map(c->arena));
    node_set_str(c->arena, reported, S("text"), figure_text(c, cell->reported));
    node_set_str(c->arena, reported, S("figure"), unit->figure->key);
    if (computed && cell->reported->is_number && cell->reported->number != computed->number)
        node_set_bool(c->arena, n, S("differs"), true);
}

static struct node *count_node(const struct report_context *c, const struct unit_definition *unit,
                               enum unit_scope scope, int64_t *number)
{
    struct arena *a = c->arena;
    const struct figure_definition *d = unit->asked[scope];
    const struct figure *f = NULL;
    struct node *n = node_map(a);
    if (!figure_compute(c->session, a, d, c->year, &f, NULL, c->faults))
        return NULL;
    bool known = f && figure_has_value(f) && f->is_number;
    if (known && f->number == 0 && d->question->kind == ASKS_COUNT_OF &&
        !d->question->field->empty_means.n) {
        /* no record says which, as decisions without a number: that is not none */
        int64_t records;
        if (!figure_records_count(c->session, a, d, c->year, &records, c->faults))
            return NULL;
        known = records == 0;
    }
    *number = known ? (int64_t)f->number : -1;
    node_set_str(a, n, S("state"), known ? S("value") : S("unknown"));
    if (unit->money && known) {
        struct sums sums = {0};
        if (!sums_read(c, d, &sums))
            return NULL;
        node_set_str(a, n, S("text"), set_amounts(c, &sums, n));
    } else if (known) {
        node_set_int(a, n, S("value"), *number);
        node_set_str(a, n, S("text"), grouped(a, f->number));
    } else
        node_set_str(a, n, S("text"), say(c, instrument_state(c->instrument, S("unknown"))));
    node_set_str(a, n, S("question"), d->question->text);
    node_set_str(a, n, S("records_at"), unit_records_address(c, unit, scope));
    if (scope == UNIT_OF_CHILD_LABOR)
        set_reported(c, unit, known ? f : NULL, n);
    return n;
}

static struct node *unit_node(const struct report_context *c, const struct unit_definition *unit,
                              const struct unit_numbers *numbers)
{
    struct arena *a = c->arena;
    struct node *n = node_map(a);
    node_set_str(a, n, S("key"), unit->key);
    node_set_str(a, n, S("label"), say(c, unit->label));
    node_set_str(a, n, S("means"), say(c, unit->means));
    set_if(a, n, S("under"), unit->under);
    node_set_bool(a, n, S("money"), unit->money);
    for (int scope = 0; scope < UNIT_SCOPES; scope++) {
        struct node *count = count_node(c, unit, (enum unit_scope)scope,
                                        &numbers->of[scope][unit - c->instrument->units]);
        if (!count)
            return NULL;
        node_set(a, n, unit_scope_word((enum unit_scope)scope), count);
    }
    return n;
}

/* --- the report --- */

static bool open_home(struct report_context *c, struct session *s, struct arena *a,
                      const struct report_request *r, struct faults *faults)
{
    if (!context_open(c, s, a, r, faults))
        return false;
    return c->home || FAULT(faults, FAULT_MISSING, (struct place){.field = S("country")},
                            N_("Enforcement is counted from records, and {1} has none here."),
                            c->country->label);
}

static struct node *head_node(const struct report_context *c)
{
    struct node *n = node_map(c->arena);
    node_set_str(c->arena, n, S("country"), country_name(c->request->language, c->country));
    node_set_str(c->arena, n, S("iso"), c->country->code);
    node_set_int(c->arena, n, S("year"), c->year);
    return n;
}

struct node *report_enforcement(struct session *s, struct arena *a, const struct report_request *r,
                                struct faults *faults)
{
    struct report_context c;
    struct tally_of_violations tallies[UNIT_SCOPES];
    size_t before = faults->total;
    if (!open_home(&c, s, a, r, faults))
        return NULL;
    struct unit_numbers numbers = {.instrument = c.instrument};
    struct node *report = head_node(&c);
    node_set(a, report, S("years"), years_node(a, &c.all));
    struct node *units = node_set(a, report, S("units"), node_list(a));
    for (int scope = 0; scope < UNIT_SCOPES; scope++) {
        numbers.of[scope] = arena_array(a, c.instrument->unit_count, int64_t);
        if (!violations_tally(&c, (enum unit_scope)scope, &tallies[scope]))
            return NULL;
    }
    for (size_t i = 0; i < c.instrument->unit_count; i++) {
        struct node *unit = unit_node(&c, &c.instrument->units[i], &numbers);
        if (!unit)
            return NULL;
        node_add(a, units, unit);
    }
    node_set(a, report, S("sectors"), sectors_node(&c, tallies));
    struct node *relations = node_set(a, report, S("relations"), node_map(a));
    for (int scope = 0; scope < UNIT_SCOPES; scope++)
        node_set(a, relations, unit_scope_word((enum unit_scope)scope),
                 relations_node(&c, &numbers, &tallies[scope], (enum unit_scope)scope));
    return faults->total == before ? report : NULL;
}

struct node *report_unit_records(struct session *s, struct arena *a, const struct report_request *r,
                                 struct faults *faults)
{
    struct report_context c;
    enum unit_scope scope = UNIT_OF_ALL;
    int64_t number;
    if (!open_home(&c, s, a, r, faults))
        return NULL;
    const struct unit_definition *unit = instrument_unit(c.instrument, r->key);
    if (!unit || (r->scope.n && !unit_scope_find(r->scope, &scope))) {
        FAULT(faults, FAULT_MISSING, (struct place){.field = S("unit")},
              N_("“{1}” of “{2}” is not counted. A unit is for example violations, of all or of "
                 "child_labor."),
              r->key, r->scope);
        return NULL;
    }
    struct node *page = head_node(&c);
    node_set_str(a, page, S("unit"), unit->key);
    node_set_str(a, page, S("label"), say(&c, unit->label));
    node_set_str(a, page, S("means"), say(&c, unit->means));
    node_set_str(a, page, S("scope"), unit_scope_word(scope));
    struct node *count = count_node(&c, unit, scope, &number);
    if (!count || !records_node(&c, unit->asked[scope], c.year, page) ||
        !known_node(&c, unit->asked[scope], c.year, page))
        return NULL;
    node_set(a, page, S("count"), count);
    node_set(a, page, S("figure"), count);
    return page;
}
