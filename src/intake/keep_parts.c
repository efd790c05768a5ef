#include "intake/keep_parts.h"

#include "base/arena.h"
#include "base/map.h"

void keep_set(struct record *r, const char *field, struct str text)
{
    record_set(r, field, value_text(text));
}

void keep_set_number(struct record *r, const char *field, int64_t number)
{
    record_set(r, field, number ? value_integer(number) : (struct value){0});
}

void keep_set_code(struct record *r, const char *field, struct str code)
{
    const struct field *f = type_field(r->type, str_of(field));
    const struct code *found = code.n && f->list ? code_find(f->list, code) : NULL;
    keep_set(r, field, found ? found->code : (struct str){0});
}

struct record *keep_add(struct keeping *k, struct records *list, const char *type,
                        const char *parent, struct str id)
{
    struct record *r = record_new(k->arena, model_type(k->model, str_of(type)));
    record_set(r, parent, value_text(id));
    *arena_push(k->arena, list) = r;
    return r;
}

static bool same_values(const struct record *a, const struct record *b)
{
    for (size_t i = 0; i < a->type->field_count; i++)
        if (!value_eq(&a->values[i], &b->values[i]))
            return false;
    return true;
}

/* Stores `wanted` over `old`, or leaves it when it says the same. */
static bool put_over(struct keeping *k, struct record *wanted, const struct record *old)
{
    wanted->id = old->id;
    wanted->version = old->version;
    if (same_values(wanted, old)) {
        k->done->unchanged++;
        return true;
    }
    k->done->changed++;
    return store_update(k->keep->session, k->arena, wanted, NULL, k->faults);
}

static bool put_new(struct keeping *k, struct record *wanted)
{
    k->done->added++;
    return store_insert(k->keep->session, wanted, k->faults);
}

bool keep_put_head(struct keeping *k, struct record *wanted, bool *was_there)
{
    const struct key *key = &wanted->type->keys[0];
    struct value *values = arena_array(k->arena, key->count, struct value);
    for (size_t i = 0; i < key->count; i++)
        values[i] = wanted->values[key->fields[i]];
    size_t had = k->faults->total;
    const struct record *old =
        store_find(k->keep->session, k->arena, wanted->type, values, k->faults);
    *was_there = old != NULL;
    if (k->faults->total > had)
        return false;
    return old ? put_over(k, wanted, old) : put_new(k, wanted);
}

/* The values of the first key as one text. */
static struct str key_text(struct arena *a, const struct record *r)
{
    const struct key *key = &r->type->keys[0];
    struct str text = {0};
    for (size_t i = 0; i < key->count; i++) {
        const struct field *field = &r->type->fields[key->fields[i]];
        struct str part = value_print(a, field, &r->values[key->fields[i]], (struct str){0});
        text = i ? str_format(a, "%.*s\x1f%.*s", STR_ARG(text), STR_ARG(part)) : part;
    }
    return text;
}

static bool read_children(struct keeping *k, const struct type *type, const char *parent,
                          struct str id, struct records *found)
{
    const struct condition of_parent = {parent, IS, value_text(id)};
    const struct query q = {.type = type, .conditions = &of_parent, .condition_count = 1};
    return store_query(k->keep->session, k->arena, &q, found, k->faults);
}

void keep_leave_out(struct keeping *k, long line, const char *message, struct str detail)
{
    struct chapter_remark *remark = arena_push(k->arena, &k->done->left_out);
    remark->line = line;
    remark->message = message;
    remark->details[0] = detail;
}

/* A second record of the same key; only what has a line of its own is worth a remark. */
static void leave_out_second(struct keeping *k, const struct record *r)
{
    const struct field *line = type_field(r->type, S("line")), *key = type_field(r->type, S("key"));
    if (line && key)
        keep_leave_out(k, (long)r->values[line->index].integer,
                       N_("This figure stands here a second time, and the first was kept: {1}"),
                       r->values[key->index].text);
}

