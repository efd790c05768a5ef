/* Holds a filled form against what is on record, and keeps what is new. */
#include "base/arena.h"
#include "inspectorate/checklist_form.h"

const struct checklist_answered *checklist_answered(const struct checklist_answers *answers,
                                                    struct str question)
{
    for (size_t i = 0; i < answers->count; i++)
        if (str_eq(answers->items[i].question, question))
            return &answers->items[i];
    return NULL;
}

static enum checklist_outcome outcome_of(const struct checklist_form *form,
                                         const struct checklist_given *mine,
                                         const struct checklist_answered *theirs)
{
    if (!theirs)
        return CHECKLIST_NEW;
    if (str_eq(mine->answer, theirs->answer) && (!mine->note.n || str_eq(mine->note, theirs->note)))
        return CHECKLIST_SAME;
    return theirs->form_number > form->form_number ? CHECKLIST_CONFLICT : CHECKLIST_CHANGED;
}

void checklist_compare(struct arena *a, const struct checklist_form *form,
                       const struct checklist_answers *answers, struct checklist_results *results)
{
    *results = (struct checklist_results){0};
    for (size_t i = 0; i < form->count; i++) {
        const struct checklist_given *mine = &form->items[i];
        struct checklist_result *result = arena_push(a, results);
        result->mine = mine;
        result->theirs = checklist_answered(answers, mine->question->code);
        result->outcome = outcome_of(form, mine, result->theirs);
        results->by_outcome[result->outcome]++;
    }
}

bool checklist_read_answers(struct visit *v, struct str inspection_id,
                            struct checklist_answers *answers)
{
    const struct type *type = model_type(session_model(v->session), S("checklist_answer"));
    struct condition of = {"inspection", IS, value_text(inspection_id)};
    struct query q = {.type = type, .conditions = &of, .condition_count = 1, .order = {"question"}};
    struct views found;
    *answers = (struct checklist_answers){0};
    if (!visit_list(v, &q, &found, NULL))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        struct record *r = found.items[i].record;
        int64_t form = record_integer(r, "form_number");
        *arena_push(v->arena, answers) = (struct checklist_answered){
            record_text(r, "question"), record_text(r, "answer"), record_text(r, "note"), form, r};
        if (form > answers->form_number)
            answers->form_number = form;
    }
    return true;
}

static bool keep(struct visit *v, const struct view *inspection, const struct checklist_form *form,
                 const struct checklist_result *result, int64_t form_number)
{
    const struct type *type = model_type(session_model(v->session), S("checklist_answer"));
    struct record *r = result->theirs ? result->theirs->record : record_new(v->arena, type);
    bool *given = arena_array(v->arena, type->field_count, bool);
    record_set(r, "inspection", value_text(inspection->record->id));
    record_set(r, "checklist", value_text(form->checklist));
    record_set(r, "edition", value_integer(form->edition));
    record_set(r, "question", value_text(result->mine->question->code));
    record_set(r, "answer", value_text(result->mine->answer));
    if (result->mine->note.n)
        record_set(r, "note", value_text(result->mine->note));
    record_set(r, "form_number", value_integer(form_number));
    for (size_t i = 0; i < type->field_count; i++)
        given[i] = r->values[i].kind != VALUE_EMPTY;
    return result->theirs ? visit_update(v, r, given, NULL) : visit_insert(v, r, given);
}

bool checklist_take(struct visit *v, const struct view *inspection,
                    const struct checklist_form *form, struct checklist_results *results)
{
    struct checklist_answers answers;
    struct str number = record_text(inspection->record, "number");
    *results = (struct checklist_results){0};
    if (!str_eq(form->inspection, number))
        return FAULT(v->faults, FAULT_INPUT, ((struct place){.field = S("file")}),
                     N_("These answers are of the inspection \"{1}\", and this page is of \"{2}\". "
                        "Nothing was taken in."),
                     form->inspection, number);
    if (!visit_begin(v))
        return false;
    bool good = checklist_read_answers(v, inspection->record->id, &answers);
    if (good && form->form_number > answers.form_number)
        good = FAULT(v->faults, FAULT_INPUT, ((struct place){.field = S("file")}),
                     N_("This form says that it is number {1}, and only {2} were taken in of this "
                        "inspection. Take the form from its page again."),
                     str_format(v->arena, "%lld", (long long)form->form_number),
                     str_format(v->arena, "%lld", (long long)answers.form_number));
    if (good)
        checklist_compare(v->arena, form, &answers, results);
    for (size_t i = 0; good && i < results->count; i++)
        if (results->items[i].outcome == CHECKLIST_NEW ||
            results->items[i].outcome == CHECKLIST_CHANGED)
            good = keep(v, inspection, form, &results->items[i], answers.form_number + 1);
    if (!good) {
        visit_rollback(v);
        return false;
    }
    return visit_commit(v);
}
