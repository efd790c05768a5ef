#include "intake/chapter/level.h"

#include "intake/chapter/actions.h"
#include "intake/chapter/fold.h"
#include "intake/chapter/lines.h"

struct phrase {
    struct str printed; /* letters that are read */
    struct str key, shown;
};

static const struct phrase levels[] = {
    {S_INIT("significantadvancement"), S_INIT("significant_advancement"),
     S_INIT("Significant Advancement")},
    {S_INIT("moderateadvancement"), S_INIT("moderate_advancement"), S_INIT("Moderate Advancement")},
    {S_INIT("minimaladvancement"), S_INIT("minimal_advancement"), S_INIT("Minimal Advancement")},
    {S_INIT("noadvancement"), S_INIT("no_advancement"), S_INIT("No Advancement")},
    {S_INIT("noassessment"), S_INIT("no_assessment"), S_INIT("No Assessment")},
};

static const struct phrase directions[] = {
    {S_INIT("regressionin"), S_INIT("regression"), S_INIT("Regression in ")},
    {S_INIT("continued"), S_INIT("continued"), S_INIT("Continued ")},
};

static const struct phrase fields[] = {
    {S_INIT("law"), S_INIT("law"), S_INIT("Law")},
    {S_INIT("policy"), S_INIT("policy"), S_INIT("Policy")},
    {S_INIT("policies"), S_INIT("policy"), S_INIT("Policy")},
    {S_INIT("practice"), S_INIT("practice"), S_INIT("Practice")},
};

/* A folded header that is read from left to right. */
struct cursor {
    struct arena *arena;
    struct str rest;
};

static bool take(struct cursor *c, struct str word)
{
    if (!str_starts(c->rest, word))
        return false;
    c->rest = str_from(c->rest, word.n);
    return true;
}

static const struct phrase *take_phrase(struct cursor *c, const struct phrase *phrases,
                                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (take(c, phrases[i].printed))
            return &phrases[i];
    }
    return NULL;
}

/* "law", "practices", "law and practice". */
static bool take_fields(struct cursor *c, struct str *key, struct str *shown)
{
    const struct phrase *field = take_phrase(c, fields, sizeof fields / sizeof *fields);
    if (!field)
        return false;
    take(c, S("s"));
    *key = str_format(c->arena, "%.*s_%.*s", STR_ARG(*key), STR_ARG(field->key));
    *shown = str_concat(c->arena, *shown, field->shown);
    struct cursor before = *c;
    if (take(c, S("and"))) {
        field = take_phrase(c, fields, sizeof fields / sizeof *fields);
        if (!field) {
            *c = before;
            return true;
        }
        take(c, S("s"));
        *key = str_format(c->arena, "%.*s_and_%.*s", STR_ARG(*key), STR_ARG(field->key));
        *shown = str_format(c->arena, "%.*s and %.*s", STR_ARG(*shown), STR_ARG(field->shown));
    }
    return true;
}

/* "regression in practice and continued policy": one or two directions with their fields. */
static bool take_delay(struct cursor *c, struct level *level)
{
    struct str key = {0}, shown = {0};
    for (int part = 0; part < 2; part++) {
        struct cursor before = *c;
        bool joined = part && take(c, S("and"));
        const struct phrase *direction = take_phrase(c, directions, 2);
        if (!direction || (part && !joined)) {
            *c = before;
            break;
        }
        key = str_format(c->arena, "%.*s%s%.*s", STR_ARG(key), part ? "_and_" : "",
                         STR_ARG(direction->key));
        shown = str_format(c->arena, "%.*s%s%.*s", STR_ARG(shown), part ? " and " : "",
                           STR_ARG(direction->shown));
        if (!take_fields(c, &key, &shown))
            return false;
    }
    if (!key.n)
        return false;
    level->qualifier = key;
    level->label = str_format(c->arena, "%.*s – Efforts Made but %.*s that Delayed Advancement",
                              STR_ARG(level->label), STR_ARG(shown));
    return true;
}

static bool take_complicit(struct cursor *c, struct level *level, const char *efforts)
{
    /* 2014 says no more than COMPLICIT. */
    bool whole = take(c, S("complicitinforcedchildlabor"));
    if (!whole && !take(c, S("complicit")))
        return false;
    level->qualifier = efforts ? S("complicit") : S("no_efforts_complicit");
    level->label =
        str_format(c->arena, "%.*s – %s Complicit%s", STR_ARG(level->label),
                   efforts ? efforts : "No Efforts and", whole ? " in Forced Child Labor" : "");
    return true;
}

