#include "web/staff_filter.h"

#include "base/arena.h"
#include "base/date.h"
#include "markup/escape.h"
#include "web/staff_data.h"
#include "web/staff_find.h"

/* --- reading --- */

struct filter_reader {
    struct call *call;
    struct list_query *query;
};

static bool fault_field(struct call *c, struct str name)
{
    return FAULT(&c->faults, FAULT_INPUT, (struct place){.field = name},
                 N_("Lists cannot be narrowed or ordered by \"{1}\"."), name);
}

bool list_narrows(struct call *c, const struct type *type, const struct field *f)
{
    return f->kind != FIELD_BLOB && visit_may_ask(&c->visit, type, f);
}

bool list_sorts(struct call *c, const struct type *type, const struct field *f)
{
    return f->kind != FIELD_REF && !f->multiline && list_narrows(c, type, f);
}

static void add(struct filter_reader *r, const struct field *f, enum list_compare compare,
                struct str given, struct value value)
{
    *arena_push(r->call->arena, &r->query->filters) =
        (struct list_filter){.field = f, .compare = compare, .given = given, .value = value};
}

/* A record by its id or by words of its name. */
static bool add_reference(struct filter_reader *r, const struct field *f, struct str text)
{
    struct call *c = r->call;
    struct views found;
    if (!staff_look_for(c, f->to, text, &found))
        return false;
    if (found.count == 1) {
        struct str id = found.items[0].record->id;
        add(r, f, LIST_IS, id, value_text(id));
        return true;
    }
    r->query->unclear = f;
    r->query->unclear_text = text;
    r->query->candidates = found;
    return !c->api ||
           FAULT(&c->faults, FAULT_INPUT, (struct place){.field = f->name},
                 N_("\"{1}\" is not the name of exactly one record. Give its id."), text);
}

static bool add_value(struct filter_reader *r, const struct field *f, enum list_compare compare,
                      struct str text)
{
    struct call *c = r->call;
    struct field lenient = *f;
    struct value value;
    lenient.not_after_today = lenient.required = lenient.has_least = lenient.has_most = false;
    if (f->kind == FIELD_TIME)
        lenient.kind = FIELD_DATE;
    if (!value_read(c->arena, &lenient, text, (struct str){0}, (struct place){.field = f->name},
                    &value, &c->faults))
        return false;
    add(r, f, compare, text, value);
    return true;
}

static bool add_plain(struct filter_reader *r, const struct field *f, struct str text)
{
    if (str_eq(text, S("-")) || str_eq(text, S("*")))
        add(r, f, text.p[0] == '-' ? LIST_EMPTY : LIST_FILLED, text, (struct value){0});
    else if (f->kind == FIELD_TEXT)
        add(r, f, LIST_CONTAINS, text, value_text(text));
    else if (f->kind == FIELD_REF)
        return add_reference(r, f, text);
    else
        return add_value(r, f, LIST_IS, text);
    return true;
}

static bool ranges(const struct field *f)
{
    return f->kind == FIELD_DATE || f->kind == FIELD_TIME || f->kind == FIELD_INTEGER ||
           f->kind == FIELD_NUMBER || f->kind == FIELD_MONEY;
}

/* "employer", "received_on.from" */
static bool read_filter(struct filter_reader *r, struct str name, struct str text)
{
    struct call *c = r->call;
    size_t dot = str_find_char(name, '.', 0);
    struct str ending = dot == STR_NONE ? (struct str){0} : str_from(name, dot + 1);
    const struct field *f = type_field(r->query->type, str_slice(name, 0, dot));
    bool from = str_eq(ending, S("from"));
    struct list_filter among;
    if (list_among(c, r->query->type, name, text, &among)) {
        if (among.field)
            *arena_push(c->arena, &r->query->filters) = among;
        return among.field != NULL;
    }
    if (!f || !list_narrows(c, r->query->type, f) ||
        (dot != STR_NONE && (!ranges(f) || (!from && !str_eq(ending, S("until"))))))
        return fault_field(c, name);
    if (!text.n)
        return true;
    return dot == STR_NONE ? add_plain(r, f, text)
                           : add_value(r, f, from ? LIST_FROM : LIST_UNTIL, text);
}

static bool read_marks(struct filter_reader *r, struct str names, const char *mark)
{
    for (struct str name; str_cut(&names, ',', &name);)
        if (name.n && !read_filter(r, name, str_of(mark)))
            return false;
    return true;
}

static bool read_sort(struct filter_reader *r, struct str text)
{
    struct list_query *q = r->query;
    bool falling = str_starts(text, S("-"));
    const struct field *f = type_field(q->type, falling ? str_from(text, 1) : text);
    if (!f || !list_sorts(r->call, q->type, f))
        return fault_field(r->call, text);
    q->sort = f;
    q->falling = falling;
    q->sort_given = true;
    return true;
}

