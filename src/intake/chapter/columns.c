#include "intake/chapter/columns.h"

#include "base/arena.h"
#include "intake/chapter/citations.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { NAME, TEXT, BOTH, AFTER, STATES }; /* what a line holds; AFTER is running text */

#define NEVER    1000000
#define NO_SPLIT SIZE_MAX

/* A place where the name could end inside a line. */
struct split {
    size_t at;      /* bytes of the line that are the name */
    int name, text; /* widths of both parts */
    int price;      /* what the words at that place speak against it */
};

/* What is seen of a line. */
struct shape {
    int width, first_word;
    bool capital; /* begins like a name or sentence */
    bool small;   /* begins with a small letter */
    bool closed;  /* ends a sentence or with a citation */
    bool open;    /* ends with a word or sign that asks for more: "of", "and", "," */
    bool cites;   /* a citation stands in it */
    bool year;    /* begins with a bracket or digit: the years of a program */
    int opening;  /* how surely a description begins here: 0 not, 1 perhaps, 2 surely */
    struct split splits[10];
    size_t split_count;
};

/* The table being read, for one guess of the two widths. */
struct reading {
    const struct column_line *lines;
    struct shape *shapes;
    size_t count;
    bool gaps;            /* blank lines stand between cells */
    int name, text, page; /* widths */
};

/* One step on the cheapest way to a line. */
struct step {
    int price;
    unsigned char from; /* state of the line before */
    size_t split;       /* index into splits */
};

int column_width(struct str text)
{
    static const char narrow[] = "ijlIt.,;:'()[]!|fr-/ ";
    static const char wide[] = "mwMWOQGD@%&";
    int width = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (((unsigned char)c & 0xC0) == 0x80)
            continue;
        if (c && strchr(narrow, c))
            width += 300;
        else if (c && strchr(wide, c))
            width += 780;
        else
            width += char_is_upper(c) ? 640 : 500;
    }
    return width;
}

static struct str first_word(struct str s)
{
    return str_slice(s, 0, str_find_char(s, ' ', 0) == STR_NONE ? s.n : str_find_char(s, ' ', 0));
}

static struct str last_word(struct str s)
{
    size_t from = s.n;
    while (from > 0 && s.p[from - 1] != ' ')
        from--;
    return str_from(s, from);
}

static bool is_one_of(struct str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(word, str_of(list[i])))
            return true;
    return false;
}
#define IS_ONE_OF(word, list) is_one_of((word), (list), sizeof(list) / sizeof *(list))

/* A word that cannot end a name: what it governs must follow. */
static bool asks_for_more(struct str word)
{
    static const char *const words[] = {
        "of", "the",      "and",   "for",   "to",      "in",  "on",  "with", "from", "a",  "an",
        "or", "by",       "at",    "its",   "against", "de",  "del", "la",   "into", "as", "&",
        "–",  "National", "under", "among", "between", "The", "A",   "An",   "In"};
    char last = word.n ? word.p[word.n - 1] : 0;
    return last == ',' || last == '-' || last == '(' || IS_ONE_OF(word, words);
}

static bool is_closed(struct arena *a, struct str text)
{
    struct arena_mark mark = arena_mark(a);
    struct str sources;
    struct str rest = citation_strip(a, text, 0, &sources);
    bool cited = sources.n > 0;
    bool stop =
        str_ends(rest, S(".")) || str_ends(rest, S(".\xe2\x80\x9d")) || str_ends(rest, S(".)"));
    arena_rewind(a, mark);
    return cited || stop;
}

/* The word without "s", "es" or "d" behind and "," after it, small, in `list`. */
static bool is_verb(const struct str_list *list, struct str word, bool *third)
{
    while (word.n && (word.p[word.n - 1] == ',' || word.p[word.n - 1] == ';'))
        word.n--;
    for (size_t i = 0; i < list->count; i++) {
        struct str verb = list->items[i];
        if (!str_starts_nocase(word, verb))
            continue;
        struct str ending = str_from(word, verb.n);
        *third = ending.n > 0;
        if (!ending.n || str_eq(ending, S("s")) || str_eq(ending, S("es")) ||
            str_eq(ending, S("d")) || str_eq(ending, S("ed")))
            return true;
    }
    return false;
}

static bool is_money(struct str word)
{
    return word.n > 1 && word.p[0] == '$' && char_is_digit(word.p[1]);
}

