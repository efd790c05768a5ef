#include "intake/pdf/pdf.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "intake/chapter/chapter.h"
#include "intake/pdf/child.h"
#include "intake/pdf/lines.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>

/* A PDF of one page that draws `content`, written by hand. `extra` goes into the trailer. */
static struct str make_pdf(struct arena *a, const char *content, const char *extra)
{
    struct buffer b = {.arena = a};
    size_t at[6] = {0};
    struct str body = str_of(content);
    struct str objects[] = {
        S("<</Type/Catalog/Pages 2 0 R>>"),
        S("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        S("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
          "/Resources<</Font<</F 5 0 R>>>>>>"),
        str_format(a, "<</Length %zu>>stream\n%s\nendstream", body.n, content),
        S("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"),
    };
    buffer_add(&b, S("%PDF-1.4\n"));
    for (size_t i = 0; i < 5; i++) {
        at[i + 1] = b.count;
        buffer_add(&b, str_format(a, "%zu 0 obj%.*s\nendobj\n", i + 1, STR_ARG(objects[i])));
    }
    size_t table = b.count;
    buffer_add(&b, S("xref\n0 6\n0000000000 65535 f \n"));
    for (size_t i = 1; i <= 5; i++)
        buffer_add(&b, str_format(a, "%010zu 00000 n \n", at[i]));
    buffer_add(&b, str_format(a, "trailer<</Size 6/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n",
                              extra, table));
    return buffer_str(&b);
}

static const char two_lines[] = "BT /F 12 Tf 72 700 Td (Children of Avaland) Tj 0 -14 Td "
                                "(go to school and come home again.) Tj 0 -60 Td (Far below) Tj ET "
                                "BT /F 10 Tf 300 20 Td (7) Tj ET";

static void require_pdftotext(void)
{
    char program[] = "pdftotext", version[] = "-v";
    char *const arguments[] = {program, version, NULL};
    struct arena a = {0};
    struct pdf_child child = {arguments, S(""), 1000, 10, (size_t)1 << 30};
    bool missing = pdf_child_run(&a, &child).end == PDF_CHILD_MISSING;
    arena_free(&a);
    if (missing)
        test_skip("pdftotext is not installed");
}

static void check_refused(struct str bytes, const char *words)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str text;
    CHECK(!pdf_text(&a, bytes, &text, &faults));
    CHECK_INT(faults.count, 1);
    if (faults.count) {
        struct str message = fault_english(&a, &faults.items[0]);
        if (!str_contains(message, str_of(words)))
            CHECK_STR(message, words);
    }
    arena_free(&a);
}

TEST(a_pdf_gives_its_lines_with_gaps_and_without_page_numbers)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str text = {0};
    require_pdftotext();
    CHECK(pdf_text(&a, make_pdf(&a, two_lines, ""), &text, &faults));
    CHECK_STR(text, "Children of Avaland\ngo to school and come home again.\n\nFar below\n");
    arena_free(&a);
}

TEST(what_is_no_readable_pdf_is_refused_with_a_clear_word)
{
    struct arena a = {0};
    require_pdftotext();
    struct str good = make_pdf(&a, two_lines, "");
    check_refused(S(""), "empty");
    check_refused(S("\xff\xd8\xff\xe0 a photograph"), "not a PDF");
    check_refused(str_slice(good, 0, good.n / 2), "ends in the middle");
    check_refused(S("%PDF-1.6\n1 0 obj<</Linearized 1/L 154421/H[1 2]>>endobj\n%%EOF\n"),
                  "ends in the middle");
    check_refused(make_pdf(&a, "0 0 m 9 9 l S", ""), "no text");
    check_refused(
        make_pdf(&a, two_lines,
                 "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(12345678901234567890123456789012)"
                 "/U(12345678901234567890123456789012)>>/ID[(a)(a)]"),
        "encrypted");
    check_refused(S("%PDF-1.4\nnothing of a PDF but its first and last words\n%%EOF\n"), "damaged");
    arena_free(&a);
}

TEST(a_missing_pdftotext_is_named_with_its_package)
{
    struct arena a = {0};
    struct str path = str_copy(&a, str_of(getenv("PATH")));
    setenv("PATH", "/nonexistent", 1);
    check_refused(make_pdf(&a, two_lines, ""), "Install the package poppler-utils");
    setenv("PATH", path.p, 1);
    arena_free(&a);
}

