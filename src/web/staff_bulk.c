/* Something done with several rows of a list. Each row is looked at again by itself: what the
 * person may not do with it, and what somebody changed meanwhile, is said row by row. */
#include "base/arena.h"
#include "model/expression.h"
#include "web/answer.h"
#include "web/staff_acts.h"
#include "web/staff_data.h"
#include "web/staff_filter.h"
#include "web/staff_form.h"
#include "web/staff_record.h"

enum { MOST_ROWS = 500 };

struct row {
    struct str id;
    int64_t version;
};

struct bulk {
    struct call *call;
    const struct type *type;
    struct {
        struct row *items;
        size_t count, capacity;
    } rows;
    struct node *out, *report;
    size_t done;
};

static bool read_rows(struct bulk *b)
{
    struct call *c = b->call;
    struct str rest = http_field(&c->form, S("rows"));
    for (struct str line; str_cut(&rest, '\n', &line);) {
        size_t colon = str_find_char(line, ':', 0);
        struct row row = {.id = str_trim(str_slice(line, 0, colon))};
        if (colon == STR_NONE || !str_to_int(str_trim(str_from(line, colon + 1)), &row.version))
            continue;
        *arena_push(c->arena, &b->rows) = row;
    }
    if (b->rows.count > MOST_ROWS)
        return FAULT(&c->faults, FAULT_LIMIT, (struct place){0},
                     N_("At most 500 rows can be changed at once. Choose fewer."));
    return true;
}

/* --- the pages --- */

static void add_head(struct bulk *b)
{
    struct call *c = b->call;
    struct arena *a = c->arena;
    struct str address = staff_address(c, staff_path(a, b->type, (struct str){0}));
    struct str state = http_field(&c->form, S("state"));
    b->out = node_map(a);
    node_set_str(a, b->out, S("type"), b->type->name);
    node_set_str(a, b->out, S("plural"), words(c->language, b->type->plural));
    node_set_str(a, b->out, S("address"), address);
    node_set_str(a, b->out, S("state"), state);
    node_set_str(a, b->out, S("back"),
                 str_starts(state, S("?")) ? str_concat(a, address, state) : address);
    node_set_str(a, b->out, S("action"), http_field(&c->form, S("action")));
    node_set_int(a, b->out, S("count"), (int64_t)b->rows.count);
}

/* Fields that one may want to set for many: no names, numbers or stories. */
static bool is_settable(struct bulk *b, const struct field *f)
{
    struct call *c = b->call;
    bool kind = f->kind == FIELD_CODE || f->kind == FIELD_REF || f->kind == FIELD_DATE ||
                f->kind == FIELD_BOOLEAN;
    return kind && !f->by_program && !f->sealed && !f->secret &&
           access_scopes(c->app->access, &c->visit.who, b->type, access_class(f), ACTION_WRITE);
}

static void add_rows(struct bulk *b)
{
    struct arena *a = b->call->arena;
    struct node *list = node_set(a, b->out, S("rows"), node_list(a));
    for (size_t i = 0; i < b->rows.count; i++) {
        const struct row *row = &b->rows.items[i];
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("id"), row->id);
        node_set_int(a, one, S("version"), row->version);
        node_set_str(a, one, S("name"), visit_name(&b->call->visit, b->type, row->id));
    }
}

/* Asks which field, then which value; or whether deleting is meant. */
static void ask(struct bulk *b, const struct field *field, int status)
{
    struct call *c = b->call;
    struct arena *a = c->arena;
    struct node *choices = node_list(a);
    add_rows(b);
    for (size_t i = 0; i < b->type->field_count; i++) {
        const struct field *f = &b->type->fields[i];
        if (!is_settable(b, f))
            continue;
        struct node *one = node_add(a, choices, node_map(a));
        node_set_str(a, one, S("name"), f->name);
        node_set_str(a, one, S("label"), staff_words_label(c, f));
    }
    node_set(a, b->out, S("choices"), choices);
    if (field) {
        struct staff_form f = staff_form_new(c, b->type, NULL);
        f.typed = http_field(&c->form, S("sure")).n > 0;
        node_set(a, b->out, S("field"), staff_form_field(&f, field));
    }
    node_set_str(a, b->out, S("reason"), http_field(&c->form, S("reason")));
    answer_page(c, status, "staff-bulk", b->out);
}

/* --- doing --- */

static void tell(struct bulk *b, const struct row *row, struct str name)
{
    struct call *c = b->call;
    struct arena *a = c->arena;
    struct node *one = node_add(a, b->report, node_map(a));
    const struct fault *f = c->faults.count ? &c->faults.items[0] : NULL;
    node_set_str(a, one, S("name"), name.n ? name : row->id);
    node_set_bool(a, one, S("done"), !f);
    if (name.n)
        node_set_str(a, one, S("link"), staff_address(c, staff_path(a, b->type, row->id)));
    if (f)
        node_set_str(a, one, S("why"), fault_fill(a, words(c->language, str_of(f->message)), f));
    else
        b->done++;
    c->faults = (struct faults){.arena = a, .limit = 10};
}

