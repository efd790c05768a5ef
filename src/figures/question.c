#include "figures/question.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "model/declaration.h"

#define COMPUTED_FILE "instruments/findings/computed.yaml"

struct loading {
    struct arena *arena;
    struct instrument *instrument;
    struct faults *faults;
    struct str file; /* that is read */
    struct str key;  /* of the figure being read */
};

static struct place place_at(const struct loading *l, const struct node *n)
{
    return (struct place){.file = l->file, .line = n ? n->line : 0};
}

/* Adds the codes of "LIST.COLUMN" that have yes in the column. */
static bool add_codes(struct loading *l, struct buffer *b, struct str name, const struct node *at)
{
    struct str list_name = name, column = {0};
    size_t dot = str_find_char(name, '.', 0);
    if (dot != STR_NONE) {
        list_name = str_slice(name, 0, dot);
        column = str_from(name, dot + 1);
    }
    const struct code_list *list = model_list(l->instrument->model, list_name);
    bool first = true;
    for (size_t i = 0; list && i < list->count; i++) {
        if (!str_eq(node_get_str(list->items[i].row, column), S("yes")))
            continue;
        buffer_add(b, first ? S("") : S(", "));
        buffer_add(b, list->items[i].code);
        first = false;
    }
    if (first)
        return FAULT(l->faults, FAULT_INPUT, place_at(l, at),
                     N_("“{1}” names no code: a list, a dot and a column with yes in it is needed, "
                        "as in violation_kinds.child_labor."),
                     name);
    return true;
}

/* The condition with every {LIST.COLUMN} made codes. */
static bool expand(struct loading *l, struct str text, const struct node *at, struct str *expanded)
{
    struct buffer b = {.arena = l->arena};
    for (;;) {
        size_t open = str_find_char(text, '{', 0);
        size_t close = open == STR_NONE ? STR_NONE : str_find_char(text, '}', open);
        if (close == STR_NONE)
            break;
        buffer_add(&b, str_slice(text, 0, open));
        if (!add_codes(l, &b, str_slice(text, open + 1, close), at))
            return false;
        text = str_from(text, close + 1);
    }
    buffer_add(&b, text);
    *expanded = buffer_str(&b);
    return true;
}

static struct str in_year(struct arena *a, struct str field)
{
    return str_format(a, "%.*s >= year_start and %.*s <= year_end", STR_ARG(field), STR_ARG(field));
}

/* `one` and `two`, either of which may be empty. */
static struct str both(struct arena *a, struct str one, struct str two)
{
    if (!one.n || !two.n)
        return one.n ? one : two;
    bool loose = str_contains(one, S(" or "));
    return str_format(a, loose ? "(%.*s) and %.*s" : "%.*s and %.*s", STR_ARG(one), STR_ARG(two));
}

static const struct expression *parse(struct loading *l, const struct type *type, struct str text,
                                      const struct node *at)
{
    return expression_parse(l->arena, l->instrument->model, type, text, place_at(l, at), l->faults);
}

/* The condition for "records are kept": `known`, any of `known_by`, or `dated` in the year. */
static struct str known_text(struct arena *a, const struct node *row)
{
    struct str known = node_get_str(row, S("known"));
    const struct node *by = node_get(row, S("known_by"));
    if (known.n)
        return known;
    if (!by && node_get_str(row, S("dated")).n)
        return in_year(a, node_get_str(row, S("dated")));
    struct str_list parts = {0};
    for (size_t i = 0; i < node_count(by); i++)
        *arena_push(a, &parts) = str_format(a, "(%.*s)", STR_ARG(in_year(a, node_at(by, i)->text)));
    return str_join(a, &parts, S(" or "));
}

/* Reads of, where, dated and known. `*where` is the condition in words. */
static bool read_part(struct loading *l, const struct node *row, struct str condition,
                      struct question_part *part, struct str *words)
{
    struct str of = node_get_str(row, S("of")), dated = node_get_str(row, S("dated"));
    part->type = model_type(l->instrument->model, of);
    if (!part->type)
        return FAULT(
            l->faults, FAULT_INPUT, place_at(l, row),
            N_("The question behind “{1}” asks records of “{2}”, which is no record type."), l->key,
            of);
    if (!expand(l, condition, row, &condition))
        return false;
    *words = both(l->arena, condition, dated.n ? in_year(l->arena, dated) : (struct str){0});
    struct str known = known_text(l->arena, row);
    if (!expand(l, known, row, &known))
        return false;
    if (words->n && !(part->where = parse(l, part->type, *words, row)))
        return false;
    return !known.n || (part->known = parse(l, part->type, known, row));
}