static struct pdf_child_result run(struct arena *a, const char *script, struct str input,
                                   size_t most, int seconds)
{
    char shell[] = "sh", option[] = "-c";
    char *const arguments[] = {shell, option, str_c(a, str_of(script)), NULL};
    struct pdf_child child = {arguments, input, most, seconds, (size_t)1 << 28};
    return pdf_child_run(a, &child);
}

TEST(a_child_is_held_to_its_limits)
{
    struct arena a = {0};
    CHECK_INT(run(&a, "sleep 20", S(""), 1000, 1).end, PDF_CHILD_SLOW);
    CHECK_INT(run(&a, "exec 1>&- 2>&-; sleep 20", S(""), 1000, 1).end, PDF_CHILD_SLOW);
    CHECK_INT(run(&a, "while :; do :; done", S(""), 1000, 1).end, PDF_CHILD_SLOW);
    CHECK_INT(run(&a, "yes", S(""), 1000, 5).end, PDF_CHILD_LARGE);
    CHECK_INT(run(&a, "kill -SEGV $$", S(""), 1000, 5).end, PDF_CHILD_FAILED);
    struct pdf_child_result ended = run(&a, "echo no >&2; exit 3", S(""), 1000, 5);
    CHECK_INT(ended.end, PDF_CHILD_DONE);
    CHECK_INT(ended.status, 3);
    CHECK_STR(ended.complaint, "no\n");
    arena_free(&a);
}

TEST(a_child_takes_and_gives_more_than_a_pipe_holds)
{
    struct arena a = {0};
    struct buffer b = {.arena = &a};
    buffer_fill(&b, 'x', 3 * 1000 * 1000);
    struct pdf_child_result same = run(&a, "cat", buffer_str(&b), 4 * 1000 * 1000, 20);
    CHECK_INT(same.end, PDF_CHILD_DONE);
    CHECK(str_eq(same.output, buffer_str(&b)));
    CHECK_INT(run(&a, "exit 0", buffer_str(&b), 1000, 20).end, PDF_CHILD_DONE);
    arena_free(&a);
}

static void check_plain(const char *word, const char *wanted)
{
    struct arena a = {0};
    struct buffer b = {.arena = &a};
    buffer_add(&b, S("x "));
    pdf_plain(&b, str_of(word));
    CHECK_STR(str_from(buffer_str(&b), 2), wanted);
    arena_free(&a);
}

TEST(letters_are_put_as_the_published_texts_have_them)
{
    check_plain("o\xef\xac\x83"
                "ce",
                "office");
    check_plain("trans\xc2\xadport", "transport");
    check_plain("a\xc2\xa0"
                "b",
                "a b");
    check_plain("\xef\x83\xbc", "✓"); /* Wingdings, private use */
    check_plain("ü", "✓");            /* Wingdings without a table */
    check_plain("über", "über");
    check_plain("✔", "✓");
    check_plain("\xef\x81\xae", "n"); /* a square of Wingdings */
    check_plain("R&amp;D &lt;5&#39;", "R&D <5'");
    check_plain("&unknown;", "&unknown;");
    check_plain("a\xff\xc3"
                "b\x01",
                "ab");
    check_plain("\xee\x80\x80", "");
}

TEST(words_become_lines_by_their_places)
{
    struct arena a = {0};
    CHECK_STR(
        pdf_lines(&a, S("<page width=\"600\" height=\"800\">\n"
                        "<word xMin=\"10\" yMin=\"100\" xMax=\"50\" yMax=\"112\">Number</word>\n"
                        "<word xMin=\"51\" yMin=\"100\" xMax=\"60\" yMax=\"112\">of</word>\n"
                        "<word xMin=\"60\" yMin=\"100\" xMax=\"64\" yMax=\"108\">‡</word>\n"
                        "<word xMin=\"200\" yMin=\"100\" xMax=\"220\" yMax=\"112\">177</word>\n"
                        "<word xMin=\"10\" yMin=\"114\" xMax=\"50\" yMax=\"126\">End</word>\n"
                        "<word xMin=\"10\" yMin=\"780\" xMax=\"20\" yMax=\"790\">12</word>\n"
                        "</page><page width=\"600\" height=\"800\">"
                        "<word xMin=\"10\" yMin=\"400\" xMax=\"20\" yMax=\"410\">12</word>\n")),
        "Number of‡ 177\nEnd\n\n12\n");
    CHECK_STR(pdf_lines(&a, S("<word x=\"1\">odd</word><word xMin=\"nan\">box</word><word ")),
              "odd\nbox\n");
    CHECK_STR(pdf_lines(&a, S("")), "");
    arena_free(&a);
}

