/* The checklist as a file that any spreadsheet opens, and back. */
#include "base/arena.h"
#include "base/csv.h"
#include "inspectorate/checklist_form.h"

enum column {
    INSPECTION,
    CHECKLIST,
    EDITION,
    FORM,
    QUESTION,
    ASKS,
    HOW,
    LAW,
    ON_RECORD,
    ANSWER,
    NOTE,
    COLUMNS
};
static const char *const names[COLUMNS] = {"inspection", "checklist", "edition", "form",
                                           "question",   "asks",      "how",     "law",
                                           "on_record",  "answer",    "note"};

/* --- out --- */

static struct str number(struct arena *a, int64_t n)
{
    return str_format(a, "%lld", (long long)n);
}

struct str checklist_file(struct arena *a, const struct checklist *list, struct str inspection,
                          struct str sector, const struct checklist_answers *answers,
                          const struct checklist_words *words)
{
    struct buffer b = {.arena = a};
    struct str cells[COLUMNS];
    buffer_add(&b, S("\xef\xbb\xbf"));
    for (int i = 0; i < COLUMNS; i++)
        cells[i] = str_of(names[i]);
    csv_write_row(&b, cells, COLUMNS, true);
    for (size_t p = 0; p < list->parts.count; p++)
        for (size_t i = 0; i < list->parts.items[p].questions.count; i++) {
            const struct checklist_question *q = &list->parts.items[p].questions.items[i];
            const struct checklist_answered *known = checklist_answered(answers, q->code);
            if (!checklist_asks(q, sector))
                continue;
            cells[INSPECTION] = inspection;
            cells[CHECKLIST] = list->code;
            cells[EDITION] = number(a, list->edition);
            cells[FORM] = number(a, answers->form_number);
            cells[QUESTION] = q->code;
            cells[ASKS] = words->translate(words->context, q->label);
            cells[HOW] = words->translate(words->context, str_of(checklist_how(q->kind)));
            cells[LAW] = str_join(a, &q->cites, S("; "));
            cells[ON_RECORD] = known ? known->answer : (struct str){0};
            cells[ANSWER] = cells[NOTE] = (struct str){0};
            csv_write_row(&b, cells, COLUMNS, true);
        }
    return buffer_str(&b);
}

/* --- and back --- */

struct file_reader {
    struct arena *arena;
    const struct checklist *list;
    struct checklist_form *form;
    struct faults *faults;
    size_t at[COLUMNS]; /* where each column stands; STR_NONE: nowhere */
};

static struct str cell(const struct file_reader *r, const struct csv_row *row, enum column column)
{
    size_t at = r->at[column];
    return at < row->count ? str_trim(row->items[at].text) : (struct str){0};
}

static struct place place_of(const struct csv_row *row, enum column column)
{
    return (struct place){.line = row->line, .field = str_of(names[column])};
}

static bool read_head(struct file_reader *r, const struct csv_row *row)
{
    bool good = true;
    for (int c = 0; c < COLUMNS; c++) {
        r->at[c] = STR_NONE;
        for (size_t i = 0; i < row->count; i++)
            if (str_eq_nocase(str_trim(row->items[i].text), str_of(names[c])))
                r->at[c] = i;
        bool needed = c != ASKS && c != HOW && c != LAW && c != ON_RECORD && c != NOTE;
        if (needed && r->at[c] == STR_NONE)
            good = FAULT(r->faults, FAULT_INPUT, ((struct place){.line = row->line}),
                         N_("The column \"{1}\" is missing. Take the form from the page of its "
                            "inspection and leave its first line as it is."),
                         str_of(names[c]));
    }
    return good;
}

