#include "intake/answers/words.h"

#include "base/arena.h"

static bool is_end_mark(char c)
{
    return c == ',' || c == '.' || c == ':' || c == ';' || c == '?';
}

static struct str plain(struct arena *a, struct str printed)
{
    struct str word = str_replace(a, printed, S("’"), S("'"));
    word = str_lower(a, str_replace(a, word, S("‘"), S("'")));
    while (word.n > 1 && is_end_mark(word.p[word.n - 1]))
        word.n--;
    return word;
}

/* Length of the white space at `at`: ASCII, or a no-break space. */
static size_t space_at(struct str text, size_t at)
{
    if (char_is_space(text.p[at]))
        return 1;
    return str_starts(str_from(text, at), S("\xc2\xa0")) ? 2 : 0;
}

struct answers_words answers_words_of(struct arena *a, struct str text)
{
    struct answers_words words = {0};
    long line = 1;
    bool first = true;
    for (size_t at = 0; at < text.n;) {
        size_t space = space_at(text, at);
        if (space) {
            bool new_line = text.p[at] == '\n' || text.p[at] == '\f';
            line += text.p[at] == '\n';
            first = first || new_line;
            at += space;
            continue;
        }
        size_t end = at;
        while (end < text.n && !space_at(text, end))
            end++;
        struct str printed = str_slice(text, at, end);
        *arena_push(a, &words) = (struct answers_word){printed, plain(a, printed), at, line, first};
        first = false;
        at = end;
    }
    return words;
}

struct str_list answers_plain_words(struct arena *a, struct str text)
{
    struct answers_words words = answers_words_of(a, text);
    struct str_list list = {0};
    for (size_t i = 0; i < words.count; i++)
        *arena_push(a, &list) = words.items[i].plain;
    return list;
}

bool answers_words_at(const struct answers_words *words, size_t at, const struct str_list *wanted)
{
    if (wanted->count == 0 || at > words->count || words->count - at < wanted->count)
        return false;
    for (size_t i = 0; i < wanted->count; i++)
        if (!str_eq(words->items[at + i].plain, wanted->items[i]))
            return false;
    return true;
}

struct str answers_words_join(struct arena *a, const struct answers_words *words, size_t from,
                              size_t to)
{
    struct str_list list = {0};
    for (size_t i = from; i < to; i++)
        *arena_push(a, &list) = words->items[i].printed;
    return str_join(a, &list, S(" "));
}
