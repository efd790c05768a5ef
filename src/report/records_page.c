/* The records beneath a figure or a unit of enforcement, a page of them at a time. */
#include "base/arena.h"
#include "figures/compute.h"
#include "figures/question.h"
#include "report/nodes.h"

/* Whether everybody may see the field's values in a list beneath a published figure: nothing of a
 * person or a firm (security classes F2 and above), directly or by name. */
static bool is_open(const struct field *f)
{
    bool is_low = !f->class.n || str_eq(f->class, S("F0")) || str_eq(f->class, S("F1"));
    if (!is_low || f->kind == FIELD_BLOB || f->multiline)
        return false;
    if (f->kind != FIELD_REF)
        return true;
    for (size_t i = 0; i < f->to->field_count; i++)
        if (f->to->fields[i].class.n && str_compare(f->to->fields[i].class, S("F1")) > 0)
            return false;
    return true;
}

/* Of records that are kept from some of the staff even, such as complaints, the public sees the
 * month and not the day, by which somebody could know them again. */
static struct str date_text(const struct type *type, struct str date)
{
    enum { MONTH = 7 };
    return type->hidden_from.count && date.n > MONTH ? str_slice(date, 0, MONTH) : date;
}

static struct str field_text(const struct report_context *c, const struct record *r,
                             const struct field *f)
{
    const struct value *v = &r->values[f->index];
    if (v->kind == VALUE_EMPTY)
        return (struct str){0};
    if (f->kind == FIELD_REF) {
        const struct record *to = store_get_brief(c->session, c->arena, f->to, v->text, c->faults);
        return to ? store_name(c->session, c->arena, to, c->faults) : (struct str){0};
    }
    if (f->kind == FIELD_CODE)
        return say_code(c, str_c(c->arena, f->list->name), v->text);
    if (f->kind == FIELD_BOOLEAN)
        return say_code(c, "answers", v->integer ? S("yes") : S("no"));
    if (f->kind == FIELD_DATE)
        return date_text(r->type, v->text);
    struct str currency =
        f->currency.n ? record_text(r, str_c(c->arena, f->currency)) : (struct str){0};
    return value_print(c->arena, f, v, currency);
}

/* A column in which no record of the page has anything is left out. */
static bool is_filled(const struct records *found, const struct field *f)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i]->values[f->index].kind != VALUE_EMPTY)
            return true;
    return false;
}

static void set_records(const struct report_context *c, const struct type *type,
                        const struct records *found, struct node *page)
{
    struct arena *a = c->arena;
    struct node *columns = node_set(a, page, S("columns"), node_list(a));
    struct node *rows = node_set(a, page, S("records"), node_list(a));
    const struct field **shown = arena_array(a, type->field_count, const struct field *);
    size_t count = 0;
    for (size_t i = 0; i < type->field_count; i++)
        if (is_open(&type->fields[i]) && is_filled(found, &type->fields[i]))
            shown[count++] = &type->fields[i];
    for (size_t i = 0; i < count; i++) {
        struct node *column = node_add(a, columns, node_map(a));
        node_set_str(a, column, S("key"), shown[i]->name);
        node_set_str(a, column, S("title"), say(c, shown[i]->label));
    }
    for (size_t r = 0; r < found->count; r++) {
        struct node *row = node_add(a, rows, node_map(a));
        node_set_str(a, row, S("id"), found->items[r]->id);
        node_set_str(a, row, S("type"), type->name);
        struct node *cells = node_set(a, row, S("cells"), node_list(a));
        for (size_t i = 0; i < count; i++)
            node_add(a, cells, node_str(a, field_text(c, found->items[r], shown[i])));
    }
}

bool records_node(const struct report_context *c, const struct figure_definition *d, int year,
                  struct node *page)
{
    struct arena *a = c->arena;
    size_t from = c->request->from > 0 ? (size_t)c->request->from - 1 : 0;
    struct figure_slice slice = {.from = from, .most = REPORT_RECORDS_MOST};
    struct records found = {0};
    if (!figure_records(c->session, a, d, year, &slice, &found, c->faults))
        return false;
    node_set_int(a, page, S("total"), slice.total);
    node_set_int(a, page, S("from"), found.count ? (int64_t)from + 1 : 0);
    node_set_int(a, page, S("until"), (int64_t)(from + found.count));
    if (from)
        node_set_int(a, page, S("earlier"),
                     from > REPORT_RECORDS_MOST ? (int64_t)from + 1 - REPORT_RECORDS_MOST : 1);
    if ((int64_t)(from + found.count) < slice.total && found.count)
        node_set_int(a, page, S("later"), (int64_t)(from + found.count) + 1);
    set_records(c, d->question->part.type, &found, page);
    return true;
}

bool known_node(const struct report_context *c, const struct figure_definition *d, int year,
                struct node *page)
{
    const struct record *statement;
    struct arena *a = c->arena;
    int64_t shown;
    if (!figure_known_by(c->session, a, d, year, &statement, &shown, c->faults))
        return false;
    struct node *n = node_map(a);
    node_set_int(a, n, S("records"), shown);
    if (statement) {
        set_if(a, n, S("stated_by"), record_text(statement, "stated_by"));
        set_if(a, n, S("stated_on"), record_text(statement, "stated_on"));
    }
    node_set(a, page, S("known_by"), n);
    return true;
}

struct node *report_records(struct session *s, struct arena *a, const struct report_request *r,
                            struct faults *faults)
{
    struct report_context c;
    const struct figure *f = NULL;
    size_t before = faults->total;
    if (!context_open_all_years(&c, s, a, r, faults))
        return NULL;
    const struct figure_definition *d = figure_asked(&c);
    int year = r->figure_year ? r->figure_year : r->year;
    if (!d)
        return NULL;
    if (!d->question || !c.home) {
        FAULT(faults, FAULT_MISSING, (struct place){.field = S("figure")},
              N_("“{1}” is not computed from records for {2}."), d->label, c.country->label);
        return NULL;
    }
    struct node *page = node_map(a);
    set_definition(&c, d, page);
    node_set_int(a, page, S("year"), year);
    if (!figure_compute(s, a, d, year, &f, NULL, faults) || !records_node(&c, d, year, page) ||
        !known_node(&c, d, year, page))
        return NULL;
    node_set(a, page, S("figure"), f ? figure_node(&c, f) : node_null(a));
    return faults->total == before ? page : NULL;
}
