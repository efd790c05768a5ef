/* The annual-review questionnaire on the Protocol of 2014, from its stored answers. */
#include "base/arena.h"
#include "intake/answers/answers.h"
#include "report/nodes.h"

/* One stored answer and the question of instruments/p029/questions.yaml that it answers. */
struct answered {
    const struct record *record;
    const struct node *declared; /* NULL for a question that is not declared */
    struct str number;           /* "75.f" */
};

struct questionnaire {
    struct session *session;
    struct arena *arena;
    const struct report_request *request;
    struct faults *faults;
    const struct model *model;
    const struct code *country;
    const struct record *record;
    struct records all; /* of the country, by year */
    struct answered *answers;
    size_t count;
};

static struct str base_number(struct str number)
{
    size_t dot = str_find_char(number, '.', 0);
    return dot == STR_NONE ? number : str_slice(number, 0, dot);
}

/* How many earlier answers have the same number: questions of one number are told apart by order.
 */
static size_t earlier_same(const struct questionnaire *q, size_t i)
{
    size_t count = 0;
    for (size_t k = 0; k < i; k++)
        count += str_eq(q->answers[k].number, q->answers[i].number);
    return count;
}

static const struct node *declared_question(const struct questionnaire *q, size_t i)
{
    const struct node *list = node_get(q->request->instrument->p029, S("questions"));
    struct str number = q->answers[i].number, base = base_number(number);
    size_t skip = earlier_same(q, i);
    for (size_t k = 0; k < node_count(list); k++) {
        const struct node *d = node_at(list, k);
        bool each = node_get(d, S("for_each")) != NULL;
        if (!str_eq(node_text(q->arena, node_get(d, S("number"))), base) ||
            each != (base.n < number.n))
            continue;
        if (skip-- == 0)
            return d;
    }
    return NULL;
}

static bool fault_none(const struct questionnaire *q)
{
    const struct node *years = years_node(q->arena, &q->all);
    struct str_list there = {0};
    for (size_t i = 0; i < node_count(years); i++)
        *arena_push(q->arena, &there) = node_text(q->arena, node_at(years, i));
    if (!there.count)
        return FAULT(q->faults, FAULT_MISSING, (struct place){.field = S("country")},
                     N_("There is no questionnaire of {1}. Import one first, as in: himaya import "
                        "answers FILE --country {1}"),
                     q->country->label);
    return FAULT(q->faults, FAULT_MISSING, (struct place){.field = S("year")},
                 N_("There is no questionnaire of {1} for {2}. There are some for {3}."),
                 q->country->label, str_format(q->arena, "%d", q->request->year),
                 str_join(q->arena, &there, S(", ")));
}

static bool find_questionnaire(struct questionnaire *q)
{
    const struct condition where[] = {{"country", IS, value_text(q->country->code)},
                                      {"instrument", IS, value_text(S("p029"))}};
    const struct query query = {.type = model_type(q->model, S("questionnaire")),
                                .conditions = where,
                                .condition_count = 2,
                                .order = {"year"}};
    if (!store_query(q->session, q->arena, &query, &q->all, q->faults))
        return false;
    for (size_t i = 0; i < q->all.count; i++)
        if (!q->request->year || record_integer(q->all.items[i], "year") == q->request->year)
            q->record = q->all.items[i];
    return q->record || fault_none(q);
}

static bool read_answers(struct questionnaire *q)
{
    const struct condition where = {"questionnaire", IS, value_text(q->record->id)};
    const struct query query = {.type = model_type(q->model, S("answer")),
                                .conditions = &where,
                                .condition_count = 1,
                                .order = {"position"}};
    struct records found = {0};
    if (!store_query(q->session, q->arena, &query, &found, q->faults))
        return false;
    q->answers = arena_array(q->arena, found.count, struct answered);
    q->count = found.count;
    for (size_t i = 0; i < q->count; i++) {
        q->answers[i].record = found.items[i];
        q->answers[i].number = record_text(found.items[i], "number");
    }
    for (size_t i = 0; i < q->count; i++)
        q->answers[i].declared = declared_question(q, i);
    return true;
}

static bool open_questionnaire(struct questionnaire *q, struct session *s, struct arena *a,
                               const struct report_request *r, struct faults *faults)
{
    *q = (struct questionnaire){
        .session = s,
        .arena = a,
        .request = r,
        .faults = faults,
        .model = session_model(s),
    };
    q->country = context_country(q->model, r->country, faults);
    return q->country && find_questionnaire(q) && read_answers(q);
}

/* --- options --- */

static bool letter_ticked(struct str ticked, struct str letter)
{
    struct str part;
    while (str_cut(&ticked, ',', &part))
        if (str_eq_nocase(str_trim(part), letter))
            return true;
    return false;
}

static bool option_ticked(const struct answered *answer, const struct node *option)
{
    struct str letter = node_get_str(option, S("letter"));
    struct str printed = node_get_str(option, S("printed"));
    if (letter.n)
        return letter_ticked(record_text(answer->record, "options"), letter);
    return str_eq_nocase(record_text(answer->record, "text"), printed) ||
           str_eq_nocase(record_text(answer->record, "options"), printed);
}

static void set_options(const struct questionnaire *q, const struct answered *answer,
                        struct node *question)
{
    struct arena *a = q->arena;
    const struct node *options = node_get(answer->declared, S("options"));
    if (!options)
        return;
    struct node *list = node_set(a, question, S("options"), node_list(a));
    for (size_t i = 0; i < node_count(options); i++) {
        const struct node *option = node_at(options, i);
        struct node *n = node_add(a, list, node_map(a));
        set_if(a, n, S("letter"), node_get_str(option, S("letter")));
        node_set_str(a, n, S("text"), words(q->request->language, node_get_str(option, S("text"))));
        node_set_bool(a, n, S("ticked"), option_ticked(answer, option));
    }
}

