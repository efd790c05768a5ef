#include "intake/chapter/fold.h"

#include "base/arena.h"

static bool counts(char c)
{
    return char_is_alpha(c) || char_is_digit(c);
}

/* Moves to the next letter or digit; false at the end. */
static bool skip_signs(struct str s, size_t *at)
{
    while (*at < s.n && !counts(s.p[*at]))
        (*at)++;
    return *at < s.n;
}

size_t fold_common(struct str text, struct str label, size_t *label_used)
{
    size_t i = 0, j = 0, taken = 0;
    *label_used = 0;
    while (skip_signs(label, &j) && skip_signs(text, &i) &&
           char_lower(text.p[i]) == char_lower(label.p[j])) {
        taken = ++i;
        *label_used = ++j;
    }
    return taken;
}

size_t fold_starts(struct str text, struct str label)
{
    size_t used;
    size_t taken = fold_common(text, label, &used);
    return skip_signs(label, &used) ? 0 : taken;
}

bool fold_same(struct str one, struct str other)
{
    size_t used;
    size_t taken = fold_common(one, other, &used);
    return !skip_signs(other, &used) && !skip_signs(one, &taken);
}

struct str fold_text(struct arena *a, struct str text)
{
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (counts(text.p[i]))
            out[n++] = char_lower(text.p[i]);
    }
    return (struct str){out, n};
}

size_t fold_length(struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += counts(text.p[i]);
    return n;
}
