/* Figures of a country in a year: what reports say (reported), what the records say (computed), and
 * which of them stands.
 *
 * Reported figures come from the published chapter first, then the country's own record, then
 * the machine-readable edition; one that states nothing gives way to one that states something. All
 * others are kept as alternatives. Computed figures exist for the store's home country only, since
 * records belong to it.
 */
#pragma once

#include "figures/instrument.h"
#include "store/store.h"

struct figure {
    const struct figure_definition *definition;
    int year;             /* the year it speaks of */
    int report_year;      /* of the report that says it; `year` for computed ones */
    struct str territory; /* empty: the whole country */
    struct str state;     /* code of figure_states */
    bool is_number;
    double number;     /* count, percent or money */
    struct str answer; /* "yes" or "no" */
    struct str currency, text, marks, sources;
    bool has_age;
    double age;
    bool age_calculated;
    struct str age_text, legislation;
    long line; /* in the document it was read from, 0 where there is none */
    bool computed;
    struct str origin;  /* code of profile_origins; empty when computed */
    struct str profile; /* id of the profile that holds it; empty when computed */
};

/* A place in the instrument with everything that is said for it. */
struct figure_cell {
    const struct figure_definition *definition;
    int year;
    struct str territory;
    const struct figure *chosen;   /* one of the following; never NULL */
    const struct figure *reported; /* NULL when nothing is reported */
    const struct figure *computed; /* NULL when nothing can be computed */
    const struct figure *before;   /* what the report of that year itself said, when `year` is the
                                      year before the report's */
    const struct figure **others;  /* reported by other origins */
    size_t other_count, other_capacity;
};

struct figure_cells {
    struct figure_cell *items;
    size_t count, capacity;
};

/* The profiles of one country and report year in the order of their origins. */
struct profiles {
    const struct record *items[3];
    size_t count;
};

enum figure_basis { BASIS_REPORTED, BASIS_COMPUTED };

struct figure_reading {
    struct session *session;
    const struct instrument *instrument;
    const struct profiles *profiles; /* of the report year */
    const struct profiles *previous; /* of the year before; fills the year before where the report
                                        of the year does not state it */
    const struct figure_definition *only; /* this figure and what stands under it; NULL: all */
    int year;                             /* report year */
    bool home;                            /* compute as well */
    enum figure_basis basis;              /* what stands where both say something */
};

/* All profiles of a country, by year and then by origin. */
bool profiles_of_country(struct session *s, struct arena *a, struct str country,
                         struct records *found, struct faults *faults);
/* Those of one year among them. */
struct profiles profiles_of_year(const struct records *all, int year);

/* Every figure that the profiles state or the records give, in the order of the instrument; for
 * tables of two years the year before comes first. */
bool figures_read(const struct figure_reading *r, struct arena *a, struct figure_cells *cells,
                  struct faults *faults);

/* The cell of the whole country, or NULL. */
const struct figure_cell *figure_cell_find(const struct figure_cells *cells,
                                           const struct figure_definition *definition, int year);
/* The same of a part of the country; an empty territory is the whole. */
const struct figure_cell *figure_cell_of(const struct figure_cells *cells,
                                         const struct figure_definition *definition, int year,
                                         struct str territory);
/* True when the report restates what the report of the year before said. */
bool figure_restated(const struct figure_cell *cell);
/* True when the two say the same: state and value, not wording. */
bool figure_same(const struct figure *one, const struct figure *two);
bool figure_has_value(const struct figure *f);
/* ISO code of the country the store's records belong to: its setting "country", else the country of
 * its pack; empty when it has neither. */
struct str figures_home(struct session *s, struct arena *a, struct faults *faults);