/* All lines are of one form. */
static bool read_form(struct file_reader *r, const struct csv_row *row)
{
    struct checklist_form *form = r->form, line = {.inspection = cell(r, row, INSPECTION),
                                                   .checklist = cell(r, row, CHECKLIST)};
    if (!str_to_int(cell(r, row, EDITION), &line.edition) || line.edition < 1)
        return FAULT(r->faults, FAULT_INPUT, place_of(row, EDITION),
                     N_("The edition of the checklist stood here as a number, such as 1; \"{1}\" "
                        "is none."),
                     cell(r, row, EDITION));
    if (!str_to_int(cell(r, row, FORM), &line.form_number) || line.form_number < 0)
        return FAULT(r->faults, FAULT_INPUT, place_of(row, FORM),
                     N_("The number of the form stood here, such as 0; \"{1}\" is none."),
                     cell(r, row, FORM));
    if (!str_eq(line.checklist, r->list->code))
        return FAULT(r->faults, FAULT_INPUT, place_of(row, CHECKLIST),
                     N_("This line is of the checklist \"{1}\", and the form of \"{2}\"."),
                     line.checklist, r->list->code);
    if (!form->inspection.n) {
        form->inspection = str_copy(r->arena, line.inspection);
        form->checklist = r->list->code;
        form->edition = line.edition;
        form->form_number = line.form_number;
    }
    if (!line.inspection.n || !str_eq(line.inspection, form->inspection))
        return FAULT(r->faults, FAULT_INPUT, place_of(row, INSPECTION),
                     N_("This line is of the inspection \"{1}\", and those before are of \"{2}\". "
                        "One file holds the answers of one inspection."),
                     line.inspection, form->inspection);
    if (line.form_number != form->form_number)
        return FAULT(r->faults, FAULT_INPUT, place_of(row, FORM),
                     N_("This line is of another form than those before: forms are not mixed in "
                        "one file."));
    return true;
}

static bool read_line(struct file_reader *r, const struct csv_row *row)
{
    struct str code = cell(r, row, QUESTION), text = cell(r, row, ANSWER);
    struct str note = cell(r, row, NOTE);
    struct checklist_given given = {.question = checklist_find(r->list, code), .line = row->line};
    if (row->ragged || !read_form(r, row))
        return false;
    if (!given.question)
        return FAULT(r->faults, FAULT_INPUT, place_of(row, QUESTION),
                     N_("The checklist has no question \"{1}\"."), code);
    if (!text.n && !note.n)
        return true;
    if (!text.n)
        return FAULT(r->faults, FAULT_INPUT, place_of(row, ANSWER),
                     N_("There is a note to {1} and no answer."), given.question->code);
    if (!checklist_answer(r->arena, given.question, text, place_of(row, ANSWER), &given.answer,
                          r->faults))
        return false;
    for (size_t i = 0; i < r->form->count; i++)
        if (r->form->items[i].question == given.question)
            return FAULT(r->faults, FAULT_INPUT, place_of(row, QUESTION),
                         N_("{1} is answered twice in this file."), given.question->code);
    given.answer = str_copy(r->arena, given.answer);
    given.note = str_copy(r->arena, note);
    *arena_push(r->arena, r->form) = given;
    return true;
}

bool checklist_file_read(struct arena *a, const struct checklist *list, struct str bytes,
                         struct checklist_form *form, struct faults *faults)
{
    struct file_reader r = {.arena = a, .list = list, .form = form, .faults = faults};
    struct csv_reader csv;
    struct csv_row row = {0};
    size_t had = faults->total, lines = 0;
    *form = (struct checklist_form){0};
    if (!csv_start(&csv, bytes, csv_guess_separator(bytes), faults))
        return false;
    if (!csv_next(&csv, a, &row) || !read_head(&r, &row))
        return faults->total > had
                   ? false
                   : FAULT(faults, FAULT_INPUT, (struct place){0}, N_("The file is empty."));
    for (row = (struct csv_row){0}; csv_next(&csv, a, &row); row = (struct csv_row){0}) {
        read_line(&r, &row);
        lines++;
    }
    if (!lines && faults->total == had)
        FAULT(faults, FAULT_INPUT, (struct place){0}, N_("The file has no questions."));
    return faults->total == had;
}
