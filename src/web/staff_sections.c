/* What a record says, under the headings of its type. */
#include "web/staff_record.h"

#include "base/arena.h"
#include "web/staff_data.h"

enum { GROUP = 7 };

size_t staff_section_count(const struct type *type)
{
    return type->section_count ? type->section_count : (type->field_count + GROUP - 1) / GROUP;
}

struct field_list staff_section(struct arena *a, const struct type *type, size_t i,
                                struct str *label)
{
    if (type->section_count) {
        *label = type->sections[i].label;
        return type->sections[i].fields;
    }
    struct field_list list = {.items = arena_array(a, GROUP, const struct field *)};
    *label = (struct str){0};
    for (size_t n = i * GROUP; n < type->field_count && list.count < GROUP; n++)
        list.items[list.count++] = &type->fields[n];
    return list;
}

struct str staff_address(const struct call *c, struct str path)
{
    return str_format(c->arena, "/%.*s%.*s", STR_ARG(language_code(c->language)), STR_ARG(path));
}

static void add_value(struct staff_page *p, struct node *entry, const struct field *f)
{
    struct call *c = p->call;
    const struct value *v = &p->view->record->values[f->index];
    node_set_str(c->arena, entry, S("state"),
                 f->kind == FIELD_BLOB    ? S("file")
                 : f->sealed && p->opened ? S("opened")
                                          : S("value"));
    node_set_str(c->arena, entry, S("text"),
                 staff_words_field(&p->words, p->type, f, p->view->record->values));
    node_set_bool(c->arena, entry, S("long"), f->multiline);
    if (f->kind == FIELD_REF && staff_words_name(&p->words, f->to, v->text).n)
        node_set_str(c->arena, entry, S("link"),
                     staff_address(c, staff_path(c->arena, f->to, v->text)));
}

/* Adds what stands in a field; false when nothing does. */
static bool add_entry(struct staff_page *p, struct node *entries, const struct field *f,
                      bool *closed)
{
    struct arena *a = p->call->arena;
    const struct value *v = &p->view->record->values[f->index];
    bool masked = p->view->sight[f->index] == SIGHT_MASKED && p->view->has_value[f->index];
    bool empty = !masked && v->kind == VALUE_EMPTY;
    bool means = f->empty_means.n && p->view->sight[f->index] == SIGHT_FULL;
    if (empty && !means)
        return false;
    struct node *entry = node_add(a, entries, node_map(a));
    node_set_str(a, entry, S("name"), f->name);
    node_set_str(a, entry, S("label"), staff_words_label(p->call, f));
    if (empty) {
        node_set_str(a, entry, S("state"), S("empty"));
        node_set_str(a, entry, S("text"), words(p->call->language, f->empty_means));
    } else if (masked) {
        node_set_str(a, entry, S("state"), S("masked"));
    } else if (v->kind == VALUE_SEALED) {
        node_set_str(a, entry, S("state"), S("sealed"));
        *closed = true;
    } else {
        add_value(p, entry, f);
    }
    return true;
}

static void add_section(struct staff_page *p, struct node *sections, size_t i)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct str label;
    struct field_list fields = staff_section(a, p->type, i, &label);
    struct node *section = node_map(a), *entries = node_list(a);
    struct str_list missing = {0};
    bool closed = false;
    for (size_t n = 0; n < fields.count; n++) {
        const struct field *f = fields.items[n];
        if (f->secret || p->view->sight[f->index] == SIGHT_NONE ||
            add_entry(p, entries, f, &closed))
            continue;
        *arena_push(a, &missing) = staff_words_inside(c, staff_words_label(c, f));
    }
    if (!entries->count && !missing.count)
        return;
    node_set_str(a, section, S("label"), words(c->language, label));
    node_set(a, section, S("entries"), entries);
    node_set_str(a, section, S("missing"), str_join(a, &missing, S(", ")));
    node_set_bool(a, section, S("closed"), closed);
    node_add(a, sections, section);
}

void staff_sections(struct staff_page *p)
{
    struct arena *a = p->call->arena;
    struct node *sections = node_set(a, p->out, S("sections"), node_list(a));
    size_t count = staff_section_count(p->type);
    for (size_t i = 0; i < count; i++)
        add_section(p, sections, i);
}

/* --- days on a line --- */

enum { FEWEST_DAYS = 2, MOST_DAYS = 6 };

static bool is_due(const struct type *type, const struct field *f)
{
    for (size_t i = 0; i < type->duty_count; i++)
        if (type->duties[i].due == f)
            return true;
    return false;
}

/* Filled ones by their day, then those still to come as they are declared. */
static void put_in_order(const struct field **days, size_t count, const struct value *values)
{
    for (size_t i = 1; i < count; i++)
        for (size_t n = i; n > 0; n--) {
            const struct value *earlier = &values[days[n - 1]->index],
                               *later = &values[days[n]->index];
            bool wrong = later->kind == VALUE_TEXT && (earlier->kind != VALUE_TEXT ||
                                                       str_compare(earlier->text, later->text) > 0);
            if (!wrong)
                break;
            const struct field *moved = days[n];
            days[n] = days[n - 1];
            days[n - 1] = moved;
        }
}

void staff_line(struct staff_page *p)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    const struct field *days[MOST_DAYS];
    const struct value *values = p->view->record->values;
    size_t count = 0;
    for (size_t i = 0; i < p->type->field_count && count < MOST_DAYS; i++) {
        const struct field *f = &p->type->fields[i];
        bool wanted = values[i].kind == VALUE_TEXT || !is_due(p->type, f);
        if (f->kind == FIELD_DATE && !f->sealed && p->view->sight[i] == SIGHT_FULL && wanted)
            days[count++] = f;
    }
    if (count < FEWEST_DAYS || !p->type->duty_count)
        return;
    put_in_order(days, count, values);
    struct node *line = node_set(a, p->out, S("line"), node_list(a));
    for (size_t i = 0; i < count; i++) {
        struct node *one = node_add(a, line, node_map(a));
        bool filled = values[days[i]->index].kind == VALUE_TEXT;
        node_set_str(a, one, S("label"), staff_words_label(c, days[i]));
        node_set_str(a, one, S("text"), staff_words_field(&p->words, p->type, days[i], values));
        node_set_str(a, one, S("state"),
                     is_due(p->type, days[i]) ? S("due")
                     : filled                 ? S("done")
                                              : S("open"));
    }
}
