#include "intake/edition/level.h"

#include "base/arena.h"

static const struct {
    struct str printed, level, label;
} levels[] = {
    {S_INIT("significant"), S_INIT("significant_advancement"), S_INIT("Significant Advancement")},
    {S_INIT("moderate"), S_INIT("moderate_advancement"), S_INIT("Moderate Advancement")},
    {S_INIT("minimal"), S_INIT("minimal_advancement"), S_INIT("Minimal Advancement")},
    {S_INIT("no advancement"), S_INIT("no_advancement"), S_INIT("No Advancement")},
    {S_INIT("no assessment"), S_INIT("no_assessment"), S_INIT("No Assessment")},
};

static const struct {
    struct str printed, key, label;
} changes[] =
    {
        {S_INIT("regression in "), S_INIT("regression"), S_INIT("Regression in ")},
        {S_INIT("continued "), S_INIT("continued"), S_INIT("Continued ")},
},
  subjects[] = {
      {S_INIT("law"), S_INIT("law"), S_INIT("Law")},
      {S_INIT("polic"), S_INIT("policy"), S_INIT("Policy")},
      {S_INIT("practice"), S_INIT("practice"), S_INIT("Practice")},
};

/* Joins what regressed: "law", "law_and_practice". */
static void add_subjects(struct arena *a, struct str rest, struct edition_level *read)
{
    struct str_list keys = {0}, labels = {0};
    size_t end = str_find(rest, S(" that"), 0);
    rest = str_slice(rest, 0, end);
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        if (!str_contains(rest, subjects[i].printed))
            continue;
        *arena_push(a, &keys) = subjects[i].key;
        *arena_push(a, &labels) = subjects[i].label;
    }
    struct str key = str_join(a, &keys, S("_and_")), label = str_join(a, &labels, S(" and "));
    read->qualifier = str_format(a, "%.*s_%.*s", STR_ARG(read->qualifier), STR_ARG(key));
    read->label =
        str_format(a, "%.*s%.*s that Delayed Advancement", STR_ARG(read->label), STR_ARG(label));
}

static void add_qualifier(struct arena *a, struct str printed, struct edition_level *read)
{
    if (str_contains(printed, S("complicit"))) {
        bool child = str_contains(printed, S("forced child labor"));
        read->qualifier = S("complicit");
        read->label = str_format(a, "%.*s – Efforts Made but Complicit%s", STR_ARG(read->label),
                                 child ? " in Forced Child Labor" : "");
        return;
    }
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        size_t at = str_find(printed, changes[i].printed, 0);
        if (at == STR_NONE)
            continue;
        read->qualifier = changes[i].key;
        read->label = str_format(a, "%.*s – Efforts Made but %.*s", STR_ARG(read->label),
                                 STR_ARG(changes[i].label));
        add_subjects(a, str_from(printed, at + changes[i].printed.n), read);
        return;
    }
}

struct edition_level edition_level_read(struct arena *a, struct str printed)
{
    struct edition_level read = {0};
    struct str plain = str_lower(a, str_squeeze(a, printed));
    for (size_t i = 0; i < sizeof levels / sizeof *levels && !read.level.n; i++) {
        if (!str_starts(plain, levels[i].printed))
            continue;
        read.level = levels[i].level;
        read.label = levels[i].label;
        add_qualifier(a, plain, &read);
    }
    return read;
}
