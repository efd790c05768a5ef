/* The history of a record in words. */
#include "web/staff_record.h"

#include "base/arena.h"
#include "web/staff_data.h"

enum { EVENTS = 500 }; /* readings shown of one record */

/* A value as a difference keeps it: text, number, or nothing. */
static struct value value_of(const struct node *n)
{
    if (!n)
        return (struct value){0};
    switch (n->kind) {
    case NODE_STR: return value_text(n->text);
    case NODE_INT: return value_integer(n->integer);
    case NODE_BOOL: return value_integer(n->flag);
    case NODE_REAL: return value_real(n->real);
    default: return (struct value){0};
    }
}

/* A number where the field is one of numbers: a difference may carry it as whole. */
static struct str value_words(struct staff_page *p, const struct field *f, const struct node *n)
{
    struct value v = value_of(n);
    if (f->kind == FIELD_NUMBER && v.kind == VALUE_INTEGER)
        v = value_real((double)v.integer);
    if (v.kind == VALUE_TEXT && (f->kind == FIELD_INTEGER || f->kind == FIELD_NUMBER ||
                                 f->kind == FIELD_MONEY || f->kind == FIELD_BOOLEAN))
        return v.text;
    if (v.kind != VALUE_EMPTY && v.kind != VALUE_TEXT &&
        (f->kind == FIELD_TEXT || f->kind == FIELD_DATE || f->kind == FIELD_TIME ||
         f->kind == FIELD_CODE || f->kind == FIELD_REF || f->kind == FIELD_BLOB))
        return (struct str){0};
    struct str currency = f->kind == FIELD_MONEY
                              ? value_currency(p->type, f, p->view->record->values)
                              : (struct str){0};
    return staff_words_value(&p->words, f, &v, currency);
}

/* A sealed or masked field changed without saying what: its difference holds no plain values. */
static bool closed(const struct staff_page *p, const struct field *f, const struct node *d)
{
    return (f->sealed && !p->opened) || f->secret || f->kind == FIELD_BLOB ||
           p->view->sight[f->index] != SIGHT_FULL || d->kind != NODE_MAP;
}

static void add_change(struct staff_page *p, struct node *list, const struct field *f,
                       const struct node *difference)
{
    struct arena *a = p->call->arena;
    struct node *one = node_add(a, list, node_map(a));
    node_set_str(a, one, S("label"), staff_words_label(p->call, f));
    if (closed(p, f, difference)) {
        node_set_bool(a, one, S("sealed"), true);
        return;
    }
    node_set_str(a, one, S("before"), value_words(p, f, node_get(difference, S("before"))));
    node_set_str(a, one, S("after"), value_words(p, f, node_get(difference, S("after"))));
    node_set_bool(a, one, S("long"), f->multiline);
}

static struct str action_words(struct str action)
{
    static const struct {
        const char *action, *words;
    } known[] = {{"insert", N_("recorded this")},
                 {"create", N_("recorded this")},
                 {"update", N_("changed")},
                 {"delete", N_("deleted this")},
                 {"read", N_("opened sealed fields")},
                 {"erase", N_("erased the person")},
                 {"export", N_("took this away in a file")},
                 {"emergency", N_("opened this in an emergency")},
                 {"refused", N_("was refused")}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(action, str_of(known[i].action)))
            return str_of(known[i].words);
    return action;
}

static struct str channel_words(struct str channel)
{
    static const struct {
        const char *channel, *words;
    } known[] = {{"cli", N_("at the terminal")},       {"web", N_("on the pages")},
                 {"api", N_("through the interface")}, {"import", N_("in an import")},
                 {"export", N_("in an export")},       {"search", N_("in a search")}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(channel, str_of(known[i].channel)))
            return str_of(known[i].words);
    return channel;
}

/* Names of fields that a reading opened. */
static struct str fields_read(struct staff_page *p, const struct node *details)
{
    struct arena *a = p->call->arena;
    const struct node *fields = node_get(details, S("fields"));
    struct str_list names = {0};
    for (size_t i = 0; i < node_count(fields); i++) {
        const struct field *f = type_field(p->type, node_text(a, node_at(fields, i)));
        if (f)
            *arena_push(a, &names) = staff_words_inside(p->call, staff_words_label(p->call, f));
    }
    return str_join(a, &names, S(", "));
}

