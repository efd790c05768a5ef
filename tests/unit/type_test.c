#include "base/arena.h"
#include "model/type.h"
#include "test.h"

static struct arena a;

/* Reads a model of one type "visit" with these fields, and the list "colours". */
static const struct model *read(const char *top, const char *fields, struct faults *faults)
{
    struct resource files[] = {
        {S("model/lists/colours.csv"), S("code,label,also\nred,Red,crimson|scarlet\nblue,Blue,\n")},
        {S("model/types/visit.yaml"), str_format(&a, "%s\nfields:\n%s", top, fields)},
    };
    *faults = (struct faults){.arena = &a};
    return model_read(&a, files, 2, S("xx"), faults);
}

#define TOP                                                                                        \
    "type: visit\nlabel: Visit\nplural: Visits\ngroup: work\nmeans: A visit\n"                     \
    "named: \"{number}\"\nkeys: [[number]]"

/* The first fault of a model with these fields besides `number`, in English. */
static struct str fault_of(const char *fields)
{
    struct faults faults;
    struct str all = str_format(&a, "  number: {kind: text, label: Number}\n%s", fields);
    if (read(TOP, all.p, &faults))
        return S("no fault");
    return fault_english(&a, &faults.items[0]);
}

static struct str top_fault(const char *top)
{
    struct faults faults;
    if (read(top, "  number: {kind: text, label: Number}\n", &faults))
        return S("no fault");
    return fault_english(&a, &faults.items[0]);
}

static bool says(struct str fault, const char *part)
{
    if (str_contains(fault, str_of(part)))
        return true;
    CHECK_STR(fault, part);
    return false;
}

TEST(the_model_of_the_house_is_sound)
{
    struct faults faults = {.arena = &a};
    const struct model *m = model_load(&a, S("az"), &faults);
    for (size_t i = 0; i < faults.count; i++)
        CHECK_STR(fault_english(&a, &faults.items[i]), "");
    REQUIRE(m);
    const struct type *figure = model_type(m, S("figure"));
    REQUIRE(figure);
    const struct field *profile = type_field(figure, S("profile"));
    REQUIRE(profile);
    CHECK(profile->kind == FIELD_REF && profile->to == model_type(m, S("profile")));
    CHECK_STR(profile->class, "F1");
    CHECK(type_field(model_type(m, S("employer")), S("tax_id"))->class.p[1] == '2');
    CHECK_INT(figure->key_count, 1);
    CHECK_INT(figure->keys[0].count, 4);
    const struct field *state = type_field(figure, S("state"));
    CHECK(state->list == model_list(m, S("figure_states")));
    CHECK(type_field(figure, S("year"))->least == 1990.0);
    CHECK_STR(m->pack, "az");
}

TEST(a_pack_that_is_not_there_is_named)
{
    struct faults faults = {.arena = &a};
    CHECK(!model_load(&a, S("atlantis"), &faults));
    REQUIRE(faults.count == 1);
    CHECK(says(fault_english(&a, &faults.items[0]), "no country pack called \"atlantis\""));
}

TEST(a_field_has_all_that_was_declared)
{
    struct faults faults;
    const struct model *m =
        read(TOP,
             "  number: {kind: text, required: true, label: Number, help: As on the paper}\n"
             "  colour: {kind: code, list: colours, label: Colour, class: F3}\n"
             "  on: {kind: date, latest: today, label: On}\n"
             "  end: {kind: date, not_before: on, label: End, empty_means: it goes on}\n"
             "  fee: {kind: money, currency: money, least: 0, most: 9.5, label: Fee}\n"
             "  money: {kind: text, label: Currency}\n"
             "  after: {kind: ref, to: visit, label: After}\n"
             "  story: {kind: text, long: true, label: Story}\n",
             &faults);
    REQUIRE(m);
    const struct type *t = model_type(m, S("visit"));
    CHECK_INT(t->field_count, 8);
    CHECK(t->fields[0].required && !t->fields[1].required);
    CHECK_STR(t->fields[0].help, "As on the paper");
    CHECK_STR(t->fields[1].class, "F3");
    CHECK_STR(t->fields[1].list->name, "colours");
    CHECK(t->fields[2].not_after_today && t->fields[3].not_before == &t->fields[2]);
    CHECK_STR(t->fields[3].empty_means, "it goes on");
    CHECK(t->fields[4].has_least && t->fields[4].has_most && t->fields[4].most == 9.5);
    CHECK(t->fields[6].to == t);
    CHECK(t->fields[7].multiline);
    CHECK_INT(t->fields[7].index, 7);
}