bool keep_put_children(struct keeping *k, const char *type, const char *parent, struct str id,
                       const struct records *wanted, bool fresh)
{
    struct records old = {0};
    struct map old_at = {.arena = k->arena}, seen = {.arena = k->arena};
    if (!fresh && !read_children(k, model_type(k->model, str_of(type)), parent, id, &old))
        return false;
    for (size_t i = 0; i < old.count; i++)
        map_put(&old_at, key_text(k->arena, old.items[i]), (int64_t)i);
    for (size_t i = 0; i < wanted->count; i++) {
        struct str key = key_text(k->arena, wanted->items[i]);
        int64_t at;
        if (map_get(&seen, key, NULL)) {
            leave_out_second(k, wanted->items[i]);
            continue;
        }
        map_put(&seen, key, 1);
        bool there = map_get(&old_at, key, &at);
        if (!(there ? put_over(k, wanted->items[i], old.items[at]) : put_new(k, wanted->items[i])))
            return false;
    }
    for (size_t i = 0; i < old.count; i++) {
        if (map_get(&seen, key_text(k->arena, old.items[i]), NULL))
            continue;
        k->done->removed++;
        if (!store_delete(k->keep->session, old.items[i], k->faults))
            return false;
    }
    return true;
}

static struct str state_code(enum figure_state state)
{
    switch (state) {
    case FIGURE_VALUE: return S("value");
    case FIGURE_UNKNOWN: return S("unknown");
    case FIGURE_NOT_APPLICABLE: return S("not_applicable");
    case FIGURE_UNAVAILABLE: return S("unavailable");
    case FIGURE_NOT_STATED: break;
    }
    return S("not_stated");
}

static void set_figure(struct record *r, const struct chapter_figure *f)
{
    keep_set(r, "key", f->key);
    keep_set_number(r, "year", f->year);
    keep_set(r, "territory", f->territory);
    keep_set(r, "state", state_code(f->state));
    if (f->is_number && f->state == FIGURE_VALUE)
        record_set(r, "number", value_real(f->number));
    keep_set(r, "answer", f->answer);
    keep_set(r, "currency", f->currency);
    keep_set(r, "text", f->text);
    keep_set(r, "marks", f->marks);
    keep_set(r, "sources", f->sources);
    if (f->has_age)
        record_set(r, "age", value_real(f->age));
    if (f->age_calculated)
        record_set(r, "age_calculated", value_integer(1));
    keep_set(r, "age_text", f->age_text);
    keep_set(r, "legislation", f->legislation);
    keep_set_number(r, "line", f->line);
}

void keep_add_figures(struct keeping *k, struct records *list, struct str profile,
                      const struct chapter_figures *figures)
{
    for (size_t i = 0; i < figures->count; i++)
        set_figure(keep_add(k, list, "figure", "profile", profile), &figures->items[i]);
}

void keep_add_actions(struct keeping *k, struct records *list, struct str profile,
                      const struct chapter_actions *actions)
{
    const struct code_list *areas = model_list(k->model, S("action_areas"));
    for (size_t i = 0; i < actions->count; i++) {
        const struct chapter_action *action = &actions->items[i];
        if (!action->text.n || !action->area.n) /* its reader has remarked on it */
            continue;
        if (!code_find(areas, action->area)) {
            keep_leave_out(
                k, action->line,
                N_("To which area this suggested action belongs was not understood: {1}"),
                action->text);
            continue;
        }
        struct record *r = keep_add(k, list, "suggested_action", "profile", profile);
        keep_set_number(r, "position", (int64_t)list->count);
        keep_set_code(r, "area", action->area);
        keep_set(r, "territory", action->territory);
        keep_set(r, "text", action->text);
        keep_set_number(r, "first_year", action->first_year);
        keep_set_number(r, "last_year", action->last_year);
        keep_set(r, "years_text", action->years_text);
        keep_set_number(r, "line", action->line);
    }
}

static void add_remark(struct keeping *k, struct records *list, struct str profile,
                       const struct chapter_remark *remark)
{
    struct str details = remark->details[0];
    if (remark->details[1].n)
        details = str_format(k->arena, "%.*s\n%.*s", STR_ARG(details), STR_ARG(remark->details[1]));
    struct record *r = keep_add(k, list, "remark", "profile", profile);
    keep_set_number(r, "position", (int64_t)list->count);
    keep_set_number(r, "line", remark->line);
    keep_set(r, "message", str_of(remark->message));
    keep_set(r, "details", details);
}

void keep_add_remarks(struct keeping *k, struct records *list, struct str profile,
                      const struct chapter_remarks *remarks, long from, long to)
{
    for (size_t i = 0; i < remarks->count; i++) {
        const struct chapter_remark *remark = &remarks->items[i];
        if (remark->line >= from && (!to || remark->line < to))
            add_remark(k, list, profile, remark);
    }
}

void keep_add_left_out(struct keeping *k, struct records *list, struct str profile)
{
    const struct chapter_remarks *all = &k->done->left_out;
    for (size_t i = k->left_out_before; i < all->count; i++)
        add_remark(k, list, profile, &all->items[i]);
    k->left_out_before = all->count;
}
