/* The checklist of an inspection: on the page, on paper, and as a file that is filled in without
 * network. */
#include "base/arena.h"
#include "inspectorate/checklist_form.h"
#include "markup/words.h"
#include "web/answer.h"
#include "web/inspectorate.h"
#include "web/staff_data.h"

/* The inspection of the address; NULL with a fault. */
static struct view *inspection_of(struct call *c)
{
    const struct type *type = model_type(c->app->model, S("inspection"));
    if (!c->app->ground->checklist) {
        FAULT(&c->faults, FAULT_MISSING, (struct place){0},
              N_("The pack of this country declares no checklist."));
        return NULL;
    }
    return visit_get(&c->visit, type, call_value(c, "id"));
}

/* --- as data --- */

static void add_question(struct call *c, struct node *questions, const struct checklist_question *q,
                         const struct checklist_answers *answers)
{
    static const char *const kinds[] = {[CHECKLIST_YES_NO] = "yes_no",
                                        [CHECKLIST_NUMBER] = "number",
                                        [CHECKLIST_DATE] = "date",
                                        [CHECKLIST_TEXT] = "text"};
    struct arena *a = c->arena;
    struct node *one = node_add(a, questions, node_map(a));
    const struct checklist_answered *known = checklist_answered(answers, q->code);
    node_set_str(a, one, S("code"), q->code);
    node_set_str(a, one, S("label"), q->label);
    node_set_str(a, one, S("kind"), str_of(kinds[q->kind]));
    if (q->help.n)
        node_set_str(a, one, S("help"), q->help);
    node_set_str(a, one, S("cites"), str_join(a, &q->cites, S("; ")));
    if (!known)
        return;
    node_set_str(a, one, S("answer"), known->answer);
    node_set_str(a, one, S("note"), known->note);
    node_set_int(a, one, S("form"), known->form_number);
    node_set_bool(a, one, S("breach"), q->breach.n && str_eq(q->breach, known->answer));
}

static struct node *checklist_node(struct call *c, const struct view *view,
                                   const struct checklist_answers *answers)
{
    struct arena *a = c->arena;
    const struct checklist *list = c->app->ground->checklist;
    const struct record *r = view->record;
    struct node *data = node_map(a), *parts = node_list(a);
    struct str sector = record_text(r, "sector");
    node_set_str(a, data, S("id"), r->id);
    node_set_str(a, data, S("inspection"), record_text(r, "number"));
    node_set_str(a, data, S("checklist"), list->code);
    node_set_str(a, data, S("title"), list->title);
    node_set_int(a, data, S("edition"), list->edition);
    node_set_int(a, data, S("form"), answers->form_number);
    node_set_int(a, data, S("answered"), (int64_t)answers->count);
    node_set(a, data, S("parts"), parts);
    for (size_t p = 0; p < list->parts.count; p++) {
        struct node *questions = node_list(a);
        for (size_t i = 0; i < list->parts.items[p].questions.count; i++)
            if (checklist_asks(&list->parts.items[p].questions.items[i], sector))
                add_question(c, questions, &list->parts.items[p].questions.items[i], answers);
        if (!questions->count)
            continue;
        struct node *part = node_add(a, parts, node_map(a));
        node_set_str(a, part, S("title"), list->parts.items[p].title);
        node_set(a, part, S("questions"), questions);
    }
    return data;
}

struct node *data_checklist(struct call *c)
{
    struct checklist_answers answers;
    struct view *view = inspection_of(c);
    if (!view || !checklist_read_answers(&c->visit, view->record->id, &answers))
        return NULL;
    return checklist_node(c, view, &answers);
}

/* --- as a page and on paper --- */

static struct str field_name(struct call *c, const struct view *view, const char *field)
{
    const struct type *type = view->record->type;
    const struct field *f = type_field(type, str_of(field));
    const struct value *v = &view->record->values[f->index];
    return f->to && v->kind == VALUE_TEXT ? visit_name(&c->visit, f->to, v->text)
                                          : record_text(view->record, field);
}

