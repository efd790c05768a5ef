/* The public pages. */
#include "web/data.h"
#include "web/dress.h"
#include "web/file_answers.h"
#include "web/law_page.h"
#include "web/route.h"

#define COUNTRY                                                                                    \
    {                                                                                              \
        "country", IN_PATH, "text", N_("ISO code or name of the country"), "AZ"                    \
    }
#define YEAR                                                                                       \
    {                                                                                              \
        "year", IN_PATH, "year", N_("Year of the report"), "2019"                                  \
    }
#define FIGURE                                                                                     \
    {                                                                                              \
        "figure", IN_PATH, "code", N_("Key of the figure"), "labor_inspectors"                     \
    }
#define OF                                                                                         \
    {                                                                                              \
        "of", IN_QUERY, "year", N_("Year the figure speaks of, when not the report's"), "2018"     \
    }
#define FROM                                                                                       \
    {                                                                                              \
        "from", IN_QUERY, "integer", N_("The first record shown, from 1"), "1"                     \
    }
#define BASIS                                                                                      \
    {                                                                                              \
        "basis", IN_QUERY, "code", N_("What stands where both are there: reported or computed"),   \
            "reported"                                                                             \
    }

#ifdef PLANTED_HOLE
void planted_hole(struct call *c);
void planted_change(struct call *c);
#endif

