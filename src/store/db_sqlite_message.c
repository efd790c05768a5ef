/* What a clerk is told when SQLite cannot do something. */
#include "store/db_sqlite.h"

#include "base/fault.h"

const char *db_sqlite_message(int code)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return N_("Another program is writing to the store just now, and has been for some time. "
                  "Nothing was changed; try again in a moment.");
    case SQLITE_FULL:
        return N_("The disk is full. Nothing of this change was stored; make room and try again.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return N_("The store may only be read here. Its file and its folder must be writable for "
                  "you.");
    case SQLITE_CANTOPEN:
        return N_("The store cannot be opened. Its folder must exist and be writable for you.");
    case SQLITE_CORRUPT:
        return N_("The file of the store is damaged. Keep it as it is and restore the latest "
                  "backup.");
    case SQLITE_NOTADB:
        return N_("This file is no store. A store is made by: himaya --store himaya.db init");
    case SQLITE_IOERR:
        return N_("The disk gave an error while the store was used. Nothing of this change was "
                  "stored; check the disk.");
    case SQLITE_TOOBIG: return N_("A value is larger than the store can hold (256 MB).");
    default: return N_("The store could not do this: {1}.");
    }
}