/* Whether `part` could be the beginning of any of the words a qualifier goes on with. */
static bool could_go_on(struct str rest, struct str whole)
{
    return rest.n < whole.n && str_starts(whole, rest);
}

enum level_fit level_parse(struct arena *a, struct str text, struct level *level)
{
    *level = (struct level){0};
    if (text.n > 300)
        return LEVEL_NONE;
    struct cursor c = {a, fold_text(a, text)};
    const struct phrase *found = take_phrase(&c, levels, sizeof levels / sizeof *levels);
    if (!found)
        return LEVEL_NONE;
    level->level = found->key;
    level->label = found->shown;
    /* 2013 to 2015: the group of small territories is named on the same line. */
    take(&c, S("nonindependentcountriesandterritories"));
    if (!c.rest.n)
        return LEVEL_WHOLE;
    if (take(&c, S("noeffortsand")))
        return take_complicit(&c, level, NULL) && !c.rest.n ? LEVEL_WHOLE : LEVEL_NONE;
    if (!take(&c, S("effortsmadebut")))
        return could_go_on(c.rest, S("effortsmadebut")) ? LEVEL_BEGUN : LEVEL_NONE;
    if (!c.rest.n)
        return LEVEL_BEGUN;
    if (take_complicit(&c, level, "Efforts Made but"))
        return !c.rest.n || could_go_on(c.rest, S("inforcedchildlabor")) ? LEVEL_WHOLE : LEVEL_NONE;
    if (!take_delay(&c, level))
        return could_go_on(c.rest, S("regressionin")) ? LEVEL_BEGUN : LEVEL_NONE;
    if (take(&c, S("thatdelayedadvancement")) || take(&c, S("delayedadvancement")))
        return c.rest.n ? LEVEL_NONE : LEVEL_WHOLE;
    return !c.rest.n || could_go_on(c.rest, S("thatdelayedadvancement")) ||
                   could_go_on(c.rest, S("and"))
               ? LEVEL_BEGUN
               : LEVEL_NONE;
}

/* The report year printed at the page tops ("12019  FINDINGS …"), told by the most of them. */
static int year_of_headers(const struct chapter_reading *r)
{
    int votes[10] = {0}, best = -1;
    for (size_t i = 0; i < r->lines.count; i++) {
        struct str text = r->lines.items[i].text;
        if (r->lines.items[i].kind != LINE_RUNNING || text.n < 20)
            continue;
        struct arena_mark mark = arena_mark(r->arena);
        struct str folded = fold_text(r->arena, text);
        size_t name = str_find(folded, S("findings"), 0);
        int64_t year;
        if (name != STR_NONE && name >= 4 && str_to_int(str_slice(folded, name - 4, name), &year) &&
            year >= 2013 && year <= 2022)
            votes[year - 2013]++;
        arena_rewind(r->arena, mark);
    }
    for (int i = 0; i < 10; i++) {
        if (votes[i] && (best < 0 || votes[i] > votes[best]))
            best = i;
    }
    return best < 0 ? 0 : 2013 + best;
}

/* "In 2019, Azerbaijan made …": the first sentence of the summary. */
static int year_of_summary(const struct chapter_reading *r)
{
    const struct region *summary = &r->sections[0];
    for (size_t i = 0; i < summary->count; i++) {
        struct str text = r->lines.items[summary->items[i]].text;
        int64_t year;
        size_t at = str_find(text, S("n 20"), 0);
        if (at != STR_NONE && at + 6 <= text.n &&
            str_to_int(str_slice(text, at + 2, at + 6), &year) && year >= 2013 && year <= 2022)
            return (int)year;
    }
    return 0;
}

/* The years above the columns of Tables 6 and 7: the later one is the report year. */
static int year_of_heads(const struct chapter_reading *r)
{
    int latest = 0;
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        if (line->kind != LINE_HEADS || r->instrument->tables.items[line->table].years != 2)
            continue;
        for (size_t at = 0; (at = str_find(line->text, S("20"), at)) != STR_NONE; at += 2) {
            int64_t year;
            if (at + 4 <= line->text.n && str_to_int(str_slice(line->text, at, at + 4), &year) &&
                year >= 2013 && year <= 2022 && year > latest)
                latest = (int)year;
        }
    }
    return latest;
}

bool level_names_country(struct str territory, struct str country)
{
    if (!fold_length(country))
        return false;
    if (fold_same(territory, country))
        return true;
    size_t whole = fold_starts(country, territory); /* without "(Islas Malvinas)" */
    if (whole && str_starts(str_trim(str_from(country, whole)), S("(")))
        return true;
    struct str rest = territory, part;
    bool parts = str_find_char(territory, '/', 0) != STR_NONE;
    while (parts && str_cut(&rest, '/', &part)) {
        if (fold_same(part, country))
            return true;
    }
    return false;
}

