/* Fills an instrument from the store: the trees that pages, the JSON API and the files of every
 * format show. All functions read only, take the arena for their result, and return NULL with a
 * fault that a clerk understands (no such country, no report of that year, no such figure).
 *
 * Shape of a findings report (an example: tests/expected/sample-findings.json). Members that are
 * empty are left out unless said otherwise.
 *
 *   country, iso, year, region, basis ("reported" | "computed": what was asked for first)
 *   years        report years the store has for the country, rising
 *   previous, next   the neighbours of `year` among them, or null
 *   profiles     [{id, origin, label, document: {id, name, kind}}] what the report is drawn from
 *   assessment   {level, qualifier, label}: codes, and the label as it is printed
 *   figures      [figure …]: of the whole country; (key, year) is unique in it
 *   territories  [figure …] with `territory`: parts of the country
 *   tables       [table …] in print order, numbered as they come out
 *   sections     [{key, numeral, title, passages: [passage], sentences: [{text}], tables: [table
 * key],
 *                  }]: I to VII always, "summary" (no numeral) first when there is one
 *   actions      [{area, area_label, text, territory, first_year, last_year, years}]
 *   references   [{number, text, line, cited: how often}]
 *   alternatives [{key, year, territory, chosen: figure, other: figure, difference, text}]: another
 *                origin or the computed value says something else
 *   goods        [{name, child_labor, forced_labor, forced_child_labor}]
 *   remarks      [{line, text}] what the import could not place
 *   findings     [{check, severity: "high" | "medium" | "low", key, year, line, text}] (always
 * there)
 *
 * figure:
 *   key, label, table (number as it comes out: "6"; "figure1"), table_key, type, year, territory,
 *   state ("value" | "unknown" | "not_applicable" | "unavailable" | "not_stated"),
 *   value        number, or "yes"/"no" of answers, ratifications and standards; only in state
 * value. Percentages in percent; money in whole units of `currency` text         what a reader
 * sees: "1,500", "Yes", "4.5", "Unknown", "N/A", "not stated" basis        "reported" | "computed"
 *   sources      [1, 4, 5] (always there), citation "1,4-5" when there are any
 *   marks, currency, count (of `working`), age, age_calculated, age_text, legislation
 *   origin       "chapter" | "edition" | "national" of a reported figure, and line in its document
 *   report_year  when another year's report says it than the one asked for
 *   question     of a computed figure: the declared question in words
 *   why          of a computed figure that is N/A: the reason, in a sentence
 *   records_at   of a computed figure: where its records are, behind /api/v1 or a language
 *
 * table:
 *   key, number (0: printed as a figure, not numbered among tables), name ("Table 6", "Figure 1"),
 *   title, heading ("Table 6. …"), section, holds ("figures" | "entries" | "actions"),
 *   columns      [{key, title}]
 *   rows         [{key, label, under (key of the row it is a part of), group, cells: [cell …]}]:
 * one cell per column. `group` is the sector or area that several rows share; the first cell
 * carries it too notes        [{mark, text, parts}] under the table cell: text, state (figures
 * only), parts (texts with citations inside, see passage), sources, citation, marks, number (true:
 * set it to the right) figure, year     key and year of the figure it shows: the link to where it
 * comes from basis            of that figure restated         true: last year's report printed
 * `printed_before` {state, text} for it change           "up" | "down" | "other" against the cell
 * before it (years side by side) differs          true: computed and reported are not the same;
 * `other` {basis, state, text}
 *
 * passage: {kind: "paragraph" | "heading" | "note" | "source", text, line, sources,
 *   parts: [{text} | {text: "1,4-10", cites: [1, 4, …]}]}: the text cut at its citations
 */
#pragma once

#include "figures/instrument.h"
#include "markup/words.h"
#include "store/store.h"