/* Spaces that are doubled in the published text are single here. */
static bool same_words(struct arena *a, struct str one, struct str two)
{
    return str_eq(str_squeeze(a, one), str_squeeze(a, two));
}

static bool same_figure(const struct chapter_figure *p, const struct chapter_figure *q)
{
    return p->year == q->year && p->state == q->state && str_eq(p->key, q->key) &&
           str_eq(p->territory, q->territory) && str_eq(p->answer, q->answer) &&
           str_eq(p->text, q->text) && str_eq(p->sources, q->sources) &&
           str_eq(p->age_text, q->age_text) && fabs(p->number - q->number) < 1e-9;
}

/* Reads the chapter of that name as PDF and as text and holds the two against each other. */
static void compare(const struct chapter_instrument *instrument, const char *name, int year)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str pdf, from_pdf = {0}, text;
    struct str folder = S("../shared/reference/chapters");
    struct str paper = str_format(&a, "%.*s/pdf/%s-%d.pdf", STR_ARG(folder), name, year);
    struct str words = str_format(&a, "%.*s/text/%s-%d.txt", STR_ARG(folder), name, year);
    REQUIRE(file_read(&a, str_c(&a, paper), PDF_LARGEST_FILE, &pdf, &faults));
    REQUIRE(file_read(&a, str_c(&a, words), CHAPTER_LARGEST_TEXT, &text, &faults));
    REQUIRE(pdf_text(&a, pdf, &from_pdf, &faults));
    const struct chapter *one = chapter_read(&a, instrument, text, year, &faults);
    const struct chapter *two = chapter_read(&a, instrument, from_pdf, year, &faults);
    REQUIRE(one && two);
    CHECK(str_eq(one->level, two->level) && str_eq(one->qualifier, two->qualifier));
    CHECK_INT(two->figures.count, one->figures.count);
    CHECK_INT(two->entries.count, one->entries.count);
    CHECK_INT(two->actions.count, one->actions.count);
    CHECK_INT(two->references.count, one->references.count);
    for (size_t i = 0; i < one->figures.count && i < two->figures.count; i++)
        if (!same_figure(&one->figures.items[i], &two->figures.items[i]) ||
            !same_words(&a, one->figures.items[i].legislation, two->figures.items[i].legislation)) {
            CHECK_STR(two->figures.items[i].text, str_c(&a, one->figures.items[i].text));
            CHECK_STR(two->figures.items[i].key, name);
        }
    arena_free(&a);
}

TEST(a_chapter_as_pdf_and_as_text_gives_the_same_figures)
{
    static const struct {
        const char *name;
        int year;
    } chapters[] = {
        {"Azerbaijan", 2016}, {"Azerbaijan", 2017},    {"Azerbaijan", 2018}, {"Azerbaijan", 2019},
        {"Azerbaijan", 2020}, {"Azerbaijan", 2021},    {"Albania", 2019},    {"Bangladesh", 2019},
        {"Georgia", 2019},    {"Ghana", 2019},         {"Kazakhstan", 2019}, {"Tanzania", 2019},
        {"Ukraine", 2019},    {"Cote d'Ivoire", 2019},
    };
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct str probe;
    require_pdftotext();
    if (!file_read(&a, "../shared/reference/chapters/pdf/Azerbaijan-2019.pdf", PDF_LARGEST_FILE,
                   &probe, &faults)) {
        arena_free(&a);
        test_skip("../shared is not here");
    }
    const struct chapter_instrument *instrument = chapter_instrument_load(&a, &faults);
    REQUIRE(instrument);
    for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++)
        compare(instrument, chapters[i].name, chapters[i].year);
    arena_free(&a);
}
