#include "intake/records.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/map.h"
#include "base/near.h"
#include "intake/records_reference.h"
#include "markup/words.h"

enum { PROGRESS_EVERY = 2000 };

struct import {
    struct visit visit;  /* its arena is `row` */
    struct arena *arena; /* for the whole file */
    struct arena row;    /* for one line */
    const struct type *type;
    struct faults *faults;
    size_t faults_before;
    struct csv_reader reader;
    const struct field **columns; /* field of each column; NULL is the id */
    size_t width, id_column;      /* id_column is STR_NONE when there is none */
    bool *given;                  /* of each field: it has a column */
    struct map keys;              /* number of the key and its values -> line */
    struct records_references references;
    struct records_done done;
    bool only_check; /* nothing is stored */
    struct records_preview *preview;
};

/* --- the first line --- */

static struct place at_cell(const struct csv_cell *cell, struct str field)
{
    return (struct place){.line = cell->line, .column = cell->column, .field = field};
}

static bool unknown_column(struct import *in, const struct csv_cell *cell)
{
    struct str_list names = {0};
    for (size_t i = 0; i < in->type->field_count; i++)
        *arena_push(in->arena, &names) = in->type->fields[i].name;
    struct str near = near_words(in->arena, cell->text, &names);
    if (near.n)
        return FAULT(in->faults, FAULT_INPUT, at_cell(cell, (struct str){0}),
                     N_("A {1} has no field \"{2}\"; the column may be meant for {3}."),
                     in->type->name, cell->text, near);
    return FAULT(in->faults, FAULT_INPUT, at_cell(cell, (struct str){0}),
                 N_("A {1} has no field \"{2}\". Its fields are: {3}."), in->type->name, cell->text,
                 str_join(in->arena, &names, S(", ")));
}

/* The field of a heading: its name, or its label in any of the languages. */
static const struct field *field_of_heading(struct import *in, struct str heading)
{
    const struct field *field = type_field(in->type, str_lower(in->arena, heading));
    for (size_t i = 0; i < in->type->field_count && !field; i++)
        for (int l = 0; l < LANGUAGE_COUNT && !field; l++)
            if (str_eq_nocase(heading, words((enum language)l, in->type->fields[i].label)))
                field = &in->type->fields[i];
    return field;
}

static bool read_column(struct import *in, const struct csv_cell *cell, size_t column)
{
    struct str name = str_trim(cell->text);
    bool id = str_eq_nocase(name, S("id"));
    const struct field *field = id ? NULL : field_of_heading(in, name);
    if (in->preview)
        in->preview->columns[column] =
            (struct records_column){str_copy(in->preview->arena, name), field, id};
    if (!id && !field)
        return unknown_column(in, cell);
    for (size_t i = 0; i < column; i++)
        if (in->columns[i] == field && (field || i == in->id_column))
            return FAULT(in->faults, FAULT_INPUT, at_cell(cell, (struct str){0}),
                         N_("The column \"{1}\" stands twice."), name);
    in->columns[column] = field;
    if (field)
        in->given[field->index] = true;
    if (id)
        in->id_column = column;
    return true;
}

/* Every field that is always needed must have a column, unless only known records are changed. */
static bool check_columns(struct import *in, long line)
{
    bool good = true;
    for (size_t i = 0; i < in->type->field_count && in->id_column == STR_NONE; i++) {
        const struct field *f = &in->type->fields[i];
        bool there = !f->required;
        for (size_t c = 0; c < in->width && !there; c++)
            there = in->columns[c] == f;
        if (!there)
            good = FAULT(in->faults, FAULT_INPUT, ((struct place){.line = line, .column = 1}),
                         N_("The column \"{1}\" is missing, and it is always needed ({2})."),
                         f->name, f->label);
    }
    return good;
}

static bool read_header(struct import *in)
{
    struct csv_row header;
    struct buffer example = {.arena = in->arena};
    bool good = true;
    if (!csv_next(&in->reader, in->arena, &header)) {
        for (size_t i = 0; i < in->type->field_count; i++) {
            buffer_add(&example, i ? S(",") : S(""));
            buffer_add(&example, in->type->fields[i].name);
        }
        return in->reader.failed
                   ? false
                   : FAULT(in->faults, FAULT_INPUT, (struct place){0},
                           N_("This file is empty. Its first line names the fields, as in: {1}."),
                           buffer_str(&example));
    }
    in->width = header.count;
    in->columns = arena_array(in->arena, header.count, const struct field *);
    in->given = arena_array(in->arena, in->type->field_count, bool);
    if (in->preview) {
        in->preview->width = in->width;
        in->preview->columns = arena_array(in->preview->arena, in->width, struct records_column);
        in->preview->rows = arena_array(in->preview->arena, in->preview->most, struct str *);
    }
    for (size_t i = 0; i < header.count; i++)
        good = read_column(in, &header.items[i], i) && good;
    return good && check_columns(in, header.line);
}

/* --- one line --- */

