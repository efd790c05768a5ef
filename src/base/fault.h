/* Errors as values: what is wrong, where, and what to do.
 *
 * A fault carries a message in English that is also its key for translation, with places {1} to {4}
 * for its details. It is put into the reader's language only where it is shown
 * (markup/words.h: words_fault). Mark messages with N_("…") so that they are found for translation.
 * A message is a full sentence that a clerk understands: what is wrong, then an example of right.
 */
#pragma once

#include "base/str.h"

#define N_(message) message

enum fault_kind {
    FAULT_INPUT = 1, /* the data given is wrong */
    FAULT_MISSING,   /* what was asked for is not there */
    FAULT_CONFLICT,  /* somebody else changed it first */
    FAULT_REFUSED,   /* not allowed */
    FAULT_LIMIT,     /* too large or too many */
    FAULT_STORE,     /* the store cannot be read or written */
    FAULT_SYSTEM,    /* the machine: a file, a socket, a child process */
};

struct fault {
    enum fault_kind kind;
    struct str file; /* empty where there is none */
    long line;       /* from 1; 0 where there is none */
    long column;     /* from 1; 0 where there is none */
    struct str field;
    const char *message; /* English, with {1}…{4} */
    struct str details[4];
};

/* Faults of one piece of work, in the order found. After `limit` (0 means 1,000) only the count
 * goes on: `count` faults are held, `total` were found. All bytes live in `arena`. */
struct faults {
    struct arena *arena;
    struct fault *items;
    size_t count, capacity;
    size_t total;
    size_t limit;
    struct str file; /* given to every fault added without one */
};

/* A place in a file; leave out what is not known. */
struct place {
    struct str file;
    long line, column;
    struct str field;
};

/* Adds a fault; `message` and `details` are copied. Always returns false, so that a reader can end
 * with `return fault_add(…)`. */
bool fault_add(struct faults *f, enum fault_kind kind, struct place where, const char *message,
               const struct str *details, size_t detail_count);

#define FAULT(f, kind, where, message, ...)                                                        \
    fault_add((f), (kind), (where), (message), (const struct str[]){{0}, ##__VA_ARGS__} + 1,       \
              sizeof((const struct str[]){{0}, ##__VA_ARGS__}) / sizeof(struct str) - 1)

/* Puts the details into a message (already in the right language). */
struct str fault_fill(struct arena *a, struct str message, const struct fault *fault);
/* "file:line:column: field: " as far as known, else empty. */
struct str fault_place(struct arena *a, const struct fault *fault);
/* The whole fault in English, one line. */
struct str fault_english(struct arena *a, const struct fault *fault);
