/* What the files that know SQLite share; nobody else includes it. */
#pragma once

#include <sqlite3.h>

/* How SQLite writes its log (WAL) here: what it would write in two small pieces for each page goes
 * to the file in one piece, before the file is synced or read. Nothing else changes, and the bytes
 * are the same. Gives the name of the VFS to open with; NULL, which is the usual one, when it could
 * not be made. */
const char *db_sqlite_log_vfs(void);

/* The message for a result code; {1} in it is what SQLite says itself. */
const char *db_sqlite_message(int code);
