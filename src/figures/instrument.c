#include "figures/instrument.h"

#include "base/arena.h"
#include "figures/question.h"
#include "figures/unit.h"
#include "model/declaration.h"

#define FIGURES_FILE "instruments/findings/figures.yaml"
#define TABLES_FILE  "instruments/findings/tables.yaml"
#define WORDING_FILE "instruments/findings/wording.yaml"
#define P029_FILE    "instruments/p029/questions.yaml"

/* A word of a declaration and the number it stands for. */
struct word {
    const char *word;
    int value;
};

static bool word_find(const struct word *words, size_t count, struct str text, int *value)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(str_of(words[i].word), text)) {
            *value = words[i].value;
            return true;
        }
    return false;
}

static struct place place_of(const char *file, const struct node *n)
{
    return (struct place){.file = str_of(file), .line = n ? n->line : 0};
}

static bool read_word(const struct word *words, size_t count, const char *file,
                      const struct node *row, struct str member, int *value, struct faults *faults)
{
    struct str text = node_get_str(row, member);
    if (word_find(words, count, text, value))
        return true;
    return FAULT(
        faults, FAULT_INPUT, place_of(file, row),
        N_("“{1}” is not a word that “{2}” knows here. See the comments at the head of the "
           "file for those it knows."),
        text, member);
}

static const struct word figure_types[] = {
    {"count", FIGURE_COUNT},   {"percent", FIGURE_PERCENT},           {"money", FIGURE_MONEY},
    {"answer", FIGURE_ANSWER}, {"ratification", FIGURE_RATIFICATION}, {"standard", FIGURE_STANDARD},
};
static const struct word table_kinds[] = {
    {"figures", HOLDS_FIGURES},
    {"entries", HOLDS_ENTRIES},
    {"actions", HOLDS_ACTIONS},
};
static const struct word sentence_words[] = {
    {"all_yes", WHEN_ALL_YES}, {"some_no", WHEN_SOME_NO}, {"filled", WHEN_FILLED},
    {"empty", WHEN_EMPTY},     {"actions", WHEN_ACTIONS},
};
#define WORDS(table) (table), sizeof(table) / sizeof *(table)

static void read_sections(struct arena *a, struct instrument *in, const struct node *tables)
{
    const struct node *list = node_get(tables, S("sections"));
    in->sections = arena_array(a, node_count(list), struct section_definition);
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *row = node_at(list, i);
        in->sections[in->section_count++] = (struct section_definition){
            .key = node_get_str(row, S("key")),
            .numeral = node_get_str(row, S("numeral")),
            .title = node_get_str(row, S("title")),
            .heading = node_get_str(row, S("heading")),
        };
    }
}

static struct str title_of(const struct node *titles, struct str key)
{
    for (size_t i = 0; i < node_count(titles); i++)
        if (str_eq(node_get_str(node_at(titles, i), S("key")), key))
            return node_get_str(node_at(titles, i), S("title"));
    return (struct str){0};
}

static void read_columns(struct arena *a, struct table_definition *table, const struct node *row,
                         const struct node *titles)
{
    const struct node *list = node_get(row, S("columns"));
    struct column_definition *columns = arena_array(a, node_count(list), struct column_definition);
    for (size_t i = 0; i < node_count(list); i++) {
        columns[i].key = node_at(list, i)->text;
        columns[i].title = title_of(titles, columns[i].key);
    }
    table->columns = columns;
    table->column_count = node_count(list);
}

static bool read_tables(struct arena *a, struct instrument *in, const struct node *tables,
                        const struct node *titles, struct faults *faults)
{
    const struct node *list = node_get(tables, S("tables"));
    in->tables = arena_array(a, node_count(list), struct table_definition);
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *row = node_at(list, i);
        struct table_definition *table = &in->tables[in->table_count++];
        int holds;
        if (!read_word(WORDS(table_kinds), TABLES_FILE, row, S("holds"), &holds, faults))
            return false;
        *table = (struct table_definition){
            .key = node_get_str(row, S("key")),
            .section = node_get_str(row, S("section")),
            .title = node_get_str(row, S("title")),
            .holds = (enum table_holds)holds,
            .holds_name = node_get_str(row, S("holds")),
            .as_figure = str_eq(node_get_str(row, S("numbered")), S("figure")),
            .two_years = node_get_int(row, S("years"), 1) == 2,
        };
        read_columns(a, table, row, titles);
    }
    return true;
}

