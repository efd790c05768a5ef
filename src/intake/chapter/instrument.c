#include "intake/chapter/instrument.h"

#include "base/arena.h"
#include "intake/chapter/chapter.h"
#include "model/declaration.h"

static const struct str figures_file = S_INIT("instruments/findings/figures.yaml");
static const struct str tables_file = S_INIT("instruments/findings/tables.yaml");
static const struct str descriptions_file = S_INIT("instruments/findings/descriptions.yaml");

/* Tables the readers ask for by name. */
static const struct str needed_tables[] = {
    S_INIT("statistics"),        S_INIT("sectors_of_work"),
    S_INIT("sector_activities"), S_INIT("ratifications"),
    S_INIT("legal_standards"),   S_INIT("agencies"),
    S_INIT("labor_enforcement"), S_INIT("criminal_enforcement"),
    S_INIT("mechanisms"),        S_INIT("policies"),
    S_INIT("programs"),          S_INIT("actions"),
};

struct loader {
    struct arena *arena;
    struct faults *faults;
    struct chapter_instrument *into;
};

int chapter_instrument_table(const struct chapter_instrument *instrument, struct str key)
{
    for (size_t i = 0; i < instrument->tables.count; i++) {
        if (str_eq(instrument->tables.items[i].key, key))
            return (int)i;
    }
    return -1;
}

int chapter_instrument_figure(const struct chapter_instrument *instrument, struct str key)
{
    for (size_t i = 0; i < instrument->figures.count; i++) {
        if (str_eq(instrument->figures.items[i].key, key))
            return (int)i;
    }
    return -1;
}

static void take_strings(struct arena *a, const struct node *list, struct str_list *into)
{
    for (size_t i = 0; i < node_count(list); i++)
        *arena_push(a, into) = node_text(a, node_at(list, i));
}

static bool take_section(struct loader *l, const struct node *n)
{
    struct instrument_section *s = arena_push(l->arena, &l->into->sections);
    s->key = node_get_str(n, S("key"));
    s->numeral = node_get_str(n, S("numeral"));
    s->heading = node_get_str(n, S("heading"));
    return (s->key.n && s->heading.n) ||
           FAULT(l->faults, FAULT_INPUT, ((struct place){.file = tables_file, .line = n->line}),
                 N_("A section needs a key and the heading it is printed under, such as "
                    "heading: \"LEGAL FRAMEWORK\"."));
}

static int section_of(const struct chapter_instrument *instrument, struct str key)
{
    for (size_t i = 0; i < instrument->sections.count; i++) {
        if (str_eq(instrument->sections.items[i].key, key))
            return (int)i;
    }
    return -1;
}

static bool take_table(struct loader *l, const struct node *n)
{
    static const struct str holds[] = {S_INIT("figures"), S_INIT("entries"), S_INIT("actions")};
    struct instrument_table *t = arena_push(l->arena, &l->into->tables);
    t->key = node_get_str(n, S("key"));
    t->section = section_of(l->into, node_get_str(n, S("section")));
    t->years = (int)node_get_int(n, S("years"), 1);
    take_strings(l->arena, node_get(n, S("titles")), &t->titles);
    take_strings(l->arena, node_get(n, S("whole")), &t->whole);
    take_strings(l->arena, node_get(n, S("heads")), &t->heads);
    take_strings(l->arena, node_get(n, S("heads_more")), &t->heads_more);
    take_strings(l->arena, node_get(n, S("groups")), &t->groups);
    int kind = -1;
    for (int i = 0; i < 3; i++) {
        if (str_eq(holds[i], node_get_str(n, S("holds"))))
            kind = i;
    }
    if (!t->key.n || !t->titles.count || t->section < 0 || kind < 0)
        return FAULT(
            l->faults, FAULT_INPUT, ((struct place){.file = tables_file, .line = n->line}),
            N_("A table needs a key, the key of its section, the beginnings of its printed "
               "title, and holds: figures, entries or actions."));
    t->holds = (enum table_holds)kind;
    return true;
}

