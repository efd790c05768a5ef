/* The assessment of a country as the publisher prints it, taken apart. */
#pragma once

#include "base/str.h"

struct edition_level {
    struct str level;     /* "minimal_advancement"; empty when nothing known was printed */
    struct str qualifier; /* "continued_law", "complicit"; empty when there is none */
    struct str label;     /* "Minimal Advancement – Efforts Made but Continued Law that Delayed
                             Advancement" */
};

/* Reads "MINIMAL ADVANCEMENT - Efforts Made but Continued Practices that Delayed Advancement" in
 * any capitals and with any dash. The words live in `a`. Source of the list: published chapters and
 * editions of 2013 to 2022. */
struct edition_level edition_level_read(struct arena *a, struct str printed);
