#include "base/near.h"

#include "base/arena.h"

enum { LONGEST = 64, MOST_WORDS = 3 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment, three rows at a time. */
size_t near_distance(struct str one, struct str other)
{
    size_t rows[3][LONGEST + 1];
    if (one.n > LONGEST || other.n > LONGEST)
        return SIZE_MAX;
    for (size_t j = 0; j <= other.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= one.n; i++) {
        size_t *now = rows[i % 3];
        const size_t *before = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
        char c = char_lower(one.p[i - 1]);
        now[0] = i;
        for (size_t j = 1; j <= other.n; j++) {
            char d = char_lower(other.p[j - 1]);
            now[j] = least(least(before[j] + 1, now[j - 1] + 1), before[j - 1] + (c != d));
            if (i > 1 && j > 1 && c == char_lower(other.p[j - 2]) && char_lower(one.p[i - 2]) == d)
                now[j] = least(now[j], second[j - 2] + 1);
        }
    }
    return rows[one.n % 3][other.n];
}

struct candidate {
    struct str name;
    size_t distance;
};

struct str_list near_names(struct arena *a, struct str text, const struct str_list *names,
                           size_t most)
{
    struct candidate *best = arena_array(a, most + 1, struct candidate);
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        struct candidate c = {names->items[i], near_distance(text, names->items[i])};
        bool holds = text.n >= 3 && str_find_nocase(c.name, text, 0) != STR_NONE;
        size_t letters = text.n > c.name.n ? text.n : c.name.n;
        if (holds)
            c.distance = least(c.distance, 1);
        if (!holds && c.distance > (letters < 3 ? 1 : letters / 3))
            continue;
        size_t at = count;
        while (at > 0 && best[at - 1].distance > c.distance) {
            best[at] = best[at - 1];
            at--;
        }
        best[at] = c;
        count = least(count + 1, most);
    }
    struct str_list found = {0};
    for (size_t i = 0; i < count; i++)
        *arena_push(a, &found) = best[i].name;
    return found;
}

struct str near_words(struct arena *a, struct str text, const struct str_list *names)
{
    struct str_list found = near_names(a, text, names, MOST_WORDS);
    /* Commas alone: the words around them are in the reader's language. */
    return str_join(a, &found, S(", "));
}
