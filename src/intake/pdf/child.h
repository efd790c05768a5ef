/* A child process that reads bytes and prints bytes, within limits. */
#pragma once

#include "base/fault.h"

struct pdf_child {
    char *const *arguments; /* the program, found in PATH, and its arguments; ends with NULL */
    struct str input;
    size_t most_output; /* bytes */
    int seconds;        /* wall clock and processor time */
    size_t most_memory; /* bytes of address space */
};

enum pdf_child_end {
    PDF_CHILD_DONE,    /* ended by itself; see status */
    PDF_CHILD_MISSING, /* the program is not installed */
    PDF_CHILD_SLOW,    /* ended by us after `seconds`, or by the system for its limit of time */
    PDF_CHILD_LARGE,   /* ended by us after `most_output` */
    PDF_CHILD_FAILED,  /* could not be started, or was ended by a signal */
};

struct pdf_child_result {
    enum pdf_child_end end;
    int status;           /* exit status when done */
    struct str output;    /* in the arena */
    struct str complaint; /* the first 4 KB of its error output, in the arena */
};

/* Runs the child to its end. Never leaves a process behind. */
struct pdf_child_result pdf_child_run(struct arena *a, const struct pdf_child *child);
