#include "intake/chapter/margin.h"

#include "intake/chapter/fold.h"

/* How much of `label` the front of `text` holds, word by word: bytes of text, and what is left of
 * the label. */
static size_t words_taken(struct str text, struct str label, struct str *left)
{
    size_t at = 0;
    *left = label;
    for (struct str word, rest = label; str_cut(&rest, ' ', &word);) {
        size_t taken = fold_starts(str_from(text, at), word);
        if (!taken || (at + taken < text.n && char_is_alpha(text.p[at + taken]) &&
                       !char_is_upper(text.p[at + taken])))
            break;
        at += taken;
        *left = str_trim(rest);
    }
    return at;
}

/* What follows a label: nothing, or the beginning of a row. */
static bool can_follow(struct str rest)
{
    return !rest.n || char_is_upper(rest.p[0]) || char_is_digit(rest.p[0]);
}

static struct str behind_label(struct str text, size_t taken)
{
    struct str rest = str_trim(str_from(text, taken));
    static const struct str marks[] = {S_INIT("*"), S_INIT("†"), S_INIT("‡"), S_INIT(":")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(rest, marks[i]))
            rest = str_trim(str_from(rest, marks[i].n));
    return rest;
}

int margin_take(struct margin *state, struct str line, struct str *rest)
{
    struct str left;
    *rest = line;
    if (state->rest.n && state->lines-- > 0) {
        size_t taken = words_taken(line, state->rest, &left);
        if (taken && can_follow(behind_label(line, taken))) {
            *rest = behind_label(line, taken);
            state->rest = left;
            return -1;
        }
    } else {
        state->rest = (struct str){0};
    }
    for (size_t i = 0; i < state->count; i++) {
        size_t taken = words_taken(line, state->labels[i].printed, &left);
        struct str behind = behind_label(line, taken);
        if (!taken || !can_follow(behind))
            continue;
        *rest = behind;
        state->rest = left;
        state->lines = 4;
        return (int)i;
    }
    return -1;
}
