/* What happened in a file, in the order in which it did: the dated facts of every record in it. */
#include "base/arena.h"
#include "web/casework.h"
#include "web/staff_data.h"

struct events {
    struct node **items;
    size_t count, capacity;
};

static struct str shown(struct staff_page *p, const struct view *view, const struct stage *stage)
{
    struct arena *a = p->call->arena;
    struct str_list parts = {0};
    for (size_t i = 0; i < stage->shows.count; i++) {
        const struct field *f = stage->shows.items[i];
        struct str text =
            view->sight[f->index] == SIGHT_FULL
                ? staff_words_field(&p->words, view->record->type, f, view->record->values)
                : (struct str){0};
        if (text.n)
            *arena_push(a, &parts) = text;
    }
    return str_join(a, &parts, S(" · "));
}

static struct str who(struct staff_page *p, const struct view *view)
{
    const struct field *f = type_field(view->record->type, S("recorded_by"));
    const struct value *v = f ? &view->record->values[f->index] : NULL;
    if (!v || v->kind != VALUE_TEXT || view->sight[f->index] != SIGHT_FULL)
        return (struct str){0};
    return staff_words_name(&p->words, f->to, v->text);
}

static void add_events(struct staff_page *p, const struct view *view, struct events *events)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    const struct type *type = view->record->type;
    for (size_t i = 0; i < type->procedure->stage_count; i++) {
        const struct stage *stage = &type->procedure->stages[i];
        if (stage->holds.any_count || !stage->since ||
            view->sight[stage->since->index] != SIGHT_FULL)
            continue;
        struct str day = view->record->values[stage->since->index].text;
        if (!day.n)
            continue;
        struct node *one = node_map(a);
        node_set_str(a, one, S("iso"), day);
        node_set_str(a, one, S("date"), words_date(a, c->language, day));
        node_set_str(a, one, S("what"), words(c->language, stage->label));
        node_set_str(a, one, S("shows"), shown(p, view, stage));
        node_set_str(a, one, S("who"), who(p, view));
        if (!str_eq(view->record->id, p->view->record->id)) {
            node_set_str(a, one, S("name"), visit_name_of(&c->visit, view));
            node_set_str(a, one, S("address"),
                         staff_address(c, staff_path(a, type, view->record->id)));
            node_set_bool(a, one, S("letter"), str_eq(type->name, S("information_request")) && !i);
        }
        *arena_push(a, events) = one;
    }
}

void casework_events(struct staff_page *p)
{
    struct call *c = p->call;
    const struct procedure *procedure = p->type->procedure;
    struct events events = {0};
    if (!procedure->file_count)
        return;
    add_events(p, p->view, &events);
    for (size_t i = 0; i < procedure->file_count; i++) {
        const struct views *found = casework_file(p, i);
        for (size_t k = 0; k < found->count; k++)
            add_events(p, &found->items[k], &events);
    }
    for (size_t i = 1; i < events.count; i++)
        for (size_t n = i; n > 0 && str_compare(node_get_str(events.items[n], S("iso")),
                                                node_get_str(events.items[n - 1], S("iso"))) < 0;
             n--) {
            struct node *moved = events.items[n];
            events.items[n] = events.items[n - 1];
            events.items[n - 1] = moved;
        }
    struct node *list = node_set(c->arena, p->out, S("events"), node_list(c->arena));
    for (size_t i = 0; i < events.count; i++)
        node_add(c->arena, list, events.items[i]);
}
