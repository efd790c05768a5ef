/* Comparing printed words without regard to case, spaces, hyphens, quotes and other signs.
 *
 * Text taken out of a PDF loses spaces ("itsWorst Forms"), breaks words ("Non-\nstate"), and turns
 * small capitals into a mixture ("MiniMal advanceMent"). What survives is the order of letters and
 * digits, so that is all that is compared: ASCII letters and digits; everything else is skipped.
 */
#pragma once

#include "base/str.h"

/* When `label` stands at the start of `text`, the bytes of text it takes (up to its last letter or
 * digit); else 0. An empty label takes nothing. */
size_t fold_starts(struct str text, struct str label);

/* How much of `label` stands at the start of `text`: *label_used bytes of it, on the bytes of text
 * that are returned. Both end behind a letter or digit; 0 when nothing agrees. */
size_t fold_common(struct str text, struct str label, size_t *label_used);

/* The two are the same letters and digits. */
bool fold_same(struct str one, struct str other);

/* Letters and digits only, letters small; in the arena. */
struct str fold_text(struct arena *a, struct str text);

/* Number of letters and digits. */
size_t fold_length(struct str text);