static bool read_cell(struct import *in, const struct csv_cell *cell, const struct field *field,
                      struct record *record)
{
    struct value *value = &record->values[field->index];
    struct str currency = value_currency(in->type, field, record->values);
    struct place where = at_cell(cell, field->name);
    if (!value_read(&in->row, field, cell->text, currency, where, value, in->faults))
        return false;
    if (field->kind != FIELD_REF || value->kind == VALUE_EMPTY)
        return true;
    return records_resolve(&in->references, field->to, where, value, in->faults);
}

/* Reads the cells: money last, since its currency stands in another one. */
static bool read_cells(struct import *in, const struct csv_row *row, struct record *record)
{
    bool good = true;
    for (int money = 0; money < 2; money++)
        for (size_t i = 0; i < row->count; i++)
            if (in->columns[i] && (in->columns[i]->kind == FIELD_MONEY) == money)
                good = read_cell(in, &row->items[i], in->columns[i], record) && good;
    return good;
}

/* The record that the line changes, or a new one. */
static struct record *record_of(struct import *in, const struct csv_row *row)
{
    struct str id =
        in->id_column == STR_NONE ? (struct str){0} : str_trim(row->items[in->id_column].text);
    if (!id.n)
        return record_new(&in->row, in->type);
    struct record *found = store_get(in->visit.session, &in->row, in->type, id, in->faults);
    struct view *view = found ? visit_see(&in->visit, found) : NULL;
    if (!view)
        FAULT(in->faults, FAULT_MISSING, at_cell(&row->items[in->id_column], S("id")),
              N_("There is no {1} with the id \"{2}\"; leave the id empty to add a record."),
              in->type->name, id);
    return view ? view->record : NULL;
}

/* The values of a key as one text; empty when all of them are empty (then it says nothing). */
static struct str key_text(struct import *in, const struct record *record, size_t key)
{
    const struct key *k = &in->type->keys[key];
    struct buffer b = {.arena = &in->row};
    bool any = false;
    for (size_t i = 0; i < k->count; i++) {
        const struct value *v = &record->values[k->fields[i]];
        any = any || v->kind != VALUE_EMPTY;
        buffer_add(&b, i ? S(" ") : S(""));
        buffer_add(&b, value_print(&in->row, &in->type->fields[k->fields[i]], v, (struct str){0}));
    }
    return any ? buffer_str(&b) : (struct str){0};
}

/* The cell that a key's first field was read from, or the beginning of the line. */
static struct place place_of_key(const struct import *in, const struct csv_row *row, size_t key)
{
    const struct field *first = &in->type->fields[in->type->keys[key].fields[0]];
    for (size_t i = 0; i < row->count; i++)
        if (in->columns[i] == first)
            return at_cell(&row->items[i], first->name);
    return (struct place){.line = row->line, .column = 1};
}

static bool check_keys_in_file(struct import *in, const struct csv_row *row,
                               const struct record *record)
{
    bool good = true;
    for (size_t k = 0; k < in->type->key_count; k++) {
        struct str text = key_text(in, record, k);
        struct str numbered = str_format(&in->row, "%zu %.*s", k, STR_ARG(text));
        int64_t line;
        if (!text.n)
            continue;
        if (map_get(&in->keys, numbered, &line))
            good = FAULT(in->faults, FAULT_CONFLICT, place_of_key(in, row, k),
                         N_("\"{1}\" stands on line {2} already; it must be another one on each "
                            "line."),
                         text, str_format(&in->row, "%d", (int)line));
        else
            map_put(&in->keys, numbered, row->line);
    }
    return good;
}

/* Whether the store has the first key already; asked when the insert itself will not be tried. */
static bool check_key_in_store(struct import *in, const struct csv_row *row,
                               const struct record *record)
{
    if (record->id.n || !in->type->key_count || !key_text(in, record, 0).n)
        return true;
    const struct key *k = &in->type->keys[0];
    struct value *values = arena_array(&in->row, k->count, struct value);
    for (size_t i = 0; i < k->count; i++)
        values[i] = record->values[k->fields[i]];
    if (!store_find(in->visit.session, &in->row, in->type, values, in->faults))
        return true;
    return FAULT(in->faults, FAULT_CONFLICT, place_of_key(in, row, 0),
                 N_("There is a {1} \"{2}\" in the store already."), in->type->name,
                 key_text(in, record, 0));
}

static bool same_values(const struct type *type, const struct value *a, const struct value *b)
{
    for (size_t i = 0; i < type->field_count; i++)
        if (!value_eq(&a[i], &b[i]))
            return false;
    return true;
}

static bool count_record(struct import *in, const struct record *record, const struct value *before)
{
    bool fresh = !record->id.n, same = !fresh && same_values(in->type, record->values, before);
    in->done.added += fresh;
    in->done.unchanged += same;
    in->done.changed += !fresh && !same;
    return true;
}

