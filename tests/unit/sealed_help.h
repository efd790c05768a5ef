/* A model with sealed fields, and what the tests of sealing share. */
#pragma once

#include "store/sealed.h"
#include "store_help.h"

#define PERSON                                                                                     \
    "type: person\nlabel: Person\nplural: People\ngroup: parties\nmeans: Somebody\n"               \
    "named: \"{reference}\"\nkeys: [[reference]]\n"                                                \
    "find_by: [[pin], [family_name, given_name, birth_date]]\nfields:\n"                           \
    "  reference: {kind: text, required: true, label: Reference}\n"                                \
    "  town: {kind: text, label: Town}\n"                                                          \
    "  pin: {kind: text, label: PIN, class: F3}\n"                                                 \
    "  family_name: {kind: text, label: Family name, class: F3, required: true}\n"                 \
    "  given_name: {kind: text, label: Given name, class: F3}\n"                                   \
    "  birth_date: {kind: date, latest: today, label: Date of birth, class: F3}\n"                 \
    "  children: {kind: integer, label: Children, class: F3}\n"                                    \
    "  height: {kind: number, label: Height, class: F4}\n"                                         \
    "  orphan: {kind: boolean, label: Orphan, class: F3}\n"                                        \
    "  told_at: {kind: time, label: Told at, class: F5}\n"                                         \
    "  owed: {kind: money, currency: currency, label: Owed, class: F3}\n"                          \
    "  currency: {kind: text, label: Currency}\n"                                                  \
    "  colour: {kind: code, list: colours, label: Colour, class: F3}\n"                            \
    "  picture: {kind: blob, label: Picture, class: F3}\n"                                         \
    "  password: {kind: text, label: Password, class: F6, sealed: true, secret: true}\n"           \
    "  mark: {kind: text, label: Mark, class: F6, secret: true}\n"
#define REMARK                                                                                     \
    "type: remark\nlabel: Remark\nplural: Remarks\ngroup: parties\nmeans: On somebody\n"           \
    "named: \"{number}\"\nkeys: [[number]]\nsubject: person\nfields:\n"                            \
    "  number: {kind: text, required: true, label: Number}\n"                                      \
    "  person: {kind: ref, to: person, label: About}\n"                                            \
    "  says: {kind: text, long: true, label: Says, class: F3}\n"

static inline const struct model *people_read(const char *person, const char *remark,
                                              struct faults *faults)
{
    struct resource files[] = {
        {S("model/lists/colours.csv"), S("code,label\nred,Red\nblue,Blue\n")},
        {S("model/types/person.yaml"), str_of(person)},
        {S("model/types/remark.yaml"), str_of(remark)},
    };
    return model_read(&a, files, remark ? 3 : 2, S("xx"), faults);
}

static inline const struct model *people_model(const char *person)
{
    struct faults faults = {.arena = &a};
    const struct model *m = people_read(person, REMARK, &faults);
    if (!m)
        printf("%.*s\n", STR_ARG(fault_english(&a, &faults.items[0])));
    return m;
}

static inline struct place_of_work people_place(void)
{
    struct place_of_work w = opened(new_path(), people_model(PERSON));
    if (!w.s)
        printf("%.*s\n", STR_ARG(told(&w)));
    return w;
}

static inline struct record *person(struct place_of_work *w, const char *reference,
                                    const char *family, const char *given)
{
    struct record *r = record_new(&a, model_type(session_model(w->s), S("person")));
    record_set(r, "reference", value_text(str_of(reference)));
    record_set(r, "family_name", value_text(str_of(family)));
    record_set(r, "given_name", value_text(str_of(given)));
    return r;
}

/* The record as it is stored now. */
static inline struct record *stored(struct place_of_work *w, const struct record *r)
{
    return store_get(w->s, &a, r->type, r->id, &w->faults);
}
static inline struct record *opened_record(struct place_of_work *w, const struct record *r)
{
    struct record *again = stored(w, r);
    if (again && store_open_sealed(w->s, &a, &tester, &again, 1, NULL, 0, &w->faults))
        return again;
    return NULL;
}
/* The kinds of history: "insert read read". */
static inline struct str actions(struct place_of_work *w)
{
    struct changes found;
    struct audit_query q = {0};
    struct str all = {0};
    store_audit_read(w->s, &a, &q, &found, &w->faults);
    for (size_t i = found.count; i > 0; i--)
        all = str_format(&a, "%.*s%s%.*s", STR_ARG(all), all.n ? " " : "",
                         STR_ARG(found.items[i - 1].action));
    return all;
}
