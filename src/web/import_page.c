#include "web/import_page.h"

#include "base/arena.h"
#include "intake/import_run.h"
#include "intake/recognize.h"
#include "jobs/jobs.h"
#include "markup/words.h"
#include "web/answer.h"
#include "web/import_kept.h"
#include "web/staff_data.h"
#include "web/staff_words.h"

enum { ROWS_SHOWN = 10, FAULTS_SHOWN = 200, RUNS_SHOWN = 10 };

/* --- the page --- */

static const struct type *type_of(struct call *c)
{
    const struct type *type = staff_type(c);
    if (!type || visit_may(&c->visit, type, ACTION_IMPORT))
        return type;
    visit_refused(&c->visit, "import", type, (struct str){0});
    FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
          N_("You may not import records of type \"{1}\"."), type->label);
    return NULL;
}

/* What a file may hold: fields that anybody may give. */
static bool is_given(const struct field *f)
{
    return !f->by_program && f->kind != FIELD_BLOB && access_class(f) != 4;
}

static void add_fields(struct call *c, struct node *data, const struct type *type)
{
    struct arena *a = c->arena;
    struct node *list = node_set(a, data, S("fields"), node_list(a));
    struct str_list header = {0};
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        if (!is_given(f))
            continue;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("name"), f->name);
        node_set_str(a, one, S("label"), f->label);
        node_set_str(a, one, S("kind"), field_kind_word(f->kind));
        if (f->help.n)
            node_set_str(a, one, S("help"), f->help);
        if (f->to)
            node_set_str(a, one, S("to"), f->to->label);
        node_set_bool(a, one, S("required"), f->required);
        *arena_push(a, &header) = f->name;
    }
    node_set_str(a, data, S("header"), str_join(a, &header, S(",")));
}

static void add_runs(struct call *c, struct node *data, const struct type *type)
{
    struct arena *a = c->arena;
    const struct type *run = model_type(c->app->model, S("import_run"));
    struct condition of_type = {"record_type", IS, value_text(type->name)};
    struct query q = {.type = run,
                      .conditions = &of_type,
                      .condition_count = 1,
                      .order = {"-begun_at"},
                      .limit = RUNS_SHOWN};
    struct views found = {0};
    int64_t total = 0;
    struct node *list = node_set(a, data, S("imports"), node_list(a));
    if (!run || !visit_knows_type(&c->visit, run) ||
        !visit_list_readable(&c->visit, &q, &found, &total))
        return;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *r = found.items[i].record;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("number"), record_text(r, "number"));
        node_set_str(a, one, S("file_name"), record_text(r, "file_name"));
        node_set_str(a, one, S("at"), staff_words_time(c, record_text(r, "begun_at")));
        node_set_int(a, one, S("added"), record_integer(r, "added"));
        node_set_int(a, one, S("changed"), record_integer(r, "changed"));
        node_set_bool(a, one, S("undone"), record_text(r, "undone_at").n > 0);
    }
}

static struct node *page_of(struct call *c, const struct type *type)
{
    struct arena *a = c->arena;
    struct node *data = node_map(a);
    node_set_str(a, data, S("type"), type->name);
    node_set_str(a, data, S("label"), type->label);
    node_set_str(a, data, S("plural"), type->plural);
    add_fields(c, data, type);
    add_runs(c, data, type);
    return data;
}

struct node *data_import(struct call *c)
{
    const struct type *type = type_of(c);
    return type ? page_of(c, type) : NULL;
}

/* --- what was uploaded --- */

static const struct upload *upload_of(struct call *c)
{
    for (size_t i = 0; i < c->upload_count; i++)
        if (str_eq(c->uploads[i].field, S("file")) && c->uploads[i].bytes.n)
            return &c->uploads[i];
    FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("file")}),
          N_("Choose a file, as in complaints.csv."));
    return NULL;
}

static void add_columns(struct call *c, struct node *data, const struct records_preview *p)
{
    struct arena *a = c->arena;
    struct node *list = node_set(a, data, S("columns"), node_list(a));
    for (size_t i = 0; i < p->width; i++) {
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("heading"), p->columns[i].heading);
        if (p->columns[i].is_id)
            node_set_bool(a, one, S("id"), true);
        else if (p->columns[i].field)
            node_set_str(a, one, S("label"), p->columns[i].field->label);
    }
    struct node *rows = node_set(a, data, S("rows"), node_list(a));
    for (size_t r = 0; r < p->count; r++) {
        struct node *cells = node_add(a, rows, node_list(a));
        for (size_t i = 0; i < p->width; i++)
            node_add(a, cells, node_str(a, p->rows[r][i]));
    }
}

static void add_file_faults(struct call *c, struct node *data, const struct faults *faults)
{
    struct arena *a = c->arena;
    struct node *list = node_set(a, data, S("file_faults"), node_list(a));
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *f = &faults->items[i];
        struct node *one = node_add(a, list, node_map(a));
        if (f->line)
            node_set_int(a, one, S("line"), f->line);
        node_set_str(a, one, S("field"), f->field);
        node_set_str(a, one, S("text"), fault_fill(a, words(c->language, str_of(f->message)), f));
    }
    node_set_int(a, data, S("fault_count"), (int64_t)faults->total);
    if (faults->total > faults->count)
        node_set_int(a, data, S("faults_more"), (int64_t)(faults->total - faults->count));
}