/* --- the tree --- */

static struct node *question_node(const struct questionnaire *q, const struct answered *answer)
{
    struct arena *a = q->arena;
    const struct record *r = answer->record;
    struct str text = record_text(r, "question"), code = record_text(r, "code");
    struct str own = node_get_str(answer->declared, S("text"));
    struct str type = node_get_str(answer->declared, S("type"));
    struct node *n = node_map(a);
    node_set_str(a, n, S("number"), answer->number);
    node_set_str(a, n, S("code"),
                 code.n ? code : node_text(a, node_get(answer->declared, S("code"))));
    node_set_str(a, n, S("text"), text.n ? text : words(q->request->language, own));
    set_if(a, n, S("short"), words(q->request->language, own));
    node_set_str(a, n, S("type"), type.n ? type : S("text"));
    set_options(q, answer, n);
    node_set_str(a, n, S("state"), record_text(r, "state"));
    node_set_str(a, n, S("answer"), record_text(r, "text"));
    node_set_str(a, n, S("basis"), S("reported"));
    node_set(a, n, S("records"), node_list(a));
    if (record_integer(r, "line"))
        node_set_int(a, n, S("line"), record_integer(r, "line"));
    return n;
}

static struct str section_of(const struct answered *answer)
{
    return node_get_str(answer->declared, S("section"));
}

/* The answers of a section in the order they stand; NULL when there are none. */
static struct node *section_node(const struct questionnaire *q, struct str key, struct str title)
{
    struct arena *a = q->arena;
    struct node *questions = node_list(a), *n = node_map(a);
    for (size_t i = 0; i < q->count; i++)
        if (str_eq(section_of(&q->answers[i]), key))
            node_add(a, questions, question_node(q, &q->answers[i]));
    set_if(a, n, S("key"), key);
    node_set_str(a, n, S("title"), title);
    node_set(a, n, S("questions"), questions);
    return questions->count ? n : NULL;
}

static struct node *all_sections(const struct questionnaire *q)
{
    struct arena *a = q->arena;
    const struct node *declared = node_get(q->request->instrument->p029, S("sections"));
    struct node *sections = node_list(a);
    for (size_t i = 0; i < node_count(declared); i++) {
        const struct node *d = node_at(declared, i);
        struct str title = words(q->request->language, node_get_str(d, S("title")));
        struct node *section = section_node(q, node_get_str(d, S("key")), title);
        if (section)
            node_add(a, sections, section);
    }
    struct node *others =
        section_node(q, (struct str){0}, words(q->request->language, S("Other questions")));
    if (others)
        node_add(a, sections, others);
    return sections;
}

struct node *report_p029(struct session *s, struct arena *a, const struct report_request *r,
                         struct faults *faults)
{
    struct questionnaire q;
    if (!open_questionnaire(&q, s, a, r, faults))
        return NULL;
    struct node *report = node_map(a);
    node_set_str(a, report, S("country"), country_name(r->language, q.country));
    node_set_str(a, report, S("iso"), q.country->code);
    node_set_int(a, report, S("year"), record_integer(q.record, "year"));
    node_set(a, report, S("years"), years_node(a, &q.all));
    node_set(a, report, S("sections"), all_sections(&q));
    return report;
}

/* --- as text --- */

/* Whether the heading at `i`, or one under it, has an answer. */
static bool heading_used(const struct questionnaire *q, const struct node *headings, size_t i)
{
    int64_t level = node_get_int(node_at(headings, i), S("level"), 1);
    for (size_t k = i; k < node_count(headings); k++) {
        if (k > i && node_get_int(node_at(headings, k), S("level"), 1) <= level)
            return false;
        for (size_t n = 0; n < q->count; n++)
            if (str_eq(section_of(&q->answers[n]), node_get_str(node_at(headings, k), S("key"))))
                return true;
    }
    return false;
}

static void add_question(struct arena *a, struct answers_section *section,
                         const struct answered *answer)
{
    struct str base = base_number(answer->number);
    *arena_push(a, &section->questions) = (struct answers_question){
        .number = answer->number,
        .key = node_get_str(answer->declared, S("key")),
        .under = base.n < answer->number.n ? base : (struct str){0},
        .code = record_text(answer->record, "code"),
        .text = record_text(answer->record, "question"),
        .answer = record_text(answer->record, "text"),
    };
}

bool report_p029_text(struct session *s, struct arena *a, const struct report_request *r,
                      struct str *text, struct faults *faults)
{
    struct questionnaire q;
    const struct answers_instrument *instrument = answers_instrument_load(a, faults);
    if (!instrument || !open_questionnaire(&q, s, a, r, faults))
        return false;
    const struct node *headings = node_get(r->instrument->p029, S("sections"));
    struct answers answers = {.country = q.country->label,
                              .year = (int)record_integer(q.record, "year")};
    for (size_t i = 0; i < node_count(headings); i++) {
        const struct node *h = node_at(headings, i);
        if (!heading_used(&q, headings, i))
            continue;
        struct answers_section *section = arena_push(a, &answers.sections);
        *section = (struct answers_section){.key = node_get_str(h, S("key")),
                                            .level = (int)node_get_int(h, S("level"), 1)};
        for (size_t k = 0; k < q.count; k++)
            if (str_eq(section_of(&q.answers[k]), section->key))
                add_question(a, section, &q.answers[k]);
    }
    *text = answers_write(a, instrument, &answers);
    return true;
}
