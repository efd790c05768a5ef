#include "base/arena.h"
#include "base/file.h"
#include "model/dictionary.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

static struct arena a;

TEST(the_dictionary_says_what_the_model_says)
{
    struct resource files[] = {
        {S("model/lists/colours.csv"), S("code,label\nred,Red\nblue,Blue\n")},
        {S("model/types/visit.yaml"),
         S("type: visit\nlabel: Visit\nplural: Visits\ngroup: field_work\nmeans: A visit\n"
           "named: \"{number}\"\nkeys: [[number], [held_on, colour]]\nfields:\n"
           "  number: {kind: integer, least: 1, most: 9.5, required: true, label: Number}\n"
           "  held_on: {kind: date, latest: today, label: Held on}\n"
           "  colour: {kind: code, list: colours, label: \"A|B\", class: F2}\n"
           "  ended: {kind: date, not_before: held_on, label: End, empty_means: it goes on}\n"
           "  after: {kind: ref, to: visit, label: After, help: The one before}\n")},
    };
    struct faults faults = {.arena = &a};
    const struct model *m = model_read(&a, files, 2, S("xx"), &faults);
    REQUIRE(m);
    struct str text = model_dictionary(&a, m);
    CHECK(str_contains(text, S("## Field work\n\n### visit\n\nVisit: A visit.\n"
                               "Told apart by `number`. Also by `held_on`, `colour`.\n")));
    CHECK(str_contains(
        text, S("| `number` | Number | integer | yes | F1 | at least 1; at most 9.5 |\n")));
    CHECK(str_contains(text, S("| `held_on` | Held on | date |  | F1 | not after today |\n")));
    CHECK(str_contains(text, S("| `colour` | A\\|B | code of [colours](#colours) |  | F2 |  |\n")));
    CHECK(str_contains(text, S("not before `held_on`; empty: it goes on")));
    CHECK(str_contains(text, S("| a [visit](#visit) |  | F1 | The one before |\n")));
    CHECK(str_contains(text, S("### colours\n\n2 codes, in `model/lists/colours.csv`: "
                               "`red` Red, `blue` Blue.\n")));
}

/* ACCEPT=1 writes the file anew. */
TEST(the_dictionary_in_docs_is_current)
{
    struct faults faults = {.arena = &a};
    const struct model *m = model_load(&a, S("az"), &faults);
    struct str there = {0};
    REQUIRE(m);
    struct str text = model_dictionary(&a, m);
    if (getenv("ACCEPT"))
        REQUIRE(file_write("docs/data-dictionary.md", text, &faults));
    file_read(&a, "docs/data-dictionary.md", 10000000, &there, &faults);
    if (!str_eq(there, text))
        printf("docs/data-dictionary.md is not what the model says; ACCEPT=1 "
               "build/tests/dictionary_test writes it anew\n");
    CHECK(str_eq(there, text));
}