static bool has_ending(struct str word)
{
    static const char *const endings[] = {"-funded",       "-run",       "-led",       "-supported",
                                          "-implemented",  "-sponsored", "-based",     "-Funded",
                                          "-administered", "-operated",  "-funded,",   "-managed",
                                          "-financed",     "-wide",      "-affiliated"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(word, str_of(endings[i])))
            return true;
    return false;
}

/* How surely a description begins at the front of `text`. */
static int opening_of(const struct column_words *words, struct str text)
{
    static const char *const after[] = {"that", "that,",    "which", "to",  "funded", "implemented",
                                        "in",   "aimed",    "run",   "for", "led",    "supported",
                                        "aims", "designed", "of",    "by",  "from",   "operated"};
    struct str word = first_word(text);
    struct str next = first_word(str_trim(str_from(text, word.n)));
    bool third = false;
    bool small = next.n && !char_is_upper(next.p[0]);
    if (is_money(word) || has_ending(word))
        return 2;
    if (is_verb(&words->verbs, word, &third))
        return small && next.n ? 2 : str_ends(word, S(",")) ? 2 : 1;
    if (is_verb(&words->nouns, word, &third))
        return IS_ONE_OF(next, after) ? 2 : 0;
    if (is_verb(&words->nouns, next, &third) && char_is_alpha(next.p[0]) &&
        !char_is_upper(next.p[0]))
        return 2;
    return IS_ONE_OF(word, ((const char *const[]){"A", "An", "The"})) ? 1 : 0;
}

/* A capital noun that names of bodies and programs end with: "Committee", "Fund". */
static bool closes_name(const struct column_words *words, struct str word)
{
    bool third = false;
    return char_is_upper(word.p[0]) && is_verb(&words->nouns, word, &third);
}

/* Notes every place where the name could end inside the line. */
static void find_splits(const struct column_words *words, struct str text, struct shape *shape)
{
    for (size_t at = 1; at + 1 < text.n; at++) {
        if (text.p[at] != ' ' || shape->split_count == sizeof shape->splits / sizeof *shape->splits)
            continue;
        struct str name = str_slice(text, 0, at), rest = str_from(text, at + 1);
        struct str last = last_word(name);
        bool begins = char_is_upper(rest.p[0]) || char_is_digit(rest.p[0]) || rest.p[0] == '$';
        if (!begins || asks_for_more(last) || !last.n)
            continue;
        int opening = opening_of(words, rest);
        char end = last.p[last.n - 1];
        bool fence = end == ')' || end == '*' || end == '\xa0' || end == '\xa1';
        if (char_is_digit(rest.p[0]) && !fence)
            continue;
        int price = opening == 2               ? 0
                    : fence                    ? 1
                    : closes_name(words, last) ? 3
                    : opening == 1             ? 4
                                               : 7;
        shape->splits[shape->split_count++] =
            (struct split){at, column_width(name), column_width(rest), price};
    }
}

static struct shape look_at(struct arena *a, const struct column_words *words, struct str text)
{
    struct citation group;
    char first = text.n ? text.p[0] : 0;
    struct shape shape = {
        .width = column_width(text),
        .first_word = column_width(first_word(text)),
        .small = first >= 'a' && first <= 'z',
        .closed = is_closed(a, text),
        .open = asks_for_more(last_word(text)),
        .cites = citation_next(text, 0, 0, &group),
        .year = first == '(' || char_is_digit(first),
        .opening = opening_of(words, text),
    };
    shape.capital = !shape.small && first != ',' && first != ')';
    if (shape.capital)
        find_splits(words, text, &shape);
    return shape;
}

/* Would the first word of line i + 1 have fitted behind `width` on a line of `room`? Then the two
 * lines are not one paragraph. The widths are estimates: a little room is forgiven. */
static bool fits(const struct reading *r, int width, size_t next, int room)
{
    return width + 300 + r->shapes[next].first_word <= room * 92 / 100;
}

static int over(int width, int room)
{
    return width * 100 > room * 104 ? 3 + (width - room) * 20 / room : 0;
}

