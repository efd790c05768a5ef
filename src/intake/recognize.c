#include "intake/recognize.h"

#include <string.h>

static const struct {
    enum file_kind kind;
    size_t at;
    struct str bytes;
} beginnings[] = {
    {FILE_PDF, 0, S_INIT("%PDF-")},
    {FILE_PICTURE, 0, S_INIT("\xff\xd8\xff")},
    {FILE_PICTURE, 0, S_INIT("\x89PNG\r\n")},
    {FILE_PICTURE, 0, S_INIT("GIF8")},
    {FILE_PICTURE, 0, S_INIT("II*\0")},
    {FILE_PICTURE, 0, S_INIT("MM\0*")},
    {FILE_PICTURE, 8, S_INIT("WEBP")},
    {FILE_PICTURE, 4, S_INIT("ftypheic")},
    {FILE_PICTURE, 4, S_INIT("ftypmif1")},
    {FILE_ARCHIVE, 0, S_INIT("PK\x03\x04")},
    {FILE_OLD_OFFICE, 0, S_INIT("\xd0\xcf\x11\xe0")},
    {FILE_XML, 0, S_INIT("<?xml")},
    {FILE_XML, 0, S_INIT("\xef\xbb\xbf<?xml")},
};

enum file_kind recognize(struct str bytes)
{
    if (!str_trim(bytes).n)
        return FILE_EMPTY;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (str_starts(str_from(bytes, beginnings[i].at), beginnings[i].bytes))
            return beginnings[i].kind;
    /* Some programs put a few bytes before the mark of a PDF; readers look for it in the first
     * kilobyte (PDF 1.7, implementation note 13). */
    if (str_find(str_slice(bytes, 0, 1024), S("%PDF-"), 0) != STR_NONE)
        return FILE_PDF;
    return memchr(bytes.p, 0, bytes.n) ? FILE_BINARY : FILE_TEXT;
}

static const char *seems(enum file_kind kind)
{
    switch (kind) {
    case FILE_EMPTY: return N_("This file is empty.");
    case FILE_PDF: return N_("This is a PDF.");
    case FILE_PICTURE: return N_("This is a picture, and no text can be read from it.");
    case FILE_ARCHIVE: return N_("This is a Word, Excel or ZIP file.");
    case FILE_OLD_OFFICE: return N_("This is an old Word or Excel file.");
    case FILE_XML: return N_("This is an XML file.");
    case FILE_TEXT: return N_("This is a text file.");
    case FILE_BINARY: break;
    }
    return N_("This file is neither text nor a PDF.");
}

bool recognize_check(struct str bytes, enum file_kind one, enum file_kind other, const char *needed,
                     struct faults *faults)
{
    enum file_kind kind = recognize(bytes);
    if (kind == one || kind == other)
        return true;
    FAULT(faults, FAULT_INPUT, (struct place){0}, seems(kind));
    if (kind != FILE_EMPTY)
        FAULT(faults, FAULT_INPUT, (struct place){0}, needed);
    return false;
}
