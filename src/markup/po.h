/* Reads gettext catalogues (.po) as text: msgctxt, msgid, msgid_plural, msgstr, msgstr[n]. Comments
 * are passed over; entries marked "fuzzy" are not taken, since nobody confirmed them. */
#pragma once

#include "base/fault.h"

enum { PO_FORMS = 4 };

struct po_entry {
    struct str context, message, plural;
    struct str forms[PO_FORMS]; /* msgstr, or msgstr[0] to msgstr[3] */
    long line;                  /* of msgid */
};

struct po {
    struct po_entry *items;
    size_t count, capacity;
};

/* Everything lives in `a`. `name` is the file's name in faults. The header (empty msgid) is left
 * out. False with a fault on the first line that cannot be read. */
bool po_read(struct arena *a, struct str name, struct str bytes, struct po *po,
             struct faults *faults);