/* The level that begins at line `at`, over all its lines. */
static bool level_at(struct chapter_reading *r, size_t at, struct level *level)
{
    struct str joined = r->lines.items[at].text;
    for (size_t i = at + 1;
         i < r->lines.count && r->lines.items[i].kind == LINE_LEVEL && !r->lines.items[i].begins;
         i++)
        joined =
            str_format(r->arena, "%.*s %.*s", STR_ARG(joined), STR_ARG(r->lines.items[i].text));
    return level_parse(r->arena, joined, level) == LEVEL_WHOLE;
}

static void take_level(struct chapter *c, const struct level *level)
{
    c->level = level->level;
    c->qualifier = level->qualifier;
    c->label = level->label;
}

/* One level on every page: that of most pages, and a remark where they differ. */
static void read_level(struct chapter_reading *r)
{
    enum { MOST_LEVELS = 8 };
    struct level found[MOST_LEVELS];
    long votes[MOST_LEVELS] = {0}, lines[MOST_LEVELS] = {0};
    size_t count = 0, best = 0;
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        struct level level;
        if (line->kind == LINE_COUNTRY && !r->chapter->country.n)
            r->chapter->country = line->text;
        if (line->kind != LINE_LEVEL || !line->begins || !level_at(r, i, &level))
            continue;
        size_t same = 0;
        while (same < count && !str_eq(found[same].label, level.label))
            same++;
        if (same == MOST_LEVELS)
            continue;
        if (same == count) {
            lines[count] = line->number;
            found[count++] = level;
        }
        votes[same]++;
    }
    for (size_t i = 1; i < count; i++)
        best = votes[i] > votes[best] ? i : best;
    if (count)
        take_level(r->chapter, &found[best]);
    for (size_t i = 0; i < count; i++) {
        if (i != best)
            chapter_remark_add(r, lines[i], N_("This page says \"{1}\", more pages say \"{2}\"."),
                               found[i].label, found[best].label);
    }
}

/* A level for each of several territories, under its name. */
static void read_level_of(struct chapter_reading *r)
{
    struct str name = {0};
    struct str all = str_join(r->arena, &r->assessed, S(", "));
    for (size_t i = 0; i < r->lines.count; i++) {
        const struct chapter_line *line = &r->lines.items[i];
        struct level level;
        if (line->kind == LINE_COUNTRY)
            name = line->text;
        if (line->kind != LINE_LEVEL || !line->begins || !level_names_country(name, r->country) ||
            !level_at(r, i, &level))
            continue;
        r->chapter->country = name;
        take_level(r->chapter, &level);
        return;
    }
    chapter_remark_add(r, 1,
                       N_("This document assesses several territories: {1}. Say which country is "
                          "meant, such as country \"{2}\"."),
                       all, r->assessed.items[0]);
}

/* "In 2019, Mauritius made a minimal advancement": the summary may contradict the header. */
static void check_summary(struct chapter_reading *r)
{
    enum { SUMMARY_LINES = 12 };
    const struct region *summary = &r->sections[0];
    struct str_list words = {0};
    for (size_t i = 0; i < summary->count && i < SUMMARY_LINES; i++)
        *arena_push(r->arena, &words) = r->lines.items[summary->items[i]].text;
    struct str text = str_join(r->arena, &words, S(" "));
    size_t made = str_find(text, S(" made "), 0);
    if (made == STR_NONE || !r->chapter->level.n)
        return;
    struct str said = str_trim(str_slice(text, made + 6, made + 60));
    size_t article = str_starts(said, S("a ")) ? 2 : str_starts(said, S("an ")) ? 3 : 0;
    struct cursor c = {r->arena, fold_text(r->arena, str_from(said, article))};
    const struct phrase *level = take_phrase(&c, levels, sizeof levels / sizeof *levels);
    if (level && !str_eq(level->key, r->chapter->level))
        chapter_remark_add(r, r->lines.items[summary->items[0]].number,
                           N_("The header says \"{1}\", but the summary says \"{2}\"."),
                           r->chapter->label, level->shown);
}

void level_read(struct chapter_reading *r)
{
    if (r->assessed.count > 1)
        read_level_of(r);
    else {
        read_level(r);
        check_summary(r);
    }
    int year = year_of_heads(r);
    if (!year)
        year = actions_last_year(r); /* some page tops of 2014 are those of the year before */
    if (!year)
        year = year_of_headers(r);
    if (!year)
        year = year_of_summary(r);
    r->chapter->year = year;
}
