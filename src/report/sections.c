/* Sections I to VII: what the report says in words, and the sentences that follow the data. */
#include "base/arena.h"
#include "base/buffer.h"
#include "report/nodes.h"

/* What a sentence can say of its table. */
struct tally {
    int64_t yes, no, total, rows, actions;
    bool in_parts; /* parts of the country answer apart, so that no number holds for the whole */
    struct str gaps;
};

/* Answers of the report year: N/A and the like are no answers. */
static void tally_figures(const struct report_context *c, const struct table_definition *t,
                          struct tally *tally)
{
    struct str_list gaps = {0};
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *cell = &c->cells.items[i];
        if (cell->definition->table != t || cell->year != c->year)
            continue;
        tally->in_parts = tally->in_parts || cell->territory.n > 0;
        tally->rows++;
        if (!figure_has_value(cell->chosen) || !cell->chosen->answer.n)
            continue;
        bool yes = str_eq(cell->chosen->answer, S("yes"));
        tally->total++;
        tally->yes += yes;
        tally->no += !yes;
        if (!yes)
            *arena_push(c->arena, &gaps) = say(c, cell->definition->label);
    }
    tally->gaps = str_join(c->arena, &gaps, S("; "));
}

static struct tally tally_of(const struct report_context *c, const struct table_definition *t,
                             struct str section)
{
    struct tally tally = {0};
    if (t->holds == HOLDS_FIGURES)
        tally_figures(c, t, &tally);
    for (size_t i = 0; t->holds == HOLDS_ENTRIES && i < c->entries.count; i++)
        tally.rows += str_eq(record_text(c->entries.items[i], "table"), t->key);
    if (t->holds == HOLDS_ACTIONS)
        tally.rows = (int64_t)c->actions.count;
    for (size_t i = 0; i < c->actions.count; i++)
        tally.actions += str_eq(record_text(c->actions.items[i], "area"), section);
    return tally;
}

static bool applies(const struct report_context *c, const struct sentence_definition *s,
                    const struct tally *tally)
{
    switch (s->when) {
    case WHEN_ALL_YES: return tally->total > 0 && tally->no == 0 && !tally->in_parts;
    case WHEN_SOME_NO: return tally->no > 0 && !tally->in_parts;
    case WHEN_FILLED: return tally->rows > 0;
    /* an edition carries no such tables, so nothing follows from their absence */
    case WHEN_EMPTY: return tally->rows == 0 && (c->entries.count > 0 || c->passages.count > 0);
    case WHEN_ACTIONS: return tally->actions > 0;
    }
    return false;
}

static struct str integer(struct arena *a, int64_t i)
{
    return str_format(a, "%lld", (long long)i);
}

static struct str fill(const struct report_context *c, struct str sentence,
                       const struct table_definition *t, const struct tally *tally)
{
    struct arena *a = c->arena;
    const struct {
        struct str name, value;
    } places[] = {
        {S("{yes}"), integer(a, tally->yes)},
        {S("{no}"), integer(a, tally->no)},
        {S("{total}"), integer(a, tally->total)},
        {S("{rows}"), integer(a, tally->rows)},
        {S("{count}"), integer(a, tally->actions)},
        {S("{gaps}"), tally->gaps},
        {S("{table}"), table_name(c, t)},
        {S("{country}"), country_name(c->request->language, c->country)},
        {S("{year}"), integer(a, c->year)},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        sentence = str_replace(a, sentence, places[i].name, places[i].value);
    return sentence;
}

static struct node *sentences_node(const struct report_context *c, struct str section)
{
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (size_t i = 0; i < c->instrument->sentence_count; i++) {
        const struct sentence_definition *s = &c->instrument->sentences[i];
        if (!str_eq(s->section, section))
            continue;
        const struct table_definition *t = instrument_table(c->instrument, s->table);
        struct tally tally = tally_of(c, t, section);
        if (applies(c, s, &tally))
            node_set_str(a, node_add(a, list, node_map(a)), S("text"),
                         fill(c, say(c, s->text), t, &tally));
    }
    return list;
}

/* Whether the passage is the heading of its section, which stands as the section's title already.
 */
static bool is_title(const struct section_definition *s, struct str kind, struct str text)
{
    return str_eq(kind, S("heading")) && s->heading.n &&
           str_find_nocase(text, s->heading, 0) != STR_NONE;
}

static struct node *passages_node(struct report_context *c, const struct section_definition *s)
{
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (size_t i = 0; i < c->passages.count; i++) {
        const struct record *p = c->passages.items[i];
        struct str kind = record_text(p, "kind"), text = record_text(p, "text");
        bool running = str_eq(kind, S("paragraph")) || str_eq(kind, S("heading"));
        if (!str_eq(record_text(p, "section"), s->key))
            continue;
        count_text(c, text);
        if (!running || is_title(s, kind, text))
            continue;
        struct node *n = node_add(a, list, node_map(a));
        node_set_str(a, n, S("kind"), kind);
        node_set_str(a, n, S("text"), text);
        node_set_int(a, n, S("line"), record_integer(p, "line"));
        node_set(a, n, S("sources"), sources_node(a, record_text(p, "sources")));
        node_set(a, n, S("parts"), parts_node(a, text, c->longest));
    }
    return list;
}

static struct node *section_node(struct report_context *c, const struct section_definition *s)
{
    struct arena *a = c->arena;
    struct node *n = node_map(a), *tables = node_list(a);
    node_set_str(a, n, S("key"), s->key);
    set_if(a, n, S("numeral"), s->numeral);
    node_set_str(a, n, S("title"), say(c, s->title));
    node_set(a, n, S("passages"), passages_node(c, s));
    node_set(a, n, S("sentences"), sentences_node(c, s->key));
    for (size_t i = 0; i < c->instrument->table_count; i++)
        if (c->numbers[i] && str_eq(c->instrument->tables[i].section, s->key))
            node_add(a, tables, node_str(a, c->instrument->tables[i].key));
    node_set(a, n, S("tables"), tables);
    return n;
}

struct node *sections_node(struct report_context *c)
{
    static const struct section_definition summary = {
        S_INIT("summary"), {0}, S_INIT(N_("Summary"))};
    struct node *list = node_list(c->arena);
    struct node *first = section_node(c, &summary);
    if (node_count(node_get(first, S("passages"))))
        node_add(c->arena, list, first);
    for (size_t i = 0; i < c->instrument->section_count; i++)
        node_add(c->arena, list, section_node(c, &c->instrument->sections[i]));
    return list;
}
