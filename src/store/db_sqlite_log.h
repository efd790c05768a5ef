/* How SQLite writes its log (WAL) here: what it would write in two small pieces for each page goes
 * to the file in one piece, before the file is synced or read. Nothing else changes, and the bytes
 * are the same. */
#pragma once

/* The name of the VFS to open with; NULL when it could not be made, which is the usual one. */
const char *db_sqlite_log_vfs(void);
