#include "inspectorate/checklist.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/fold.h"
#include "model/declaration.h"

static const char *const kinds[] = {"yes_no", "number", "date", "text"};

const char *checklist_how(enum checklist_kind kind)
{
    static const char *const how[] = {
        [CHECKLIST_YES_NO] = N_("yes, no or not seen"),
        [CHECKLIST_NUMBER] = N_("a number"),
        [CHECKLIST_DATE] = N_("a day, as in 2019-03-07"),
        [CHECKLIST_TEXT] = N_("in words"),
    };
    return how[kind];
}

/* --- reading --- */

struct reader {
    struct arena *arena;
    struct str file;
    struct faults *faults;
    struct checklist *list;
};

static bool wrong(struct reader *r, const struct node *at, const char *message, struct str detail)
{
    struct place where = {.file = r->file, .line = at ? at->line : 0};
    return FAULT(r->faults, FAULT_INPUT, where, message, detail);
}

static struct str_list texts(struct reader *r, const struct node *list)
{
    struct str_list found = {0};
    for (size_t i = 0; i < node_count(list); i++)
        *arena_push(r->arena, &found) = node_text(r->arena, node_at(list, i));
    return found;
}

static void read_question(struct reader *r, struct checklist_part *part, const struct node *n)
{
    struct checklist_question question = {.code = node_get_str(n, S("code")),
                                          .label = node_get_str(n, S("label")),
                                          .help = node_get_str(n, S("help")),
                                          .breach = node_get_str(n, S("breach")),
                                          .cites = texts(r, node_get(n, S("cites"))),
                                          .sectors = texts(r, node_get(n, S("sectors")))};
    struct str kind = node_get_str(n, S("kind"));
    size_t k = 0;
    while (k < sizeof kinds / sizeof *kinds && !str_eq(kind, str_of(kinds[k])))
        k++;
    if (k == sizeof kinds / sizeof *kinds)
        wrong(r, n, N_("\"{1}\" is no kind of answer. There are yes_no, number, date and text."),
              kind);
    else
        question.kind = (enum checklist_kind)k;
    if (!question.code.n || !question.label.n)
        wrong(r, n, N_("A question needs a code and a label."), S(""));
    if (question.breach.n &&
        (question.kind != CHECKLIST_YES_NO ||
         (!str_eq(question.breach, S("yes")) && !str_eq(question.breach, S("no")))))
        wrong(r, n, N_("\"breach\" is yes or no, for a question of the kind yes_no."), S(""));
    if (checklist_find(r->list, question.code))
        wrong(r, n, N_("There are two questions \"{1}\"."), question.code);
    *arena_push(r->arena, &part->questions) = question;
}

static const struct checklist *read_all(struct arena *a, const struct node *declared,
                                        struct str file, struct faults *faults)
{
    size_t had = faults->total;
    struct reader r = {a, file, faults, arena_new(a, struct checklist)};
    const struct node *parts = node_get(declared, S("parts"));
    r.list->code = node_get_str(declared, S("checklist"));
    r.list->title = node_get_str(declared, S("title"));
    r.list->edition = node_get_int(declared, S("edition"), 0);
    if (!r.list->code.n || !r.list->title.n || r.list->edition < 1 || !node_count(parts))
        wrong(&r, declared,
              N_("A checklist needs checklist (its code), title, edition (from 1) and parts."),
              S(""));
    for (size_t i = 0; i < node_count(parts); i++) {
        const struct node *n = node_at(parts, i), *questions = node_get(n, S("questions"));
        struct checklist_part *part = arena_push(a, &r.list->parts);
        part->title = node_get_str(n, S("title"));
        for (size_t k = 0; k < node_count(questions); k++)
            read_question(&r, part, node_at(questions, k));
    }
    return faults->total == had ? r.list : NULL;
}

const struct checklist *checklist_read(struct arena *a, struct str yaml, struct str file,
                                       struct faults *faults)
{
    const struct node *declared = declaration_read(a, yaml, faults);
    return declared ? read_all(a, declared, file, faults) : NULL;
}

const struct checklist *checklist_load(struct arena *a, struct str pack, struct str name,
                                       struct faults *faults)
{
    struct str file =
        str_format(a, "packs/%.*s/inspection/checklists/%.*s.yaml", STR_ARG(pack), STR_ARG(name));
    const struct node *declared = declaration_resource(a, file, faults);
    return declared ? read_all(a, declared, file, faults) : NULL;
}

const struct checklist_question *checklist_find(const struct checklist *list, struct str code)
{
    for (size_t i = 0; i < list->parts.count; i++)
        for (size_t k = 0; k < list->parts.items[i].questions.count; k++)
            if (code.n && str_eq_nocase(list->parts.items[i].questions.items[k].code, code))
                return &list->parts.items[i].questions.items[k];
    return NULL;
}

bool checklist_asks(const struct checklist_question *question, struct str sector)
{
    bool asks = !question->sectors.count || !sector.n;
    for (size_t i = 0; i < question->sectors.count; i++)
        asks = asks || str_eq(question->sectors.items[i], sector);
    return asks;
}

/* --- answers --- */

/* As people write them into a sheet, in the three languages. */
static const struct {
    const char *written, *kept;
} yes_no[] = {{"yes", "yes"},
              {"y", "yes"},
              {"true", "yes"},
              {"1", "yes"},
              {"bəli", "yes"},
              {"beli", "yes"},
              {"hə", "yes"},
              {"да", "yes"},
              {"no", "no"},
              {"n", "no"},
              {"false", "no"},
              {"0", "no"},
              {"xeyr", "no"},
              {"yox", "no"},
              {"нет", "no"},
              {"not_seen", "not_seen"},
              {"not seen", "not_seen"},
              {"görünmədi", "not_seen"},
              {"görülmədi", "not_seen"},
              {"не видно", "not_seen"}};

static bool yes_or_no(struct arena *a, struct str text, struct str *answer)
{
    struct str key = fold_key(a, text);
    for (size_t i = 0; i < sizeof yes_no / sizeof *yes_no; i++)
        if (str_eq(key, fold_key(a, str_of(yes_no[i].written)))) {
            *answer = str_of(yes_no[i].kept);
            return true;
        }
    return false;
}

bool checklist_answer(struct arena *a, const struct checklist_question *question, struct str text,
                      struct place where, struct str *answer, struct faults *faults)
{
    double number;
    struct date day;
    text = str_trim(text);
    *answer = text;
    switch (question->kind) {
    case CHECKLIST_YES_NO:
        return yes_or_no(a, text, answer) ||
               FAULT(faults, FAULT_INPUT, where,
                     N_("\"{1}\" is no answer to {2}: write yes, no or not seen."), text,
                     question->code);
    case CHECKLIST_NUMBER:
        return (str_to_real(text, &number) && number >= 0) ||
               FAULT(faults, FAULT_INPUT, where,
                     N_("\"{1}\" is no answer to {2}: write a number, as in 12."), text,
                     question->code);
    case CHECKLIST_DATE: return date_read(text, where, &day, faults);
    default: return true;
    }
}
