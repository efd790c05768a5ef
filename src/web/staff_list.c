/* The list of one record type. */
#include "web/staff_list.h"

#include "base/arena.h"
#include "web/staff_data.h"
#include "web/tally.h"

/* Bytes of a name that stays on one line. */
enum { SHORT_NAME = 20 };

static struct str base_path(const struct call *c)
{
    return str_concat(c->arena, S("/"), language_code(c->language));
}

struct str staff_list_address(const struct staff_list *l, struct str query)
{
    struct arena *a = l->call->arena;
    struct str path = str_concat(a, base_path(l->call), staff_path(a, l->type, (struct str){0}));
    return str_concat(a, path, query);
}

/* --- how many --- */

static bool count_anew(struct call *c, const struct list_query *q, int64_t *total)
{
    struct query query = list_query_store(c->arena, q);
    query.order[0] = NULL;
    query.limit = query.offset = 0;
    return visit_total(&c->visit, &query, total);
}

bool staff_count(struct call *c, const struct list_query *q, int64_t *total)
{
    struct arena *a = c->arena;
    struct list_query plain = *q;
    plain.sort_given = plain.columns_given = false;
    plain.page = 1;
    struct tally_key key = {.what = str_format(a, "%.*s %x %.*s %.*s", STR_ARG(q->type->name),
                                               c->visit.who.roles, STR_ARG(c->visit.who.session),
                                               STR_ARG(list_query_print(a, &plain)))};
    bool keeps = c->app->tally && c->visit.who.session.n > 0;
    if (keeps && !store_newest_change(c->session, &key.state, &c->faults))
        return false;
    if (keeps && tally_get(c->app->tally, &key, total))
        return true;
    if (!count_anew(c, q, total))
        return false;
    if (keeps && !visit_in_emergency(&c->visit))
        tally_put(c->app->tally, &key, *total);
    return true;
}

/* --- as a page --- */

static void add_heads(struct staff_list *l)
{
    struct call *c = l->call;
    struct arena *a = c->arena;
    struct list_query *q = &l->query;
    struct node *heads = node_set(a, l->out, S("heads"), node_list(a));
    for (size_t i = 0; i < q->column_count; i++) {
        const struct field *f = q->columns[i];
        struct node *head = node_add(a, heads, node_map(a));
        bool by = q->sort == f;
        node_set_str(a, head, S("label"), staff_words_label(c, f));
        node_set_bool(a, head, S("right"), staff_words_right(f));
        if (by)
            node_set_str(a, head, S("sorted"), q->falling ? S("descending") : S("ascending"));
        if (list_sorts(c, l->type, f))
            node_set_str(
                a, head, S("order"),
                staff_list_address(l, list_query_sorted(a, q, f, by ? !q->falling : false)));
    }
}

static struct str class_of(const struct field *f)
{
    if (staff_words_right(f))
        return S("number");
    return f->kind == FIELD_DATE || f->kind == FIELD_TIME ? S("code") : S("");
}

/* One column while its cells are made. All that cells have in common is made once. */
struct column {
    const struct field *field;
    struct node *label, *class;
    const struct str *names; /* of references, by row */
    struct str before;       /* the value in the row before */
    struct node *cell;       /* and its cell, to be put here again for the same value */
};

/* {label, text, class}. Every cell has all three: a template looks for what is missing in all that
 * stands around, and there are hundreds of cells. */
static struct node *new_cell(struct arena *a, const struct column *column, struct str text,
                             struct node *class)
{
    static const struct str members[] = {S_INIT("label"), S_INIT("text"), S_INIT("class")};
    struct node *const values[] = {column->label, node_str(a, text), class};
    return node_alike(a, members, values, 3);
}

static struct node *closed_cell(struct staff_list *l, const struct column *column,
                                const char *message)
{
    struct call *c = l->call;
    return new_cell(c->arena, column, words(c->language, str_of(message)),
                    node_str(c->arena, S("closed")));
}

static struct node *cell_of(struct staff_list *l, struct column *column, size_t row)
{
    struct arena *a = l->call->arena;
    const struct view *view = &l->views.items[row];
    const struct field *f = column->field;
    const struct value *v = &view->record->values[f->index];
    if (v->kind == VALUE_SEALED ||
        (view->sight[f->index] == SIGHT_MASKED && view->has_value[f->index]))
        return closed_cell(l, column, N_("filled in"));
    if (v->kind != VALUE_TEXT || f->kind == FIELD_MONEY)
        return new_cell(a, column, staff_words_field(&l->words, l->type, f, view->record->values),
                        column->class);
    if (column->cell && str_eq(v->text, column->before))
        return column->cell;
    column->before = v->text;
    if (f->kind != FIELD_REF)
        return column->cell = new_cell(
                   a, column, staff_words_value(&l->words, f, v, (struct str){0}), column->class);
    if (!staff_words_tells(&l->words, f, column->names[row]))
        return column->cell = closed_cell(l, column, N_("not open to you"));
    return column->cell = new_cell(a, column, column->names[row], column->class);
}

