/* What kind of file somebody hands in, told by its first bytes and not by its name. */
#pragma once

#include "base/fault.h"

enum file_kind {
    FILE_EMPTY,
    FILE_TEXT, /* nothing else was recognised; whether it is UTF-8 its reader says */
    FILE_PDF,
    FILE_PICTURE, /* JPEG, PNG, GIF, TIFF, WebP, BMP, HEIC */
    FILE_ARCHIVE, /* ZIP: also Word and Excel files */
    FILE_OLD_OFFICE,
    FILE_XML,
    FILE_BINARY, /* zero bytes inside */
};

enum file_kind recognize(struct str bytes);
/* True when the kind is one of the two (give one twice for one). Otherwise a fault that says what
 * the file seems to be and what is needed: `needed` is a marked sentence (N_), such as "A PDF or
 * text of a country chapter is needed.". */
bool recognize_check(struct str bytes, enum file_kind one, enum file_kind other, const char *needed,
                     struct faults *faults);