void dress_checklist(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct type *answers = model_type(c->app->model, S("checklist_answer"));
    struct view *view = inspection_of(c);
    if (!view)
        return;
    node_set_str(a, data, S("record"), staff_path(a, view->record->type, view->record->id));
    node_set_str(a, data, S("employer"), field_name(c, view, "employer"));
    node_set_str(a, data, S("inspector"), field_name(c, view, "inspector"));
    node_set_str(a, data, S("conducted_on"), record_text(view->record, "conducted_on"));
    node_set_bool(a, data, S("may_answer"), visit_may(&c->visit, answers, ACTION_CREATE));
    const struct node *parts = node_get(data, S("parts"));
    int64_t breaches = 0;
    for (size_t p = 0; p < node_count(parts); p++) {
        const struct node *questions = node_get(parts->items[p], S("questions"));
        for (size_t i = 0; i < node_count(questions); i++)
            breaches += node_get_bool(questions->items[i], S("breach"));
    }
    node_set_int(a, data, S("breaches"), breaches);
}

/* --- as a file --- */

static struct str translate(void *context, struct str english)
{
    const struct call *c = context;
    return words(c->language, english);
}

void file_checklist(struct call *c)
{
    struct checklist_answers answers;
    struct view *view = inspection_of(c);
    if (!view || !checklist_read_answers(&c->visit, view->record->id, &answers))
        return;
    struct str number = record_text(view->record, "number");
    const struct checklist_words in_their_words = {translate, c};
    answer_file(c, str_format(c->arena, "checklist-%.*s.csv", STR_ARG(number)),
                S("text/csv; charset=utf-8"),
                checklist_file(c->arena, c->app->ground->checklist, number,
                               record_text(view->record, "sector"), &answers, &in_their_words));
}

/* --- taken in --- */

static struct node *conflict_node(struct call *c, const struct checklist_result *result)
{
    struct arena *a = c->arena;
    struct node *one = node_map(a);
    const struct checklist_question *q = result->mine->question;
    node_set_str(a, one, S("code"), q->code);
    node_set_str(a, one, S("label"), q->label);
    node_set_bool(a, one, S("yes_no"), q->kind == CHECKLIST_YES_NO);
    node_set_str(a, one, S("mine"), result->mine->answer);
    node_set_str(a, one, S("mine_note"), result->mine->note);
    node_set_str(a, one, S("theirs"), result->theirs->answer);
    node_set_str(a, one, S("theirs_note"), result->theirs->note);
    node_set_int(a, one, S("theirs_form"), result->theirs->form_number);
    return one;
}

/* What was typed stands where it was typed. */
static void put_back(struct call *c, const struct node *data)
{
    struct arena *a = c->arena;
    const struct node *parts = node_get(data, S("parts"));
    for (size_t p = 0; p < node_count(parts); p++) {
        const struct node *questions = node_get(parts->items[p], S("questions"));
        for (size_t i = 0; i < node_count(questions); i++) {
            struct node *q = questions->items[i];
            struct str code = node_get_str(q, S("code"));
            struct str answer = http_field(&c->form, str_concat(a, S("answer."), code));
            struct str note = http_field(&c->form, str_concat(a, S("note."), code));
            if (answer.n)
                node_set_str(a, q, S("answer"), answer);
            if (note.n)
                node_set_str(a, q, S("note"), note);
        }
    }
}