static struct column *columns_of(struct staff_list *l)
{
    struct call *c = l->call;
    struct column *columns = arena_array(c->arena, l->query.column_count + 1, struct column);
    for (size_t n = 0; n < l->query.column_count; n++) {
        const struct field *f = l->query.columns[n];
        columns[n].field = f;
        columns[n].label = node_str(c->arena, staff_words_label(c, f));
        columns[n].class = node_str(c->arena, class_of(f));
        if (f->kind == FIELD_REF)
            columns[n].names = staff_words_names(&l->words, f, &l->views);
    }
    return columns;
}

static void add_row(struct staff_list *l, struct node *rows, struct column *columns, size_t i,
                    struct str path)
{
    static const struct str members[] = {S_INIT("cells"), S_INIT("brief"), S_INIT("address"),
                                         S_INIT("name"),  S_INIT("id"),    S_INIT("version")};
    struct call *c = l->call;
    struct arena *a = c->arena;
    const struct view *view = &l->views.items[i];
    struct node *cells = node_list(a);
    for (size_t n = 0; n < l->query.column_count; n++)
        node_add(a, cells, cell_of(l, &columns[n], i));
    struct str first = node_get_str(node_at(cells, 0), S("text"));
    if (str_eq(node_get_str(node_at(cells, 0), S("class")), S("closed")))
        first = (struct str){0};
    struct node *const values[] = {
        cells,
        node_bool(a, first.n > 0 && first.n <= SHORT_NAME),
        node_str(a, str_concat(a, path, view->record->id)),
        node_str(a, first.n ? first : visit_name_of(&c->visit, view)),
        node_str(a, view->record->id),
        node_int(a, view->record->version),
    };
    node_add(a, rows, node_alike(a, members, values, sizeof members / sizeof *members));
}

static void add_rows(struct staff_list *l)
{
    struct arena *a = l->call->arena;
    struct node *rows = node_set(a, l->out, S("rows"), node_list(a));
    struct column *columns = columns_of(l);
    struct str path = staff_list_address(l, S("/"));
    for (size_t i = 0; i < l->views.count; i++)
        add_row(l, rows, columns, i, path);
}

static void add_page_link(struct staff_list *l, struct node *list, int64_t page, bool gap)
{
    struct arena *a = l->call->arena;
    struct node *one = node_add(a, list, node_map(a));
    node_set_int(a, one, S("number"), page);
    node_set_bool(a, one, S("gap"), gap);
    node_set_bool(a, one, S("current"), page == l->query.page);
    node_set_str(a, one, S("address"), staff_list_address(l, list_query_page(a, &l->query, page)));
}

/* The first page, the last, and those around this one. */
static void add_pages(struct staff_list *l, int64_t pages)
{
    struct arena *a = l->call->arena;
    int64_t page = l->query.page, before = 0;
    struct node *list = node_set(a, l->out, S("page_links"), node_list(a));
    for (int64_t i = 1; pages > 1 && i <= pages; i++) {
        if (i > 1 && i < pages && (i < page - 1 || i > page + 1)) {
            i = i < page - 1 ? (page - 2 < pages ? page - 2 : pages - 1) : pages - 1;
            continue;
        }
        add_page_link(l, list, i, i > before + 1);
        before = i;
    }
    if (page > 1)
        node_set_str(a, l->out, S("previous"),
                     staff_list_address(l, list_query_page(a, &l->query, page - 1)));
    if (page < pages)
        node_set_str(a, l->out, S("next"),
                     staff_list_address(l, list_query_page(a, &l->query, page + 1)));
}

static void add_exports(struct staff_list *l)
{
    struct arena *a = l->call->arena;
    static const char *const formats[] = {"csv", "xlsx"};
    struct node *list = node_set(a, l->out, S("exports"), node_list(a));
    struct str query = list_query_page(a, &l->query, 1);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("format"), str_of(formats[i]));
        node_set_str(
            a, one, S("address"),
            staff_list_address(l, str_format(a, "/export/%s%.*s", formats[i], STR_ARG(query))));
    }
}

/* Records of the name typed for a reference, one of which is to be chosen. */
static void add_candidates(struct staff_list *l)
{
    struct call *c = l->call;
    struct arena *a = c->arena;
    const struct field *f = l->query.unclear;
    struct node *unclear = node_set(a, l->out, S("unclear"), node_map(a));
    struct node *list = node_list(a);
    node_set_str(a, unclear, S("label"), staff_words_label(c, f));
    node_set_str(a, unclear, S("text"), l->query.unclear_text);
    for (size_t i = 0; i < l->query.candidates.count; i++) {
        const struct view *view = &l->query.candidates.items[i];
        struct list_query chosen = l->query;
        struct node *one = node_add(a, list, node_map(a));
        chosen.filters.capacity = chosen.filters.count; /* the list of others is left as it is */
        *arena_push(a, &chosen.filters) = (struct list_filter){f, LIST_IS, view->record->id, {0}};
        node_set_str(a, one, S("name"), visit_name_of(&c->visit, view));
        node_set_str(a, one, S("address"), staff_list_address(l, list_query_print(a, &chosen)));
    }
    node_set(a, unclear, S("candidates"), list);
}

