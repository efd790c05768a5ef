#include "store/copy.h"

#include "base/file.h"
#include "store/inside.h"
#include "store/own_table.h"
#include "store/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
    ROW_PARAMETERS = 240, /* values in one INSERT of several rows */
    MOST_ROWS = 40,
    PROGRESS_EVERY = 4000,
    LARGEST_KEY_FILE = 16 * 1000 * 1000,
};

struct copied_column {
    struct str name;
    enum value_kind holds;
};

/* One table on its way. */
struct copied_table {
    struct str name, columns_sql; /* "a", "b" */
    struct copied_column *columns;
    size_t count, capacity;
};

struct copy {
    struct store *from;
    struct db *source, *target;
    struct arena arena; /* of the whole copy */
    struct arena rows;  /* of the rows of one INSERT */
    const struct progress *progress;
    size_t done, total;
    struct faults *faults;
};

static struct copied_column *push(struct copy *c, struct copied_table *t)
{
    t->columns = arena_grow(&c->arena, t->columns, t->count, &t->capacity, sizeof *t->columns);
    return &t->columns[t->count++];
}

static void finish(struct copy *c, struct copied_table *t)
{
    struct buffer b = {.arena = &c->arena};
    for (size_t i = 0; i < t->count; i++)
        buffer_add(&b,
                   str_format(&c->arena, "%s\"%.*s\"", i ? ", " : "", STR_ARG(t->columns[i].name)));
    t->columns_sql = buffer_str(&b);
}

/* --- rows --- */

/* INSERT … VALUES (…), (…) for so many rows. */
static struct str insert_sql(struct copy *c, const struct copied_table *t, size_t rows)
{
    struct arena *a = &c->rows;
    struct buffer b = {.arena = a};
    size_t n = 0;
    buffer_add(&b, str_format(a, "INSERT INTO \"%.*s\" (%.*s) VALUES ", STR_ARG(t->name),
                              STR_ARG(t->columns_sql)));
    for (size_t r = 0; r < rows; r++) {
        buffer_add(&b, r ? S(", (") : S("("));
        for (size_t i = 0; i < t->count; i++)
            buffer_add(&b, str_format(a, "%s$%zu", i ? ", " : "", ++n));
        buffer_char(&b, ')');
    }
    return buffer_str(&b);
}

static bool insert_rows(struct copy *c, const struct copied_table *t, const struct value *values,
                        size_t rows)
{
    struct db_statement *q = db_prepare(c->target, insert_sql(c, t, rows), c->faults);
    if (!q)
        return false;
    for (size_t i = 0; i < rows * t->count; i++)
        db_bind(q, &values[i]);
    enum db_outcome outcome = db_step(q, c->faults);
    db_done(q);
    if (outcome == DB_TAKEN || outcome == DB_DANGLING)
        return FAULT(c->faults, FAULT_STORE, (struct place){0},
                     N_("The store cannot be copied: a record of \"{1}\" contradicts another one. "
                        "Run: himaya audit verify"),
                     t->name);
    return outcome == DB_DONE;
}

static size_t rows_at_once(const struct copied_table *t)
{
    size_t rows = ROW_PARAMETERS / t->count;
    return rows < 1 ? 1 : rows > MOST_ROWS ? MOST_ROWS : rows;
}

/* Puts rows in as soon as there are enough of them; with `all`, whatever there is. */
static bool pass_on(struct copy *c, const struct copied_table *t, struct value *values,
                    size_t *rows, bool all)
{
    if (!*rows || (!all && *rows < rows_at_once(t)))
        return true;
    bool ok = insert_rows(c, t, values, *rows);
    size_t before = c->done;
    c->done += *rows;
    *rows = 0;
    arena_free(&c->rows);
    if (c->done / PROGRESS_EVERY != before / PROGRESS_EVERY)
        progress_show(c->progress, c->done, c->total);
    return ok;
}

static bool copy_rows(struct copy *c, const struct copied_table *t)
{
    struct str sql = str_format(&c->arena, "SELECT %.*s FROM \"%.*s\"", STR_ARG(t->columns_sql),
                                STR_ARG(t->name));
    struct value *values = arena_array(&c->arena, rows_at_once(t) * t->count, struct value);
    struct db_statement *q = db_prepare_walk(c->source, sql, c->faults);
    enum db_outcome outcome = DB_FAILED;
    size_t rows = 0;
    bool ok = q != NULL;
    while (ok && (outcome = db_step(q, c->faults)) == DB_ROW) {
        for (size_t i = 0; i < t->count; i++)
            values[rows * t->count + i] = db_value(q, &c->rows, (int)i, t->columns[i].holds);
        rows++;
        ok = pass_on(c, t, values, &rows, false);
    }
    db_done(q);
    return ok && outcome == DB_DONE && pass_on(c, t, values, &rows, true);
}

/* --- tables --- */

static bool copy_own_table(struct copy *c, const struct own_table *own)
{
    struct copied_table t = {.name = str_of(own->name)};
    struct str clear = str_format(&c->arena, "DELETE FROM %s", own->name);
    for (size_t i = 0; i < OWN_COLUMNS && own->columns[i].name; i++)
        *push(c, &t) = (struct copied_column){str_of(own->columns[i].name), own->columns[i].holds};
    finish(c, &t);
    return db_run(c->target, clear, c->faults) && copy_rows(c, &t);
}

static bool copy_table(struct copy *c, const struct table *table)
{
    struct copied_table t = {.name = table->name};
    *push(c, &t) = (struct copied_column){S("id"), VALUE_TEXT};
    *push(c, &t) = (struct copied_column){S("version"), VALUE_INTEGER};
    for (size_t i = 0; i < table->count; i++)
        *push(c, &t) = (struct copied_column){table->columns[i].name, table->columns[i].holds};
    finish(c, &t);
    return copy_rows(c, &t);
}