static bool take_figure(struct loader *l, const struct node *n)
{
    static const struct str types[] = {S_INIT("count"),        S_INIT("percent"),
                                       S_INIT("money"),        S_INIT("answer"),
                                       S_INIT("ratification"), S_INIT("standard")};
    struct instrument_figure *f = arena_push(l->arena, &l->into->figures);
    f->key = node_get_str(n, S("key"));
    f->table = chapter_instrument_table(l->into, node_get_str(n, S("table")));
    struct str under = node_get_str(n, S("under"));
    f->under = under.n ? chapter_instrument_figure(l->into, under) : -1;
    struct str label = node_get_str(n, S("label")), type = node_get_str(n, S("type"));
    if (label.n)
        *arena_push(l->arena, &f->labels) = label;
    take_strings(l->arena, node_get(n, S("printed")), &f->labels);
    int kind = -1;
    for (int i = 0; i < 6; i++) {
        if (str_eq(types[i], type))
            kind = i;
    }
    if (!f->key.n || f->table < 0 || !label.n || kind < 0 || (under.n && f->under < 0))
        return FAULT(l->faults, FAULT_INPUT,
                     ((struct place){.file = figures_file, .line = n->line}),
                     N_("A figure needs a key, the key of its table, a label, and a type such as "
                        "type: count; \"under\" names a figure above it."));
    f->type = (enum figure_type)kind;
    return true;
}

static bool fill_area(struct loader *l, const struct node *n, struct instrument_area *area)
{
    area->key = node_get_str(n, S("key"));
    area->printed = node_get_str(n, S("printed"));
    return (area->key.n && area->printed.n) ||
           FAULT(l->faults, FAULT_INPUT, ((struct place){.file = tables_file, .line = n->line}),
                 N_("An area of action or a sector needs a key and the words it is printed with, "
                    "such as printed: Legal Framework."));
}

static bool take_area(struct loader *l, const struct node *n)
{
    return fill_area(l, n, arena_push(l->arena, &l->into->areas));
}

static bool take_sector(struct loader *l, const struct node *n)
{
    return fill_area(l, n, arena_push(l->arena, &l->into->sectors));
}

static bool take_all(struct loader *l, const struct node *list,
                     bool take(struct loader *l, const struct node *n))
{
    bool good = true;
    for (size_t i = 0; i < node_count(list); i++)
        good = take(l, node_at(list, i)) && good;
    return good;
}

static bool tables_are_there(struct loader *l)
{
    for (size_t i = 0; i < sizeof needed_tables / sizeof *needed_tables; i++) {
        if (chapter_instrument_table(l->into, needed_tables[i]) < 0)
            return FAULT(l->faults, FAULT_INPUT, ((struct place){.file = tables_file}),
                         N_("The table {1} is missing from the declarations of the chapter."),
                         needed_tables[i]);
    }
    return true;
}

const struct chapter_instrument *chapter_instrument_load(struct arena *a, struct faults *faults)
{
    const struct node *tables = declaration_resource(a, tables_file, faults);
    const struct node *figures = declaration_resource(a, figures_file, faults);
    const struct node *descriptions = declaration_resource(a, descriptions_file, faults);
    if (!tables || !figures || !descriptions)
        return NULL;
    struct loader l = {a, faults, arena_new(a, struct chapter_instrument)};
    bool good = take_all(&l, node_get(tables, S("sections")), take_section) &&
                take_all(&l, node_get(tables, S("tables")), take_table) &&
                take_all(&l, node_get(tables, S("areas")), take_area) &&
                take_all(&l, node_get(tables, S("sectors")), take_sector) &&
                take_all(&l, node_get(figures, S("figures")), take_figure) &&
                take_all(&l, node_get(figures, S("former")), take_figure) && tables_are_there(&l);
    take_strings(a, node_get(tables, S("subheadings")), &l.into->subheadings);
    take_strings(a, node_get(tables, S("territories")), &l.into->territories);
    take_strings(a, node_get(descriptions, S("verbs")), &l.into->words.verbs);
    take_strings(a, node_get(descriptions, S("nouns")), &l.into->words.nouns);
    take_strings(a, node_get(tables, S("openings")), &l.into->openings);
    take_strings(a, node_get(tables, S("all_ratified")), &l.into->all_ratified);
    return good ? l.into : NULL;
}
