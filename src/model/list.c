#include "model/list.h"

#include "base/arena.h"
#include "base/csv.h"

struct list_reader {
    struct arena *arena;
    struct faults *faults;
    struct csv_row header;
    struct code *items;
    size_t count, capacity;
    size_t code_at, label_at, also_at; /* columns; STR_NONE when there is none */
};

static struct place at_line(long line)
{
    return (struct place){.line = line};
}

/* FNV-1a over ASCII letters made small: names are found without regard to case. */
static uint64_t name_hash(struct str s)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)char_lower(s.p[i])) * 1099511628211u;
    return h ^ (h >> 29);
}

static bool is_called(const struct code *code, struct str text)
{
    if (str_eq_nocase(code->code, text) || str_eq_nocase(code->label, text))
        return true;
    for (size_t i = 0; i < code->also.count; i++)
        if (str_eq_nocase(code->also.items[i], text))
            return true;
    return false;
}

const struct code *code_find(const struct code_list *list, struct str text)
{
    if (!list->slot_count)
        return NULL;
    for (uint64_t h = name_hash(text);; h++) {
        uint32_t item = list->slots[h & (list->slot_count - 1)];
        if (!item)
            return NULL;
        if (is_called(&list->items[item - 1], text))
            return &list->items[item - 1];
    }
}

static bool read_header(struct list_reader *r)
{
    r->code_at = r->label_at = r->also_at = STR_NONE;
    for (size_t i = 0; i < r->header.count; i++) {
        struct str name = r->header.items[i].text;
        if (str_eq(name, S("code")))
            r->code_at = i;
        else if (str_eq(name, S("label")))
            r->label_at = i;
        else if (str_eq(name, S("also")))
            r->also_at = i;
    }
    if (r->code_at != STR_NONE && r->label_at != STR_NONE)
        return true;
    return FAULT(r->faults, FAULT_INPUT, at_line(1),
                 N_("A list begins with the names of its columns, and \"code\" and \"label\" must "
                    "be among them, as in: code,label,also"));
}

bool list_good_code(struct str code)
{
    for (size_t i = 0; i < code.n; i++)
        if (!char_is_alpha(code.p[i]) && !char_is_digit(code.p[i]) && code.p[i] != '_' &&
            code.p[i] != '-' && code.p[i] != '.')
            return false;
    return code.n > 0 && code.n <= 64;
}

static bool read_code(struct list_reader *r, const struct csv_row *row)
{
    struct code code = {.code = row->items[r->code_at].text, .label = row->items[r->label_at].text};
    if (!list_good_code(code.code))
        return FAULT(
            r->faults, FAULT_INPUT, at_line(row->line),
            N_("\"{1}\" is no code: a code has letters, digits and underscores only, as in "
               "labor_inspectors."),
            code.code);
    if (!code.label.n)
        return FAULT(r->faults, FAULT_INPUT, at_line(row->line),
                     N_("The code \"{1}\" has no label; write what people call it."), code.code);
    struct node *cells = node_map(r->arena);
    cells->line = row->line;
    for (size_t i = 0; i < row->count; i++)
        node_set_str(r->arena, cells, r->header.items[i].text, row->items[i].text);
    code.row = cells;
    struct str also = r->also_at == STR_NONE ? (struct str){0} : row->items[r->also_at].text;
    for (struct str name; str_cut(&also, '|', &name);)
        if (str_trim(name).n)
            *arena_push(r->arena, &code.also) = str_trim(name);
    *arena_push(r->arena, r) = code;
    return true;
}

/* Enters one name of an item; a name of two items would make reading a guess. */
static bool enter(struct list_reader *r, struct code_list *list, uint32_t *slots, struct str name,
                  size_t item)
{
    const struct code *other = code_find(list, name);
    if (other && other != &list->items[item])
        return FAULT(
            r->faults, FAULT_INPUT, at_line(list->items[item].row->line),
            N_("\"{1}\" stands for two codes, {2} and {3}; a name may stand for one only."), name,
            other->code, list->items[item].code);
    if (other)
        return true;
    uint64_t h = name_hash(name);
    while (slots[h & (list->slot_count - 1)])
        h++;
    slots[h & (list->slot_count - 1)] = (uint32_t)item + 1;
    return true;
}

static bool enter_all(struct list_reader *r, struct code_list *list)
{
    size_t names = 0, size = 16;
    bool ok = true;
    for (size_t i = 0; i < list->count; i++)
        names += 2 + list->items[i].also.count;
    while (size < names * 2)
        size *= 2;
    uint32_t *slots = arena_array(r->arena, size, uint32_t);
    list->slots = slots;
    list->slot_count = size;
    for (size_t i = 0; i < list->count; i++) {
        const struct code *code = &list->items[i];
        ok = enter(r, list, slots, code->code, i) && ok;
        ok = enter(r, list, slots, code->label, i) && ok;
        for (size_t k = 0; k < code->also.count; k++)
            ok = enter(r, list, slots, code->also.items[k], i) && ok;
    }
    return ok;
}

bool list_read(struct arena *a, struct str name, const struct resource *file,
               struct code_list *list, struct faults *faults)
{
    struct list_reader r = {.arena = a, .faults = faults};
    struct csv_reader csv;
    struct csv_row row;
    size_t faults_before = faults->total;
    if (!csv_start(&csv, file->bytes, ',', faults))
        return false;
    if (!csv_next(&csv, a, &r.header))
        return FAULT(faults, FAULT_INPUT, at_line(1), N_("This list is empty."));
    if (!read_header(&r))
        return false;
    while (csv_next(&csv, a, &row))
        if (!row.ragged)
            read_code(&r, &row);
    *list =
        (struct code_list){.name = name, .file = file->name, .items = r.items, .count = r.count};
    return enter_all(&r, list) && faults->total == faults_before;
}

static struct code *item_of(struct code *items, size_t count, struct str code)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(items[i].code, code))
            return &items[i];
    return NULL;
}

/* The line of the list as it was, with what the new one says over it. */
static const struct node *merged(struct arena *a, const struct node *old, const struct node *new)
{
    struct node *row = node_map(a);
    for (size_t i = 0; i < node_count(old); i++)
        node_set(a, row, old->keys[i], old->items[i]);
    for (size_t i = 0; i < node_count(new); i++)
        node_set(a, row, new->keys[i], new->items[i]);
    return row;
}

static void take_label(struct arena *a, struct code *item, const struct code *new)
{
    struct str_list also = {0};
    for (size_t i = 0; i < item->also.count; i++)
        *arena_push(a, &also) = item->also.items[i];
    *arena_push(a, &also) = item->label;
    item->also = also;
    item->label = new->label;
    item->row = merged(a, item->row, new->row);
}

void list_extend(struct arena *a, struct code_list *list, const struct code *more, size_t count)
{
    struct faults ignored = {.arena = a, .limit = 1};
    struct list_reader r = {.arena = a, .faults = &ignored};
    struct code *items = arena_array(a, list->count + count, struct code);
    size_t n = list->count;
    for (size_t i = 0; i < n; i++)
        items[i] = list->items[i];
    for (size_t i = 0; i < count; i++) {
        struct code *known = item_of(items, n, more[i].code);
        if (known)
            take_label(a, known, &more[i]);
        else
            items[n++] = more[i];
    }
    list->items = items;
    list->count = n;
    enter_all(&r, list);
}
