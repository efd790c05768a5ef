#include "intake/answers/marks.h"

#include "base/arena.h"

/* The longest known wording has 60 words; what is not ended after these is not that question. */
enum { LONGEST_WORDING = 150, LONGEST_HEADING = 30 };

struct search {
    struct arena *arena;
    const struct answers_instrument *instrument;
    const struct answers_words *words;
    bool baseline;
};

static size_t least(size_t one, size_t two)
{
    return one < two ? one : two;
}

/* Index behind the first place of `wanted` in [from, to), or STR_NONE. */
static size_t find_end(const struct answers_words *words, size_t from, size_t to,
                       const struct str_list *wanted)
{
    for (size_t i = from; i + wanted->count <= to; i++)
        if (answers_words_at(words, i, wanted))
            return i + wanted->count;
    return STR_NONE;
}

/* Whether a word is a code in brackets: [10.1], [11a]. */
static bool is_code(struct str printed)
{
    if (printed.n < 3 || printed.p[0] != '[' || !char_is_digit(printed.p[1]))
        return false;
    size_t close = str_find_char(printed, ']', 0);
    for (size_t i = 1; i < close && i < printed.n; i++)
        if (!char_is_digit(printed.p[i]) && printed.p[i] != '.' && !char_is_alpha(printed.p[i]))
            return false;
    return close != STR_NONE;
}

static bool is_this_code(struct arena *a, struct str plain, struct str code)
{
    return code.n && str_eq(plain, str_format(a, "[%.*s]", STR_ARG(code)));
}

/* The number a question begins with: "75" of "75.", "75.f" of "75.f."; empty when it is none. The
 * two questions without a number are printed with "p29" in its place. */
static struct str number_at(const struct answers_word *word, struct str *letter)
{
    struct str number = word->plain;
    *letter = (struct str){0};
    if (str_eq(number, S("p29")))
        return word->printed.n == 3 ? number : (struct str){0};
    if (!str_ends(word->printed, S(".")))
        return (struct str){0};
    size_t dot = str_find_char(number, '.', 0);
    if (dot != STR_NONE && dot + 2 == number.n && char_is_alpha(number.p[dot + 1])) {
        *letter = str_from(number, dot + 1);
        number = str_slice(number, 0, dot);
    }
    int64_t value;
    return str_to_int(number, &value) && value > 0 ? number : (struct str){0};
}

/* Where a wording that is not known ends: behind a code, else behind a question mark or colon, else
 * with its line. */
static size_t guess_end(const struct answers_words *words, size_t from, size_t to)
{
    size_t line_end = from;
    while (line_end < to && (line_end == from || !words->items[line_end].first))
        line_end++;
    for (size_t i = from; i < to; i++) {
        struct str printed = words->items[i].printed;
        if (is_code(printed))
            return i + 1;
        if (str_ends(printed, S("?")) || str_ends(printed, S(":")))
            return i + 1 < to && is_code(words->items[i + 1].printed) ? i + 2 : i + 1;
    }
    return line_end;
}

/* Whether the questionnaire has a question of that number. */
static bool is_declared(const struct search *s, struct str number)
{
    for (size_t i = 0; i < s->instrument->wordings.count; i++)
        if (str_eq(s->instrument->wordings.items[i].number, number))
            return true;
    return false;
}

/* Where the next line begins with the number of a question; a wording does not reach over it. */
static size_t next_number(const struct search *s, size_t from)
{
    size_t to = least(s->words->count, from + LONGEST_WORDING);
    struct str letter;
    for (size_t i = from; i < to; i++)
        if (s->words->items[i].first && is_declared(s, number_at(&s->words->items[i], &letter)))
            return i;
    return to;
}

/* Takes the code in brackets that stands in or right behind the wording. */
static void take_code(const struct search *s, struct answers_mark *mark)
{
    const struct answers_words *words = s->words;
    mark->code_at = STR_NONE;
    if (mark->end < words->count && mark->wording->code.n &&
        is_this_code(s->arena, words->items[mark->end].plain, mark->wording->code))
        mark->end++;
    for (size_t i = mark->at + 1; i < mark->end && mark->code_at == STR_NONE; i++)
        if (mark->wording->code.n
                ? is_this_code(s->arena, words->items[i].plain, mark->wording->code)
                : mark->guessed && is_code(words->items[i].printed))
            mark->code_at = i;
}