/* Columns and whole tables that an earlier model left behind. */
static bool make_kept(struct copy *c, const struct table *t)
{
    struct arena *a = &c->arena;
    struct buffer b = {.arena = a};
    size_t first = t->type ? t->type->field_count : 0;
    if (!t->type)
        buffer_add(&b, str_format(a,
                                  "CREATE TABLE \"%.*s\" (\"id\" %s PRIMARY KEY, \"version\" %s"
                                  " NOT NULL)%s; ",
                                  STR_ARG(t->name), db_column_type(c->target, VALUE_TEXT),
                                  db_column_type(c->target, VALUE_INTEGER),
                                  db_table_options(c->target)));
    for (size_t i = first; i < t->count; i++)
        buffer_add(&b, str_format(a, "ALTER TABLE \"%.*s\" ADD COLUMN \"%.*s\" %s; ",
                                  STR_ARG(t->name), STR_ARG(t->columns[i].name),
                                  db_column_type(c->target, t->columns[i].holds)));
    return !b.count || db_run(c->target, buffer_str(&b), c->faults);
}

static bool make_tables(struct copy *c)
{
    struct store *s = c->from;
    const struct type **types = model_in_reference_order(&c->arena, s->model);
    bool ok = own_tables_make(c->target, c->faults) && schema_first_rows(c->target, c->faults);
    for (size_t i = 0; ok && i < s->model->type_count; i++)
        ok = schema_make_table(s, c->target, types[i], c->faults);
    for (size_t i = 0; ok && i < s->model->type_count; i++)
        ok = schema_refer_ahead(s, c->target, types[i], c->faults);
    ok = ok && schema_make_table(s, c->target, s->setting, c->faults);
    for (size_t i = 0; ok && i < s->tables.count; i++)
        ok = make_kept(c, &s->tables.items[i]);
    return ok;
}

static bool copy_tables(struct copy *c)
{
    struct store *s = c->from;
    const struct type **types = model_in_reference_order(&c->arena, s->model);
    bool ok = true;
    for (size_t i = 0; ok && i < s->model->type_count; i++)
        ok = copy_table(c, table_of(s, types[i]));
    for (size_t i = s->model->type_count; ok && i < s->tables.count; i++)
        ok = copy_table(c, &s->tables.items[i]); /* the settings and the kept ones */
    for (size_t i = 0; ok && i < own_table_count; i++)
        ok = own_tables[i].of_database || copy_own_table(c, &own_tables[i]);
    return ok;
}

/* Fills the new database. Indexes come last, when they are made fastest. */
static bool fill(struct db *target, void *context, struct faults *faults)
{
    struct copy *c = context;
    c->target = target;
    c->faults = faults;
    return make_tables(c) && db_defer_references(target, true, faults) && copy_tables(c) &&
           db_defer_references(target, false, faults) &&
           schema_make_indexes(c->from, target, faults);
}

/* --- the whole --- */

static bool count_rows(struct copy *c, struct str table)
{
    struct str sql = str_format(&c->arena, "SELECT count(*) FROM \"%.*s\"", STR_ARG(table));
    struct db_statement *q = db_prepare(c->source, sql, c->faults);
    bool ok = q && db_step(q, c->faults) == DB_ROW;
    if (ok)
        c->total += (size_t)db_integer(q, 0);
    db_done(q);
    return ok;
}

static bool count_all(struct copy *c)
{
    bool ok = true;
    for (size_t i = 0; ok && i < c->from->tables.count; i++)
        ok = count_rows(c, c->from->tables.items[i].name);
    for (size_t i = 0; ok && i < own_table_count; i++)
        ok = own_tables[i].of_database || count_rows(c, str_of(own_tables[i].name));
    return ok;
}

/* Without its keys a store cannot open what is sealed. */
static bool copy_keys(struct copy *c, const char *to)
{
    const char *from_file = store_keys_file(&c->arena, c->from->where);
    const char *to_file = store_keys_file(&c->arena, to);
    struct str bytes;
    if (strcmp(from_file, to_file) == 0 || access(from_file, F_OK) != 0 ||
        access(to_file, F_OK) == 0)
        return true;
    if (!file_read(&c->arena, from_file, LARGEST_KEY_FILE, &bytes, c->faults))
        return false;
    int fd = open(to_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n && fsync(fd) == 0;
    int problem = errno;
    if (fd >= 0)
        close(fd);
    if (ok)
        return true;
    return FAULT(c->faults, FAULT_SYSTEM, ((struct place){.file = str_of(to_file)}),
                 N_("The key file of the new store cannot be written here: {1}."),
                 str_of(strerror(problem)));
}

static bool is_free(const char *to, struct faults *faults)
{
    if (!db_exists(to))
        return true;
    return FAULT(
        faults, FAULT_REFUSED, ((struct place){.file = db_address_to_show(faults->arena, to)}),
        N_("There is a store here already, or the database cannot be reached. A copy is made "
           "to an empty place."));
}

bool store_copy(struct store *from, const char *to, const struct progress *progress, int64_t *rows,
                struct faults *faults)
{
    struct copy c = {.from = from, .progress = progress, .faults = faults};
    bool ok = is_free(to, faults) && (c.source = db_open(from->where, faults)) != NULL &&
              db_begin_reading(c.source, faults);
    ok = ok && count_all(&c) && copy_keys(&c, to) && db_make(to, fill, &c, faults);
    *rows = (int64_t)c.done;
    progress_show(progress, 0, 0);
    if (c.source)
        db_end_reading(c.source);
    db_close(c.source);
    arena_free(&c.rows);
    arena_free(&c.arena);
    return ok;
}
