#include "web/staff_acts.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "identity/identity.h"
#include "web/answer.h"
#include "web/staff_data.h"
#include "web/staff_find.h"
#include "web/staff_record.h"

enum { SHORTEST_REASON = 10 };

static struct staff_page page_of(struct call *c, const struct view *view)
{
    struct staff_page p = {
        .call = c, .type = view->record->type, .view = view, .out = node_map(c->arena)};
    p.words = staff_words_new(c);
    return p;
}

/* The address that the page's links to other languages lead to: there is nothing to be read at that
 * of an act. */
static void stand_at_record(struct call *c, const struct view *view)
{
    c->path = staff_path(c->arena, view->record->type, view->record->id);
}

static struct str reason_of(struct call *c)
{
    return str_trim(http_field(&c->form, S("reason")));
}

/* The record's page again, with what is wrong beside the field. */
static void record_again(struct call *c, struct view *view, const char *error)
{
    struct staff_page p = page_of(c, view);
    struct str text = (struct str){0};
    if (c->faults.count)
        text = fault_fill(c->arena, words(c->language, str_of(c->faults.items[0].message)),
                          &c->faults.items[0]);
    c->faults = (struct faults){.arena = c->arena, .limit = 10};
    stand_at_record(c, view);
    staff_record_page(&p);
    node_set_str(c->arena, p.out, str_of(error), text);
    if (str_eq(str_of(error), S("emergency_error")))
        node_set_str(c->arena, p.out, S("emergency_reason"), reason_of(c));
    answer_page(c, 422, "staff-record", p.out);
}

/* --- opening what is sealed --- */

void staff_open(struct call *c)
{
    const struct type *type = staff_type(c);
    struct view *view = type ? staff_view(c, type) : NULL;
    if (!view)
        return;
    c->visit.reason = reason_of(c);
    if (utf8_count(c->visit.reason) < SHORTEST_REASON) {
        FAULT(
            &c->faults, FAULT_INPUT, (struct place){.field = S("reason")},
            N_("Say in at least ten letters why you need to read this, as in: visit to the family "
               "tomorrow."));
        record_again(c, view, "open_error");
        return;
    }
    if (!visit_open(&c->visit, &view, 1))
        return;
    struct staff_page p = page_of(c, view);
    p.opened = true;
    stand_at_record(c, view);
    staff_record_page(&p);
    answer_page(c, 200, "staff-record", p.out);
}

void staff_emergency(struct call *c)
{
    const struct type *type = staff_type(c);
    struct view *view = type ? staff_view(c, type) : NULL;
    int64_t hours = 0;
    if (!view)
        return;
    str_to_int(http_field(&c->form, S("hours")), &hours);
    if (visit_emergency(&c->visit, type, view->record->id, reason_of(c), (int)hours))
        answer_go_saying(c, staff_path(c->arena, type, view->record->id),
                         N_("It is open to you until the time is over. The privacy officer was "
                            "told."),
                         (struct str){0});
    else if (c->faults.count && c->faults.items[0].kind == FAULT_INPUT)
        record_again(c, view, "emergency_error");
}

/* --- what cannot be undone --- */

static struct view *view_for(struct call *c, bool erase)
{
    const struct type *type = staff_type(c);
    struct view *view = type ? staff_view(c, type) : NULL;
    if (!view || (erase ? view->may_erase : view->may_delete))
        return view;
    visit_refused(&c->visit, erase ? "erase" : "delete", type, view->record->id);
    FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
          N_("This is not for you to delete. Ask whoever looks after the record."));
    return NULL;
}

static struct node *sure_page(struct call *c, struct view *view, const char *what)
{
    struct staff_page p = page_of(c, view);
    staff_head(&p);
    node_set_str(c->arena, p.out, S("what"), str_of(what));
    node_set_str(c->arena, p.out, S("reason"), reason_of(c));
    return p.out;
}

struct node *staff_delete_page(struct call *c)
{
    struct view *view = view_for(c, false);
    return view ? sure_page(c, view, "delete") : NULL;
}

struct node *staff_erase_page(struct call *c)
{
    struct view *view = view_for(c, true);
    return view ? sure_page(c, view, "erase") : NULL;
}

static bool has_reason(struct call *c)
{
    c->visit.reason = reason_of(c);
    return c->visit.reason.n ||
           FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("reason")},
                 N_("Say why, as in: recorded twice, the other one is C-2019-0012."));
}

void staff_delete(struct call *c)
{
    struct view *view = view_for(c, false);
    int64_t version = 0;
    if (!view)
        return;
    const struct type *type = view->record->type;
    str_to_int(http_field(&c->form, S("version")), &version);
    if (has_reason(c) && visit_delete(&c->visit, type, view->record->id, version))
        answer_go_saying(c, staff_path(c->arena, type, (struct str){0}), N_("{1} is deleted."),
                         visit_name_of(&c->visit, view));
    else
        answer_page(c, 422, "staff-sure", sure_page(c, view, "delete"));
}

void staff_erase(struct call *c)
{
    struct view *view = view_for(c, true);
    if (!view)
        return;
    const struct type *type = view->record->type;
    size_t had = c->faults.total;
    bool proved =
        has_reason(c) && identity_prove_again(c->session, &c->visit.who,
                                              http_field(&c->form, S("password")), &c->faults);
    if (!proved && c->faults.total == had)
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("password")},
              N_("This is not your password. It is asked again because erasing cannot be undone."));
    if (proved && visit_erase(&c->visit, type, view->record->id))
        answer_go_saying(c, staff_path(c->arena, type, view->record->id),
                         N_("The person is erased. The record stays without what said who it was."),
                         (struct str){0});
    else
        answer_page(c, 422, "staff-sure", sure_page(c, view, "erase"));
}

/* --- small answers --- */

void staff_file(struct call *c)
{
    const struct type *type = staff_type(c);
    const struct view *view = type ? staff_view(c, type) : NULL;
    const struct field *f = view ? type_field(type, call_value(c, "field")) : NULL;
    if (!view)
        return;
    if (!f || f->kind != FIELD_BLOB || view->sight[f->index] != SIGHT_FULL ||
        view->record->values[f->index].kind != VALUE_BLOB) {
        FAULT(&c->faults, FAULT_MISSING, (struct place){0}, N_("There is no such file."));
        return;
    }
    answer_file(
        c, str_format(c->arena, "%.*s-%.*s.bin", STR_ARG(type->name), STR_ARG(view->record->id)),
        S("application/octet-stream"), view->record->values[f->index].text);
}

enum { MOST_NAMES = 8 };

struct node *staff_names(struct call *c)
{
    struct arena *a = c->arena;
    const struct type *type = staff_type(c);
    struct str text = call_value(c, "q");
    struct node *out = node_map(a), *names = node_set(a, out, S("names"), node_list(a));
    struct views found = {0};
    if (!type || (text.n && !staff_look_for(c, type, text, &found)))
        return NULL;
    for (size_t i = 0; i < found.count && i < MOST_NAMES; i++) {
        struct node *one = node_add(a, names, node_map(a));
        node_set_str(a, one, S("id"), found.items[i].record->id);
        node_set_str(a, one, S("name"), visit_name_of(&c->visit, &found.items[i]));
    }
    return out;
}
