/* A step taken: its page asks the few things it needs, and the interface takes the same. */
#include "base/arena.h"
#include "web/answer.h"
#include "web/api_values.h"
#include "web/casework.h"
#include "web/error_page.h"
#include "web/staff_data.h"
#include "web/staff_form.h"

/* What the address names; false with a fault. */
struct asked {
    const struct type *type;
    const struct view *view;
    const struct record *truth;
    const struct step *step;
};

static bool find_asked(struct call *c, struct asked *asked)
{
    asked->type = staff_type(c);
    asked->view = asked->type ? staff_view(c, asked->type) : NULL;
    asked->truth = asked->view ? casework_truth(c, asked->view->record) : NULL;
    asked->step = asked->truth ? procedure_step(asked->type, call_value(c, "step")) : NULL;
    if (asked->truth && !asked->step)
        FAULT(&c->faults, FAULT_MISSING, (struct place){0},
              N_("There is no step \"{1}\" for such a record."), call_value(c, "step"));
    return asked->step != NULL;
}

static const struct type *form_type(const struct asked *asked)
{
    return asked->step->makes ? asked->step->makes : asked->type;
}

static bool needs(const struct step *step, const struct field *f)
{
    for (size_t i = 0; i < step->needs.count; i++)
        if (step->needs.items[i] == f)
            return true;
    return false;
}

static bool asks(const struct step *step, const struct field *f)
{
    for (size_t i = 0; i < step->asks.count; i++)
        if (step->asks.items[i] == f)
            return true;
    return needs(step, f);
}

/* Only what the step asks; of a new record with what is known of it. */
static bool begin_form(struct call *c, const struct asked *asked, struct staff_form *form)
{
    const struct type *type = form_type(asked);
    struct casework w = casework_for(&c->visit);
    *form = staff_form_new(c, type, asked->step->makes ? NULL : asked->view);
    for (size_t i = 0; i < type->field_count; i++)
        form->shown[i] = form->shown[i] && asks(asked->step, &type->fields[i]);
    if (!asked->step->makes)
        return true;
    const struct record *draft = casework_draft(&w, asked->step, asked->truth);
    for (size_t i = 0; draft && i < type->field_count; i++)
        form->record->values[i] = draft->values[i];
    return draft != NULL;
}

static void add_field(struct staff_form *form, const struct step *step, const struct field *f,
                      struct node *fields)
{
    struct arena *a = form->call->arena;
    if (!form->shown[f->index])
        return;
    struct node *one = node_add(a, fields, staff_form_field(form, f));
    if (needs(step, f))
        node_set_bool(a, one, S("required"), true);
}

/* What is not asked but known: money takes its currency from it. */
static struct node *shown_facts(struct staff_form *form, const struct step *step)
{
    struct call *c = form->call;
    struct node *facts = node_list(c->arena);
    for (size_t i = 0; i < step->with.count; i++) {
        const struct field *f = step->with.items[i].field;
        struct str text =
            form->shown[f->index] || f->sealed
                ? (struct str){0}
                : staff_words_field(&form->words, form->type, f, form->record->values);
        if (!text.n || f->class.p[1] > '2')
            continue;
        struct node *one = node_add(c->arena, facts, node_map(c->arena));
        node_set_str(c->arena, one, S("label"), staff_words_label(c, f));
        node_set_str(c->arena, one, S("text"), text);
    }
    return facts;
}

static const struct step_state *state_of(struct call *c, const struct asked *asked)
{
    struct casework w = casework_for(&c->visit);
    struct step_states *states = arena_new(c->arena, struct step_states);
    if (!casework_steps(&w, asked->truth, states))
        return NULL;
    for (size_t i = 0; i < states->count; i++)
        if (states->items[i].step == asked->step)
            return &states->items[i];
    return NULL;
}

static struct node *form_node(struct call *c, const struct asked *asked, struct staff_form *form)
{
    struct arena *a = c->arena;
    const struct step *step = asked->step;
    const struct step_state *state = state_of(c, asked);
    struct str back = http_field(&c->request->query, S("back"));
    struct node *out = state ? casework_step_node(c, asked->truth, state) : node_map(a);
    struct node *fields = node_set(a, out, S("fields"), node_list(a));
    bool open = state && (state->answer == STEP_POSSIBLE || state->may_try);
    node_set_bool(a, out, S("open"), open);
    node_set_bool(a, out, S("gone"), !state);
    node_set_str(a, out, S("label"), words(c->language, step->label));
    node_set_str(a, out, S("plural"), words(c->language, asked->type->plural));
    node_set_str(a, out, S("list_address"),
                 staff_address(c, staff_path(a, asked->type, (struct str){0})));
    node_set_str(a, out, S("name"), visit_name_of(&c->visit, asked->view));
    node_set_str(a, out, S("record_address"),
                 staff_address(c, staff_path(a, asked->type, asked->truth->id)));
    node_set_int(a, out, S("version"), asked->truth->version);
    node_set_bool(a, out, S("reason_needed"), step->reason);
    node_set(a, out, S("facts"), shown_facts(form, step));
    for (size_t i = 0; i < step->needs.count; i++)
        add_field(form, step, step->needs.items[i], fields);
    for (size_t i = 0; i < step->asks.count; i++)
        add_field(form, step, step->asks.items[i], fields);
    node_set_str(a, out, S("reason"),
                 form->typed ? staff_form_typed(form, S("reason"), "") : (struct str){0});
    if (answer_is_ours(back))
        node_set_str(a, out, S("back"), back);
    return out;
}