static void add_may(struct staff_list *l)
{
    struct call *c = l->call;
    struct node *may = node_set(c->arena, l->out, S("may"), node_map(c->arena));
    bool changes =
        visit_may(&c->visit, l->type, ACTION_DELETE) || visit_may(&c->visit, l->type, ACTION_WRITE);
    node_set_bool(c->arena, may, S("create"), visit_may(&c->visit, l->type, ACTION_CREATE));
    node_set_bool(c->arena, may, S("export"), visit_may(&c->visit, l->type, ACTION_EXPORT));
    node_set_bool(c->arena, may, S("import"), visit_may(&c->visit, l->type, ACTION_IMPORT));
    node_set_bool(c->arena, may, S("delete"), visit_may(&c->visit, l->type, ACTION_DELETE));
    node_set_bool(c->arena, may, S("change"),
                  changes || visit_may(&c->visit, l->type, ACTION_EXPORT));
}

static void as_page(struct staff_list *l, int64_t pages)
{
    struct arena *a = l->call->arena;
    struct list_query *q = &l->query;
    node_set_str(a, l->out, S("address"), staff_list_address(l, (struct str){0}));
    node_set_str(a, l->out, S("state"), list_query_page(a, q, 1));
    node_set_int(a, l->out, S("first"), l->views.count ? (q->page - 1) * q->size + 1 : 0);
    node_set_int(a, l->out, S("last"), (q->page - 1) * q->size + (int64_t)l->views.count);
    staff_list_filters(l);
    staff_list_panel(l);
    staff_list_choices(l);
    add_heads(l);
    add_rows(l);
    add_pages(l, pages);
    add_exports(l);
    add_may(l);
    if (q->unclear)
        add_candidates(l);
}

static void as_data(struct staff_list *l, int64_t pages)
{
    struct arena *a = l->call->arena;
    struct list_query *q = &l->query;
    struct str path = str_concat(a, S("/api/v1"), staff_path(a, l->type, (struct str){0}));
    if (q->page < pages)
        node_set_str(a, l->out, S("next"), str_concat(a, path, list_query_page(a, q, q->page + 1)));
    struct node *columns = node_set(a, l->out, S("columns"), node_list(a));
    struct node *records = node_set(a, l->out, S("records"), node_list(a));
    for (size_t i = 0; i < q->column_count; i++)
        node_add(a, columns, node_str(a, q->columns[i]->name));
    for (size_t i = 0; i < l->views.count; i++)
        node_add(a, records,
                 staff_record_node(l->call, &l->views.items[i], q->columns, q->column_count));
}

/* The fields that the page shows, so that no others are read; a file is only measured elsewhere. */
static const bool *shown_fields(const struct staff_list *l)
{
    bool *shown = arena_array(l->call->arena, l->type->field_count, bool);
    for (size_t i = 0; i < l->query.column_count; i++) {
        const struct field *f = l->query.columns[i];
        shown[f->index] = f->kind != FIELD_BLOB;
        f = f->currency.n ? type_field(l->type, f->currency) : NULL;
        if (f)
            shown[f->index] = true;
    }
    return shown;
}

struct node *staff_list(struct call *c)
{
    struct arena *a = c->arena;
    const struct type *type = staff_type(c);
    if (!type)
        return NULL;
    struct staff_list l = {.call = c, .type = type, .out = node_map(a)};
    l.words = staff_words_new(c);
    if (!list_query_read(c, type, &c->request->query, &l.query))
        return NULL;
    struct query query = list_query_store(a, &l.query);
    query.only = shown_fields(&l);
    if (!l.query.unclear &&
        (!visit_list(&c->visit, &query, &l.views, NULL) || !staff_count(c, &l.query, &l.total)))
        return NULL;
    int64_t pages = (l.total + l.query.size - 1) / l.query.size;
    node_set_str(a, l.out, S("type"), type->name);
    node_set_str(a, l.out, S("label"), words(c->language, type->label));
    node_set_str(a, l.out, S("plural"), words(c->language, type->plural));
    if (!c->api)
        node_set_str(a, l.out, S("inside"), staff_words_inside(c, words(c->language, type->label)));
    node_set_int(a, l.out, S("total"), l.total);
    node_set_int(a, l.out, S("page"), l.query.page);
    node_set_int(a, l.out, S("pages"), pages);
    node_set_int(a, l.out, S("size"), l.query.size);
    if (c->api)
        as_data(&l, pages);
    else
        as_page(&l, pages);
    return l.out;
}
