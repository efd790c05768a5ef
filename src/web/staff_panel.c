/* What a list shows, as words of a sentence, and the panel that makes it. */
#include "base/arena.h"
#include "base/date.h"
#include "web/staff_data.h"
#include "web/staff_list.h"

/* Years to choose from; any other can be typed. */
enum { YEARS_BACK = 8 };

static struct str filled_in(struct arena *a, struct str message, struct str one, struct str two)
{
    struct str details[] = {one, two};
    return words_fill(a, message, details, 2);
}

static struct str value_words(struct staff_list *l, const struct list_filter *f)
{
    struct call *c = l->call;
    if (f->field->kind == FIELD_TIME)
        return words_date(c->arena, c->language, f->value.text);
    return staff_words_value(&l->words, f->field, &f->value, (struct str){0});
}

static struct str empty_words(struct call *c, const struct field *f, struct str label)
{
    if (f->empty_means.n)
        return words(c->language, f->empty_means);
    bool date = f->kind == FIELD_DATE || f->kind == FIELD_TIME;
    return filled_in(c->arena,
                     words(c->language, date ? S(N_("{1}: not yet")) : S(N_("{1}: not given"))),
                     label, (struct str){0});
}

static struct str filter_words(struct staff_list *l, const struct list_filter *f)
{
    struct call *c = l->call;
    struct arena *a = c->arena;
    struct str label = staff_words_inside(c, staff_words_label(c, f->field));
    bool among = f->compare == LIST_AMONG;
    struct str value = among ? list_among_words(c, f) : value_words(l, f);
    struct str message = S("{1}: {2}");
    switch (f->compare) {
    case LIST_IS:
    case LIST_AMONG: break;
    case LIST_CONTAINS: message = words(c->language, S(N_("{1} contains “{2}”"))); break;
    case LIST_FROM: message = words(c->language, S(N_("{1}: from {2}"))); break;
    case LIST_UNTIL: message = words(c->language, S(N_("{1}: until {2}"))); break;
    case LIST_EMPTY: return empty_words(c, f->field, label);
    case LIST_FILLED: message = words(c->language, S(N_("{1}: given"))); break;
    }
    return filled_in(a, message, label, value);
}

void staff_list_filters(struct staff_list *l)
{
    struct arena *a = l->call->arena;
    struct node *list = node_set(a, l->out, S("filters"), node_list(a));
    for (size_t i = 0; i < l->query.filters.count; i++) {
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("words"), filter_words(l, &l->query.filters.items[i]));
        node_set_str(a, one, S("without"),
                     staff_list_address(l, list_query_without(a, &l->query, i)));
    }
}

/* --- the panel --- */

static const struct list_filter *filter_on(const struct list_query *q, const struct field *f,
                                           enum list_compare compare)
{
    for (size_t i = 0; i < q->filters.count; i++)
        if (q->filters.items[i].field == f && q->filters.items[i].compare == compare)
            return &q->filters.items[i];
    return NULL;
}

/* What stands in the field's own place: a value, "-" or "*". */
static struct str chosen(const struct list_query *q, const struct field *f)
{
    const struct list_filter *is = filter_on(q, f, LIST_IS);
    if (!is)
        is = filter_on(q, f, LIST_CONTAINS);
    if (is)
        return is->value.kind == VALUE_TEXT ? is->value.text : is->given;
    return filter_on(q, f, LIST_EMPTY)    ? S("-")
           : filter_on(q, f, LIST_FILLED) ? S("*")
                                          : (struct str){0};
}

static void add_option(struct arena *a, struct node *options, struct str value, struct str label,
                       struct str now)
{
    struct node *one = node_add(a, options, node_map(a));
    node_set_str(a, one, S("value"), value);
    node_set_str(a, one, S("label"), label);
    node_set_bool(a, one, S("chosen"), str_eq(value, now));
}

static void add_codes(struct call *c, struct node *options, const struct field *f, struct str now)
{
    for (size_t i = 0; i < f->list->count; i++)
        add_option(c->arena, options, f->list->items[i].code,
                   words(c->language, f->list->items[i].label), now);
}

static void add_years(struct call *c, struct node *options, struct str now)
{
    struct arena *a = c->arena;
    int this_year = date_today().year;
    bool found = !now.n || now.n == 1;
    for (int i = 0; i < YEARS_BACK; i++) {
        struct str year = str_format(a, "%d", this_year - i);
        add_option(a, options, year, year, now);
        found = found || str_eq(year, now);
    }
    if (!found)
        add_option(a, options, now, words_date(a, c->language, now), now);
}

