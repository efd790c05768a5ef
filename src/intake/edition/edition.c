#include "intake/edition/edition.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "intake/edition/country.h"

enum { FIRST_YEAR = 2013, LAST_YEAR = 2099, YEARS = LAST_YEAR - FIRST_YEAR + 1 };

static long line_of(struct str text, size_t at)
{
    long line = 1;
    for (size_t i = 0; i < at; i++)
        line += text.p[i] == '\n';
    return line;
}

/* Whether the file says, in its first line, that it is in something else than UTF-8. UTF-16 is
 * known by its first two bytes. The XML reader takes care of these. */
static bool names_other_encoding(struct str xml)
{
    struct str head = str_slice(xml, 0, 200);
    if (str_starts(head, S("\xff\xfe")) || str_starts(head, S("\xfe\xff")))
        return true;
    return str_starts(head, S("<?xml")) && str_contains(head, S("encoding=")) &&
           str_find_nocase(head, S("utf-8"), 0) == STR_NONE;
}

static bool look(struct str xml, struct faults *faults)
{
    struct place nowhere = {0};
    size_t bad;
    if (xml.n > EDITION_LARGEST_FILE)
        return FAULT(
            faults, FAULT_LIMIT, nowhere,
            N_("This file is larger than an edition may be (32 MB). A published edition with "
               "all countries has about 2 MB."));
    struct str start = str_trim(str_starts(xml, S("\xef\xbb\xbf")) ? str_from(xml, 3) : xml);
    if (!start.n)
        return FAULT(faults, FAULT_INPUT, nowhere,
                     N_("This file is empty. A machine-readable edition begins with <Countries>."));
    if (names_other_encoding(xml))
        return true;
    if (start.p[0] != '<')
        return FAULT(
            faults, FAULT_INPUT, nowhere,
            N_("This is not XML, so it is not a machine-readable edition. An edition begins "
               "with <Countries>; a picture, a PDF or a text does not."));
    if (!utf8_valid(xml, &bad))
        return FAULT(faults, FAULT_INPUT, ((struct place){.line = line_of(xml, bad)}),
                     N_("The text is not in UTF-8 here. Save the file as UTF-8 and try again."));
    return true;
}

/* Year of a description that begins "In 2019, …"; 0 when it does not. */
static int year_of(struct str description)
{
    int64_t year;
    if (!str_starts_nocase(description, S("in ")) ||
        !str_to_int(str_slice(description, 3, 7), &year) || year < FIRST_YEAR || year > LAST_YEAR)
        return 0;
    return (int)year;
}

/* The year most descriptions begin with; 0 when none begins with one. */
static int year_spoken_of(const struct edition *edition)
{
    size_t count[YEARS] = {0}, best = 0;
    for (size_t i = 0; i < edition->countries.count; i++) {
        int year = year_of(edition->countries.items[i].description);
        if (year)
            count[year - FIRST_YEAR]++;
    }
    for (size_t i = 0; i < YEARS; i++)
        if (count[i] > count[best])
            best = i;
    return count[best] ? FIRST_YEAR + (int)best : 0;
}

static bool settle_year(struct arena *a, struct edition *edition, int given, struct faults *faults)
{
    int spoken = year_spoken_of(edition);
    if (!given && !spoken)
        return FAULT(faults, FAULT_INPUT, (struct place){0},
                     N_("This edition does not say of which year it is. Give the year, for example "
                        "--year 2019."));
    if (given && spoken && given != spoken)
        return FAULT(
            faults, FAULT_CONFLICT, (struct place){0},
            N_("This edition speaks of {1}, but {2} was asked for. Give --year {1}, or choose "
               "the file of {2}."),
            str_format(a, "%d", spoken), str_format(a, "%d", given));
    edition->year = given ? given : spoken;
    for (size_t i = 0; i < edition->countries.count; i++) {
        struct chapter_figures *figures = &edition->countries.items[i].figures;
        for (size_t k = 0; k < figures->count; k++)
            figures->items[k].year = edition->year;
    }
    return true;
}

static bool read_country(void *context, const struct edition_element *country)
{
    return edition_country_read(context, country);
}

const struct edition *edition_read(struct arena *a, const struct edition_instrument *instrument,
                                   struct str xml, int year, struct faults *faults)
{
    if (year && (year < FIRST_YEAR || year > LAST_YEAR)) {
        FAULT(faults, FAULT_INPUT, (struct place){0},
              N_("There is no machine-readable edition of the year {1}. They begin with 2013; give "
                 "for "
                 "example --year 2019."),
              str_format(a, "%d", year));
        return NULL;
    }
    struct edition_reading reading = {
        .arena = a,
        .instrument = instrument,
        .edition = arena_new(a, struct edition),
        .faults = faults,
    };
    if (!look(xml, faults) || !edition_elements_read(xml, read_country, &reading, faults) ||
        !settle_year(a, reading.edition, year, faults))
        return NULL;
    return reading.edition;
}