static void add_event(struct staff_page *p, struct node *list, const struct change *change)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct node *one = node_add(a, list, node_map(a));
    struct node *changes = node_list(a);
    bool made = str_eq(change->action, S("insert")) || str_eq(change->action, S("create"));
    node_set_int(a, one, S("number"), change->number);
    node_set_str(a, one, S("when"), staff_words_time(c, change->at));
    node_set_str(a, one, S("at"), change->at);
    node_set_str(a, one, S("who"), staff_words_actor(&p->words, change->actor));
    node_set_str(a, one, S("where"), words(c->language, channel_words(change->channel)));
    node_set_str(a, one, S("what"), words(c->language, action_words(change->action)));
    node_set_str(a, one, S("fields"), fields_read(p, change->difference));
    node_set_bool(a, one, S("made"), made);
    node_set_str(a, one, S("why"), change->reason);
    for (size_t i = 0; change->difference && i < change->difference->count; i++) {
        const struct field *f = type_field(p->type, change->difference->keys[i]);
        if (f && change->difference->kind == NODE_MAP)
            add_change(p, changes, f, change->difference->items[i]);
    }
    node_set(a, one, S("changes"), changes);
}

static bool is_change(struct str action)
{
    return str_eq(action, S("insert")) || str_eq(action, S("update")) ||
           str_eq(action, S("delete"));
}

/* For those who read the audit chain: who opened, exported or was refused this record. Both lists
 * rise by number. */
static bool add_readings(struct staff_page *p, struct changes *found)
{
    struct call *c = p->call;
    struct changes events = {0}, merged = {0};
    struct audit_query q = {.type = p->type->name, .record = p->view->record->id, .limit = EVENTS};
    if (!access_may(c->app->access, &c->visit.who, S("audit.read")))
        return true;
    if (!store_audit_read(c->session, c->arena, &q, &events, &c->faults))
        return false;
    size_t at = 0;
    for (size_t i = events.count; i > 0; i--) {
        const struct change *event = &events.items[i - 1];
        if (is_change(event->action))
            continue;
        while (at < found->count && found->items[at].number < event->number)
            *arena_push(c->arena, &merged) = found->items[at++];
        if (at == found->count || found->items[at].number != event->number)
            *arena_push(c->arena, &merged) = *event;
    }
    while (at < found->count)
        *arena_push(c->arena, &merged) = found->items[at++];
    *found = merged;
    return true;
}

bool staff_story(struct staff_page *p, struct str name, size_t most)
{
    struct arena *a = p->call->arena;
    struct changes found = {0};
    struct node *list = node_set(a, p->out, name, node_list(a));
    bool good = p->opened ? visit_open_history(&p->call->visit, p->view, &found)
                          : visit_history(&p->call->visit, p->view, &found);
    if (!good || !add_readings(p, &found))
        return false;
    for (size_t i = found.count; i > 0 && (!most || list->count < most); i--)
        add_event(p, list, &found.items[i - 1]);
    node_set_int(a, p->out, S("story_count"), (int64_t)found.count);
    node_set_bool(a, p->out, S("story_more"), list->count < found.count);
    return true;
}

/* --- as data and as a page of its own --- */

static void as_data(struct staff_page *p, const struct changes *found)
{
    struct arena *a = p->call->arena;
    struct node *list = node_set(a, p->out, S("changes"), node_list(a));
    for (size_t i = found->count; i > 0; i--) {
        const struct change *change = &found->items[i - 1];
        struct node *one = node_add(a, list, node_map(a));
        node_set_int(a, one, S("number"), change->number);
        node_set_str(a, one, S("at"), change->at);
        node_set_str(a, one, S("actor"), change->actor);
        node_set_str(a, one, S("channel"), change->channel);
        node_set_str(a, one, S("reason"), change->reason);
        node_set_str(a, one, S("action"), change->action);
        node_set_int(a, one, S("version"), change->version);
        struct node *difference = node_map(a);
        for (size_t n = 0; change->difference && n < change->difference->count &&
                           change->difference->kind == NODE_MAP;
             n++)
            node_set(a, difference, change->difference->keys[n], change->difference->items[n]);
        node_set(a, one, S("difference"), difference);
    }
}

struct node *staff_history(struct call *c)
{
    const struct type *type = staff_type(c);
    const struct view *view = type ? staff_view(c, type) : NULL;
    if (!view)
        return NULL;
    struct staff_page p = {.call = c, .type = type, .view = view, .out = node_map(c->arena)};
    p.words = staff_words_new(c);
    staff_head(&p);
    if (!c->api)
        return staff_story(&p, S("story"), 0) ? p.out : NULL;
    struct changes found = {0};
    if (!visit_history(&c->visit, view, &found))
        return NULL;
    as_data(&p, &found);
    return p.out;
}
