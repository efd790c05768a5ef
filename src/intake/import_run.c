#include "intake/import_run.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"

static const struct type *run_type(struct session *s)
{
    return model_type(session_model(s), S("import_run"));
}

bool import_run_begin(struct session *s, int64_t *newest, struct faults *faults)
{
    return store_newest_change(s, newest, faults);
}

/* The first number behind those given; changes of a store come one after the other, so nobody else
 * takes it. */
static bool next_number(struct session *s, struct arena *a, struct str *number,
                        struct faults *faults)
{
    struct query all = {.type = run_type(s)};
    struct record *taken;
    int64_t next = 0;
    size_t before = faults->total;
    if (!store_count(s, &all, &next, faults))
        return false;
    do {
        *number = str_format(a, "%lld", (long long)++next);
        struct value key = value_text(*number);
        taken = store_find(s, a, run_type(s), &key, faults);
    } while (taken);
    return faults->total == before;
}

bool import_run_end(struct session *s, struct arena *a, const struct import_note *note,
                    int64_t newest_before, const struct records_done *done, struct str *number,
                    struct faults *faults)
{
    int64_t last = 0;
    *number = (struct str){0};
    if (!run_type(s) || done->added + done->changed == 0)
        return true;
    if (!store_newest_change(s, &last, faults) || !next_number(s, a, number, faults))
        return false;
    struct record *run = record_new(a, run_type(s));
    record_set(run, "number", value_text(*number));
    record_set(run, "file_name", value_text(file_name(note->file_name)));
    record_set(run, "record_type", value_text(note->type->name));
    record_set(run, "imported_by", value_text(note->user));
    record_set(run, "begun_at", value_text(date_now(a)));
    record_set(run, "added", value_integer(done->added));
    record_set(run, "changed", value_integer(done->changed));
    record_set(run, "first_change", value_integer(newest_before + 1));
    record_set(run, "last_change", value_integer(last));
    return store_insert(s, run, faults);
}

static bool import_all(struct visit *v, const struct import_note *note, struct str csv,
                       const struct progress *progress, struct records_done *done,
                       struct str *number)
{
    int64_t newest = 0;
    return import_run_begin(v->session, &newest, v->faults) &&
           records_put(v, note->type, csv, progress, done) &&
           import_run_end(v->session, v->arena, note, newest, done, number, v->faults);
}

bool import_run(struct visit *v, const struct type *type, struct str file_name, struct str csv,
                const struct progress *progress, struct records_done *done, struct str *number)
{
    struct import_note note = {type, file_name, v->who.user};
    *done = (struct records_done){0};
    *number = (struct str){0};
    if (!visit_begin_import(v, type, false))
        return false;
    if (import_all(v, &note, csv, progress, done, number))
        return visit_commit(v);
    visit_rollback(v);
    return false;
}

struct record *import_run_find(struct session *s, struct arena *a, struct str number,
                               struct faults *faults)
{
    size_t before = faults->total;
    struct value key = value_text(number);
    struct record *run =
        number.n && run_type(s) ? store_find(s, a, run_type(s), &key, faults) : NULL;
    if (!run && faults->total == before)
        FAULT(faults, FAULT_MISSING, (struct place){0},
              N_("There was no import with the number \"{1}\"."), number);
    return run;
}

bool import_may_undo(struct visit *v, const struct record *run)
{
    const struct type *type =
        model_type(session_model(v->session), record_text(run, "record_type"));
    struct faults ignored = {.arena = v->arena, .limit = 1}, *own = v->faults;
    v->faults = &ignored;
    bool seen = visit_get(v, run->type, run->id) != NULL;
    v->faults = own;
    return seen && type && !record_text(run, "undone_at").n && visit_may(v, type, ACTION_IMPORT);
}
