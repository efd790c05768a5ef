#include "base/arena.h"
#include "intake/recognize.h"
#include "test.h"

TEST(files_are_told_by_their_first_bytes)
{
    CHECK_INT(recognize(S("")), FILE_EMPTY);
    CHECK_INT(recognize(S(" \n\t\r\n")), FILE_EMPTY);
    CHECK_INT(recognize(S("Azerbaijan")), FILE_TEXT);
    CHECK_INT(recognize(S("%PDF-1.7 …")), FILE_PDF);
    CHECK_INT(recognize(S("\xef\xbb\xbf\n%PDF-1.7 …")), FILE_PDF);
    CHECK_INT(recognize(S("\xff\xd8\xff\xe0..JFIF")), FILE_PICTURE);
    CHECK_INT(recognize(S("\x89PNG\r\n\x1a\n")), FILE_PICTURE);
    CHECK_INT(recognize(S("RIFF....WEBPVP8 ")), FILE_PICTURE);
    CHECK_INT(recognize(S("PK\x03\x04....")), FILE_ARCHIVE);
    CHECK_INT(recognize(S("\xd0\xcf\x11\xe0....")), FILE_OLD_OFFICE);
    CHECK_INT(recognize(S("<?xml version=\"1.0\"?>")), FILE_XML);
    CHECK_INT(recognize(S("a\0b")), FILE_BINARY);
    CHECK_INT(recognize(S("%PD")), FILE_TEXT);
}

TEST(what_is_not_needed_is_refused_with_what_is)
{
    struct arena arena = {0};
    struct faults faults = {.arena = &arena};
    CHECK(recognize_check(S("text"), FILE_TEXT, FILE_PDF, N_("A PDF is needed."), &faults));
    CHECK(!recognize_check(S("PK\x03\x04"), FILE_TEXT, FILE_PDF, N_("A PDF is needed."), &faults));
    CHECK_INT(faults.total, 2);
    CHECK_STR(str_of(faults.items[1].message), "A PDF is needed.");
    CHECK(!recognize_check(S(""), FILE_TEXT, FILE_PDF, N_("A PDF is needed."), &faults));
    CHECK_INT(faults.total, 3);
    arena_free(&arena);
}
