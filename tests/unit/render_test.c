#include "base/csv.h"
#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "intake/edition/edition.h"
#include "report/render.h"
#include "report_help.h"

static struct arena a; /* of the tests; never given back */

/* The sample that documents the shape of reports. */
static const struct node *sample(void)
{
    struct faults faults = {.arena = &a};
    struct str bytes;
    if (!file_read(&a, "tests/expected/sample-findings.json", 1 << 24, &bytes, &faults))
        abort();
    return json_read(&a, bytes, &faults);
}

static const struct node *table(const char *key)
{
    struct faults faults = {.arena = &a};
    return render_find_table(sample(), str_of(key), &faults);
}

TEST(a_table_is_found_by_key_number_or_name)
{
    struct faults faults = {.arena = &a};
    CHECK_STR(node_get_str(table("6"), S("key")), "labor_enforcement");
    CHECK_STR(node_get_str(table("labor_enforcement"), S("name")), "Table 6");
    CHECK_STR(node_get_str(table("figure 1"), S("key")), "sectors_of_work");
    CHECK(render_find_table(sample(), S("12"), &faults) == NULL);
    REQUIRE(faults.count == 1);
    CHECK(str_contains(fault_english(&a, &faults.items[0]), S("sector_activities")));
}

TEST(a_table_of_figures_as_csv_has_state_marks_and_sources)
{
    struct str csv = render_table_csv(&a, table("6"));
    struct faults faults = {.arena = &a};
    struct csv_reader r;
    struct csv_row row = {0};
    REQUIRE(csv_start(&r, csv, 0, &faults) && csv_next(&r, &a, &row));
    REQUIRE(row.count == 10);
    CHECK_STR(row.items[0].text, "key");
    CHECK_STR(row.items[6].text, "2019");
    CHECK_STR(row.items[9].text, "2019 sources");
    int rows = 0;
    for (; csv_next(&r, &a, &row); rows++)
        if (str_eq(row.items[0].text, S("labor_inspectors"))) {
            CHECK_STR(row.items[6].text, "177");
            CHECK_STR(row.items[7].text, "value");
            CHECK_STR(row.items[9].text, "43");
        }
    CHECK_INT(rows, 17);
    CHECK_INT(faults.count, 0);
}

TEST(figures_as_csv_are_one_a_line)
{
    struct str csv = render_figures_csv(&a, sample());
    struct faults faults = {.arena = &a};
    struct csv_reader r;
    struct csv_row row = {0};
    int rows = 0;
    REQUIRE(csv_start(&r, csv, 0, &faults));
    while (csv_next(&r, &a, &row))
        rows++;
    CHECK_INT(rows, 1 + (int)node_count(node_get(sample(), S("figures"))));
    CHECK(
        str_contains(csv, S("labor_inspectors,Number of Labor Inspectors,6,2019,,value,177,177")));
}

TEST(every_table_gets_a_file)
{
    struct render_files files = {0};
    struct faults faults = {.arena = &a};
    render_csv_files(&a, sample(), &files);
    CHECK_INT(files.count, 12 + 3);
    CHECK_STR(files.items[0].name, "01-statistics.csv");
    char folder[] = "/tmp/himaya-render-XXXXXX";
    REQUIRE(mkdtemp(folder) != NULL);
    struct str inside = str_format(&a, "%s/csv", folder), bytes;
    CHECK(render_write_files(&files, inside, &faults));
    char *path = str_c(&a, str_format(&a, "%s/csv/figures.csv", folder));
    CHECK(file_read(&a, path, 1 << 20, &bytes, &faults) && bytes.n > 1000);
    for (size_t i = 0; i < files.count; i++)
        unlink(str_c(&a, str_format(&a, "%s/csv/%.*s", folder, STR_ARG(files.items[i].name))));
    rmdir(str_c(&a, inside));
    rmdir(folder);
    CHECK(!render_write_files(&files, S("/no/such/folder"), &faults));
    CHECK_INT(faults.count, 1);
}

/* The widest line of a text. */
static size_t widest(struct str text)
{
    size_t most = 0;
    struct str line;
    while (str_cut(&text, '\n', &line))
        if (utf8_width(line) > most)
            most = utf8_width(line);
    return most;
}

TEST(text_keeps_to_the_width_and_aligns_its_columns)
{
    const struct render_text_style wide = {.width = 120}, narrow = {.width = 60};
    struct str text = render_findings_text(&a, sample(), &wide);
    CHECK(str_starts(text, S("Azerbaijan 2019\nMinimal Advancement")));
    CHECK(str_contains(text,
                       S("\nTable 6. Labour law enforcement efforts related to child labour\n")));
    CHECK(str_contains(text, S("  Refresher Courses Provided ")));
    CHECK(str_contains(text, S("177 (43) ≈")));
    CHECK(str_contains(text, S("the records give 176")));
    CHECK(widest(text) <= 120);
    CHECK(widest(render_findings_text(&a, sample(), &narrow)) <= 60);
    CHECK(!str_contains(text, S(" \n"))); /* no spaces at the ends of lines */
    CHECK(!str_contains(text, S("\033")));
}