/* What speaks against a new row beginning at line i behind a line in state `from`. */
static int price_of_row(const struct reading *r, size_t i, int from)
{
    const struct column_line *line = &r->lines[i];
    if (i == 0)
        return 0;
    if (from == AFTER)
        return line->begins_piece ? 3 : 8;
    const struct shape *before = &r->shapes[i - 1];
    int price = line->begins_piece ? 0 : 2;
    price += before->closed ? 0 : 9;
    price += r->gaps && !line->after_gap && !line->begins_piece ? 2 : 0;
    price += from == TEXT && before->width * 100 > r->text * 92 ? 1 : 0;
    return price;
}

static int price_of_name(const struct reading *r, size_t i, int from)
{
    const struct shape *s = &r->shapes[i];
    int price = over(s->width, r->name) * 3 + (s->closed ? 6 : 0) + (s->cites ? 6 : 0);
    if (from != NAME) {
        price += s->small ? 12 : 0;
        price += s->opening == 2 ? 3 : 0;
        price += r->lines[i].opens_paragraph ? 6 : 0;
        return price + price_of_row(r, i, from);
    }
    const struct shape *before = &r->shapes[i - 1];
    if (!before->open && fits(r, before->width, i, r->name))
        price += s->year ? 1 : 4;
    price += s->opening == 2 ? 3 : 0;
    price += r->lines[i].after_gap ? 4 : 0;
    return price + (r->lines[i].begins_piece ? 6 : 0);
}

/* What speaks against line i going on with the description whose line before was `width` wide. */
static int price_of_going_on(const struct reading *r, size_t i, int width)
{
    const struct shape *before = &r->shapes[i - 1];
    int price = r->lines[i].begins_piece ? 3 : r->lines[i].after_gap ? 1 : 0;
    if (fits(r, width, i, r->text))
        price += (before->closed ? 4 : 5) + (width * 100 < r->text * 75 ? 2 : 0);
    else if (r->shapes[i].small)
        price -= 1;
    return price;
}

static int price_of_text(const struct reading *r, size_t i, int from, const struct step *before)
{
    const struct shape *s = &r->shapes[i];
    int price = over(s->width, r->text);
    if (from == NAME) {
        price += s->small ? 14 : s->opening == 2 ? 0 : s->opening == 1 ? 1 : 2;
        price += r->shapes[i - 1].open ? 6 : 0;
        return price + (r->gaps && !r->lines[i].after_gap ? 1 : 0);
    }
    if (from == AFTER || i == 0)
        return NEVER;
    const struct shape *last = &r->shapes[i - 1];
    int width = from == BOTH ? last->splits[before->split].text : last->width;
    return price + price_of_going_on(r, i, width);
}

/* The cheapest split of line i into name and description. */
static int price_of_both(const struct reading *r, size_t i, int from, size_t *chosen)
{
    const struct shape *s = &r->shapes[i];
    int best = NEVER;
    for (size_t k = 0; k < s->split_count; k++) {
        const struct split *split = &s->splits[k];
        int price = split->price + over(split->name, r->name) * 4 + over(split->text, r->text);
        if (!s->closed && i + 1 < r->count && fits(r, split->text, i + 1, r->text))
            price += 3;
        if (price < best) {
            best = price;
            *chosen = k;
        }
    }
    if (best == NEVER)
        return NEVER;
    if (from == NAME)
        return best + 8;
    return best + price_of_row(r, i, from) + (r->lines[i].opens_paragraph ? 5 : 0);
}

static int price_of_after(const struct reading *r, size_t i, int from)
{
    if (i == 0 || from == NAME)
        return NEVER;
    const struct shape *before = &r->shapes[i - 1];
    const struct column_line *line = &r->lines[i];
    if (from == AFTER)
        return fits(r, before->width, i, r->page) ? (before->closed ? 1 : 4) : 0;
    return 5 + (before->closed ? 0 : 9) - (line->opens_paragraph ? 4 : 0) +
           (r->gaps && !line->after_gap && !line->begins_piece ? 4 : 0);
}

static int price_of(const struct reading *r, size_t i, int from, int to, const struct step *before,
                    size_t *split)
{
    switch (to) {
    case NAME: return price_of_name(r, i, from);
    case TEXT: return price_of_text(r, i, from, before);
    case BOTH: return price_of_both(r, i, from, split);
    default: return price_of_after(r, i, from);
    }
}

