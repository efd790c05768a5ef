/* The bytes of a register, block by block: of a file at any place at once, of a stream or a gzip
 * one behind the other, or from memory.
 */
#pragma once

#include "base/fault.h"
#include "base/gzip.h"

#include <stdbool.h>
#include <sys/types.h>

struct screen_source {
    const char *path; /* for faults: "-" for standard input */
    int fd;           /* -1: none */
    struct str memory;
    bool any_place;      /* blocks can be read in any order, also at the same time */
    off_t from, size;    /* any_place: where the first block begins; both 0 for a stream */
    struct gunzip *gzip; /* NULL: as it is */
    enum gunzip_state state;
    char *packed; /* what was read and not yet handed on */
    struct str waiting;
    off_t taken; /* bytes read of the file or stream */
};

enum screen_trouble { SCREEN_GOOD, SCREEN_UNREADABLE, SCREEN_DAMAGED, SCREEN_CUT_SHORT };

/* What a block brought. */
struct screen_read {
    size_t n;
    bool last; /* nothing follows */
    enum screen_trouble trouble;
    int error; /* errno of SCREEN_UNREADABLE */
};

/* Opens a path, or `memory` when it is NULL. False with a fault. */
bool screen_source_open(struct arena *a, struct screen_source *source, const char *path,
                        struct str memory, struct faults *faults);
void screen_source_close(struct screen_source *source);
/* The next `room` bytes of a source that is read in order; fewer only at its end. */
struct screen_read screen_source_next(struct screen_source *source, char *to, size_t room);
/* The block of that number, each `room` bytes, of one with any_place. */
struct screen_read screen_source_at(const struct screen_source *source, size_t number, char *to,
                                    size_t room);
/* From here on blocks are counted: n bytes of the beginning were taken by the caller (any_place).
 */
void screen_source_begin(struct screen_source *source, size_t n);
/* Adds the fault of a read that went wrong; gives false. */
bool screen_source_fault(const struct screen_source *source, struct screen_read read,
                         struct faults *faults);