/* The page again, with what is wrong or in conflict at its top. */
static void show_again(struct call *c, const struct faults *lines,
                       const struct checklist_results *results)
{
    struct arena *a = c->arena;
    struct faults had = c->faults;
    c->faults = (struct faults){.arena = a};
    struct node *data = data_checklist(c);
    if (!data)
        return;
    dress_checklist(c, data);
    if (!results)
        put_back(c, data);
    struct node *list = node_set(a, data, S("file_faults"), node_list(a));
    for (size_t i = 0; lines && i < lines->count; i++) {
        struct node *one = node_add(a, list, node_map(a));
        if (lines->items[i].line)
            node_set_int(a, one, S("line"), lines->items[i].line);
        node_set_str(
            a, one, S("text"),
            fault_fill(a, words(c->language, str_of(lines->items[i].message)), &lines->items[i]));
    }
    struct node *conflicts = node_set(a, data, S("conflicts"), node_list(a));
    for (size_t i = 0; results && i < results->count; i++)
        if (results->items[i].outcome == CHECKLIST_CONFLICT)
            node_add(a, conflicts, conflict_node(c, &results->items[i]));
    if (results)
        node_set_int(
            a, data, S("taken"),
            (int64_t)(results->by_outcome[CHECKLIST_NEW] + results->by_outcome[CHECKLIST_CHANGED]));
    c->faults = had;
    answer_page(c, conflicts->count ? 409 : 422, "checklist", data);
}

static void take(struct call *c, const struct view *view, const struct checklist_form *form)
{
    struct checklist_results results;
    struct arena *a = c->arena;
    if (!checklist_take(&c->visit, view, form, &results)) {
        if (c->faults.count && c->faults.items[0].kind == FAULT_INPUT)
            show_again(c, NULL, NULL);
        return;
    }
    if (results.by_outcome[CHECKLIST_CONFLICT]) {
        show_again(c, NULL, &results);
        return;
    }
    size_t taken = results.by_outcome[CHECKLIST_NEW] + results.by_outcome[CHECKLIST_CHANGED];
    answer_go_saying(c, str_format(a, "/inspections/%.*s/checklist", STR_ARG(view->record->id)),
                     taken ? N_("Answers taken in: {1}.") : N_("Nothing in this form was new."),
                     str_format(a, "%zu", taken));
}

/* One question of the page's form. Where a conflict was shown, what was chosen counts. */
static bool read_answer(struct call *c, const struct checklist_question *q,
                        struct checklist_form *form)
{
    struct arena *a = c->arena;
    struct str name = str_concat(a, S("answer."), q->code);
    struct str text = str_trim(http_field(&c->form, name));
    struct str choice = http_field(&c->form, str_concat(a, S("choose."), q->code));
    struct checklist_given given = {.question = q};
    given.note = str_trim(http_field(&c->form, str_concat(a, S("note."), q->code)));
    if (!text.n || (choice.n && !str_eq(choice, S("mine"))))
        return true;
    if (!checklist_answer(a, q, text, (struct place){.field = name}, &given.answer, &c->faults))
        return false;
    *arena_push(a, form) = given;
    return true;
}

void act_checklist_answers(struct call *c)
{
    const struct checklist *list = c->app->ground->checklist;
    struct checklist_form form = {0};
    struct view *view = inspection_of(c);
    bool good = view != NULL;
    if (!view)
        return;
    form.inspection = record_text(view->record, "number");
    form.checklist = list->code;
    form.edition = list->edition;
    good = str_to_int(http_field(&c->form, S("form")), &form.form_number) && form.form_number >= 0;
    if (!good)
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("form")},
              N_("The number of the form stood here, such as 0; \"{1}\" is none."),
              http_field(&c->form, S("form")));
    for (size_t p = 0; p < list->parts.count; p++)
        for (size_t i = 0; i < list->parts.items[p].questions.count; i++)
            good = read_answer(c, &list->parts.items[p].questions.items[i], &form) && good;
    if (good)
        take(c, view, &form);
    else
        show_again(c, NULL, NULL);
}

void act_checklist_file(struct call *c)
{
    struct checklist_form form;
    struct faults lines = {.arena = c->arena, .limit = 200};
    struct view *view = inspection_of(c);
    const struct upload *file = c->upload_count ? &c->uploads[0] : NULL;
    if (!view)
        return;
    if (!file || !file->bytes.n) {
        FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("file")}),
              N_("Choose the file that was filled in, as in checklist-I-2019-0001.csv."));
        show_again(c, NULL, NULL);
    } else if (!checklist_file_read(c->arena, c->app->ground->checklist, file->bytes, &form,
                                    &lines)) {
        show_again(c, &lines, NULL);
    } else {
        take(c, view, &form);
    }
}
