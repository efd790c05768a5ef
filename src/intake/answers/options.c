#include "intake/answers/options.h"

#include "base/arena.h"

/* Whether a new option may begin at `at`: at the start or behind a comma, semicolon or stop. */
static bool begins_option(struct str answer, size_t at)
{
    while (at > 0 && answer.p[at - 1] == ' ')
        at--;
    return at == 0 || answer.p[at - 1] == ',' || answer.p[at - 1] == ';' || answer.p[at - 1] == '.';
}

/* Place of the next "x)" at or behind `from` whose letter comes after `last`; STR_NONE at the end.
 */
static size_t next_letter(struct str answer, size_t from, char last)
{
    for (size_t at = from; at + 1 < answer.n; at++)
        if (answer.p[at + 1] == ')' && answer.p[at] > last && answer.p[at] >= 'a' &&
            answer.p[at] <= 'z' && begins_option(answer, at))
            return at;
    return STR_NONE;
}

static struct str without_comma(struct str text)
{
    text = str_trim(text);
    while (str_ends(text, S(",")) || str_ends(text, S(";")))
        text = str_trim(str_slice(text, 0, text.n - 1));
    return text;
}

static struct answers_option *option_of(struct arena *a, struct answers_options *options,
                                        struct str letter)
{
    for (size_t i = 0; i < options->count; i++)
        if (str_eq(options->items[i].letter, letter))
            return &options->items[i];
    struct answers_option *added = arena_push(a, options);
    added->letter = letter;
    added->status = S("unknown");
    return added;
}

static void tick_letters(struct arena *a, struct str answer, struct answers_options *options)
{
    size_t at = next_letter(answer, 0, 0);
    while (at != STR_NONE) {
        size_t next = next_letter(answer, at + 2, answer.p[at]);
        struct answers_option *option = option_of(a, options, str_slice(answer, at, at + 1));
        option->ticked = true;
        option->text = without_comma(str_slice(answer, at + 2, next));
        at = next;
    }
}

/* A choice that is not among the declared ones is kept as an option of its own. */
static void tick_choice(struct arena *a, struct str answer, struct answers_options *options)
{
    struct answers_option *chosen = NULL;
    for (size_t i = 0; i < options->count && !chosen; i++)
        if (str_eq_nocase(options->items[i].text, answer))
            chosen = &options->items[i];
    if (!chosen) {
        chosen = arena_push(a, options);
        chosen->status = S("unknown");
    }
    chosen->text = answer;
    chosen->ticked = true;
}

struct answers_options answers_options_read(struct arena *a, const struct answers_wording *wording,
                                            struct str answer)
{
    struct answers_options options = {0};
    for (size_t i = 0; i < node_count(wording->options); i++) {
        const struct node *declared = node_at(wording->options, i);
        struct answers_option *option = arena_push(a, &options);
        option->letter = node_get_str(declared, S("letter"));
        option->text = node_get_str(declared, S("text"));
        option->status = node_get_str(declared, S("status"));
    }
    if (!answer.n)
        return options;
    if (str_eq(wording->type, S("multiple")))
        tick_letters(a, answer, &options);
    else if (str_eq(wording->type, S("single")))
        tick_choice(a, answer, &options);
    return options;
}
