/* What the keepers of chapters, editions and questionnaires share. */
#pragma once

#include "intake/keep.h"

/* One document being kept, inside an open change. */
struct keeping {
    const struct keep *keep;
    const struct model *model;
    struct arena *arena;
    struct faults *faults;
    struct keep_done *done;
    size_t left_out_before; /* remarks of done->left_out that stand with another profile */
};

/* The stored document with these bytes, made when it is new; *known says that it was there. NULL
 * with a fault. */
struct record *keep_put_document(struct keeping *k, const struct keep_document *document,
                                 bool *known);
/* Stores `wanted` (a profile or a questionnaire) in place of the one with the same first key; its
 * id is set. *was_there says that there was one. */
bool keep_put_head(struct keeping *k, struct record *wanted, bool *was_there);
/* Makes the records of a type whose field `parent` holds `id` exactly the wanted ones, matched by
 * their first key. With `fresh` there are none yet. Of two wanted with one key the first is kept.
 */
bool keep_put_children(struct keeping *k, const char *type, const char *parent, struct str id,
                       const struct records *wanted, bool fresh);

/* A new record of a type with its parent set, added to the list. */
struct record *keep_add(struct keeping *k, struct records *list, const char *type,
                        const char *parent, struct str id);
void keep_set(struct record *r, const char *field, struct str text);
/* Zero is left empty. */
void keep_set_number(struct record *r, const char *field, int64_t number);
/* A code, or empty when the list does not have it. */
void keep_set_code(struct record *r, const char *field, struct str code);

/* Records from lists of what was read, for a profile. */
void keep_add_figures(struct keeping *k, struct records *list, struct str profile,
                      const struct chapter_figures *figures);
void keep_add_actions(struct keeping *k, struct records *list, struct str profile,
                      const struct chapter_actions *actions);
/* Notes that something cannot be kept; `message` as in a fault. */
void keep_leave_out(struct keeping *k, long line, const char *message, struct str detail);
/* What was left out since the last time. */
void keep_add_left_out(struct keeping *k, struct records *list, struct str profile);
/* Remarks between two lines (from included; to not, 0 for no end). */
void keep_add_remarks(struct keeping *k, struct records *list, struct str profile,
                      const struct chapter_remarks *remarks, long from, long to);