static bool read_figure(struct instrument *in, const struct node *row, struct faults *faults)
{
    struct figure_definition *f = &in->figures[in->figure_count];
    int type;
    if (!read_word(WORDS(figure_types), FIGURES_FILE, row, S("type"), &type, faults))
        return false;
    struct str key = node_get_str(row, S("key")), under = node_get_str(row, S("under"));
    const struct table_definition *table = instrument_table(in, node_get_str(row, S("table")));
    if (!key.n || !table)
        return FAULT(
            faults, FAULT_INPUT, place_of(FIGURES_FILE, row),
            N_("A figure needs a key and a table of tables.yaml; “{1}” has the table “{2}”."), key,
            node_get_str(row, S("table")));
    const struct figure_definition *parent = under.n ? instrument_figure(in, under) : NULL;
    if (under.n && !parent)
        return FAULT(faults, FAULT_INPUT, place_of(FIGURES_FILE, row),
                     N_("“{1}” stands under “{2}”, which is no figure above it."), key, under);
    *f = (struct figure_definition){
        .key = key,
        .label = node_get_str(row, S("label")),
        .means = node_get_str(row, S("means")),
        .edition = node_get_str(row, S("edition")),
        .type = (enum figure_type)type,
        .type_name = node_get_str(row, S("type")),
        .table = table,
        .under = parent,
        .index = in->figure_count,
    };
    in->figure_count++;
    return true;
}

static bool read_figures(struct arena *a, struct instrument *in, const struct node *file,
                         struct faults *faults)
{
    const struct node *list = node_get(file, S("figures"));
    in->figures = arena_array(a, node_count(list), struct figure_definition);
    for (size_t i = 0; i < node_count(list); i++)
        if (!read_figure(in, node_at(list, i), faults))
            return false;
    return true;
}

static bool read_wording(struct arena *a, struct instrument *in, const struct node *wording,
                         struct faults *faults)
{
    const struct node *states = node_get(wording, S("states"));
    in->states = arena_array(a, node_count(states), struct state_word);
    for (size_t i = 0; i < node_count(states); i++)
        in->states[in->state_count++] = (struct state_word){
            .state = node_get_str(node_at(states, i), S("key")),
            .word = node_get_str(node_at(states, i), S("label")),
        };

    const struct node *list = node_get(wording, S("sentences"));
    in->sentences = arena_array(a, node_count(list), struct sentence_definition);
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *row = node_at(list, i);
        int when;
        if (!read_word(WORDS(sentence_words), WORDING_FILE, row, S("when"), &when, faults))
            return false;
        struct sentence_definition *s = &in->sentences[in->sentence_count++];
        *s = (struct sentence_definition){
            .section = node_get_str(row, S("section")),
            .table = node_get_str(row, S("table")),
            .text = node_get_str(row, S("text")),
            .when = (enum sentence_condition)when,
        };
        if (!instrument_table(in, s->table))
            return FAULT(faults, FAULT_INPUT, place_of(WORDING_FILE, row),
                         N_("A sentence speaks of “{1}”, which is no table of tables.yaml."),
                         s->table);
    }
    return true;
}

const struct instrument *instrument_load(struct arena *a, const struct model *model,
                                         struct faults *faults)
{
    const struct node *tables = declaration_resource(a, S(TABLES_FILE), faults);
    const struct node *figures = declaration_resource(a, S(FIGURES_FILE), faults);
    const struct node *wording = declaration_resource(a, S(WORDING_FILE), faults);
    const struct node *p029 = declaration_resource(a, S(P029_FILE), faults);
    if (!tables || !figures || !wording || !p029)
        return NULL;
    struct instrument *in = arena_new(a, struct instrument);
    in->model = model;
    in->p029 = p029;
    read_sections(a, in, tables);
    bool good = read_tables(a, in, tables, node_get(wording, S("columns")), faults) &&
                read_figures(a, in, figures, faults) && read_wording(a, in, wording, faults) &&
                question_load_all(a, in, faults) && units_load_all(a, in, faults);
    return good ? in : NULL;
}

const struct figure_definition *instrument_figure(const struct instrument *in, struct str key)
{
    for (size_t i = 0; i < in->figure_count; i++)
        if (str_eq(in->figures[i].key, key))
            return &in->figures[i];
    return NULL;
}

const struct table_definition *instrument_table(const struct instrument *in, struct str key)
{
    for (size_t i = 0; i < in->table_count; i++)
        if (str_eq(in->tables[i].key, key))
            return &in->tables[i];
    return NULL;
}

struct str instrument_state(const struct instrument *in, struct str state)
{
    for (size_t i = 0; i < in->state_count; i++)
        if (str_eq(in->states[i].state, state))
            return in->states[i].word;
    return (struct str){0};
}