TEST(a_workbook_is_written)
{
    struct faults faults = {.arena = &a};
    struct str bytes;
    char path[] = "/tmp/himaya-render-XXXXXX";
    int file = mkstemp(path);
    REQUIRE(file >= 0);
    close(file);
    CHECK(render_xlsx(&a, sample(), path, &faults));
    CHECK(file_read(&a, path, 1 << 24, &bytes, &faults));
    CHECK(str_starts(bytes, S("PK\x03\x04")));
    unlink(path);
    CHECK(!render_xlsx(&a, sample(), "/no/such/folder/a.xlsx", &faults));
    REQUIRE(faults.count == 1);
    CHECK(str_contains(fault_english(&a, &faults.items[0]), S("a.xlsx")));
}

static const struct chapter_figure *figure(const struct edition_country *c, const char *key)
{
    for (size_t i = 0; i < c->figures.count; i++)
        if (str_eq(c->figures.items[i].key, str_of(key)))
            return &c->figures.items[i];
    return NULL;
}

static bool reads_back(const struct edition_country *c, const struct node *f)
{
    const struct chapter_figure *got = figure(c, str_c(&a, node_get_str(f, S("key"))));
    const struct node *value = node_get(f, S("value"));
    if (!got)
        return false;
    if (!value)
        return got->state != FIGURE_VALUE;
    if (value->kind == NODE_STR)
        return str_eq(got->answer, value->text);
    double number = value->kind == NODE_INT ? (double)value->integer : value->real;
    return got->is_number && got->number > number - 1e-9 && got->number < number + 1e-9;
}

TEST(the_edition_reads_back_to_the_same_figures)
{
    struct office *o = office_open();
    struct faults faults = {.arena = &a};
    const struct node *report = sample(), *figures = node_get(report, S("figures"));
    struct str xml = render_edition_xml(&a, o->instrument, report);
    const struct edition_instrument *instrument = edition_instrument_load(&a, &faults);
    const struct edition *edition = edition_read(&a, instrument, xml, 2019, &faults);
    for (size_t i = 0; i < faults.count; i++)
        printf("%.*s\n", STR_ARG(fault_english(&a, &faults.items[i])));
    REQUIRE(edition && edition->countries.count == 1);
    const struct edition_country *c = &edition->countries.items[0];
    CHECK_STR(c->name, "Azerbaijan");
    CHECK_STR(c->level, "minimal_advancement");
    CHECK_STR(c->qualifier, "continued_law");
    CHECK_INT(c->actions.count, 7);
    for (size_t i = 0; i < node_count(figures); i++) {
        const struct node *f = node_at(figures, i);
        bool same = node_get_int(f, S("year"), 0) != 2019 || reads_back(c, f);
        if (!same)
            printf("%.*s\n", STR_ARG(node_get_str(f, S("key"))));
        CHECK(same);
    }
    CHECK(figure(c, "minimum_age_work")->age == 15);
    CHECK_STR(figure(c, "working")->age_text, "5 to 14");
    CHECK_STR(c->actions.items[0].area, "legal_framework");
    CHECK_INT(c->actions.items[0].first_year, 2011);
    office_close(o);
}

TEST(parts_of_a_country_are_kept_apart_in_the_edition)
{
    struct office *o = office_open();
    struct faults faults = {.arena = &a};
    const struct node *report = json_read(
        &a,
        S("{\"country\":\"Tanzania\",\"iso\":\"TZ\",\"year\":2019,\"figures\":[{\"key\":"
          "\"labor_inspectors\",\"year\":2019,\"state\":\"value\",\"value\":90}],"
          "\"territories\":[{\"key\":\"labor_inspectors\",\"year\":2019,\"territory\":\"Zanzibar & "
          "Pemba\",\"state\":\"unknown\"}]}"),
        &faults);
    REQUIRE(report != NULL);
    struct str xml = render_edition_xml(&a, o->instrument, report);
    const struct edition *edition =
        edition_read(&a, edition_instrument_load(&a, &faults), xml, 2019, &faults);
    REQUIRE(edition && edition->countries.count == 1);
    const struct chapter_figures *figures = &edition->countries.items[0].figures;
    REQUIRE(figures->count == 2);
    CHECK_STR(figures->items[0].territory, "");
    CHECK(figures->items[0].number == 90);
    CHECK_STR(figures->items[1].territory, "Zanzibar & Pemba");
    CHECK(figures->items[1].state == FIGURE_UNKNOWN);
    office_close(o);
}