/* Faults of a whole record get their line, and the column of the field that they name. */
static void place_faults(struct import *in, const struct csv_row *row, size_t had)
{
    for (size_t i = had; i < in->faults->count; i++) {
        struct fault *f = &in->faults->items[i];
        struct place where = place_of_key(in, row, 0);
        for (size_t c = 0; c < row->count; c++)
            if (in->columns[c] && str_eq(in->columns[c]->name, f->field))
                where = at_cell(&row->items[c], f->field);
        f->line = f->line ? f->line : where.line;
        f->column = f->column ? f->column : where.column;
    }
}

/* Says what would be refused, and stores nothing. */
static bool check_record(struct import *in, const struct csv_row *row, struct record *record,
                         const struct value *before)
{
    size_t had = in->faults->count;
    bool good = visit_check(&in->visit, record, in->given);
    place_faults(in, row, had);
    return check_key_in_store(in, row, record) && good && count_record(in, record, before);
}

static bool write_record(struct import *in, const struct csv_row *row, struct record *record,
                         const struct value *before)
{
    size_t had = in->faults->count;
    bool fresh = !record->id.n, good;
    if (!fresh && same_values(in->type, record->values, before)) {
        in->done.unchanged++;
        return true;
    }
    if (fresh)
        good = visit_insert(&in->visit, record, in->given);
    else
        good = visit_update(&in->visit, record, in->given, NULL);
    place_faults(in, row, had);
    in->done.added += good && fresh;
    in->done.changed += good && !fresh;
    return good;
}

static bool import_row(struct import *in, const struct csv_row *row)
{
    struct record *record = record_of(in, row);
    if (!record)
        return false;
    struct value *before = arena_array(&in->row, in->type->field_count, struct value);
    for (size_t i = 0; i < in->type->field_count; i++)
        before[i] = record->values[i];
    bool good = read_cells(in, row, record);
    struct place line = {.line = row->line, .column = 1};
    good = good && value_check_record(in->type, record->values, line, in->faults);
    good = good && check_keys_in_file(in, row, record);
    if (!good)
        return false;
    /* When nothing will be kept, only what is wrong is looked for. */
    if (in->only_check || in->faults->total > in->faults_before)
        return check_record(in, row, record, before);
    return write_record(in, row, record, before);
}

static void keep_for_preview(struct import *in, const struct csv_row *row)
{
    struct records_preview *p = in->preview;
    if (!p || p->count >= p->most)
        return;
    struct str *cells = arena_array(p->arena, p->width, struct str);
    for (size_t i = 0; i < row->count && i < p->width; i++)
        cells[i] = str_copy(p->arena, row->items[i].text);
    p->rows[p->count++] = cells;
}

static bool import_rows(struct import *in, const struct progress *progress)
{
    struct csv_row row;
    size_t rows = 0;
    arena_alloc(&in->row, 1); /* so that its first block is used again for every line */
    struct arena_mark empty = arena_mark(&in->row);
    for (; csv_next(&in->reader, &in->row, &row); rows++) {
        keep_for_preview(in, &row);
        if (!row.ragged)
            import_row(in, &row);
        arena_rewind(&in->row, empty);
        if (rows % PROGRESS_EVERY == PROGRESS_EVERY - 1)
            progress_show(progress, in->reader.at, in->reader.text.n);
    }
    progress_show(progress, 0, 0);
    if (!rows && in->faults->total == in->faults_before)
        FAULT(in->faults, FAULT_INPUT, (struct place){.line = 1},
              N_("This file has no record under its first line."));
    return in->faults->total == in->faults_before;
}

static bool put(struct import *in, struct str csv, const struct progress *progress)
{
    struct arena arena = {0};
    in->arena = &arena;
    in->visit.arena = &in->row;
    in->faults_before = in->faults->total;
    in->id_column = STR_NONE;
    in->keys = (struct map){.arena = &arena};
    in->references = (struct records_references){.visit = &in->visit,
                                                 .arena = &arena,
                                                 .known = {.arena = &arena},
                                                 .type = in->type,
                                                 .keys = &in->keys};
    bool good = csv_start(&in->reader, csv, csv_guess_separator(csv), in->faults) &&
                read_header(in) && import_rows(in, progress);
    arena_free(&in->row);
    arena_free(&arena);
    return good;
}

static struct import import_for(const struct visit *v, const struct type *type)
{
    return (struct import){.visit = *v, .type = type, .faults = v->faults};
}

bool records_put(struct visit *v, const struct type *type, struct str csv,
                 const struct progress *progress, struct records_done *done)
{
    struct import in = import_for(v, type);
    bool good = put(&in, csv, progress);
    *done = in.done;
    return good;
}

bool records_check(struct visit *v, const struct type *type, struct str csv,
                   const struct progress *progress, struct records_preview *preview,
                   struct records_done *done)
{
    *done = (struct records_done){0};
    if (!visit_begin_import(v, type, true))
        return false;
    struct import in = import_for(v, type);
    in.only_check = true;
    in.preview = preview;
    bool good = put(&in, csv, progress);
    *done = in.done;
    return good;
}
