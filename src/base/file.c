#include "base/file.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool cannot(struct faults *faults, const char *path, const char *message, struct str detail)
{
    return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = str_of(path)}), message, detail);
}

static bool too_large(struct arena *a, struct faults *faults, const char *path, size_t limit)
{
    return FAULT(faults, FAULT_LIMIT, ((struct place){.file = str_of(path)}),
                 N_("This file is larger than the {1} MB that can be read at once."),
                 str_format(a, "%zu", limit / 1000000));
}

bool file_read(struct arena *a, const char *path, size_t limit, struct str *bytes,
               struct faults *faults)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0 || fstat(fd, &about) != 0) {
        if (fd >= 0)
            close(fd);
        return cannot(faults, path, N_("This file cannot be opened: {1}."),
                      str_of(strerror(errno)));
    }
    if (S_ISDIR(about.st_mode)) {
        close(fd);
        return cannot(faults, path, N_("This is a folder; a file is needed."), (struct str){0});
    }
    if (S_ISREG(about.st_mode) && (size_t)about.st_size > limit) {
        close(fd);
        return too_large(a, faults, path, limit);
    }
    size_t capacity = S_ISREG(about.st_mode) ? (size_t)about.st_size + 1 : 65536, n = 0;
    char *p = arena_alloc(a, capacity);
    for (;;) {
        if (n == capacity)
            p = arena_grow(a, p, n, &capacity, 1);
        ssize_t got = read(fd, p + n, capacity - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            close(fd);
            return cannot(faults, path, N_("This file cannot be read: {1}."),
                          str_of(strerror(errno)));
        }
        if (got == 0)
            break;
        n += (size_t)got;
        if (n > limit) {
            close(fd);
            return too_large(a, faults, path, limit);
        }
    }
    close(fd);
    *bytes = (struct str){p, n};
    return true;
}

static bool write_all(int fd, struct str bytes)
{
    while (bytes.n) {
        ssize_t done = write(fd, bytes.p, bytes.n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes = str_from(bytes, (size_t)done);
    }
    return true;
}

bool file_write(const char *path, struct str bytes, struct faults *faults)
{
    struct str neighbour = str_format(faults->arena, "%s.part", path);
    int fd = open(neighbour.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return cannot(faults, path, N_("This file cannot be written: {1}."),
                      str_of(strerror(errno)));
    bool ok = write_all(fd, bytes) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    if (ok && rename(neighbour.p, path) == 0)
        return true;
    int why = errno;
    unlink(neighbour.p);
    return cannot(faults, path, N_("This file cannot be written: {1}."), str_of(strerror(why)));
}

struct str file_name(struct str path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/')
            return str_from(path, i);
    return path;
}
