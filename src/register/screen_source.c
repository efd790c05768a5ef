#include "register/screen_source.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PACKED = 128 * 1024 };

static bool cannot(struct faults *faults, const char *path, const char *message, const char *why)
{
    return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = str_of(path)}), message,
                 str_of(why));
}

/* As read(2), but not stopped by signals. */
static ssize_t read_some(int fd, char *to, size_t room)
{
    ssize_t got;
    do
        got = read(fd, to, room);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Reads the first bytes to see what it is; a regular file that is no gzip is read by place. */
static bool look(struct arena *a, struct screen_source *source, struct faults *faults)
{
    struct stat about;
    if (fstat(source->fd, &about) != 0)
        return cannot(faults, source->path, N_("This file cannot be opened: {1}."),
                      strerror(errno));
    if (S_ISDIR(about.st_mode))
        return cannot(faults, source->path, N_("This is a folder; a file is needed."), "");
    off_t here = S_ISREG(about.st_mode) ? lseek(source->fd, 0, SEEK_CUR) : -1;
    source->packed = arena_alloc(a, PACKED);
    size_t n = 0;
    for (ssize_t got = 1; got > 0 && n < 2; n += (size_t)got) {
        got = read_some(source->fd, source->packed + n, PACKED - n);
        if (got < 0)
            return cannot(faults, source->path, N_("This file cannot be read: {1}."),
                          strerror(errno));
    }
    source->waiting = (struct str){source->packed, n};
    source->taken = (off_t)n;
    source->size = here >= 0 ? about.st_size - here : 0;
    if (gzip_begins(source->waiting))
        source->gzip = gunzip_start(a);
    else if (here >= 0) {
        source->any_place = true;
        source->from = here;
        posix_fadvise(source->fd, here, 0, POSIX_FADV_SEQUENTIAL);
    }
    return true;
}

bool screen_source_open(struct arena *a, struct screen_source *source, const char *path,
                        struct str memory, struct faults *faults)
{
    *source = (struct screen_source){.path = path, .fd = -1};
    if (!path) {
        source->memory = memory;
        source->any_place = true;
        source->size = (off_t)memory.n;
        return true;
    }
    source->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (source->fd < 0)
        return cannot(faults, path, N_("This file cannot be opened: {1}."), strerror(errno));
    if (look(a, source, faults))
        return true;
    screen_source_close(source);
    return false;
}

void screen_source_close(struct screen_source *source)
{
    if (source->fd >= 0)
        close(source->fd);
    source->fd = -1;
}

/* Makes source->waiting hold something unless the end is reached. */
static bool refill(struct screen_source *source, struct screen_read *read)
{
    if (source->waiting.n)
        return true;
    ssize_t got = read_some(source->fd, source->packed, PACKED);
    if (got < 0) {
        read->trouble = SCREEN_UNREADABLE;
        read->error = errno;
    }
    if (got <= 0)
        return false;
    source->waiting = (struct str){source->packed, (size_t)got};
    source->taken += got;
    return true;
}

static size_t hand_on(struct screen_source *source, char *to, size_t room)
{
    size_t n = source->waiting.n < room ? source->waiting.n : room;
    memcpy(to, source->waiting.p, n);
    source->waiting = str_from(source->waiting, n);
    return n;
}

struct screen_read screen_source_next(struct screen_source *source, char *to, size_t room)
{
    struct screen_read read = {0};
    while (read.n < room && !read.trouble) {
        bool more = refill(source, &read);
        size_t made = 0;
        if (source->gzip) { /* it may hold back some bytes when nothing more comes in */
            source->state =
                gunzip_next(source->gzip, &source->waiting, to + read.n, room - read.n, &made);
            if (source->state == GUNZIP_BROKEN)
                read.trouble = SCREEN_DAMAGED;
            else if (!more && !made && source->state == GUNZIP_GOING && !read.trouble)
                read.trouble = SCREEN_CUT_SHORT;
        } else if (more) {
            made = hand_on(source, to + read.n, room - read.n);
        }
        read.n += made;
        if (!more && !made)
            break;
    }
    read.last = read.n < room;
    return read;
}

struct screen_read screen_source_at(const struct screen_source *source, size_t number, char *to,
                                    size_t room)
{
    struct screen_read read = {0};
    off_t at = source->from + (off_t)(number * room);
    if (source->fd < 0) {
        struct str part = str_slice(source->memory, (size_t)at, (size_t)at + room);
        if (part.n)
            memcpy(to, part.p, part.n);
        return (struct screen_read){.n = part.n, .last = part.n < room};
    }
    while (read.n < room) {
        ssize_t got = pread(source->fd, to + read.n, room - read.n, at + (off_t)read.n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            read.trouble = SCREEN_UNREADABLE;
            read.error = errno;
        }
        if (got <= 0)
            break;
        read.n += (size_t)got;
    }
    read.last = read.n < room;
    return read;
}

void screen_source_begin(struct screen_source *source, size_t n)
{
    source->from += (off_t)n;
}

bool screen_source_fault(const struct screen_source *source, struct screen_read read,
                         struct faults *faults)
{
    const char *path = source->path ? source->path : "";
    if (read.trouble == SCREEN_UNREADABLE)
        return cannot(faults, path, N_("This file cannot be read: {1}."), strerror(read.error));
    if (read.trouble == SCREEN_CUT_SHORT)
        return cannot(faults, path,
                      N_("This gzip file ends in the middle; fetch or pack it again."), "");
    return cannot(faults, path, N_("This gzip file is damaged; fetch or pack it again."), "");
}