struct node *step_page(struct call *c)
{
    struct asked asked;
    struct staff_form form;
    return find_asked(c, &asked) && begin_form(c, &asked, &form) ? form_node(c, &asked, &form)
                                                                 : NULL;
}

/* Back to the file where the step was chosen, or to the record; to the list when the record is no
 * longer for this person to see. */
static void go_back(struct call *c, const struct asked *asked, const struct performing *p)
{
    struct faults *own = c->visit.faults, ignored = {.arena = c->arena, .limit = 1};
    struct str path = staff_path(c->arena, asked->type, asked->truth->id);
    struct str back = http_field(&c->form, S("back"));
    c->visit.faults = &ignored;
    c->visit.memory = NULL;
    bool seen = visit_get(&c->visit, asked->type, asked->truth->id) != NULL;
    struct str name = p->made ? visit_name(&c->visit, p->made->type, p->made->id)
                              : visit_name_of(&c->visit, asked->view);
    c->visit.faults = own;
    if (!seen)
        answer_go_saying(c, staff_path(c->arena, asked->type, (struct str){0}),
                         N_("It is done. The record now goes to others, and is not shown to you."),
                         (struct str){0});
    else
        answer_go_saying(c, answer_is_ours(back) && str_starts(back, S("/records/")) ? back : path,
                         N_("Done: {1}."), name);
}

static int status_of(const struct call *c)
{
    enum fault_kind kind = c->faults.count ? c->faults.items[0].kind : FAULT_INPUT;
    return kind == FAULT_REFUSED ? 403 : kind == FAULT_CONFLICT ? 409 : 422;
}

void step_save(struct call *c)
{
    struct asked asked;
    struct staff_form form;
    if (!find_asked(c, &asked) || !begin_form(c, &asked, &form))
        return;
    struct performing p = {.step = asked.step, .given = form.record, .is_given = form.given};
    if (!str_to_int(staff_form_typed(&form, S("version"), ""), &p.version))
        p.version = 0;
    bool good = staff_form_read(&form);
    c->visit.reason = str_trim(staff_form_typed(&form, S("reason"), ""));
    if (good && casework_perform(&c->visit, asked.type, asked.truth->id, &p)) {
        go_back(c, &asked, &p);
        return;
    }
    answer_page(c, status_of(c), "casework-step", form_node(c, &asked, &form));
}

/* --- for programs --- */

void api_step(struct call *c)
{
    static const char *const known[] = {"values", "reason", "version", NULL};
    struct arena *a = c->arena;
    struct asked asked;
    if (!find_asked(c, &asked) || !api_members_are(c, c->json, known) || !api_take_reason(c))
        return;
    const struct type *type = form_type(&asked);
    struct record *r = record_new(a, type);
    bool *given = arena_array(a, type->field_count, bool);
    struct casework w = casework_for(&c->visit);
    const struct record *draft =
        asked.step->makes ? casework_draft(&w, asked.step, asked.truth) : asked.view->record;
    for (size_t i = 0; draft && i < type->field_count; i++)
        r->values[i] = draft->values[i];
    struct performing p = {.step = asked.step,
                           .given = r,
                           .is_given = given,
                           .version = node_get_int(c->json, S("version"), 0)};
    const struct node *values = node_get(c->json, S("values"));
    if (!draft || (values && !api_values_read(c, values, r, given)) ||
        !casework_perform(&c->visit, asked.type, asked.truth->id, &p)) {
        error_from_faults(c);
        return;
    }
    struct node *out = node_map(a);
    node_set_str(a, out, S("step"), asked.step->name);
    node_set_str(a, out, S("type"), asked.type->name);
    node_set_str(a, out, S("id"), asked.truth->id);
    if (p.made) {
        struct node *made = node_set(a, out, S("made"), node_map(a));
        node_set_str(a, made, S("type"), p.made->type->name);
        node_set_str(a, made, S("id"), p.made->id);
    }
    answer_json(c, 200, out);
}
