#include "register/screen_file.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { HELD = 64 * 1024 };

static bool cannot(const struct screen_file *f, int error, struct faults *faults)
{
    const char *message =
        error == ENOSPC || error == EDQUOT
            ? N_("There is no room left on the disk for this file; nothing was kept. {1}.")
            : N_("This file cannot be written: {1}.");
    return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = str_of(f->path)}), message,
                 str_of(strerror(error)));
}

bool screen_file_open(struct arena *a, struct screen_file *f, const char *folder, const char *name,
                      struct faults *faults)
{
    *f = (struct screen_file){.fd = -1, .memory = {.arena = a}};
    if (!folder)
        return true;
    f->path = str_format(a, "%s/%s", folder, name).p;
    f->part = str_format(a, "%s.part-%ld", f->path, (long)getpid()).p;
    f->held = arena_alloc(a, HELD);
    /* Without a name nothing is left behind however the program ends; where the file system cannot
     * do that, it has the other name from the beginning. */
    f->fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644);
    f->nameless = f->fd >= 0;
    if (!f->nameless)
        f->fd = open(f->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    return f->fd >= 0 || cannot(f, errno, faults);
}

static void write_all(struct screen_file *f, struct str bytes)
{
    while (bytes.n && !f->error) {
        ssize_t done = write(f->fd, bytes.p, bytes.n);
        if (done < 0 && errno != EINTR)
            f->error = errno;
        if (done > 0)
            bytes = str_from(bytes, (size_t)done);
    }
}

static void empty(struct screen_file *f)
{
    write_all(f, (struct str){f->held, f->held_n});
    f->held_n = 0;
}

void screen_file_write(struct screen_file *f, struct str bytes)
{
    if (!f->path) {
        buffer_add(&f->memory, bytes);
        return;
    }
    if (f->held_n + bytes.n > HELD)
        empty(f);
    if (bytes.n > HELD) {
        write_all(f, bytes);
    } else if (bytes.n) {
        memcpy(f->held + f->held_n, bytes.p, bytes.n);
        f->held_n += bytes.n;
    }
}

bool screen_file_failed(const struct screen_file *f)
{
    return f->error != 0;
}

bool screen_file_finish(struct screen_file *f, struct faults *faults)
{
    if (!f->path)
        return true;
    empty(f);
    if (!f->error && f->nameless) {
        char from[64];
        snprintf(from, sizeof from, "/proc/self/fd/%d", f->fd);
        unlink(f->part); /* of one with the same number that was killed just there */
        if (linkat(AT_FDCWD, from, AT_FDCWD, f->part, AT_SYMLINK_FOLLOW) != 0)
            f->error = errno;
        else
            f->nameless = false;
    }
    int fd = f->fd;
    f->fd = -1;
    if (close(fd) != 0 && !f->error)
        f->error = errno;
    return !f->error || cannot(f, f->error, faults);
}

bool screen_file_keep(struct screen_file *f, struct faults *faults)
{
    if (!f->path)
        return true;
    if (rename(f->part, f->path) != 0)
        return cannot(f, errno, faults);
    f->part = NULL;
    return true;
}

void screen_file_drop(struct screen_file *f)
{
    if (f->path && f->fd >= 0)
        close(f->fd);
    if (f->part && !f->nameless)
        unlink(f->part);
    f->part = NULL;
}