/* Holds the words behind a number against one known wording. */
static bool is_wording(const struct search *s, const struct answers_wording *w,
                       struct answers_mark *mark)
{
    size_t from = mark->at + 1, to = least(s->words->count, from + LONGEST_WORDING);
    mark->wording = w;
    mark->guessed = false;
    mark->end = STR_NONE;
    if (answers_words_at(s->words, from, &w->own))
        mark->end = from + w->own.count;
    else if (answers_words_at(s->words, from, &w->begins))
        mark->end = find_end(s->words, from, to, &w->ends);
    return mark->end != STR_NONE;
}

/* Whether what follows a known number can be a question: it begins with a capital letter. */
static bool looks_like_question(const struct search *s, size_t at)
{
    return at + 1 < s->words->count && char_is_upper(s->words->items[at + 1].printed.p[0]);
}

static bool question_at(const struct search *s, size_t at, struct answers_mark *mark)
{
    struct str letter, number = number_at(&s->words->items[at], &letter);
    const struct answers_wordings *all = &s->instrument->wordings;
    const struct answers_wording *other = NULL;
    if (!number.n)
        return false;
    mark->number = s->words->items[at].plain;
    for (size_t i = 0; i < all->count; i++) {
        const struct answers_wording *w = &all->items[i];
        if (!str_eq(w->number, number) || w->for_each != (letter.n > 0))
            continue;
        other = other ? other : w;
        if (is_wording(s, w, mark)) {
            take_code(s, mark);
            return true;
        }
    }
    if (!other || str_eq(number, S("p29")) || !looks_like_question(s, at))
        return false;
    mark->wording = other;
    mark->guessed = true;
    mark->end = guess_end(s->words, at + 1, next_number(s, at + 1));
    take_code(s, mark);
    return true;
}

/* Whether a heading's words [at, end) are followed by another line (or, in a baseline, anything).
 */
static bool ends_line(const struct search *s, size_t end)
{
    return s->baseline || end == s->words->count || s->words->items[end].first;
}

static bool is_heading(const struct search *s, const struct answers_heading *h,
                       struct answers_mark *mark)
{
    size_t to = least(s->words->count, mark->at + LONGEST_HEADING);
    if (answers_words_at(s->words, mark->at, &h->own) && ends_line(s, mark->at + h->own.count)) {
        mark->end = mark->at + h->own.count;
        return true;
    }
    for (size_t i = 0; i < h->form_count; i++) {
        if (!answers_words_at(s->words, mark->at, &h->forms[i]))
            continue;
        mark->end = mark->at + h->forms[i].count;
        if (h->ends.count && i == 0)
            mark->end = find_end(s->words, mark->at, to, &h->ends);
        /* A text cut inside a heading still ends with that heading, not with an answer. */
        if (mark->end == STR_NONE && to == s->words->count)
            mark->end = to;
        if (mark->end != STR_NONE && ends_line(s, mark->end))
            return true;
    }
    return false;
}

/* The heading at `at`; of two that fit ("Ratification", "Ratification status") the longer one. */
static bool heading_at(const struct search *s, size_t at, struct answers_mark *mark)
{
    const struct answers_headings *all = &s->instrument->headings;
    struct answers_mark best = {0};
    for (size_t i = 0; i < all->count; i++) {
        struct answers_mark found = {.at = at, .heading = &all->items[i], .code_at = STR_NONE};
        if (is_heading(s, &all->items[i], &found) && found.end > best.end)
            best = found;
    }
    *mark = best;
    return best.heading != NULL;
}

/* Drops headings that are followed by text: these are words of an answer. */
static void drop_false_headings(const struct search *s, struct answers_marks *marks)
{
    size_t next = s->words->count, kept = marks->count;
    for (size_t i = marks->count; i-- > 0;) {
        struct answers_mark mark = marks->items[i];
        if (mark.heading && mark.end != next)
            continue;
        next = mark.at;
        marks->items[--kept] = mark;
    }
    for (size_t i = kept; i < marks->count; i++)
        marks->items[i - kept] = marks->items[i];
    marks->count -= kept;
}

struct answers_marks answers_marks_find(struct arena *a,
                                        const struct answers_instrument *instrument,
                                        const struct answers_words *words, bool baseline)
{
    struct search s = {a, instrument, words, baseline};
    struct answers_marks marks = {0};
    for (size_t at = 0; at < words->count;) {
        struct answers_mark mark = {.at = at};
        if (words->items[at].first &&
            ((!baseline && question_at(&s, at, &mark)) || heading_at(&s, at, &mark))) {
            *arena_push(a, &marks) = mark;
            at = mark.end;
        } else {
            at++;
        }
    }
    if (!baseline)
        drop_false_headings(&s, &marks);
    return marks;
}
