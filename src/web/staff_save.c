/* New and edit: their pages, and saving. */
#include "base/arena.h"
#include "web/answer.h"
#include "web/staff_data.h"
#include "web/staff_form.h"

static const struct type *type_to_make(struct call *c)
{
    const struct type *type = staff_type(c);
    if (!type || visit_may(&c->visit, type, ACTION_CREATE))
        return type;
    visit_refused(&c->visit, "create", type, (struct str){0});
    FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
          N_("You may look at these records but not add to them. Ask whoever keeps them: {1}."),
          words(c->language, type->plural));
    return NULL;
}

/* What is taken in at an office is held there, unless somebody says otherwise. */
static void prefill_office(struct call *c, struct staff_form *f)
{
    const struct paths *paths = &f->type->scopes[SCOPE_OFFICE];
    for (size_t i = 0; i < paths->count; i++) {
        const struct field *field = paths->items[i].fields[0];
        if (paths->items[i].count == 1 && field->kind == FIELD_REF && f->shown[field->index] &&
            str_eq(field->to->name, S("office")))
            f->record->values[field->index] = value_text(c->visit.who.office);
    }
}

/* What the address gives stands in the form from the start: /new?complaint=01h… */
static void prefill(struct call *c, struct staff_form *f)
{
    prefill_office(c, f);
    for (size_t i = 0; i < c->request->query.count; i++) {
        const struct http_field *q = &c->request->query.items[i];
        const struct field *field = type_field(f->type, q->name);
        struct faults ignored = {.arena = c->arena, .limit = 1};
        struct place where = {.field = q->name};
        if (field && f->shown[field->index] && field->kind != FIELD_BLOB &&
            !value_read(c->arena, field, q->value, (struct str){0}, where,
                        &f->record->values[field->index], &ignored))
            f->record->values[field->index] = (struct value){0};
    }
}

struct node *staff_new(struct call *c)
{
    const struct type *type = type_to_make(c);
    if (!type)
        return NULL;
    struct staff_form f = staff_form_new(c, type, NULL);
    prefill(c, &f);
    return staff_form_node(&f);
}

static int status_of(const struct call *c)
{
    return c->faults.count && c->faults.items[0].kind == FAULT_REFUSED ? 403 : 422;
}

void staff_new_save(struct call *c)
{
    const struct type *type = type_to_make(c);
    if (!type)
        return;
    struct staff_form f = staff_form_new(c, type, NULL);
    if (!staff_form_read(&f) || !visit_insert(&c->visit, f.record, f.given)) {
        answer_page(c, status_of(c), "staff-form", staff_form_node(&f));
        return;
    }
    struct str name = visit_name(&c->visit, type, f.record->id);
    answer_go_saying(c, staff_path(c->arena, type, f.record->id), N_("{1} is saved."), name);
}

/* --- edit --- */

static const struct view *view_to_edit(struct call *c, const struct type **type)
{
    *type = staff_type(c);
    const struct view *view = *type ? staff_view(c, *type) : NULL;
    for (size_t i = 0; view && i < (*type)->field_count; i++)
        if (view->may_write[i] && !(*type)->fields[i].by_program && !c->visit.who.read_only)
            return view;
    if (!view)
        return NULL;
    visit_refused(&c->visit, "write", *type, view->record->id);
    FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
          N_("You may look at this record but not change it. Ask whoever looks after it."));
    return NULL;
}

struct node *staff_edit(struct call *c)
{
    const struct type *type;
    const struct view *view = view_to_edit(c, &type);
    if (!view)
        return NULL;
    struct staff_form f = staff_form_new(c, type, view);
    return staff_form_node(&f);
}

/* Answers when saving was not done. */
static void not_saved(struct staff_form *f, const struct view *theirs, int64_t version)
{
    if (theirs) {
        f->call->faults = (struct faults){.arena = f->call->arena, .limit = 10};
        staff_conflict(f, theirs, version);
        return;
    }
    f->record->version = version;
    answer_page(f->call, status_of(f->call), "staff-form", staff_form_node(f));
}

void staff_edit_save(struct call *c)
{
    const struct type *type;
    const struct view *view = view_to_edit(c, &type);
    struct view *theirs = NULL;
    int64_t version;
    if (!view)
        return;
    struct staff_form f = staff_form_new(c, type, view);
    if (!str_to_int(staff_form_typed(&f, S("version"), ""), &version))
        version = view->record->version;
    bool good = staff_form_read(&f);
    struct str path = staff_path(c->arena, type, view->record->id);
    if (good && version == view->record->version && !staff_form_changes(&f)) {
        answer_go_saying(c, path, N_("Nothing was changed."), (struct str){0});
        return;
    }
    f.record->version = version;
    if (good && visit_update(&c->visit, f.record, f.given, &theirs))
        answer_go_saying(c, path, N_("The changes are saved."), (struct str){0});
    else
        not_saved(&f, theirs, version);
}
