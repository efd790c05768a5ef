/* Lists as files, and the plain address of what a panel asks for. */
#include "base/arena.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/json.h"
#include "report/render.h"
#include "web/answer.h"
#include "web/staff_acts.h"
#include "web/staff_data.h"
#include "web/staff_list.h"

enum { MOST_EXPORTED = 100000 };

/* Dates stay as a program reads them; codes and references are words. */
static struct str cell(struct staff_words *w, const struct view *view, const struct field *f)
{
    const struct record *r = view->record;
    const struct value *v = &r->values[f->index];
    if (view->sight[f->index] == SIGHT_MASKED && view->has_value[f->index])
        return words(w->call->language, S(N_("filled in")));
    if (v->kind == VALUE_SEALED || f->kind == FIELD_BLOB)
        return (struct str){0};
    if (f->kind == FIELD_CODE || f->kind == FIELD_REF || f->kind == FIELD_BOOLEAN)
        return staff_words_field(w, r->type, f, r->values);
    return value_print(w->call->arena, f, v, value_currency(r->type, f, r->values));
}

struct staff_table staff_table_new(struct call *c, const struct field *const *columns,
                                   size_t column_count, const struct views *views)
{
    struct staff_table t = {.rows = views->count + 1, .columns = column_count};
    struct staff_words w = staff_words_new(c);
    t.cells = arena_array(c->arena, t.rows * column_count, struct str);
    staff_words_ahead(&w, columns, column_count, views);
    for (size_t n = 0; n < column_count; n++)
        t.cells[n] = staff_words_label(c, columns[n]);
    for (size_t i = 0; i < views->count; i++)
        for (size_t n = 0; n < column_count; n++)
            t.cells[(i + 1) * column_count + n] = cell(&w, &views->items[i], columns[n]);
    return t;
}

struct str staff_table_csv(struct arena *a, const struct staff_table *t)
{
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < t->rows; i++)
        csv_write_row(&b, t->cells + i * t->columns, t->columns, true);
    return buffer_str(&b);
}

static struct str table_json(struct call *c, const struct list_query *q, const struct views *views)
{
    struct node *list = node_list(c->arena);
    for (size_t i = 0; i < views->count; i++)
        node_add(c->arena, list,
                 staff_record_node(c, &views->items[i], q->columns, q->column_count));
    return json_print(c->arena, list, 1);
}

static void answer_table(struct call *c, const struct list_query *q, const struct views *views,
                         struct str format)
{
    struct str name = str_format(c->arena, "%.*s.%.*s", STR_ARG(q->type->name), STR_ARG(format));
    struct str bytes;
    if (str_eq(format, S("json"))) {
        answer_file(c, name, S("application/json; charset=utf-8"), table_json(c, q, views));
        return;
    }
    struct staff_table t = staff_table_new(c, q->columns, q->column_count, views);
    struct render_grid grid = {words(c->language, q->type->plural), t.cells, t.rows, t.columns};
    if (str_eq(format, S("csv")))
        answer_file(c, name, S("text/csv; charset=utf-8"), staff_table_csv(c->arena, &t));
    else if (render_grid_xlsx(c->arena, &grid, &bytes, &c->faults))
        answer_file(c, name, S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    bytes);
}

void staff_export(struct call *c)
{
    const struct type *type = staff_type(c);
    struct str format = call_value(c, "format");
    struct list_query q;
    struct views views = {0};
    if (!type || !list_query_read(c, type, &c->request->query, &q))
        return;
    if (!str_eq(format, S("csv")) && !str_eq(format, S("xlsx")) && !str_eq(format, S("json"))) {
        FAULT(&c->faults, FAULT_MISSING, (struct place){.field = S("format")},
              N_("There is no format \"{1}\". There are csv, xlsx and json."), format);
        return;
    }
    struct query query = list_query_store(c->arena, &q);
    query.limit = MOST_EXPORTED;
    query.offset = 0;
    if (q.unclear)
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = q.unclear->name},
              N_("\"{1}\" is not the name of exactly one record. Give its id."), q.unclear_text);
    else if (visit_export(&c->visit, &query, q.columns, q.column_count, &views))
        answer_table(c, &q, &views, format);
}

/* --- the address of a panel --- */

struct panel_reader {
    struct call *call;
    struct http_fields given; /* what the list is asked in the end */
    struct str_list columns;
};

static void give(struct panel_reader *r, struct str name, struct str value)
{
    *arena_push(r->call->arena, &r->given) = (struct http_field){name, value};
}

/* Columns and order come from the state, filters from the panel; or the other way round. */
static void take_state(struct panel_reader *r, struct str state, bool columns)
{
    struct http_fields fields = {0};
    if (!http_form_read(r->call->arena, str_starts(state, S("?")) ? str_from(state, 1) : state,
                        &fields))
        return;
    for (size_t i = 0; i < fields.count; i++) {
        struct str name = fields.items[i].name;
        bool kept = str_eq(name, S("sort")) || (!columns && str_eq(name, S("columns"))) ||
                    (columns && !str_eq(name, S("columns")) && !str_eq(name, S("page")));
        if (kept)
            give(r, name, fields.items[i].value);
    }
}

void staff_view_address(struct call *c)
{
    struct panel_reader r = {.call = c};
    const struct type *type = staff_type(c);
    const struct http_fields *query = &c->request->query;
    bool columns = http_field(query, S("choose")).n > 0;
    struct list_query q;
    if (!type)
        return;
    take_state(&r, http_field(query, S("state")), columns);
    for (size_t i = 0; i < query->count; i++) {
        struct str name = query->items[i].name, value = str_trim(query->items[i].value);
        if (columns && str_starts(name, S("column.")))
            *arena_push(c->arena, &r.columns) = str_from(name, 7);
        else if (!columns && value.n && !str_eq(name, S("state")))
            give(&r, name, value);
    }
    if (r.columns.count)
        give(&r, S("columns"), str_join(c->arena, &r.columns, S(",")));
    if (!list_query_read(c, type, &r.given, &q))
        return;
    if (q.unclear) /* the list itself asks which one is meant */
        *arena_push(c->arena, &q.filters) =
            (struct list_filter){q.unclear, LIST_IS, q.unclear_text, {0}};
    answer_go(c, str_concat(c->arena, staff_path(c->arena, type, (struct str){0}),
                            list_query_print(c->arena, &q)));
}
