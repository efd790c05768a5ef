/* Two people changed one record: both values side by side, and what to keep is chosen field by
 * field. What only one of them changed needs no choice. */
#include "base/arena.h"
#include "web/answer.h"
#include "web/staff_data.h"
#include "web/staff_form.h"
#include "web/staff_record.h"

struct conflict {
    struct staff_form *form;
    const struct view *theirs;
    struct changes since; /* of the record */
    int64_t version;      /* that was before us when we began to type */
    const struct change *last;
};

/* What the field was before they changed it; NULL when they did not. */
static const struct node *before_theirs(const struct conflict *k, const struct field *f)
{
    for (size_t i = 0; i < k->since.count; i++) {
        const struct change *change = &k->since.items[i];
        const struct node *difference = node_get(change->difference, f->name);
        if (change->version > k->version && difference)
            return difference;
    }
    return NULL;
}

/* True when what I typed is what stood there when I began. */
static bool mine_is_old(const struct conflict *k, const struct field *f, const struct node *d)
{
    struct arena *a = k->form->call->arena;
    const struct value *mine = &k->form->record->values[f->index];
    const struct node *before = node_get(d, S("before"));
    if (mine->kind == VALUE_EMPTY)
        return !before || before->kind == NODE_NULL;
    struct str was = node_text(a, before);
    return mine->kind == VALUE_TEXT ? str_eq(was, mine->text)
           : mine->kind == VALUE_INTEGER
               ? before && before->kind == NODE_INT && before->integer == mine->integer
           : mine->kind == VALUE_REAL
               ? before && before->kind == NODE_REAL && before->real == mine->real
               : false;
}

static void add_contested(struct conflict *k, struct node *fields, const struct field *f)
{
    struct staff_form *form = k->form;
    struct arena *a = form->call->arena;
    struct node *one = node_add(a, fields, node_map(a));
    bool closed = k->theirs->record->values[f->index].kind == VALUE_SEALED ||
                  k->theirs->sight[f->index] != SIGHT_FULL || f->kind == FIELD_BLOB;
    node_set_str(a, one, S("name"), f->name);
    node_set_str(a, one, S("label"), staff_words_label(form->call, f));
    node_set_bool(a, one, S("long"), f->multiline);
    node_set_bool(a, one, S("closed"), closed);
    node_set_str(a, one, S("mine"),
                 staff_words_field(&form->words, form->type, f, form->record->values));
    if (!closed)
        node_set_str(a, one, S("theirs"),
                     staff_words_field(&form->words, form->type, f, k->theirs->record->values));
}

static void add_kept(struct conflict *k, struct node *hidden, struct str name, struct str value)
{
    struct arena *a = k->form->call->arena;
    struct node *one = node_add(a, hidden, node_map(a));
    node_set_str(a, one, S("name"), name);
    node_set_str(a, one, S("value"), value);
}

/* Sorts each field that was given: theirs, mine, or to be chosen. */
static void sort_fields(struct conflict *k, struct node *fields, struct node *hidden)
{
    struct staff_form *form = k->form;
    struct arena *a = form->call->arena;
    for (size_t i = 0; i < form->type->field_count; i++) {
        const struct field *f = &form->type->fields[i];
        const struct node *d = form->given[i] ? before_theirs(k, f) : NULL;
        const struct value *mine = &form->record->values[i], *other = &k->theirs->record->values[i];
        if (!d || value_eq(mine, other))
            continue;
        if (mine_is_old(k, f, d))
            add_kept(k, hidden, str_concat(a, f->name, S(".pick")), S("theirs"));
        else
            add_contested(k, fields, f);
    }
}

/* Everything typed travels on. */
static void keep_typed(struct conflict *k, struct node *hidden)
{
    const struct http_fields *form = &k->form->call->form;
    for (size_t i = 0; i < form->count; i++) {
        struct str name = form->items[i].name;
        if (!str_eq(name, S("form_token")) && !str_eq(name, S("version")) &&
            !str_ends(name, S(".pick")))
            add_kept(k, hidden, name, form->items[i].value);
    }
}

static void find_changes(struct conflict *k)
{
    struct call *c = k->form->call;
    struct faults *own = c->visit.faults, ignored = {.arena = c->arena, .limit = 1};
    c->visit.faults = &ignored;
    visit_history(&c->visit, k->theirs, &k->since);
    c->visit.faults = own;
    for (size_t i = 0; i < k->since.count; i++)
        if (k->since.items[i].version > k->version)
            k->last = &k->since.items[i];
}

void staff_conflict(struct staff_form *f, const struct view *theirs, int64_t mine_version)
{
    struct call *c = f->call;
    struct arena *a = c->arena;
    struct conflict k = {.form = f, .theirs = theirs, .version = mine_version};
    struct node *out = node_map(a), *fields = node_list(a), *hidden = node_list(a);
    struct staff_page p = {.call = c, .type = f->type, .view = theirs, .out = out};
    find_changes(&k);
    staff_head(&p);
    sort_fields(&k, fields, hidden);
    keep_typed(&k, hidden);
    node_set(a, out, S("fields"), fields);
    node_set(a, out, S("hidden"), hidden);
    if (k.last) {
        node_set_str(a, out, S("who"), staff_words_actor(&f->words, k.last->actor));
        node_set_str(a, out, S("when"), staff_words_time(c, k.last->at));
        node_set_str(a, out, S("why"), k.last->reason);
    }
    answer_page(c, 409, "staff-conflict", out);
}
