#include "intake/answers/answers.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "intake/answers/marks.h"
#include "intake/answers/options.h"
#include "intake/answers/spoken.h"

/* A baseline has no numbers; it is known by at least this many of its headings. */
enum { FEWEST_HEADINGS = 3 };

struct reading {
    struct arena *arena;
    const struct answers_instrument *instrument;
    struct answers_words words;
    struct answers *answers;
};

static void remark(struct reading *r, long line, const char *message, struct str detail)
{
    struct chapter_remark *added = arena_push(r->arena, &r->answers->remarks);
    added->line = line;
    added->message = message;
    added->details[0] = detail;
}

static bool look(struct str text, struct faults *faults)
{
    size_t bad;
    long line = 1;
    if (text.n > ANSWERS_LARGEST_TEXT)
        return FAULT(
            faults, FAULT_LIMIT, (struct place){0},
            N_("This text is longer than a questionnaire may be (1 MB). A filled one has about "
               "10,000 characters."));
    if (!str_trim(text).n)
        return FAULT(
            faults, FAULT_INPUT, (struct place){0},
            N_("This file is empty. A filled P029 questionnaire as text begins with its title "
               "and goes on with numbered questions, such as 63."));
    if (utf8_valid(text, &bad))
        return true;
    for (size_t i = 0; i < bad; i++)
        line += text.p[i] == '\n';
    return FAULT(
        faults, FAULT_INPUT, ((struct place){.line = line}),
        N_("This is not a text in UTF-8 from here on. Save the questionnaire as plain text in "
           "UTF-8 and try again; a picture or a PDF cannot be read."));
}

static bool names_the_protocol(const struct answers_instrument *instrument, struct str text)
{
    for (size_t i = 0; i < instrument->known_by.count; i++)
        if (str_find_nocase(text, instrument->known_by.items[i], 0) != STR_NONE)
            return true;
    return false;
}

static size_t count_known(const struct answers_marks *marks, bool headings)
{
    size_t count = 0;
    for (size_t i = 0; i < marks->count; i++)
        count += headings ? marks->items[i].heading != NULL
                          : marks->items[i].wording && !marks->items[i].guessed;
    return count;
}

static bool find_marks(struct reading *r, struct str text, struct answers_marks *marks)
{
    *marks = answers_marks_find(r->arena, r->instrument, &r->words, false);
    if (count_known(marks, false))
        return true;
    *marks = answers_marks_find(r->arena, r->instrument, &r->words, true);
    return count_known(marks, true) >= FEWEST_HEADINGS && names_the_protocol(r->instrument, text);
}

static struct answers_section *add_section(struct reading *r, const struct answers_heading *heading,
                                           const struct answers_mark *mark)
{
    struct answers_section *section = arena_push(r->arena, &r->answers->sections);
    section->key = heading->key;
    section->level = heading->level;
    section->title = answers_words_join(r->arena, &r->words, mark->at, mark->end);
    section->line = r->words.items[mark->at].line;
    return section;
}

/* The section a question goes to: the last one, or one without a name before any heading. */
static struct answers_section *section_now(struct reading *r)
{
    struct answers_sections *sections = &r->answers->sections;
    if (sections->count)
        return &sections->items[sections->count - 1];
    struct answers_section *section = arena_push(r->arena, sections);
    section->level = 1;
    section->line = 1;
    return section;
}

static enum answer_state state_of(struct str answer)
{
    static const struct str words[] = {S_INIT("N/A"), S_INIT("NA"), S_INIT("n.a."),
                                       S_INIT("Not applicable")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(answer, words[i]))
            return ANSWER_NOT_APPLICABLE;
    return answer.n ? ANSWER_GIVEN : ANSWER_BLANK;
}

/* The wording without its code, which may stand in its middle. */
static struct str wording_text(struct reading *r, const struct answers_mark *mark)
{
    size_t from = mark->at + 1;
    if (mark->code_at == STR_NONE)
        return answers_words_join(r->arena, &r->words, from, mark->end);
    struct str before = answers_words_join(r->arena, &r->words, from, mark->code_at);
    struct str after = answers_words_join(r->arena, &r->words, mark->code_at + 1, mark->end);
    return str_trim(str_format(r->arena, "%.*s %.*s", STR_ARG(before), STR_ARG(after)));
}

static struct str code_of(struct reading *r, const struct answers_mark *mark)
{
    if (mark->wording->code.n || mark->code_at == STR_NONE)
        return mark->wording->code;
    struct str word = r->words.items[mark->code_at].printed;
    return str_slice(word, 1, str_find_char(word, ']', 0));
}

