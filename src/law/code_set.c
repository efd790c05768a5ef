#include "law/code_set.h"

#include "base/arena.h"
#include "base/csv.h"

enum { LONGEST_CODE = 16, MOST_CODES = 1000 * 1000 };

enum heading { HEADING_CODE, HEADING_KIND, HEADING_FROM, HEADING_TO, HEADING_TITLE, HEADINGS };

struct reader {
    struct arena *arena;
    struct faults *faults;
    size_t at[HEADINGS]; /* columns; STR_NONE when there is none */
    struct law_code *items;
    size_t count, capacity;
};

/* FNV-1a, its upper half mixed in because the table is looked up by the lower bits. */
uint32_t law_code_hash(struct str code)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < code.n; i++)
        h = (h ^ (unsigned char)code.p[i]) * 1099511628211u;
    return (uint32_t)(h ^ (h >> 32));
}

bool law_list_has(const struct law_list *list, struct str code, uint32_t kinds, int32_t day)
{
    uint32_t mask = list->slot_count - 1;
    for (uint32_t at = law_code_hash(code) & mask; list->slots[at]; at = (at + 1) & mask) {
        const struct law_code *c = &list->items[list->slots[at] - 1];
        if ((c->kinds & kinds) && day >= c->from && day <= c->to && str_eq(c->code, code))
            return true;
    }
    return false;
}

static bool refuse(struct reader *r, const struct csv_cell *cell, const char *message,
                   struct str detail)
{
    return FAULT(r->faults, FAULT_INPUT,
                 ((struct place){.line = cell->line, .column = cell->column}), message, detail);
}

static bool read_header(struct reader *r, const struct csv_row *row)
{
    static const char *const names[HEADINGS] = {"code", "kind", "from_on", "to_on", "title"};
    for (int h = 0; h < HEADINGS; h++) {
        r->at[h] = STR_NONE;
        for (size_t i = 0; i < row->count; i++)
            if (str_eq(str_trim(row->items[i].text), str_of(names[h])))
                r->at[h] = i;
    }
    if (r->at[HEADING_CODE] != STR_NONE)
        return true;
    return FAULT(r->faults, FAULT_INPUT, ((struct place){.line = 1}),
                 N_("A list of codes begins with the names of its columns, and \"code\" must be "
                    "among them, as in: code,kind,title"));
}

static const struct csv_cell *cell_of(const struct reader *r, const struct csv_row *row,
                                      enum heading heading)
{
    static const struct csv_cell none;
    size_t at = r->at[heading];
    return at < row->count ? &row->items[at] : &none;
}

static bool read_kind(struct reader *r, const struct csv_cell *cell, uint32_t *kinds)
{
    *kinds = LAW_CODE_ANY;
    if (!cell->text.n)
        return true;
    *kinds = LAW_CODE_OCCUPATION;
    if (str_eq(cell->text, S("occupation")))
        return true;
    *kinds = LAW_CODE_INDUSTRY;
    if (str_eq(cell->text, S("industry")))
        return true;
    return refuse(r, cell,
                  N_("\"{1}\" is no kind of code: write occupation or industry, or leave it empty "
                     "for both."),
                  cell->text);
}

static bool read_day(struct reader *r, const struct csv_cell *cell, int32_t *day)
{
    if (!cell->text.n)
        return true;
    struct law_value value = law_value_read(LAW_START_DATE, cell->text);
    if (value.state != LAW_GIVEN)
        return refuse(r, cell,
                      N_("\"{1}\" is no day; write year, month and day, as in 2020-11-01."),
                      cell->text);
    *day = (int32_t)value.number;
    return true;
}

static bool read_row(struct reader *r, const struct csv_row *row)
{
    const struct csv_cell *cell = cell_of(r, row, HEADING_CODE);
    struct law_code code = {.from = LAW_FIRST_DAY, .to = LAW_LAST_DAY, .line = row->line};
    struct law_value value = law_value_read(LAW_OCCUPATION_CODE, cell->text);
    if (value.state != LAW_GIVEN)
        return refuse(r, cell,
                      N_("\"{1}\" is no code: 1 to 16 letters, digits, points or hyphens are "
                         "needed, as in 7112."),
                      cell->text);
    code.code = str_copy(r->arena, cell->text);
    code.title = str_copy(r->arena, cell_of(r, row, HEADING_TITLE)->text);
    if (!read_kind(r, cell_of(r, row, HEADING_KIND), &code.kinds) ||
        !read_day(r, cell_of(r, row, HEADING_FROM), &code.from) ||
        !read_day(r, cell_of(r, row, HEADING_TO), &code.to))
        return false;
    if (code.to < code.from)
        return refuse(r, cell_of(r, row, HEADING_TO),
                      N_("The code {1} leaves the list before it comes on it."), code.code);
    if (r->count == MOST_CODES)
        return FAULT(r->faults, FAULT_LIMIT, ((struct place){.line = row->line}),
                     N_("A list has at most 1,000,000 codes."));
    *arena_push(r->arena, r) = code;
    return true;
}

static bool is_same(const struct law_code *one, const struct law_code *other)
{
    return one->kinds == other->kinds && one->from == other->from && one->to == other->to &&
           str_eq(one->code, other->code);
}

static void index_codes(struct arena *a, struct law_list *list)
{
    list->slot_count = 8;
    while (list->slot_count < 2 * list->count)
        list->slot_count *= 2;
    uint32_t *slots = arena_array(a, list->slot_count, uint32_t);
    uint32_t mask = list->slot_count - 1;
    for (size_t i = 0; i < list->count; i++) {
        uint32_t at = law_code_hash(list->items[i].code) & mask;
        while (slots[at] && !is_same(&list->items[slots[at] - 1], &list->items[i]))
            at = (at + 1) & mask;
        if (!slots[at])
            slots[at] = (uint32_t)i + 1;
    }
    list->slots = slots;
}

const struct law_list *law_list_read(struct arena *a, struct str name, struct str file,
                                     struct str bytes, struct faults *faults)
{
    struct csv_reader csv;
    struct reader r = {.arena = a, .faults = faults};
    struct csv_row row = {0};
    struct str before = faults->file;
    size_t had = faults->total;
    faults->file = file;
    bool begun = csv_start(&csv, bytes, csv_guess_separator(bytes), faults);
    if (begun && !csv_next(&csv, a, &row) && !csv.failed)
        FAULT(faults, FAULT_INPUT, ((struct place){.line = 1}),
              N_("This list is empty. A list of codes begins with the names of its columns, as in: "
                 "code,kind,title"));
    else if (begun && !csv.failed && read_header(&r, &row))
        for (row = (struct csv_row){0}; csv_next(&csv, a, &row); row = (struct csv_row){0})
            if (!row.ragged)
                read_row(&r, &row);
    faults->file = before;
    if (faults->total != had)
        return NULL;
    struct law_list *list = arena_new(a, struct law_list);
    *list = (struct law_list){str_copy(a, name), str_copy(a, file), r.items, r.count, NULL, 0};
    index_codes(a, list);
    return list;
}
