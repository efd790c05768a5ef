#include "intake/answers/spoken.h"

#include "base/arena.h"

/* Country names are looked for in this many words: ten times the longest published form. */
enum { MOST_WORDS = 20000, FIRST_YEAR = 1998, LAST_YEAR = 2099 };

struct str answers_said(struct arena *a, const struct answers_words *words, size_t until,
                        struct str label)
{
    for (size_t i = 0; i < until; i++) {
        if (!words->items[i].first || !str_eq_nocase(words->items[i].printed, label))
            continue;
        size_t end = i + 1;
        while (end < until && !words->items[end].first)
            end++;
        return answers_words_join(a, words, i + 1, end);
    }
    return (struct str){0};
}

/* The longest country name at word `at`, or NULL. */
static const struct answers_place *place_at(const struct answers_instrument *instrument,
                                            const struct answers_words *words, size_t at)
{
    const struct answers_place *best = NULL;
    for (size_t i = 0; i < instrument->places.count; i++) {
        const struct answers_place *place = &instrument->places.items[i];
        if (answers_words_at(words, at, &place->words) &&
            (!best || place->words.count > best->words.count))
            best = place;
    }
    return best;
}

struct str answers_country_spoken_of(const struct answers_instrument *instrument,
                                     const struct answers_words *words)
{
    struct tally {
        struct str country;
        size_t times;
    } tallies[64];
    size_t count = 0, best = 0;
    for (size_t at = 0; at < words->count && at < MOST_WORDS; at++) {
        if (!char_is_upper(words->items[at].printed.p[0]))
            continue;
        const struct answers_place *place = place_at(instrument, words, at);
        if (!place)
            continue;
        size_t i = 0;
        while (i < count && !str_eq(tallies[i].country, place->country))
            i++;
        if (i == 64)
            continue;
        if (i == count)
            tallies[count++] = (struct tally){place->country, 0};
        if (++tallies[i].times > tallies[best].times)
            best = i;
        at += place->words.count - 1;
    }
    return count ? tallies[best].country : (struct str){0};
}

/* The year a word begins with: "2020", "2020,", "2020-2024", "2020/21"; 0 when it is none. */
static int year_of(struct str word)
{
    int64_t year;
    while (word.n && (word.p[0] == '(' || word.p[0] == '['))
        word = str_from(word, 1);
    if (word.n < 4 || !str_to_int(str_slice(word, 0, 4), &year) || year < FIRST_YEAR ||
        year > LAST_YEAR)
        return 0;
    return word.n == 4 || !char_is_digit(word.p[4]) ? (int)year : 0;
}

static bool is_dash(struct str word)
{
    return str_eq(word, S("-")) || str_eq(word, S("–")) || str_eq(word, S("—"));
}

int answers_year_spoken_of(const struct answers_words *words)
{
    int latest = 0;
    for (size_t i = 0; i < words->count; i++) {
        int year = year_of(words->items[i].printed);
        bool ends_span =
            i >= 2 && is_dash(words->items[i - 1].printed) && year_of(words->items[i - 2].printed);
        if (year > latest && !ends_span)
            latest = year;
    }
    return latest;
}