TEST(codes_are_found_by_every_name)
{
    struct faults faults;
    const struct model *m = read(TOP, "  number: {kind: text, label: Number}\n", &faults);
    REQUIRE(m);
    const struct code_list *colours = model_list(m, S("colours"));
    REQUIRE(colours && colours->count == 2);
    const struct code *red = &colours->items[0];
    CHECK(code_find(colours, S("red")) == red && code_find(colours, S("RED")) == red);
    CHECK(code_find(colours, S("Scarlet")) == red && code_find(colours, S("crimson")) == red);
    CHECK(code_find(colours, S("blue")) == red + 1);
    CHECK(!code_find(colours, S("")) && !code_find(colours, S("green")));
    CHECK_STR(node_get_str(red->row, S("also")), "crimson|scarlet");
}

TEST(every_fault_of_a_field_has_its_file_and_line)
{
    CHECK(says(fault_of("  x: {kind: txt, label: X}\n"),
               "model/types/visit.yaml:10: \"txt\" is no kind"));
    CHECK(says(fault_of("  x: {kind: code, list: colors, label: X}\n"), "the list \"colors\""));
    CHECK(says(fault_of("  x: {kind: code, label: X}\n"), "visit.yaml:10: "));
    CHECK(says(fault_of("  x: {kind: ref, to: vist, label: X}\n"), "type \"vist\""));
    CHECK(
        says(fault_of("  x: {kind: text, label: X, requird: true}\n"), "\"requird\" is not known"));
    CHECK(
        says(fault_of("  x: {kind: text, label: X, list: colours}\n"), "\"list\" cannot be said"));
    CHECK(says(fault_of("  x: {kind: text, label: X, required: yes}\n"), "must be true or false"));
    CHECK(says(fault_of("  x: {kind: text}\n"), "has no label"));
    CHECK(
        says(fault_of("  x: {kind: text, label: X, class: F9}\n"), "\"F9\" is no security class"));
    CHECK(
        says(fault_of("  x: {kind: date, label: X, latest: tomorrow}\n"), "can only be \"today\""));
    CHECK(says(fault_of("  x: {kind: date, label: X, not_before: number}\n"), "held against"));
    CHECK(says(fault_of("  x: {kind: money, label: X}\n"), "needs a currency"));
    CHECK(says(fault_of("  x: {kind: text, label: X}\n  x: {kind: text, label: X}\n"),
               "visit.yaml:11:3: \"x\" stands twice"));
    CHECK(says(fault_of("  version: {kind: text, label: X}\n"), "is taken by the program"));
    CHECK(says(fault_of("  Received: {kind: text, label: X}\n"), "is no good name"));
    CHECK(says(fault_of("  x: text\n"), "needs at least a kind and a label"));
}

TEST(every_fault_of_a_type_is_named)
{
    CHECK(says(top_fault("type: vist\nlabel: V\nplural: V\ngroup: w\nmeans: V\n"
                         "named: \"{number}\"\nkeys: [[number]]"),
               "its file \"visit.yaml\""));
    CHECK(says(top_fault("type: visit\nlabel: V\nplural: V\ngroup: w\nmeans: V\n"
                         "named: \"{nummer}\"\nkeys: [[number]]"),
               "\"nummer\", which is no field"));
    CHECK(says(top_fault("type: visit\nlabel: V\nplural: V\ngroup: w\nmeans: V\n"
                         "named: \"{number}\"\nkeys: [[nummer]]"),
               "The key names \"nummer\""));
    CHECK(says(top_fault("type: visit\nlabel: V\nplural: V\ngroup: w\nmeans: V\n"
                         "named: \"{number}\"\nkeys: [[number, number]]"),
               "twice"));
    CHECK(says(top_fault("type: visit\nlabel: V\nplural: V\ngroup: w\nmeans: V\n"
                         "named: \"{number}\""),
               "has no key"));
    CHECK(says(top_fault("type: visit\nlabel: V\nplural: V\ngroup: w\n"
                         "named: \"{number}\"\nkeys: [[number]]"),
               "what it means"));
    CHECK(says(top_fault(TOP "\ncolor: red"), "\"color\" is not known"));
}

static struct str list_fault(const char *csv)
{
    struct resource file = {S("model/lists/colours.csv"), str_of(csv)};
    struct faults faults = {.arena = &a};
    if (model_read(&a, &file, 1, S("xx"), &faults))
        return S("no fault");
    return fault_english(&a, &faults.items[0]);
}

TEST(every_fault_of_a_list_is_named)
{
    CHECK(says(list_fault(""), "This list is empty"));
    CHECK(says(list_fault("code,name\nred,Red\n"), "colours.csv:1: A list begins"));
    CHECK(says(list_fault("code,label\nred,Red\nred,Other\n"),
               "colours.csv:3: \"red\" stands for two"));
    CHECK(says(list_fault("code,label,also\nred,Red,blue\nblue,Blue,\n"), "stands for two codes"));
    CHECK(says(list_fault("code,label\ndark red,Red\n"), "colours.csv:2: \"dark red\" is no code"));
    CHECK(says(list_fault("code,label\nred,\n"), "has no label"));
    CHECK(says(list_fault("code,label\nred\n"), "colours.csv:2"));
}