static bool read_columns(struct filter_reader *r, struct str text)
{
    struct list_query *q = r->query;
    q->column_count = 0;
    q->columns_given = true;
    for (struct str name; str_cut(&text, ',', &name);) {
        const struct field *f = type_field(q->type, name);
        if (!f || !staff_sees(r->call, q->type, f) || q->column_count >= q->type->field_count)
            return fault_field(r->call, name);
        q->columns[q->column_count++] = f;
    }
    return q->column_count > 0 || fault_field(r->call, S("columns"));
}

static bool read_page(struct filter_reader *r, struct str text)
{
    return (str_to_int(text, &r->query->page) && r->query->page >= 1 &&
            r->query->page <= LIST_MOST_OFFSET / LIST_LARGEST) ||
           FAULT(&r->call->faults, FAULT_INPUT, (struct place){.field = S("page")},
                 N_("\"{1}\" is not the number of a page, such as 2. Narrow the list instead of "
                    "turning to far pages."),
                 text);
}

static bool read_size(struct filter_reader *r, struct str text)
{
    return (str_to_int(text, &r->query->size) && r->query->size >= 1 &&
            r->query->size <= LIST_LARGEST) ||
           FAULT(&r->call->faults, FAULT_INPUT, (struct place){.field = S("limit")},
                 N_("\"{1}\" is no number of records from 1 to 200."), text);
}

static bool read_one(struct filter_reader *r, struct str name, struct str value)
{
    if (str_eq(name, S("language")))
        return true;
    if (str_eq(name, S("sort")))
        return !value.n || read_sort(r, value);
    if (str_eq(name, S("page")))
        return !value.n || read_page(r, value);
    if (r->call->api && str_eq(name, S("limit")))
        return read_size(r, value);
    if (str_eq(name, S("columns")))
        return !value.n || read_columns(r, value);
    if (str_eq(name, S("empty")) || str_eq(name, S("filled")))
        return read_marks(r, value, name.p[0] == 'e' ? "-" : "*");
    return read_filter(r, name, value);
}

static void take_columns(struct filter_reader *r)
{
    struct list_query *q = r->query;
    const struct field_list *own = &q->type->columns;
    q->columns = arena_array(r->call->arena, q->type->field_count + 1, const struct field *);
    if (r->call->api)
        for (size_t i = 0; i < q->type->field_count; i++)
            if (staff_sees(r->call, q->type, &q->type->fields[i]))
                q->columns[q->column_count++] = &q->type->fields[i];
    for (size_t i = 0; i < own->count && !r->call->api; i++)
        if (staff_sees(r->call, q->type, own->items[i]))
            q->columns[q->column_count++] = own->items[i];
}

static void take_order(struct filter_reader *r)
{
    struct list_query *q = r->query;
    struct str order = q->type->order;
    bool falling = str_starts(order, S("-"));
    const struct field *f = type_field(q->type, falling ? str_from(order, 1) : order);
    if (f && list_sorts(r->call, q->type, f)) {
        q->sort = f;
        q->falling = falling;
    }
}

bool list_query_read(struct call *c, const struct type *type, const struct http_fields *given,
                     struct list_query *q)
{
    struct filter_reader r = {.call = c, .query = q};
    bool good = true;
    *q = (struct list_query){.type = type, .page = 1, .size = LIST_SIZE};
    take_columns(&r);
    take_order(&r);
    for (size_t i = 0; i < given->count; i++)
        good = read_one(&r, given->items[i].name, str_trim(given->items[i].value)) && good;
    return good;
}

/* --- asking the store --- */

struct conditions {
    struct condition *items;
    size_t count, capacity;
};

/* The text at which a day stands among dates of every precision: a month or a year that is all that
 * is known stands at its first day, so 1 March 2019 is "2019-03" and 1 January 2019 is "2019". */
static struct value edge(struct arena *a, struct date d)
{
    if (d.day == 1)
        d.day = 0;
    if (d.day == 0 && d.month == 1)
        d.month = 0;
    return value_text(date_print(a, d));
}

/* Where the next day, month or year begins. */
static struct value after(struct arena *a, struct date d)
{
    switch (date_precision(d)) {
    case DATE_DAY: return edge(a, date_add_days(d, 1));
    case DATE_MONTH: return edge(a, date_add_months(date_first_day(d), 1));
    default: return edge(a, (struct date){d.year + 1, 0, 0});
    }
}

static void add_period(struct arena *a, struct conditions *list, const char *name,
                       const struct list_filter *f)
{
    struct date d;
    if (!date_parse(f->value.text, &d))
        return;
    if (f->compare != LIST_UNTIL)
        *arena_push(a, list) =
            (struct condition){name, AT_LEAST, f->compare == LIST_FROM ? edge(a, d) : f->value};
    if (f->compare != LIST_FROM)
        *arena_push(a, list) = (struct condition){name, LESS, after(a, d)};
}