static void set_row(struct bulk *b, const struct row *row, const struct field *field,
                    struct value value)
{
    struct call *c = b->call;
    struct view *view = visit_get(&c->visit, b->type, row->id), *theirs = NULL;
    struct str name = {0};
    if (view) {
        bool *given = arena_array(c->arena, b->type->field_count, bool);
        name = visit_name_of(&c->visit, view);
        given[field->index] = true;
        view->record->values[field->index] = value;
        view->record->version = row->version;
        visit_update(&c->visit, view->record, given, &theirs);
    }
    tell(b, row, name);
}

static void delete_row(struct bulk *b, const struct row *row)
{
    struct call *c = b->call;
    struct str name = visit_name(&c->visit, b->type, row->id);
    visit_delete(&c->visit, b->type, row->id, row->version);
    tell(b, row, name);
}

static void report(struct bulk *b)
{
    struct arena *a = b->call->arena;
    node_set(a, b->out, S("report"), b->report);
    node_set_int(a, b->out, S("done"), (int64_t)b->done);
    node_set_int(a, b->out, S("refused"), (int64_t)(b->rows.count - b->done));
    answer_page(b->call, 200, "staff-bulk", b->out);
}

static void set_all(struct bulk *b)
{
    struct call *c = b->call;
    const struct field *field = type_field(b->type, http_field(&c->form, S("field")));
    if (!field || !is_settable(b, field) || !http_field(&c->form, S("sure")).n) {
        ask(b, field && is_settable(b, field) ? field : NULL, 200);
        return;
    }
    struct staff_form f = staff_form_new(c, b->type, NULL);
    for (size_t i = 0; i < b->type->field_count; i++)
        f.shown[i] = &b->type->fields[i] == field;
    if (!staff_form_read(&f)) {
        ask(b, field, 422);
        return;
    }
    for (size_t i = 0; i < b->rows.count; i++)
        set_row(b, &b->rows.items[i], field, f.record->values[field->index]);
    report(b);
}

static void delete_all(struct bulk *b)
{
    struct call *c = b->call;
    c->visit.reason = str_trim(http_field(&c->form, S("reason")));
    if (http_field(&c->form, S("sure")).n && !c->visit.reason.n)
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("reason")},
              N_("Say why, as in: recorded twice, the other one is C-2019-0012."));
    if (!http_field(&c->form, S("sure")).n || c->faults.count) {
        ask(b, NULL, c->faults.count ? 422 : 200);
        return;
    }
    for (size_t i = 0; i < b->rows.count; i++)
        delete_row(b, &b->rows.items[i]);
    report(b);
}

/* The rows alone as CSV, with the columns of the list. */
static void take_away(struct bulk *b)
{
    struct call *c = b->call;
    struct arena *a = c->arena;
    struct str state = http_field(&c->form, S("state"));
    struct http_fields fields = {0};
    struct list_query q;
    struct views views = {0};
    struct expression in = {.kind = EXPRESSION_IN};
    if (!http_form_read(a, str_starts(state, S("?")) ? str_from(state, 1) : state, &fields) ||
        !list_query_read(c, b->type, &fields, &q))
        return;
    static const struct field id = {.name = S_INIT("id"), .kind = FIELD_TEXT};
    struct expression path = {.kind = EXPRESSION_FIELD, .path_count = 1};
    const struct field *ids[] = {&id};
    path.path = ids;
    *arena_push(a, &in) = &path;
    for (size_t i = 0; i < b->rows.count; i++) {
        struct expression *literal = arena_new(a, struct expression);
        literal->kind = EXPRESSION_LITERAL;
        literal->literal = value_text(b->rows.items[i].id);
        *arena_push(a, &in) = literal;
    }
    struct query query = list_query_store(a, &q);
    query.limit = query.offset = 0;
    query.where = &in;
    if (!visit_export(&c->visit, &query, q.columns, q.column_count, &views))
        return;
    struct staff_table t = staff_table_new(c, q.columns, q.column_count, &views);
    answer_file(c, str_format(a, "%.*s.csv", STR_ARG(b->type->name)), S("text/csv; charset=utf-8"),
                staff_table_csv(a, &t));
}

void staff_bulk(struct call *c)
{
    struct bulk b = {.call = c, .type = staff_type(c)};
    struct str action = http_field(&c->form, S("action"));
    if (!b.type || !read_rows(&b))
        return;
    b.report = node_list(c->arena);
    add_head(&b);
    c->path = staff_path(c->arena, b.type, (struct str){0}); /* where other languages lead */
    if (!b.rows.count)
        answer_page(c, 200, "staff-bulk", b.out);
    else if (str_eq(action, S("set")))
        set_all(&b);
    else if (str_eq(action, S("delete")))
        delete_all(&b);
    else if (str_eq(action, S("csv")))
        take_away(&b);
    else
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("action")},
              N_("Rows can be changed, deleted or taken away; \"{1}\" is none of these."), action);
}
