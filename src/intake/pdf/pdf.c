#include "intake/pdf/pdf.h"

#include "base/arena.h"
#include "intake/pdf/child.h"
#include "intake/pdf/lines.h"

/* Published chapters need under a second, 40 MB and 2 MB of listing. */
enum { SECONDS = 30, END_WITHIN = 2048, HEAD_WITHIN = 1024, FEWEST_LETTERS = 40 };
static const size_t most_output = (size_t)32 * 1000 * 1000;
static const size_t most_memory = (size_t)1 << 30;

bool pdf_is(struct str bytes)
{
    return str_contains(str_slice(bytes, 0, HEAD_WITHIN), S("%PDF-"));
}

/* Whether bytes are missing: no end mark, or a linearized file shorter than it says of itself (such
 * a file has an end mark near its beginning, too). ISO 32000-1, 7.5.5 and annex F. */
static bool is_cut(struct str bytes)
{
    struct str head = str_slice(bytes, 0, HEAD_WITHIN);
    struct str end = str_from(bytes, bytes.n > END_WITHIN ? bytes.n - END_WITHIN : 0);
    size_t at = str_find(head, S("/Linearized"), 0), size = str_find(head, S("/L "), 0);
    int64_t length;
    if (at != STR_NONE && size != STR_NONE) {
        struct str number = str_from(head, size + 3);
        size_t digits = 0;
        while (digits < number.n && char_is_digit(number.p[digits]))
            digits++;
        if (str_to_int(str_slice(number, 0, digits), &length) && (int64_t)bytes.n < length)
            return true;
    }
    return !str_contains(end, S("%%EOF"));
}

static bool look(struct str bytes, struct faults *faults)
{
    struct place nowhere = {0};
    if (!bytes.n)
        return FAULT(faults, FAULT_INPUT, nowhere,
                     N_("This file is empty. Choose a country chapter as PDF or text."));
    if (bytes.n > PDF_LARGEST_FILE)
        return FAULT(
            faults, FAULT_LIMIT, nowhere,
            N_("This PDF is larger than 64 MB. A country chapter has about 200 KB; save that "
               "chapter as a file of its own."));
    if (!pdf_is(bytes))
        return FAULT(
            faults, FAULT_INPUT, nowhere,
            N_("This is not a PDF. A PDF begins with %PDF-; choose the chapter's PDF or its "
               "text."));
    if (is_cut(bytes))
        return FAULT(faults, FAULT_INPUT, nowhere,
                     N_("This PDF ends in the middle: a part is missing. Fetch the file again."));
    return true;
}

static bool explain(const struct pdf_child_result *result, struct faults *faults)
{
    struct place nowhere = {0};
    switch (result->end) {
    case PDF_CHILD_MISSING:
        return FAULT(
            faults, FAULT_SYSTEM, nowhere,
            N_("PDF files cannot be read on this machine: the program pdftotext is missing. "
               "Install the package poppler-utils, or import the chapter as text."));
    case PDF_CHILD_SLOW:
    case PDF_CHILD_LARGE:
        return FAULT(
            faults, FAULT_LIMIT, nowhere,
            N_("This PDF takes too long or holds too much to read as a country chapter, which "
               "is read in under a second. Check that it is the right file."));
    case PDF_CHILD_FAILED:
        return FAULT(
            faults, FAULT_SYSTEM, nowhere,
            N_("The program pdftotext could not be run on this PDF. The file may be damaged; "
               "fetch it again, or import the chapter as text."));
    case PDF_CHILD_DONE: break;
    }
    if (str_find_nocase(result->complaint, S("password"), 0) != STR_NONE || result->status == 3)
        return FAULT(faults, FAULT_REFUSED, nowhere,
                     N_("This PDF is encrypted or its text may not be copied. Save it without a "
                        "password and try again."));
    return FAULT(faults, FAULT_INPUT, nowhere,
                 N_("This PDF is damaged and cannot be opened. Fetch the file again."));
}

static size_t count_letters(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++)
        count += !char_is_space(text.p[i]);
    return count;
}

/* Makes the text of what the child printed, if it printed it in peace. */
static bool take(struct arena *a, const struct pdf_child_result *result, struct str *text,
                 struct faults *faults)
{
    if (result->end != PDF_CHILD_DONE || result->status != 0)
        return explain(result, faults);
    *text = pdf_lines(a, result->output);
    if (count_letters(*text) >= FEWEST_LETTERS)
        return true;
    return FAULT(faults, FAULT_INPUT, (struct place){0},
                 N_("This PDF holds no text, only pictures: it is a scan. Run it through text "
                    "recognition first, or take the PDF from the publisher's site."));
}

bool pdf_text(struct arena *a, struct str bytes, struct str *text, struct faults *faults)
{
    char program[] = "pdftotext", raw[] = "-raw", boxes[] = "-bbox", encoding[] = "-enc",
         utf8[] = "UTF-8", from[] = "-", to[] = "-";
    char *const arguments[] = {program, raw, boxes, encoding, utf8, from, to, NULL};
    const struct pdf_child child = {arguments, bytes, most_output, SECONDS, most_memory};
    struct arena listing = {0};
    if (!look(bytes, faults))
        return false;
    struct pdf_child_result result = pdf_child_run(&listing, &child);
    bool done = take(a, &result, text, faults);
    arena_free(&listing);
    return done;
}
