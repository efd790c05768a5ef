/* What the imports of chapters, editions and questionnaires share. */
#pragma once

#include "cli/rooms.h"
#include "intake/keep.h"

/* One file on its way into the store; `arena` lives as long as the file. */
struct document_import {
    struct cli *cli;
    struct rooms rooms;
    struct arena arena;
    struct keep keep;
    struct keep_document document;
    struct progress progress;
};

/* Reads the file and says for the faults that follow where they are. False with a fault. */
bool document_read(struct document_import *in, struct str path, size_t limit);
/* Runs a command that reads one file: takes --year (from `least`), opens the store, reads, closes.
 */
int document_run(struct cli *cli, int least,
                 bool (*import_file)(struct document_import *, int year));
/* Makes `keep` ready; `what` is the reason kept with the change: "import chapter". */
void document_prepare(struct document_import *in, const char *what);
/* Ends one file: frees its arena. With a fault it is shown, and what it means. */
int document_end(struct document_import *in, bool good);
/* "{1} figures" with its count, or "1 figure". */
struct str document_count(struct document_import *in, struct str one, struct str many,
                          int64_t count);
/* "; N were changed, …" when something was replaced, else empty. */
void document_say(struct document_import *in, const struct keep_done *done, struct str what,
                  const struct str_list *parts);
/* Shows what could not be placed: all of it with --verbose, else a few or how many. */
void document_say_remarks(struct document_import *in, const struct chapter_remarks *remarks,
                          const struct chapter_remarks *left_out);