static const struct route rows[] = {
    {.name = "home",
     .pattern = "/",
     .data = data_home,
     .dress = dress_home,
     .page = "home",
     .summary = N_("The latest report of the home country, and all countries in short")},
    {.name = "countries",
     .pattern = "/countries",
     .data = data_countries,
     .dress = dress_countries,
     .page = "countries",
     .summary = N_("Countries with their level of advancement"),
     .parameters = {{"year", IN_QUERY, "year", N_("Report year; the latest of each when left out"),
                     "2019"},
                    {"level", IN_QUERY, "code", N_("Only this level"), "minimal_advancement"},
                    {"q", IN_QUERY, "text",
                     N_("Only countries of this name, in any of the languages"), "Georgia"}}},
    {.name = "country",
     .pattern = "/countries/{country}",
     .data = data_profile,
     .dress = dress_profile,
     .page = "profile",
     .summary = N_("The latest report of a country"),
     .parameters = {COUNTRY, BASIS}},
    {.name = "questionnaire",
     .pattern = "/countries/{country}/questionnaire",
     .data = data_questionnaire,
     .dress = dress_questionnaire,
     .page = "questionnaire",
     .summary = N_("Answers to the questionnaire on the Protocol of 2014 to the Forced Labour "
                   "Convention"),
     .parameters = {COUNTRY,
                    {"year", IN_QUERY, "year", N_("Year; the latest when left out"), "2019"}}},
    {.name = "profile",
     .pattern = "/countries/{country}/{year}",
     .data = data_profile,
     .dress = dress_profile,
     .page = "profile",
     .summary = N_("The report of a country and year: tables, assessment, actions, sources"),
     .parameters = {COUNTRY, YEAR, BASIS}},
    {.name = "download",
     .pattern = "/countries/{country}/{year}/download/{format}",
     .file = file_report,
     .summary = N_("The report as a file: xlsx, csv, json, txt or xml"),
     .parameters = {COUNTRY, YEAR, {"format", IN_PATH, "code", N_("Format"), "csv"}, BASIS}},
    {.name = "country_figure",
     .pattern = "/countries/{country}/figures/{figure}",
     .data = data_figure,
     .dress = dress_figure,
     .page = "figure",
     .summary = N_("One figure of a country over all years, and in the countries around it"),
     .parameters = {COUNTRY, FIGURE, BASIS}},
    {.name = "origin",
     .pattern = "/countries/{country}/{year}/figures/{figure}",
     .data = data_origin,
     .dress = dress_origin,
     .page = "origin",
     .summary = N_("Where a figure comes from: the line of the document, or the question asked"),
     .parameters = {COUNTRY,
                    YEAR,
                    FIGURE,
                    OF,
                    {"territory", IN_QUERY, "text", N_("Part of the country"), "Zanzibar"}}},
    {.name = "records",
     .pattern = "/countries/{country}/{year}/figures/{figure}/records",
     .data = data_records,
     .dress = dress_records,
     .page = "records",
     .summary = N_("The records beneath a computed figure, 200 at a time"),
     .parameters = {COUNTRY, YEAR, FIGURE, OF, FROM}},
    {.name = "enforcement",
     .pattern = "/countries/{country}/{year}/enforcement",
     .data = data_enforcement,
     .dress = dress_enforcement,
     .page = "enforcement",
     .summary = N_("Labour enforcement of a year: complaints, cases, violations, children, "
                   "penalties and decisions kept apart, and the money"),
     .parameters = {COUNTRY, YEAR}},
    {.name = "enforcement_records",
     .pattern = "/countries/{country}/{year}/enforcement/{scope}/{unit}",
     .data = data_unit_records,
     .dress = dress_unit_records,
     .page = "unit-records",
     .summary = N_("The records behind one count of labour enforcement, 200 at a time"),
     .parameters = {COUNTRY,
                    YEAR,
                    {"scope", IN_PATH, "code", N_("Of what: child_labor, or all of labour law"),
                     "child_labor"},
                    {"unit", IN_PATH, "code", N_("What is counted"), "violations"},
                    FROM}},
    {.name = "compare",
     .pattern = "/compare",
     .data = data_compare,
     .dress = dress_compare,
     .page = "compare",
     .summary = N_("Two countries, or two years of one, side by side"),
     .parameters = {{"one", IN_QUERY, "text", N_("First country"), "AZ"},
                    {"one_year", IN_QUERY, "year", N_("Its year"), "2019"},
                    {"two", IN_QUERY, "text", N_("Second country"), "GE"},
                    {"two_year", IN_QUERY, "year", N_("Its year"), "2019"}}},
    {.name = "figures",
     .pattern = "/figures",
     .data = data_figures,
     .page = "figures",
     .summary = N_("Every figure there is, and what it means")},
    {.name = "law",
     .pattern = "/law",
     .data = data_law,
     .page = "law",
     .summary = N_("The law on a day: rules over contracts, fines, powers and their suspension"),
     .parameters = {{"on", IN_QUERY, "code", N_("The day; today when left out"), "2019-06-01"}}},
    {.name = "document",
     .pattern = "/documents/{document}",
     .data = data_document,
     .page = "document",
     .summary = N_("The text of a document that was read in, line by line"),
     .parameters = {{"document", IN_PATH, "code", N_("Id of the document"),
                     "01h00000000000000000000000"},
                    {"from", IN_QUERY, "integer", N_("First line"), "1"}}},
    {.name = "document_file",
     .pattern = "/documents/{document}/file",
     .file = file_document,
     .summary = N_("The document as it came"),
     .parameters = {{"document", IN_PATH, "code", N_("Id of the document"),
                     "01h00000000000000000000000"}}},
    {.name = "search",
     .pattern = "/search",
     .data = data_search,
     .page = "search",
     .summary = N_("Countries and figures by name, in any of the languages and alphabets"),
     .parameters = {{"q", IN_QUERY, "text", N_("What to look for"), "Азербайджан"}}},
    {.name = "about",
     .pattern = "/about",
     .data = data_about,
     .page = "about",
     .summary = N_("What this is, and what its signs mean")},
    {.name = "openapi",
     .pattern = "/openapi.json",
     .data = data_openapi,
     .of_model = true,
     .summary = N_("This interface as OpenAPI 3.1")},
#ifdef PLANTED_HOLE /* tests/security/planted_hole.c; never in a build for use */
    {.name = "planted",
     .pattern = "/planted",
     .who = WHO_STAFF,
     .file = planted_hole,
     .summary = "A page with holes",
     .parameters = {{"q", IN_QUERY, "text", "Text", "Baku"}}},
    {.name = "planted_change",
     .pattern = "/planted/change",
     .method = HTTP_POST,
     .who = WHO_STAFF,
     .file = planted_change,
     .reach = REACH_PAGE,
     .summary = "A change that asks for no token"},
#endif
};

const struct route_table routes_public = {rows, sizeof rows / sizeof *rows};
