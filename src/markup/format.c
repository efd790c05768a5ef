/* Numbers and dates by language (markup/words.h). */
#include "markup/words.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <math.h>
#include <stdio.h>

#define NARROW_SPACE "\xe2\x80\xaf" /* U+202F: thin, and never broken at a line's end */
#define MINUS        "\xe2\x88\x92" /* U+2212 */

/* Digits in groups of three. Four digits stand together in all three languages' tables, but figures
 * are compared in columns here, so they are grouped as well. */
static struct str grouped(struct arena *a, bool negative, struct str digits)
{
    char out[128];
    size_t n = 0;
    for (size_t i = 0; i < digits.n && n + 4 < sizeof out; i++) {
        if (i && (digits.n - i) % 3 == 0)
            n += (size_t)snprintf(out + n, sizeof out - n, "%s", NARROW_SPACE);
        out[n++] = digits.p[i];
    }
    return str_format(a, "%s%.*s", negative ? MINUS : "", (int)n, out);
}

struct str words_integer(struct arena *a, enum language language, int64_t value)
{
    (void)language; /* the three group alike */
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    return grouped(a, value < 0, str_format(a, "%llu", (unsigned long long)size));
}

struct str words_real(struct arena *a, enum language language, double value, int decimals)
{
    if (!isfinite(value) || fabs(value) >= 1e18)
        return (struct str){0};
    struct str all = str_format(a, "%.*f", decimals, fabs(value));
    size_t point = str_find_char(all, '.', 0);
    if (point == STR_NONE)
        return grouped(a, value < 0, all);
    while (all.p[all.n - 1] == '0')
        all.n--;
    struct str whole = grouped(a, value < 0, str_slice(all, 0, point));
    if (all.n == point + 1)
        return whole;
    const char *mark = language == LANGUAGE_ENGLISH ? "." : ",";
    return str_format(a, "%.*s%s%.*s", STR_ARG(whole), mark, STR_ARG(str_from(all, point + 1)));
}

/* Months as they stand in a date with a day, and alone (Russian has two forms). */
static const char *const months[LANGUAGE_COUNT][2][12] = {
    {{"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"}},
    {{"yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr",
      "noyabr", "dekabr"},
     {"yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr",
      "noyabr", "dekabr"}},
    {{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
      "октября", "ноября", "декабря"},
     {"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
      "ноябрь", "декабрь"}},
};

struct str words_date(struct arena *a, enum language language, struct str iso)
{
    size_t end = str_find_char(iso, 'T', 0);
    struct str date = end == STR_NONE ? iso : str_slice(iso, 0, end);
    int64_t year, month, day;
    if (date.n < 4 || !str_to_int(str_slice(date, 0, 4), &year))
        return iso;
    if (date.n == 4)
        return date;
    if (date.n < 7 || date.p[4] != '-' || !str_to_int(str_slice(date, 5, 7), &month) || month < 1 ||
        month > 12)
        return iso;
    if (date.n == 7)
        return str_format(a, "%s %d", months[language][1][month - 1], (int)year);
    if (date.n != 10 || date.p[7] != '-' || !str_to_int(str_slice(date, 8, 10), &day) || day < 1 ||
        day > 31)
        return iso;
    struct str parts[] = {str_slice(date, day < 10 ? 9 : 8, 10), S(" "),
                          str_of(months[language][0][month - 1]), S(" "), str_slice(date, 0, 4)};
    if (date.p[0] == '0')
        return str_format(a, "%d %.*s %d", (int)day, STR_ARG(parts[2]), (int)year);
    return str_join(a, &(struct str_list){.items = parts, .count = 5}, (struct str){0});
}

static bool digit_at(struct str s, size_t i)
{
    return i < s.n && char_is_digit(s.p[i]);
}

/* A comma between digits with exactly three behind it parts thousands. */
static bool parts_thousands(struct str s, size_t i)
{
    return s.p[i] == ',' && i > 0 && digit_at(s, i - 1) && digit_at(s, i + 1) &&
           digit_at(s, i + 2) && digit_at(s, i + 3) && !digit_at(s, i + 4);
}

struct str words_figure(struct arena *a, enum language language, struct str printed)
{
    struct buffer out = {.arena = a};
    struct str text = words(language, printed);
    if (!str_contains(text, S(",")) && !str_contains(text, S(".")))
        return text;
    for (size_t i = 0; i < text.n; i++) {
        bool point = text.p[i] == '.' && i > 0 && digit_at(text, i - 1) && digit_at(text, i + 1);
        if (parts_thousands(text, i))
            buffer_add(&out, S(NARROW_SPACE));
        else if (point && language != LANGUAGE_ENGLISH)
            buffer_char(&out, ',');
        else
            buffer_char(&out, text.p[i]);
    }
    return buffer_str(&out);
}