static void remark_on(struct reading *r, const struct answers_mark *mark,
                      const struct answers_question *q)
{
    struct str first_word = str_slice(q->answer, 0, str_find_char(q->answer, ' ', 0));
    if (mark->guessed)
        remark(r, q->line,
               N_("The wording of question {1} is not the one known; where its answer begins was "
                  "guessed."),
               q->number);
    if (str_eq(q->type, S("yes_no")) && q->state == ANSWER_GIVEN &&
        !str_starts_nocase(first_word, S("yes")) && !str_starts_nocase(first_word, S("no")))
        remark(r, q->line, N_("The answer to question {1} begins with neither Yes nor No."),
               q->number);
    for (size_t i = 0; i < q->options.count; i++)
        if (str_eq(q->options.items[i].status, S("unknown")))
            remark(r, q->line,
                   N_("The answer to question {1} has an option that is not in the form as known."),
                   q->number);
}

static void add_question(struct reading *r, const struct answers_mark *mark, size_t end)
{
    const struct answers_wording *w = mark->wording;
    struct answers_question *q = arena_push(r->arena, &section_now(r)->questions);
    q->number = mark->number;
    q->key = w->key;
    if (w->for_each)
        q->under = w->number;
    q->code = code_of(r, mark);
    q->text = wording_text(r, mark);
    q->type = w->type;
    q->status = w->status;
    q->answer = answers_words_join(r->arena, &r->words, mark->end, end);
    q->state = state_of(q->answer);
    q->line = r->words.items[mark->at].line;
    q->options = answers_options_read(r->arena, w, q->state == ANSWER_GIVEN ? q->answer : S(""));
    remark_on(r, mark, q);
}

/* In a baseline what stands under a heading answers the heading. */
static void add_baseline_text(struct reading *r, const struct answers_section *section,
                              const struct answers_mark *mark, size_t end)
{
    if (mark->end >= end)
        return;
    struct answers_question *q = arena_push(r->arena, &section_now(r)->questions);
    q->key = section->key;
    q->text = section->title;
    q->type = S("text");
    q->status = mark->heading->status;
    q->answer = answers_words_join(r->arena, &r->words, mark->end, end);
    q->state = state_of(q->answer);
    q->line = section->line;
}

static void build(struct reading *r, const struct answers_marks *marks)
{
    for (size_t i = 0; i < marks->count; i++) {
        const struct answers_mark *mark = &marks->items[i];
        size_t end = i + 1 < marks->count ? marks->items[i + 1].at : r->words.count;
        if (mark->wording)
            add_question(r, mark, end);
        else
            add_baseline_text(r, add_section(r, mark->heading, mark), mark, end);
    }
}

static const struct answers_question *find_question(const struct answers *answers,
                                                    struct str number, struct str key)
{
    for (size_t s = 0; s < answers->sections.count; s++) {
        const struct answers_questions *all = &answers->sections.items[s].questions;
        for (size_t i = 0; i < all->count; i++)
            if (str_eq(all->items[i].number, number) && str_eq(all->items[i].key, key))
                return &all->items[i];
    }
    return NULL;
}

/* Whether a question had to be asked, as far as the other answers say. */
static bool was_asked(const struct answers *answers, const struct answers_wording *w)
{
    if (!w->condition.n)
        return true;
    const struct answers_question *q = find_question(answers, w->condition, S(""));
    return !q || !q->answer.n || str_starts_nocase(q->answer, w->condition_answer);
}

static void remark_missing(struct reading *r)
{
    const struct answers_wordings *all = &r->instrument->wordings;
    for (size_t i = 0; i < all->count; i++) {
        const struct answers_wording *w = &all->items[i];
        if (w->for_each || !str_eq(w->status, S("seen")) || !was_asked(r->answers, w) ||
            find_question(r->answers, w->number, w->key))
            continue;
        struct str name = str_format(r->arena, "%.*s (%.*s)", STR_ARG(w->number), STR_ARG(w->text));
        remark(
            r, 0,
            N_("Question {1} is missing in this text. If the file was cut, import it again whole."),
            name);
    }
}

static void settle(struct reading *r, const struct answers_marks *marks, int year)
{
    size_t until = marks->items[0].at;
    int64_t said = 0;
    str_to_int(answers_said(r->arena, &r->words, until, S("Year:")), &said);
    r->answers->year = year ? year : said > 0 && said < 10000 ? (int)said : 0;
    if (!r->answers->year)
        r->answers->year = answers_year_spoken_of(&r->words);
    r->answers->country = answers_said(r->arena, &r->words, until, S("Country:"));
    if (!r->answers->country.n)
        r->answers->country = answers_country_spoken_of(r->instrument, &r->words);
}

const struct answers *answers_read(struct arena *a, const struct answers_instrument *instrument,
                                   struct str text, int year, struct faults *faults)
{
    struct answers_marks marks;
    if (!look(text, faults))
        return NULL;
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_from(text, 3);
    struct reading r = {a, instrument, answers_words_of(a, text), arena_new(a, struct answers)};
    if (!find_marks(&r, text, &marks)) {
        FAULT(faults, FAULT_INPUT, (struct place){0},
              N_("This text is not a P029 questionnaire: none of its questions was found. A filled "
                 "one "
                 "has lines such as \"63. …? [1.1]\" with the answer behind."));
        return NULL;
    }
    build(&r, &marks);
    if (count_known(&marks, false))
        remark_missing(&r);
    settle(&r, &marks, year);
    return r.answers;
}
