/* The elements of one country, and the reading of an XML file country by country.
 *
 * The file is read as a stream; only one country is held at a time. Every limit here is many times
 * what a published edition needs (a country has about 300 elements, 6 deep).
 */
#pragma once

#include "base/arena.h"
#include "base/fault.h"

struct edition_element {
    struct str tag;
    struct str text; /* of an element without children: its text, trimmed */
    long line;       /* where it begins, from 1 */
    struct edition_element *first, *last, *next;
};

/* Child of that name, or NULL; the i-th of them with edition_element_next. */
const struct edition_element *edition_element_child(const struct edition_element *e,
                                                    struct str tag);
/* The next brother of the same name, or NULL. */
const struct edition_element *edition_element_next(const struct edition_element *e);
/* The element at "Conventions/C_138_Ratified" below `e`, or NULL. */
const struct edition_element *edition_element_at(const struct edition_element *e, struct str path);
/* Text of the child of that name; empty when there is none. */
struct str edition_element_text(const struct edition_element *e, struct str tag);

/* Called with each country as it ends; false (with a fault added) ends the reading. The country
 * lives only during the call. */
typedef bool edition_country_reader(void *context, const struct edition_element *country);

/* Reads `xml` through; false with a fault when it cannot be read to its end. */
bool edition_elements_read(struct str xml, edition_country_reader *read, void *context,
                           struct faults *faults);