/* Checks the file in the person's name; its faults are its own, not those of the form. */
static bool check(struct call *c, const struct type *type, struct str csv, struct node *data)
{
    struct arena *a = c->arena;
    struct faults faults = {.arena = a, .limit = FAULTS_SHOWN};
    struct records_preview preview = {.arena = a, .most = ROWS_SHOWN};
    struct records_done done = {0};
    struct visit v = c->visit;
    v.channel = "import";
    v.faults = &faults;
    v.memory = NULL;
    bool good = recognize_check(
                    csv, FILE_TEXT, FILE_TEXT,
                    N_("A CSV file is needed; in the spreadsheet choose Save as, \"CSV UTF-8\"."),
                    &faults) &&
                records_check(&v, type, csv, NULL, &preview, &done);
    add_columns(c, data, &preview);
    add_file_faults(c, data, &faults);
    node_set_int(a, data, S("added"), done.added);
    node_set_int(a, data, S("changed"), done.changed);
    node_set_int(a, data, S("unchanged"), done.unchanged);
    node_set_int(a, data, S("count"), done.added + done.changed);
    return good;
}

void act_import_check(struct call *c)
{
    const struct type *type = type_of(c);
    const struct upload *upload = type ? upload_of(c) : NULL;
    char token[33];
    if (!type)
        return;
    struct node *data = page_of(c, type);
    if (!upload) {
        answer_page(c, 422, "import", data);
        return;
    }
    node_set_str(c->arena, data, S("file_name"), upload->file_name);
    bool good = check(c, type, upload->bytes, data);
    if (good && node_get_int(data, S("count"), 0)) {
        struct import_kept file = {c->visit.who.user, type->name, upload->file_name, upload->bytes};
        import_kept_put(&file, token);
        node_set_str(c->arena, data, S("prepared"), str_copy(c->arena, str_of(token)));
    }
    answer_page(c, good ? 200 : 422, "import-check", data);
}

void act_import_go(struct call *c)
{
    struct arena *a = c->arena;
    const struct type *type = type_of(c);
    struct import_kept file;
    struct str number;
    if (!type)
        return;
    if (!import_kept_take(a, c->visit.who.user, http_field(&c->form, S("prepared")), &file) ||
        !str_eq(file.type, type->name)) {
        FAULT(&c->faults, FAULT_MISSING, ((struct place){.field = S("file")}),
              N_("The file is no longer here: it waits for half an hour only. Choose it again."));
        answer_page(c, 422, "import", page_of(c, type));
        return;
    }
    struct node *work = node_map(a);
    node_set_str(a, work, S("user"), c->visit.who.user);
    node_set_str(a, work, S("type"), type->name);
    node_set_str(a, work, S("file_name"), file.file_name);
    struct actor actor = visit_actor(&c->visit);
    struct job_order order = {.kind = "import", .work = work, .input = file.bytes};
    if (jobs_add(c->session, a, &actor, &order, &number, &c->faults))
        answer_go(c, str_concat(a, S("/jobs/"), number));
}

/* --- an import that was made --- */

static struct record *run_of(struct call *c)
{
    struct str number = call_value(c, "number");
    struct record *run = import_run_find(c->session, c->arena, number, &c->faults);
    struct faults ignored = {.arena = c->arena, .limit = 1};
    if (!run)
        return NULL;
    c->visit.faults = &ignored;
    struct view *view = visit_get(&c->visit, run->type, run->id);
    c->visit.faults = &c->faults;
    if (view)
        return run;
    FAULT(&c->faults, FAULT_MISSING, (struct place){0},
          N_("There was no import with the number \"{1}\"."), number);
    return NULL;
}

struct node *data_import_run(struct call *c)
{
    static const char *const texts[] = {"number",   "file_name", "record_type",
                                        "begun_at", "undone_at", "undone_by"};
    struct arena *a = c->arena;
    struct record *run = run_of(c);
    if (!run)
        return NULL;
    struct node *data = node_map(a);
    const struct type *type = model_type(c->app->model, record_text(run, "record_type"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (record_text(run, texts[i]).n)
            node_set_str(a, data, str_of(texts[i]), record_text(run, texts[i]));
    node_set_int(a, data, S("added"), record_integer(run, "added"));
    node_set_int(a, data, S("changed"), record_integer(run, "changed"));
    if (type)
        node_set_str(a, data, S("plural"), type->plural);
    struct str by = record_text(run, "imported_by");
    if (by.n)
        node_set_str(a, data, S("by"),
                     visit_name(&c->visit, model_type(c->app->model, S("user")), by));
    node_set_bool(a, data, S("may_undo"), import_may_undo(&c->visit, run));
    return data;
}

void dress_import_run(struct call *c, struct node *data)
{
    static const char *const times[] = {"begun_at", "undone_at"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct str at = node_get_str(data, str_of(times[i]));
        if (at.n)
            node_set_str(c->arena, data, str_of(times[i]), staff_words_time(c, at));
    }
}

void act_import_undo(struct call *c)
{
    struct arena *a = c->arena;
    struct record *run = run_of(c);
    struct str job;
    if (!run)
        return;
    if (!import_may_undo(&c->visit, run)) {
        FAULT(&c->faults, FAULT_REFUSED, (struct place){0}, N_("You may not take import {1} back."),
              record_text(run, "number"));
        return;
    }
    struct node *work = node_map(a);
    node_set_str(a, work, S("user"), c->visit.who.user);
    node_set_str(a, work, S("number"), record_text(run, "number"));
    struct actor actor = visit_actor(&c->visit);
    struct job_order order = {.kind = "import_undo", .work = work};
    if (jobs_add(c->session, a, &actor, &order, &job, &c->faults))
        answer_go(c, str_concat(a, S("/jobs/"), job));
}
