/* Citations inside texts and beside cells. */
#include "intake/chapter/citations.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "report/nodes.h"

static struct node *set_node(struct arena *a, const struct citation_set *set)
{
    struct node *list = node_list(a);
    for (int i = 0; (i = citation_set_next(set, i)) != 0;)
        node_add(a, list, node_int(a, i));
    return list;
}

struct node *sources_node(struct arena *a, struct str sources)
{
    struct citation_set set = {0};
    if (sources.n)
        citation_parse(sources, &set);
    return set_node(a, &set);
}

static void add_text(struct arena *a, struct node *parts, struct str text)
{
    if (text.n)
        node_set_str(a, node_add(a, parts, node_map(a)), S("text"), text);
}

/* Text that a citation follows, which stands tight behind its last word. */
static struct str before_citation(struct str text)
{
    while (text.n && text.p[text.n - 1] == ' ')
        text.n--;
    return text;
}

struct node *parts_node(struct arena *a, struct str text, int longest)
{
    struct node *parts = node_list(a);
    struct citation found;
    size_t at = 0;
    while (at < text.n && citation_next(text, at, longest, &found)) {
        add_text(a, parts, before_citation(str_slice(text, at, found.from)));
        struct node *part = node_add(a, parts, node_map(a));
        node_set_str(a, part, S("text"), citation_set_text(a, &found.numbers));
        node_set(a, part, S("cites"), set_node(a, &found.numbers));
        at = found.to;
    }
    add_text(a, parts, str_from(text, at));
    return parts;
}

static void count_set(struct report_context *c, const struct citation_set *set)
{
    for (int i = 0; (i = citation_set_next(set, i)) != 0;)
        c->cited[i]++;
}

void count_sources(struct report_context *c, struct str sources)
{
    struct citation_set set = {0};
    if (sources.n && citation_parse(sources, &set))
        count_set(c, &set);
}

void count_text(struct report_context *c, struct str text)
{
    struct citation found;
    for (size_t at = 0; at < text.n && citation_next(text, at, c->longest, &found); at = found.to)
        count_set(c, &found.numbers);
}

struct str dashes(struct arena *a, struct str years)
{
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < years.n; i++) {
        bool between = years.p[i] == '-' && i > 0 && i + 1 < years.n;
        if (between)
            buffer_add(&b, S("–"));
        else
            buffer_char(&b, years.p[i]);
    }
    return buffer_str(&b);
}

struct str action_years(struct arena *a, const struct record *action)
{
    int64_t first = record_integer(action, "first_year");
    int64_t last = record_integer(action, "last_year");
    struct str printed = record_text(action, "years_text");
    if (!first || !last || str_find_char(printed, ',', 0) != STR_NONE)
        return dashes(a, printed);
    if (first == last)
        return str_format(a, "%d", (int)last);
    return str_format(a, "%d – %d", (int)first, (int)last);
}
