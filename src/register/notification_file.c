/* Notifications as a file: every row is answered, or nothing is stored and each wrong row is named.
 */
#include "register/notification.h"

#include "base/arena.h"
#include "base/csv.h"

#include <sodium.h>

enum { MOST_COLUMNS = 64 };

struct rows {
    struct visit *visit;
    const struct registry *registry;
    struct notification_file *file;
    struct str headings[MOST_COLUMNS];
    size_t width;
    int64_t count;
};

static bool read_headings(struct rows *r, const struct csv_row *row)
{
    r->width = row->count;
    if (row->count > MOST_COLUMNS)
        return FAULT(r->visit->faults, FAULT_LIMIT, ((struct place){.line = row->line}),
                     N_("A file of notifications has at most 64 columns."));
    for (size_t i = 0; i < row->count; i++)
        r->headings[i] = str_copy(r->visit->arena, str_trim(row->items[i].text));
    return true;
}

/* Answers one row inside the open change. */
static bool take_row(struct rows *r, struct arena *a, const struct csv_row *row)
{
    struct visit v = *r->visit;
    struct notification_cell cells[MOST_COLUMNS];
    struct notification n = {.channel = "file", .file = r->file->number, .line = row->line};
    struct notification_answer answer;
    v.arena = a;
    if (row->ragged)
        return false;
    for (size_t i = 0; i < row->count; i++)
        cells[i] = (struct notification_cell){r->headings[i], row->items[i].text, row->line,
                                              row->items[i].column};
    if (!notification_read(a, r->registry, cells, row->count, &n, v.faults) ||
        !notification_answer(&v, r->registry, &n, &answer))
        return false;
    r->visit->memory = v.memory;
    r->file->accepted += answer.answer == LAW_ACCEPTED;
    r->file->warned += answer.answer == LAW_ACCEPTED_WITH_WARNINGS;
    r->file->refused += answer.answer == LAW_REFUSED;
    return true;
}

/* A fault that is not of a row's making ends it: nothing more can be stored. */
static bool can_go_on(const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        if (faults->items[i].kind == FAULT_STORE || faults->items[i].kind == FAULT_SYSTEM)
            return false;
    return true;
}

static bool take_rows(struct rows *r)
{
    struct faults *faults = r->visit->faults;
    struct csv_reader reader = {0};
    struct csv_row row = {0};
    struct arena *a = r->visit->arena;
    size_t had = faults->total;
    if (!csv_start(&reader, r->file->bytes, csv_guess_separator(r->file->bytes), faults) ||
        !csv_next(&reader, a, &row) || !read_headings(r, &row))
        return faults->total == had ? FAULT(faults, FAULT_INPUT, (struct place){0},
                                            N_("The file is empty. Its first line names the "
                                               "columns, as in kind,employer,start_date."))
                                    : false;
    /* Each row in memory of its own, or a large file would be held several times over. */
    for (bool more = true; more && can_go_on(faults);) {
        struct arena own = {0};
        row = (struct csv_row){0};
        more = csv_next(&reader, &own, &row);
        if (more && ++r->count > NOTIFICATION_MOST_ROWS)
            more = FAULT(faults, FAULT_LIMIT, ((struct place){.line = row.line}),
                         N_("A file has at most 20,000 notifications; send the rest as another "
                            "one."));
        else if (more)
            take_row(r, &own, &row);
        arena_free(&own);
    }
    return faults->total == had;
}

struct str notification_batch(struct arena *a, char letter)
{
    struct str now = date_now(a);
    return str_format(a, "%c%.2s%.2s%.2s-%.2s%.2s%.2s-%04x", letter, now.p + 2, now.p + 5,
                      now.p + 8, now.p + 11, now.p + 14, now.p + 17, randombytes_uniform(65536));
}

bool notification_import(struct visit *v, const struct registry *r, struct notification_file *file)
{
    struct rows rows = {.visit = v, .registry = r, .file = file};
    file->number = notification_batch(v->arena, 'F');
    file->accepted = file->warned = file->refused = 0;
    if (!visit_begin(v))
        return false;
    if (take_rows(&rows) && rows.count)
        return visit_commit(v);
    visit_rollback(v);
    return !v->faults->total && FAULT(v->faults, FAULT_INPUT, (struct place){0},
                                      N_("The file has a heading and no notification."));
}
