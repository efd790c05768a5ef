/* One figure as a node, and its text as a reader sees it. */
#include "base/arena.h"
#include "report/nodes.h"

#include "figures/question.h"

#include <math.h>

void set_if(struct arena *a, struct node *map, struct str key, struct str text)
{
    if (text.n)
        node_set_str(a, map, key, text);
}

struct str grouped(struct arena *a, double number)
{
    struct str digits = str_format(a, "%.0f", fabs(number));
    char *out = arena_array(a, digits.n + digits.n / 3 + 2, char);
    size_t n = 0;
    if (number < 0)
        out[n++] = '-';
    for (size_t i = 0; i < digits.n; i++) {
        if (i && (digits.n - i) % 3 == 0)
            out[n++] = ',';
        out[n++] = digits.p[i];
    }
    return (struct str){out, n};
}

static struct str money_text(struct arena *a, const struct figure *f)
{
    bool whole = floor(f->number) == f->number;
    struct str amount = grouped(a, floor(f->number));
    if (!whole)
        amount = str_format(a, "%.*s.%02d", STR_ARG(amount),
                            (int)lround((f->number - floor(f->number)) * 100) % 100);
    if (!f->currency.n || str_eq(f->currency, S("USD")))
        return str_format(a, "$%.*s", STR_ARG(amount));
    return str_format(a, "%.*s %.*s", STR_ARG(amount), STR_ARG(f->currency));
}

/* True when the printed text is more than the plain number, as in "about 500", and must be kept. */
static bool says_more(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!char_is_digit(text.p[i]) && text.p[i] != ',' && text.p[i] != '.' && text.p[i] != '%' &&
            text.p[i] != ' ' && text.p[i] != '-')
            return true;
    return false;
}

/* A percentage with the decimals it was printed with, one otherwise. */
static struct str percent_text(struct arena *a, const struct figure *f)
{
    double printed;
    if (str_to_real(f->text, &printed) && fabs(printed - f->number) < 1e-9)
        return f->text;
    return str_format(a, "%.1f", f->number);
}

struct str figure_text(const struct report_context *c, const struct figure *f)
{
    struct arena *a = c->arena;
    if (!figure_has_value(f))
        return say(c, instrument_state(c->instrument, f->state));
    if (f->answer.n)
        return say_code(c, "answers", f->answer);
    if (!f->is_number)
        return f->text;
    switch (f->definition->type) {
    case FIGURE_PERCENT: return percent_text(a, f);
    case FIGURE_MONEY: return f->text.n ? f->text : money_text(a, f);
    case FIGURE_COUNT:
    case FIGURE_ANSWER:
    case FIGURE_RATIFICATION:
    case FIGURE_STANDARD: break;
    }
    if (f->text.n && says_more(f->text))
        return f->text;
    return floor(f->number) == f->number ? grouped(a, f->number)
                                         : node_text(a, node_real(a, f->number));
}

static struct node *number_node(struct arena *a, double number)
{
    if (floor(number) == number && fabs(number) < 9e15)
        return node_int(a, (int64_t)number);
    return node_real(a, number);
}

static void set_value(const struct report_context *c, struct node *n, const struct figure *f)
{
    if (!figure_has_value(f))
        return;
    if (f->is_number)
        node_set(c->arena, n, S("value"), number_node(c->arena, f->number));
    else
        node_set_str(c->arena, n, S("value"), f->answer.n ? f->answer : f->text);
}

/* `working` also says how many children it is: the figure of a count under a percentage. */
static void set_count(const struct report_context *c, struct node *n, const struct figure *f)
{
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *cell = &c->cells.items[i];
        if (cell->definition->under == f->definition && cell->definition->type == FIGURE_COUNT &&
            f->definition->type == FIGURE_PERCENT && cell->year == f->year &&
            str_eq(cell->territory, f->territory) && cell->chosen->is_number)
            node_set(c->arena, n, S("count"), number_node(c->arena, cell->chosen->number));
    }
}

static void set_standard(struct arena *a, struct node *n, const struct figure *f)
{
    if (f->has_age) {
        node_set(a, n, S("age"), number_node(a, f->age));
        node_set_bool(a, n, S("age_calculated"), f->age_calculated);
    }
    set_if(a, n, S("age_text"), f->age_text);
    set_if(a, n, S("legislation"), f->legislation);
}

struct str figure_why(const struct report_context *c, const struct figure *f)
{
    const struct question *q = f->definition->question;
    if (!f->computed || !q || !str_eq(f->state, S("not_applicable")))
        return (struct str){0};
    if (q->not_applicable_when_no) {
        struct str whole = say(c, q->not_applicable_when_no->label);
        return words_fill(c->arena, say(c, S(N_("“{1}” is No, so this cannot apply."))), &whole, 1);
    }
    return say(c,
               S(N_("No law of that kind is on record as new in the year, so this cannot apply.")));
}

struct str records_address(const struct report_context *c, const struct figure *f)
{
    return str_format(c->arena, "/countries/%.*s/%d/figures/%.*s/records",
                      STR_ARG(c->country->code), f->year, STR_ARG(f->definition->key));
}

struct node *figure_node(const struct report_context *c, const struct figure *f)
{
    struct arena *a = c->arena;
    const struct figure_definition *d = f->definition;
    struct node *n = node_map(a);
    node_set_str(a, n, S("key"), d->key);
    node_set_str(a, n, S("label"), say(c, d->label));
    set_if(a, n, S("table"), table_number(c, d->table));
    node_set_str(a, n, S("table_key"), d->table->key);
    node_set_str(a, n, S("type"), d->type_name);
    node_set_int(a, n, S("year"), f->year);
    set_if(a, n, S("territory"), f->territory);
    node_set_str(a, n, S("state"), f->state);
    set_value(c, n, f);
    node_set_str(a, n, S("text"), figure_text(c, f));
    node_set_str(a, n, S("basis"), f->computed ? S("computed") : S("reported"));
    /* numbers of another report's list would lead astray */
    bool own = f->computed || f->report_year == c->year || c->year == 0;
    struct str sources = own ? f->sources : (struct str){0};
    node_set(a, n, S("sources"), sources_node(a, sources));
    set_if(a, n, S("citation"), sources);
    set_if(a, n, S("marks"), f->marks);
    set_if(a, n, S("currency"), f->currency);
    set_count(c, n, f);
    set_standard(a, n, f);
    set_if(a, n, S("origin"), f->origin);
    if (f->line)
        node_set_int(a, n, S("line"), f->line);
    if (f->report_year != c->year && !f->computed)
        node_set_int(a, n, S("report_year"), f->report_year);
    if (f->computed && d->question) {
        node_set_str(a, n, S("question"), d->question->text);
        set_if(a, n, S("why"), figure_why(c, f));
        node_set_str(a, n, S("records_at"), records_address(c, f));
    }
    return n;
}

struct node *figure_brief(const struct report_context *c, const struct figure *f, bool with_basis)
{
    struct node *n = node_map(c->arena);
    if (with_basis)
        node_set_str(c->arena, n, S("basis"), f->computed ? S("computed") : S("reported"));
    node_set_str(c->arena, n, S("state"), f->state);
    node_set_str(c->arena, n, S("text"), figure_text(c, f));
    set_if(c->arena, n, S("why"), figure_why(c, f));
    return n;
}
