/* A report in the publisher's machine-readable form. The tree of elements is built first: a map is
 * an element with children, a list is the same element several times.
 */
#include "report/render.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "figures/instrument.h"
#include "markup/escape.h"

#include <math.h>

static struct str printed_state(struct str state)
{
    static const struct {
        struct str state, printed;
    } states[] = {
        {S_INIT("unknown"), S_INIT("Unknown")},
        {S_INIT("not_applicable"), S_INIT("N/A")},
        {S_INIT("unavailable"), S_INIT("Unavailable")},
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (str_eq(states[i].state, state))
            return states[i].printed;
    return (struct str){0};
}

static double number_of(const struct node *n)
{
    return n->kind == NODE_INT ? (double)n->integer : n->real;
}

/* Shares are fractions there: 4.5 percent is 0.045. */
static struct str fraction(struct arena *a, double percent)
{
    return node_text(a, node_real(a, round(percent * 1e6) / 1e8));
}

static struct str value_text(struct arena *a, const struct figure_definition *d,
                             const struct node *figure)
{
    const struct node *value = node_get(figure, S("value"));
    struct str marks = node_get_str(figure, S("marks")), text;
    if (!value)
        text = printed_state(node_get_str(figure, S("state")));
    else if (value->kind == NODE_STR)
        text = str_eq(value->text, S("yes"))  ? S("Yes")
               : str_eq(value->text, S("no")) ? S("No")
                                              : value->text;
    else if (d->type == FIGURE_PERCENT)
        text = fraction(a, number_of(value));
    else if (d->type == FIGURE_MONEY && str_eq(node_get_str(figure, S("currency")), S("USD")))
        text = str_concat(a, S("$"), node_text(a, value));
    else
        text = node_text(a, value);
    return str_concat(a, text, marks);
}

/* The element below `tree` at a path, made where it is missing. */
static struct node *element_at(struct arena *a, struct node *tree, struct str path)
{
    struct str tag;
    while (str_cut(&path, '/', &tag)) {
        const struct node *there = node_get(tree, tag);
        struct node *next = NULL;
        for (size_t i = 0; there && i < tree->count; i++)
            if (tree->items[i] == there)
                next = tree->items[i];
        tree = next ? next : node_set(a, tree, tag, node_map(a));
    }
    return tree;
}

static struct str last_tag(struct str path)
{
    for (size_t at; (at = str_find_char(path, '/', 0)) != STR_NONE;)
        path = str_from(path, at + 1);
    return path;
}

static struct str parent_path(struct str path)
{
    struct str tag = last_tag(path);
    return path.n > tag.n ? str_slice(path, 0, path.n - tag.n - 1) : (struct str){0};
}

static void set_standard(struct arena *a, struct node *element, const struct figure_definition *d,
                         const struct node *figure)
{
    struct str verdict = value_text(a, d, figure);
    const struct node *age = node_get(figure, S("age"));
    struct str age_text = node_get_str(figure, S("age_text"));
    node_set_str(a, element, S("Standard"), verdict);
    node_set_str(a, element, S("Age"), age ? node_text(a, age) : age_text.n ? age_text : S("N/A"));
    node_set_str(a, element, S("Calculated_Age"),
                 node_get_bool(figure, S("age_calculated")) ? S("Yes") : S("No"));
    node_set_str(a, element, S("Conforms_To_Intl_Standard"), verdict);
}

/* "5 to 14" is "5-14" there. */
static void set_age_band(struct arena *a, struct node *tree, const struct figure_definition *d,
                         const struct node *figure)
{
    struct str band = node_get_str(figure, S("age_text"));
    if (d->type == FIGURE_PERCENT && band.n && !str_eq(band, S("N/A")))
        node_set_str(a, element_at(a, tree, parent_path(d->edition)), S("Age_Range"),
                     str_replace(a, band, S(" to "), S("-")));
}

static void set_territory(struct arena *a, struct node *tree, const struct figure_definition *d,
                          const struct node *figure)
{
    struct node *element = element_at(a, tree, d->edition);
    struct str name = node_get_str(figure, S("territory"));
    struct node *list = NULL;
    for (size_t i = 0; i < element->count; i++)
        if (str_eq(element->keys[i], S("Territory")))
            list = element->items[i];
    if (!list)
        list = node_set(a, element, S("Territory"), node_list(a));
    struct node *part = node_add(a, list, node_map(a));
    node_set_str(a, part, S("Territory_Name"), name.n ? name : S("All Territories"));
    node_set_str(a, part, S("Territory_Display_Name"), name.n ? name : S("All Territories"));
    if (d->type == FIGURE_STANDARD)
        set_standard(a, part, d, figure);
    else
        node_set_str(a, part, S("Enforcement"), value_text(a, d, figure));
}

static bool has_territories(const struct node *report, struct str key)
{
    const struct node *list = node_get(report, S("territories"));
    for (size_t i = 0; i < node_count(list); i++)
        if (str_eq(node_get_str(node_at(list, i), S("key")), key))
            return true;
    return false;
}

static void set_figure(struct arena *a, struct node *tree, const struct figure_definition *d,
                       const struct node *figure, bool in_parts)
{
    if (in_parts) {
        set_territory(a, tree, d, figure);
    } else if (d->type == FIGURE_STANDARD) {
        set_standard(a, element_at(a, tree, d->edition), d, figure);
    } else {
        set_age_band(a, tree, d, figure);
        node_set_str(a, element_at(a, tree, parent_path(d->edition)), last_tag(d->edition),
                     value_text(a, d, figure));
    }
}

static void set_figures(struct arena *a, struct node *tree, const struct instrument *instrument,
                        const struct node *report)
{
    const struct node *lists[] = {node_get(report, S("figures")),
                                  node_get(report, S("territories"))};
    int64_t year = node_get_int(report, S("year"), 0);
    for (size_t l = 0; l < 2; l++)
        for (size_t i = 0; i < node_count(lists[l]); i++) {
            const struct node *figure = node_at(lists[l], i);
            const struct figure_definition *d =
                instrument_figure(instrument, node_get_str(figure, S("key")));
            if (d && d->edition.n && node_get_int(figure, S("year"), 0) == year)
                set_figure(a, tree, d, figure, has_territories(report, d->key));
        }
}

static void set_actions(struct arena *a, struct node *tree, const struct node *report)
{
    static const struct {
        struct str area, tag;
    } areas[] = {
        {S_INIT("legal_framework"), S_INIT("Legal_Framework")},
        {S_INIT("enforcement"), S_INIT("Enforcement")},
        {S_INIT("coordination"), S_INIT("Coordination")},
        {S_INIT("policies"), S_INIT("Government_Policies")},
        {S_INIT("programs"), S_INIT("Social_Programs")},
    };
    const struct node *actions = node_get(report, S("actions"));
    if (!node_count(actions))
        return;
    struct node *all = node_set(a, tree, S("Suggested_Actions"), node_map(a));
    for (size_t k = 0; k < sizeof areas / sizeof *areas; k++) {
        struct node *list = node_list(a), *area;
        for (size_t i = 0; i < node_count(actions); i++) {
            const struct node *action = node_at(actions, i);
            if (!str_eq(node_get_str(action, S("area")), areas[k].area))
                continue;
            struct node *n = node_add(a, list, node_map(a));
            node_set_str(a, n, S("Name"), node_get_str(action, S("text")));
            node_set_str(a, n, S("Years"), node_get_str(action, S("years")));
        }
        area = node_set(a, all, areas[k].tag, node_map(a));
        node_set(a, area, S("Action"), list);
    }
}

static void set_goods(struct arena *a, struct node *tree, const struct node *report)
{
    const struct node *goods = node_get(report, S("goods"));
    if (!node_count(goods))
        return;
    struct node *all = node_set(a, tree, S("Goods"), node_map(a));
    struct node *list = node_set(a, all, S("Good"), node_list(a));
    for (size_t i = 0; i < node_count(goods); i++) {
        static const struct {
            struct str member, tag;
        } kinds[] = {
            {S_INIT("child_labor"), S_INIT("Child_Labor")},
            {S_INIT("forced_labor"), S_INIT("Forced_Labor")},
            {S_INIT("forced_child_labor"), S_INIT("Forced_Child_Labor")},
        };
        struct node *n = node_add(a, list, node_map(a));
        node_set_str(a, n, S("Good_Name"), node_get_str(node_at(goods, i), S("name")));
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            node_set_str(a, n, kinds[k].tag,
                         node_get_bool(node_at(goods, i), kinds[k].member) ? S("Yes") : S("No"));
    }
}

/* --- writing --- */

static void write_element(struct buffer *b, struct str tag, const struct node *n, size_t depth);

static void write_children(struct buffer *b, const struct node *n, size_t depth)
{
    for (size_t i = 0; i < n->count; i++) {
        const struct node *child = n->items[i];
        if (child->kind != NODE_LIST) {
            write_element(b, n->keys[i], child, depth);
            continue;
        }
        for (size_t k = 0; k < child->count; k++)
            write_element(b, n->keys[i], child->items[k], depth);
    }
}

static void write_element(struct buffer *b, struct str tag, const struct node *n, size_t depth)
{
    buffer_fill(b, ' ', depth * 4);
    buffer_add(b, str_format(b->arena, "<%.*s>", STR_ARG(tag)));
    if (n->kind == NODE_MAP) {
        buffer_char(b, '\n');
        write_children(b, n, depth + 1);
        buffer_fill(b, ' ', depth * 4);
    } else {
        escape_html(b, n->text);
    }
    buffer_add(b, str_format(b->arena, "</%.*s>\n", STR_ARG(tag)));
}

struct str render_edition_xml(struct arena *a, const struct instrument *instrument,
                              const struct node *report)
{
    struct buffer b = {.arena = a};
    struct node *country = node_map(a), *all = node_map(a);
    const struct code *code =
        code_find(model_list(instrument->model, S("countries")), node_get_str(report, S("iso")));
    struct str label = node_get_str(node_get(report, S("assessment")), S("label"));
    node_set_str(a, country, S("Name"), code ? code->label : node_get_str(report, S("country")));
    node_set_str(a, country, S("Region"), node_get_str(report, S("region")));
    node_set_str(a, country, S("Multiple_Territories"),
                 node_count(node_get(report, S("territories"))) ? S("Yes") : S("No"));
    node_set_str(a, country, S("Advancement_Level"), label.n ? label : S("None"));
    set_goods(a, country, report);
    set_figures(a, country, instrument, report);
    set_actions(a, country, report);
    node_set(a, all, S("Country"), country);
    buffer_add(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    write_element(&b, S("Countries"), all, 0);
    return buffer_str(&b);
}