static void add_options(struct staff_list *l, struct node *one, const struct field *f)
{
    struct call *c = l->call;
    struct arena *a = c->arena;
    struct str now = chosen(&l->query, f);
    struct node *options = node_set(a, one, S("options"), node_list(a));
    bool date = f->kind == FIELD_DATE || f->kind == FIELD_TIME;
    add_option(a, options, (struct str){0},
               date ? words(c->language, S(N_("any time"))) : words(c->language, S(N_("any"))),
               now);
    if (f->kind == FIELD_CODE) {
        add_codes(c, options, f, now);
    } else if (f->kind == FIELD_BOOLEAN) {
        bool yes = str_eq(now, S("yes")) || str_eq(now, S("1")) || str_eq(now, S("true"));
        struct str is = now.n > 1 ? (yes ? S("yes") : S("no")) : now;
        add_option(a, options, S("yes"), words(c->language, S(N_("yes"))), is);
        add_option(a, options, S("no"), words(c->language, S(N_("no"))), is);
    } else if (date) {
        add_years(c, options, now);
    }
    struct str empty = f->empty_means.n ? words(c->language, f->empty_means)
                       : date           ? words(c->language, S(N_("not yet")))
                                        : words(c->language, S(N_("not given")));
    add_option(a, options, S("-"), empty, now);
    add_option(a, options, S("*"), words(c->language, S(N_("given, whichever"))), now);
}

static void add_range(struct staff_list *l, struct node *one, const struct field *f)
{
    const struct list_filter *from = filter_on(&l->query, f, LIST_FROM);
    const struct list_filter *until = filter_on(&l->query, f, LIST_UNTIL);
    node_set_bool(l->call->arena, one, S("ranges"), true);
    if (from)
        node_set_str(l->call->arena, one, S("from"), from->given);
    if (until)
        node_set_str(l->call->arena, one, S("until"), until->given);
}

/* The same for everybody while nothing is chosen in it: what it offers follows from the field, the
 * codes (which a program reads when it starts) and this year. Empty when it is not. */
static struct str key_of_entry(const struct staff_list *l, const struct field *f)
{
    for (size_t i = 0; i < l->query.filters.count; i++)
        if (l->query.filters.items[i].field == f)
            return (struct str){0};
    if (l->query.unclear == f)
        return (struct str){0};
    return str_format(l->call->arena, "narrow %.*s %.*s %d", STR_ARG(l->type->name),
                      STR_ARG(f->name), date_today().year);
}

static void add_entry(struct staff_list *l, struct node *panel, const struct field *f)
{
    struct call *c = l->call;
    struct arena *a = c->arena;
    struct node *one = node_add(a, panel, node_map(a));
    bool date = f->kind == FIELD_DATE || f->kind == FIELD_TIME;
    struct str now = chosen(&l->query, f), key = key_of_entry(l, f);
    node_set_str(a, one, S("key"), key);
    if (key.n && template_keeps(c->app->templates, c->language, key))
        return;
    node_set_str(a, one, S("name"), f->name);
    node_set_str(a, one, S("label"), staff_words_label(c, f));
    if (date || f->kind == FIELD_INTEGER || f->kind == FIELD_NUMBER || f->kind == FIELD_MONEY)
        add_range(l, one, f);
    if (date || f->kind == FIELD_CODE || f->kind == FIELD_BOOLEAN) {
        node_set_str(a, one, S("kind"), date ? S("date") : S("choice"));
        add_options(l, one, f);
        return;
    }
    node_set_str(a, one, S("kind"), f->kind == FIELD_REF ? S("ref") : S("text"));
    if (f->kind == FIELD_REF)
        node_set_str(a, one, S("to"), f->to->name);
    if (f->kind == FIELD_REF && now.n > 1)
        now = staff_words_name(&l->words, f->to, now);
    if (l->query.unclear == f)
        now = l->query.unclear_text;
    node_set_str(a, one, S("value"), now);
}

void staff_list_panel(struct staff_list *l)
{
    struct arena *a = l->call->arena;
    struct node *panel = node_set(a, l->out, S("panel"), node_list(a));
    for (size_t i = 0; i < l->type->field_count; i++)
        if (list_narrows(l->call, l->type, &l->type->fields[i]))
            add_entry(l, panel, &l->type->fields[i]);
}

void staff_list_choices(struct staff_list *l)
{
    struct call *c = l->call;
    struct arena *a = c->arena;
    struct node *list = node_set(a, l->out, S("choices"), node_list(a));
    for (size_t i = 0; i < l->type->field_count; i++) {
        const struct field *f = &l->type->fields[i];
        bool shown = false;
        if (!staff_sees(c, l->type, f))
            continue;
        for (size_t n = 0; n < l->query.column_count; n++)
            shown = shown || l->query.columns[n] == f;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("name"), f->name);
        node_set_str(a, one, S("label"), staff_words_label(c, f));
        node_set_bool(a, one, S("chosen"), shown);
    }
}