struct report_request {
    const struct instrument *instrument;
    struct str country; /* a name or an ISO code, in any case */
    int year;           /* report year; 0: the latest there is */
    struct str basis;   /* "reported" (also when empty) or "computed" */
    enum language
        language;         /* of titles, labels and sentences that are not quoted (markup/words.h) */
    struct str key;       /* report_figure, report_origin, report_records: which figure */
    int figure_year;      /* report_origin, report_records: the year it speaks of; 0: `year` */
    struct str territory; /* report_origin: part of the country; empty: the whole */
    struct str scope;     /* report_unit_records: "child_labor" or "all" (also when empty) */
    int from;             /* report_records, report_unit_records: the first record shown, from 1 */
};

struct node *report_findings(struct session *s, struct arena *a, const struct report_request *r,
                             struct faults *faults);

/* One figure over all years:
 *   {key, label, means, type, table_key, under, country, iso, years: [figure + report_year …],
 *    restated: [figure + report_year …],
 *    computed: [figure …], territories: [figure …], question: {type, label, text}}
 * `years` has one figure a year: what the report of that year says, or, where there is none, the
 * report of the year after. `restated` are the values of later reports that differ. */
struct node *report_figure(struct session *s, struct arena *a, const struct report_request *r,
                           struct faults *faults);

/* Two countries or two years side by side:
 *   {one: {country, iso, year, assessment}, two: {…},
 *    tables: [{key, title, rows: [{key, label, under, one: figure or null, two: figure or null,
 *              same, difference (two - one, numbers only)}]}]} */
struct node *report_compare(struct session *s, struct arena *a, const struct report_request *one,
                            const struct report_request *two, struct faults *faults);

/* {year, years: [all years present], levels: [{level, label, count}],
 *  countries: [{country, iso, region, year, level, qualifier, label, years: […]}]} by name.
 * Year 0: the latest report of each country. */
struct node *report_countries(struct session *s, struct arena *a, const struct report_request *r,
                              struct faults *faults);

/* The questionnaire on the Protocol of 2014:
 *   {country, iso, year, years, sections: [{key, title, questions: [{number, code, text (as printed
 *    where it was), short (our own words), type, options: [{letter, text, ticked}], state, answer,
 *    basis, records: [], line}]}]} */
struct node *report_p029(struct session *s, struct arena *a, const struct report_request *r,
                         struct faults *faults);

/* The same as text that imports again to the same answers (intake/answers/answers.h). */
bool report_p029_text(struct session *s, struct arena *a, const struct report_request *r,
                      struct str *text, struct faults *faults);

/* Where a figure comes from:
 *   {figure, reported: [{figure, document: {id, name, kind}, line, lines: [{number, text, here}],
 *    references: [{number, text}]}], computed: {figure, question: {type, text}, count} or null} */
struct node *report_origin(struct session *s, struct arena *a, const struct report_request *r,
                           struct faults *faults);

/* The records beneath a computed figure, at most REPORT_RECORDS_MOST at a time:
 *   {figure, question: {type, label, text}, total, from, until, earlier, later (where the pages
 *    before and behind begin), columns: [{key, title}] (those that are filled),
 *    records: [{id, type, name, cells: [text …]}],
 *    known_by: {records, stated_by, stated_on}: what shows that records are kept for the year} */
enum { REPORT_RECORDS_MOST = 200 };
struct node *report_records(struct session *s, struct arena *a, const struct report_request *r,
                            struct faults *faults);

/* Labour enforcement of a year in its units, which are kept apart (instruments/enforcement):
 *   {country, iso, year, years, units: [{key, label, means, under, money, child_labor: count,
 *    all: count}], sectors: [{sector, label, child_labor: {violations, children}, all: {…}}],
 *    relations: {child_labor: [text …], all: [text …]}}: how the units hang together, in words
 * count: {state ("value" | "unknown"), value, text, question, records_at, reported: {text, figure}
 * (what Table 6 prints for it), differs, amounts: [{currency, value, text, usd, usd_text, rate}]
 * (of money)} */
struct node *report_enforcement(struct session *s, struct arena *a, const struct report_request *r,
                                struct faults *faults);
/* The records behind a unit (request: key, scope, year): {unit, label, means, scope, country, iso,
 * year, count, and what report_records has} */
struct node *report_unit_records(struct session *s, struct arena *a, const struct report_request *r,
                                 struct faults *faults);
