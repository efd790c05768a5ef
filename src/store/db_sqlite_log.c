#include "store/db_sqlite.h"

#include <pthread.h>
#include <string.h>

/* Bytes gathered at most: the usual VFS gives up on 131,072 in one piece. */
enum { PIECE = 120000 };

/* Behind it in memory stands the file of the VFS that does the work. */
struct log_file {
    sqlite3_file base;
    sqlite3_file *real;
    char *piece; /* gathered bytes, which belong at `at` */
    sqlite3_int64 at;
    int count;
};

static sqlite3_vfs gathering; /* the usual one but for xOpen */
static sqlite3_vfs *usual;

static struct log_file *of(sqlite3_file *file)
{
    return (struct log_file *)file;
}

/* Gives what was gathered to the file. After a failure it is forgotten: SQLite takes the whole
 * transaction back and writes these places anew. */
static int pass_on(struct log_file *f)
{
    int count = f->count;
    f->count = 0;
    return count ? f->real->pMethods->xWrite(f->real, f->piece, count, f->at) : SQLITE_OK;
}

static int log_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
    struct log_file *f = of(file);
    int code = SQLITE_OK;
    if (!f->piece)
        f->piece = sqlite3_malloc(PIECE);
    if (f->count && (at != f->at + f->count || count > PIECE - f->count))
        code = pass_on(f);
    if (code != SQLITE_OK)
        return code;
    if (!f->piece || count > PIECE)
        return f->real->pMethods->xWrite(f->real, bytes, count, at);
    if (!f->count)
        f->at = at;
    memcpy(f->piece + f->count, bytes, (size_t)count);
    f->count += count;
    return SQLITE_OK;
}

static int log_close(sqlite3_file *file)
{
    struct log_file *f = of(file);
    int passed = pass_on(f), closed = f->real->pMethods->xClose(f->real);
    sqlite3_free(f->piece);
    return passed ? passed : closed;
}

static int log_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 at)
{
    struct log_file *f = of(file);
    int code = pass_on(f);
    return code ? code : f->real->pMethods->xRead(f->real, bytes, count, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct log_file *f = of(file);
    int code = pass_on(f);
    return code ? code : f->real->pMethods->xTruncate(f->real, size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    struct log_file *f = of(file);
    int code = pass_on(f);
    return code ? code : f->real->pMethods->xSync(f->real, flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct log_file *f = of(file);
    int code = pass_on(f);
    return code ? code : f->real->pMethods->xFileSize(f->real, size);
}

static int log_lock(sqlite3_file *file, int level)
{
    return of(file)->real->pMethods->xLock(of(file)->real, level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    return of(file)->real->pMethods->xUnlock(of(file)->real, level);
}

static int log_check_lock(sqlite3_file *file, int *result)
{
    return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, result);
}

static int log_control(sqlite3_file *file, int what, void *argument)
{
    struct log_file *f = of(file);
    int code = pass_on(f);
    return code ? code : f->real->pMethods->xFileControl(f->real, what, argument);
}

static int log_sector(sqlite3_file *file)
{
    return of(file)->real->pMethods->xSectorSize(of(file)->real);
}

static int log_device(sqlite3_file *file)
{
    return of(file)->real->pMethods->xDeviceCharacteristics(of(file)->real);
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_device,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *out_flags)
{
    (void)vfs;
    if (!(flags & SQLITE_OPEN_WAL))
        return usual->xOpen(usual, name, file, flags, out_flags);
    struct log_file *f = of(file);
    *f = (struct log_file){.real = (sqlite3_file *)(f + 1)};
    int code = usual->xOpen(usual, name, f->real, flags, out_flags);
    if (f->real->pMethods)
        f->base.pMethods = &methods;
    return code;
}

static void make(void)
{
    usual = sqlite3_vfs_find(NULL);
    if (!usual)
        return;
    gathering = *usual;
    gathering.pNext = NULL;
    gathering.zName = "himaya";
    gathering.szOsFile = usual->szOsFile + (int)sizeof(struct log_file);
    gathering.xOpen = open_file;
    if (sqlite3_vfs_register(&gathering, 0) != SQLITE_OK)
        usual = NULL;
}

const char *db_sqlite_log_vfs(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make);
    return usual ? gathering.zName : NULL;
}