static bool read_kind(struct loading *l, const struct node *row, struct question *q)
{
    struct str is = node_get_str(row, S("is"));
    if (str_eq(is, S("count")))
        q->kind = ASKS_COUNT;
    else if (str_eq(is, S("exists")))
        q->kind = ASKS_EXISTS;
    else if (str_eq(is, S("exists_each")))
        q->kind = ASKS_EXISTS_EACH;
    else if (str_starts(is, S("count ")) || str_starts(is, S("sum "))) {
        q->kind = str_starts(is, S("sum ")) ? ASKS_SUM : ASKS_COUNT_OF;
        q->field = type_field(q->part.type, str_from(is, str_find_char(is, ' ', 0) + 1));
        if (!q->field)
            return FAULT(l->faults, FAULT_INPUT, place_at(l, row),
                         N_("“{1}” names no field of “{2}”."), is, q->part.type->name);
    } else
        return FAULT(
            l->faults, FAULT_INPUT, place_at(l, row),
            N_("“{1}” says nothing that can be computed; use count, count FIELD, sum FIELD, "
               "exists or exists_each."),
            is);
    return true;
}

static bool read_conditions(struct loading *l, const struct node *row, struct question *q,
                            struct str *words)
{
    const struct node *each = node_get(row, S("each"));
    struct str_list all = {0};
    size_t count = node_count(each) ? node_count(each) : 1;
    if (count > QUESTION_MOST_CONDITIONS)
        return FAULT(l->faults, FAULT_INPUT, place_at(l, each),
                     N_("A question has at most {1} conditions."),
                     str_format(l->arena, "%d", QUESTION_MOST_CONDITIONS));
    for (size_t i = 0; i < count; i++) {
        struct question_part part = {0};
        struct str text = each ? node_at(each, i)->text : node_get_str(row, S("where"));
        if (!read_part(l, row, text, &part, words))
            return false;
        if (i == 0)
            q->part = part;
        q->each[q->each_count++] = part.where;
        *arena_push(l->arena, &all) = *words;
    }
    *words = str_join(l->arena, &all, S("; and "));
    return true;
}

static bool read_other_figure(struct loading *l, const struct node *row, struct str member,
                              const struct figure_definition **figure)
{
    struct str key = node_get_str(row, member);
    if (!key.n)
        return true;
    *figure = instrument_figure(l->instrument, key);
    if (*figure && (*figure)->question)
        return true;
    return FAULT(l->faults, FAULT_INPUT, place_at(l, row),
                 N_("“{1}” must name a figure with a question above this one; “{2}” is none."),
                 member, key);
}

static bool read_question(struct loading *l, const struct node *row, struct question *q)
{
    struct str words = {0}, without_words = {0};
    const struct node *without = node_get(row, S("not_applicable_without"));
    q->only_yes = node_get_bool(row, S("only_yes"));
    if (without) {
        struct question_part *part = arena_new(l->arena, struct question_part);
        if (!read_part(l, without, node_get_str(without, S("where")), part, &without_words))
            return false;
        q->not_applicable_without = part;
    }
    if (!read_conditions(l, row, q, &words) || !read_kind(l, row, q) ||
        !read_other_figure(l, row, S("not_applicable_when_no"), &q->not_applicable_when_no) ||
        !read_other_figure(l, row, S("zero_with"), &q->zero_with))
        return false;
    q->text = str_format(l->arena, "%.*s: %.*s%s%.*s", STR_ARG(node_get_str(row, S("is"))),
                         STR_ARG(q->part.type->name), words.n ? " where " : "", STR_ARG(words));
    return true;
}

bool question_of_row(struct arena *a, struct instrument *in, struct str file, struct str key,
                     const struct node *row, struct question *q, struct faults *faults)
{
    struct loading l = {.arena = a, .instrument = in, .faults = faults, .file = file, .key = key};
    return read_question(&l, row, q);
}

bool question_load_all(struct arena *a, struct instrument *in, struct faults *faults)
{
    struct loading l = {.arena = a, .instrument = in, .faults = faults, .file = S(COMPUTED_FILE)};
    const struct node *file = declaration_resource(a, S(COMPUTED_FILE), faults);
    const struct node *questions = node_get(file, S("questions"));
    if (!file)
        return false;
    for (size_t i = 0; i < node_count(questions); i++) {
        l.key = questions->keys[i];
        const struct figure_definition *found = instrument_figure(in, l.key);
        if (!found)
            return FAULT(
                faults, FAULT_INPUT, place_at(&l, questions->items[i]),
                N_("“{1}” is no figure of figures.yaml, so no question can be asked for it."),
                l.key);
        struct question *q = arena_new(a, struct question);
        if (!read_question(&l, questions->items[i], q))
            return false;
        in->figures[found->index].question = q;
    }
    return true;
}

const struct expression *question_bind(struct arena *a, const struct expression *e, int year,
                                       struct faults *faults)
{
    struct str start = str_format(a, "%04d", year);
    const struct parameter parameters[] = {
        {S("year"), value_integer(year)},
        {S("year_start"), value_text(start)},
        {S("year_end"), value_text(str_format(a, "%04d-12-31", year))},
    };
    return expression_bind(a, e, parameters, sizeof parameters / sizeof *parameters, faults);
}
