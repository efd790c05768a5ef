#include "model/dictionary.h"

#include "base/arena.h"
#include "base/buffer.h"

enum { LONGEST_LIST = 40 }; /* codes; a longer list is named by its file only */

struct writer {
    struct arena *arena;
    struct buffer out;
    const struct model *model;
};

__attribute__((format(printf, 2, 3))) static void add(struct writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buffer_add(&w->out, str_vformat(w->arena, format, args));
    va_end(args);
}

/* A cell of a table: no sign that would end it. */
static struct str cell(struct writer *w, struct str text)
{
    return str_replace(w->arena, text, S("|"), S("\\|"));
}

/* "places_and_parties" as a heading. */
static struct str heading(struct writer *w, struct str name)
{
    struct str words = str_copy(w->arena, str_replace(w->arena, name, S("_"), S(" ")));
    if (words.n && words.p[0] >= 'a' && words.p[0] <= 'z')
        ((char *)words.p)[0] = (char)(words.p[0] - 32);
    return words;
}

static void add_kind(struct writer *w, const struct field *f)
{
    switch (f->kind) {
    case FIELD_CODE:
        add(w, "code of [%.*s](#%.*s)", STR_ARG(f->list_name), STR_ARG(f->list_name));
        break;
    case FIELD_REF: add(w, "a [%.*s](#%.*s)", STR_ARG(f->to->name), STR_ARG(f->to->name)); break;
    case FIELD_MONEY: add(w, "money in `%.*s`", STR_ARG(f->currency)); break;
    case FIELD_BLOB: add(w, "file"); break;
    default: add(w, "%.*s", STR_ARG(field_kind_word(f->kind)));
    }
}

static struct str bound(struct writer *w, double number)
{
    return node_text(w->arena, node_real(w->arena, number));
}

static void add_notes(struct writer *w, const struct field *f)
{
    struct str_list notes = {0};
    if (f->help.n)
        *arena_push(w->arena, &notes) = f->help;
    if (f->has_least)
        *arena_push(w->arena, &notes) =
            str_format(w->arena, "at least %.*s", STR_ARG(bound(w, f->least)));
    if (f->has_most)
        *arena_push(w->arena, &notes) =
            str_format(w->arena, "at most %.*s", STR_ARG(bound(w, f->most)));
    if (f->not_after_today)
        *arena_push(w->arena, &notes) = S("not after today");
    if (f->not_before)
        *arena_push(w->arena, &notes) =
            str_format(w->arena, "not before `%.*s`", STR_ARG(f->not_before->name));
    if (f->empty_means.n)
        *arena_push(w->arena, &notes) =
            str_format(w->arena, "empty: %.*s", STR_ARG(f->empty_means));
    buffer_add(&w->out, cell(w, str_join(w->arena, &notes, S("; "))));
}

static void add_field(struct writer *w, const struct field *f)
{
    add(w, "| `%.*s` | %.*s | ", STR_ARG(f->name), STR_ARG(cell(w, f->label)));
    add_kind(w, f);
    add(w, " | %s | %.*s | ", f->required ? "yes" : "", STR_ARG(f->class));
    add_notes(w, f);
    add(w, " |\n");
}

static void add_keys(struct writer *w, const struct type *t)
{
    for (size_t i = 0; i < t->key_count; i++) {
        add(w, "%s", i ? " Also by " : "Told apart by ");
        for (size_t k = 0; k < t->keys[i].count; k++)
            add(w, "%s`%.*s`", k ? ", " : "", STR_ARG(t->fields[t->keys[i].fields[k]].name));
        add(w, ".");
    }
    add(w, "\n\n");
}

static void add_type(struct writer *w, const struct type *t)
{
    add(w, "### %.*s\n\n%.*s: %.*s.\n", STR_ARG(t->name), STR_ARG(t->label), STR_ARG(t->means));
    add_keys(w, t);
    add(w, "| field | label | kind | needed | class | notes |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < t->field_count; i++)
        add_field(w, &t->fields[i]);
    add(w, "\n");
}

/* True when no type before the i-th is of its group. */
static bool first_of_group(const struct model *m, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_eq(m->types[k].group, m->types[i].group))
            return false;
    return true;
}

static void add_groups(struct writer *w)
{
    const struct model *m = w->model;
    for (size_t i = 0; i < m->type_count; i++) {
        if (!first_of_group(m, i))
            continue;
        add(w, "## %.*s\n\n", STR_ARG(heading(w, m->types[i].group)));
        for (size_t k = i; k < m->type_count; k++)
            if (str_eq(m->types[k].group, m->types[i].group))
                add_type(w, &m->types[k]);
    }
}

static void add_list(struct writer *w, const struct code_list *list)
{
    add(w, "### %.*s\n\n%zu codes, in `%.*s`", STR_ARG(list->name), list->count,
        STR_ARG(list->file));
    for (size_t i = 0; i < list->count && list->count <= LONGEST_LIST; i++)
        add(w, "%s`%.*s` %.*s", i ? ", " : ": ", STR_ARG(list->items[i].code),
            STR_ARG(list->items[i].label));
    add(w, ".\n\n");
}

struct str model_dictionary(struct arena *a, const struct model *m)
{
    struct writer w = {.arena = a, .out = {.arena = a}, .model = m};
    add(&w,
        "# Data dictionary\n\n"
        "Written by the program from `model/` and the country pack `%.*s`: "
        "`himaya types --dictionary`. Do not edit.\n\n"
        "Dates know their precision (`2019`, `2019-03`, `2019-03-07`); money is kept in whole "
        "minor units; every record also has an `id` and a `version`. The class says who may "
        "see a field (F0 public to F6 sealed).\n\n",
        STR_ARG(m->pack));
    add_groups(&w);
    add(&w, "## Lists\n\n");
    for (size_t i = 0; i < m->list_count; i++)
        add_list(&w, &m->lists[i]);
    struct str text = buffer_str(&w.out);
    return str_slice(text, 0, text.n - 1); /* one line end at the end */
}