/* Fills steps[i * STATES + state]; returns the price of the cheapest way. */
static int walk(const struct reading *r, struct step *steps)
{
    for (size_t i = 0; i < r->count; i++) {
        for (int to = 0; to < STATES; to++) {
            struct step *step = &steps[i * STATES + (size_t)to];
            *step = (struct step){.price = NEVER};
            for (int from = 0; from < STATES; from++) {
                if (i == 0 && from != TEXT)
                    continue;
                const struct step *before = i ? &steps[(i - 1) * STATES + (size_t)from] : NULL;
                int so_far = before ? before->price : 0;
                size_t split = 0;
                int price = so_far < NEVER ? price_of(r, i, from, to, before, &split) : NEVER;
                if (price < NEVER && so_far + price < step->price)
                    *step = (struct step){so_far + price, (unsigned char)from, split};
            }
        }
    }
    int best = NEVER;
    for (int state = TEXT; state < STATES; state++) {
        int price = steps[(r->count - 1) * STATES + (size_t)state].price;
        best = price < best ? price : best;
    }
    return best;
}

static int compare_widths(const void *one, const void *other)
{
    int a = *(const int *)one, b = *(const int *)other;
    return (a > b) - (a < b);
}

/* Tries the widths a table of these lines can have; leaves the cheapest in `r` and `steps`. */
static void find_widths(struct arena *a, struct reading *r, struct step *steps)
{
    static const size_t shares[] = {80, 90, 95, 100};
    static const int parts[] = {14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 35, 38, 42, 46, 51, 56};
    int *widths = arena_array(a, r->count, int);
    for (size_t i = 0; i < r->count; i++)
        widths[i] = r->shapes[i].width;
    qsort(widths, r->count, sizeof *widths, compare_widths);
    int best = INT_MAX, name = 1, text = 1;
    r->page = widths[r->count - 1] + 1;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        r->text = widths[(r->count - 1) * shares[i] / 100] + 1;
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            r->name = r->page * parts[k] / 100 + 1;
            int price = walk(r, steps) * 4 + (int)k; /* of equals, the narrower name */
            if (price < best) {
                best = price;
                name = r->name;
                text = r->text;
            }
        }
    }
    r->name = name;
    r->text = text;
    walk(r, steps);
}

/* Follows the cheapest way back and writes down the state of every line. */
static void trace(const struct reading *r, const struct step *steps, unsigned char *states)
{
    size_t last = r->count - 1;
    int state = TEXT;
    for (int other = TEXT; other < STATES; other++)
        if (steps[last * STATES + (size_t)other].price < steps[last * STATES + (size_t)state].price)
            state = other;
    for (size_t i = r->count; i-- > 0;) {
        states[i] = (unsigned char)state;
        state = steps[i * STATES + (size_t)state].from;
    }
}

static void take_rows(struct arena *a, const struct reading *r, const struct step *steps,
                      const unsigned char *states, struct column_rows *rows)
{
    struct column_row *row = NULL;
    for (size_t i = 0; i < r->count; i++) {
        if (states[i] == AFTER) {
            row = NULL;
            continue;
        }
        bool begins = !row || (states[i] == NAME && states[i - 1] != NAME) ||
                      (states[i] == BOTH && states[i - 1] != NAME);
        if (begins) {
            row = arena_push(a, rows);
            *row = (struct column_row){.first = i, .text = i};
        }
        row->end = i + 1;
        if (states[i] == NAME)
            row->text = i + 1;
        if (states[i] == BOTH) {
            const struct split *split = &r->shapes[i].splits[steps[i * STATES + BOTH].split];
            row->text = i;
            row->split = split->at;
            row->doubtful = split->price >= 4;
        }
    }
}

void columns_find(struct arena *a, const struct column_words *words,
                  const struct column_line *lines, size_t count, struct column_rows *rows)
{
    if (!count)
        return;
    struct reading r = {.lines = lines, .count = count};
    r.shapes = arena_array(a, count, struct shape);
    for (size_t i = 0; i < count; i++) {
        r.shapes[i] = look_at(a, words, lines[i].text);
        r.gaps = r.gaps || (i && lines[i].after_gap && !lines[i].begins_piece);
    }
    struct step *steps = arena_array(a, count * STATES, struct step);
    unsigned char *states = arena_array(a, count, unsigned char);
    find_widths(a, &r, steps);
    if (walk(&r, steps) >= NEVER)
        return;
    trace(&r, steps, states);
    take_rows(a, &r, steps, states, rows);
}