static void add_condition(struct arena *a, struct conditions *list, const struct list_filter *f)
{
    const char *name = str_c(a, f->field->name);
    static const enum compare compares[] = {
        [LIST_IS] = IS,         [LIST_CONTAINS] = CONTAINS, [LIST_FROM] = AT_LEAST,
        [LIST_UNTIL] = AT_MOST, [LIST_EMPTY] = IS_EMPTY,    [LIST_FILLED] = IS_SET};
    if (f->compare == LIST_AMONG)
        return;
    bool time = f->field->kind == FIELD_DATE || f->field->kind == FIELD_TIME;
    if (time && f->value.kind == VALUE_TEXT)
        add_period(a, list, name, f);
    else
        *arena_push(a, list) = (struct condition){name, compares[f->compare], f->value};
}

struct query list_query_store(struct arena *a, const struct list_query *q)
{
    struct conditions list = {0};
    for (size_t i = 0; i < q->filters.count; i++)
        add_condition(a, &list, &q->filters.items[i]);
    struct query out = {.type = q->type,
                        .conditions = list.items,
                        .condition_count = list.count,
                        .where = list_among_expression(a, q),
                        .limit = (size_t)q->size,
                        .offset = (size_t)((q->page - 1) * q->size),
                        .brief = true};
    if (q->sort)
        out.order[0] = str_c(a, str_concat(a, q->falling ? S("-") : S(""), q->sort->name));
    for (size_t i = 0; i < q->column_count; i++)
        if (q->columns[i]->multiline)
            out.brief = false;
    return out;
}

/* --- writing --- */

static void put(struct buffer *b, struct str name, const char *ending, struct str value)
{
    buffer_char(b, b->count ? '&' : '?');
    buffer_add(b, name);
    buffer_add(b, str_of(ending));
    buffer_char(b, '=');
    for (struct str part, rest = value; str_cut(&rest, ',', &part);) {
        escape_part(b, part, false);
        if (rest.n)
            buffer_char(b, ',');
    }
}

static void put_marked(struct buffer *b, const struct list_query *q, enum list_compare compare)
{
    struct str_list names = {0};
    for (size_t i = 0; i < q->filters.count; i++)
        if (q->filters.items[i].compare == compare)
            *arena_push(b->arena, &names) = q->filters.items[i].field->name;
    if (names.count)
        put(b, compare == LIST_EMPTY ? S("empty") : S("filled"), "",
            str_join(b->arena, &names, S(",")));
}

struct str list_query_print(struct arena *a, const struct list_query *q)
{
    static const char *const endings[] = {
        [LIST_IS] = "", [LIST_CONTAINS] = "", [LIST_FROM] = ".from", [LIST_UNTIL] = ".until"};
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < q->filters.count; i++) {
        const struct list_filter *f = &q->filters.items[i];
        if (f->compare < LIST_EMPTY)
            put(&b, f->field->name, endings[f->compare], f->given);
        if (f->compare == LIST_AMONG)
            put(&b, list_filter_name(a, f), "", f->given);
    }
    put_marked(&b, q, LIST_EMPTY);
    put_marked(&b, q, LIST_FILLED);
    if (q->sort_given)
        put(&b, S("sort"), "", str_concat(a, q->falling ? S("-") : S(""), q->sort->name));
    if (q->columns_given) {
        struct str_list names = {0};
        for (size_t i = 0; i < q->column_count; i++)
            *arena_push(a, &names) = q->columns[i]->name;
        put(&b, S("columns"), "", str_join(a, &names, S(",")));
    }
    if (q->page > 1)
        put(&b, S("page"), "", str_format(a, "%lld", (long long)q->page));
    if (q->size != LIST_SIZE)
        put(&b, S("limit"), "", str_format(a, "%lld", (long long)q->size));
    return buffer_str(&b);
}

struct str list_query_without(struct arena *a, const struct list_query *q, size_t filter)
{
    struct list_query other = *q;
    other.filters.items = arena_array(a, q->filters.count + 1, struct list_filter);
    other.filters.count = 0;
    other.page = 1;
    for (size_t i = 0; i < q->filters.count; i++)
        if (i != filter)
            other.filters.items[other.filters.count++] = q->filters.items[i];
    return list_query_print(a, &other);
}

struct str list_query_page(struct arena *a, const struct list_query *q, int64_t page)
{
    struct list_query other = *q;
    other.page = page;
    return list_query_print(a, &other);
}

struct str list_query_sorted(struct arena *a, const struct list_query *q, const struct field *by,
                             bool falling)
{
    struct list_query other = *q;
    other.sort = by;
    other.falling = falling;
    other.sort_given = true;
    other.page = 1;
    return list_query_print(a, &other);
}
