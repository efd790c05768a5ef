/* One file that screening writes: nameless until all is done, or into memory. */
#pragma once

#include "base/buffer.h"
#include "base/fault.h"

struct screen_file {
    const char *path, *part; /* NULL: in memory */
    int fd;
    bool nameless; /* part is not in the folder yet */
    int error;     /* errno of the first write that failed */
    char *held;
    size_t held_n;
    struct buffer memory;
};

/* Opens NAME in a folder, or in memory when it is NULL. False with a fault. */
bool screen_file_open(struct arena *a, struct screen_file *f, const char *folder, const char *name,
                      struct faults *faults);
/* What goes wrong is told by screen_file_finish. */
void screen_file_write(struct screen_file *f, struct str bytes);
bool screen_file_failed(const struct screen_file *f);
/* Writes what is held; false with a fault when something could not be written. */
bool screen_file_finish(struct screen_file *f, struct faults *faults);
/* Gives the file its name. */
bool screen_file_keep(struct screen_file *f, struct faults *faults);
/* Takes a file that was not kept away again. Safe for one never opened (all zero). */
void screen_file_drop(struct screen_file *f);
