/* Within the room: reads the parts of a declaration of the law, with faults that name file, line
 * and column. A reader goes on after a fault so that all of them are named. */
#pragma once

#include "base/node.h"
#include "law/law.h"

struct law_reader {
    struct arena *arena;
    struct faults *faults;
    struct str file, bytes; /* of the declaration being read; bytes are for finding columns */
};

/* Reads packs/PACK/law/NAME; NULL when there is none (a fault only when it is `needed`) or when it
 * is no declaration. Points the reader at it. */
const struct node *law_file(struct law_reader *r, struct str pack, struct str name, bool needed);

/* Adds a fault at the value of a node; returns false. */
bool law_refuse(const struct law_reader *r, const struct node *at, const char *message,
                struct str detail, struct str more);
/* Where a node's text stands. */
struct place law_place(const struct law_reader *r, const struct node *at, struct str text);

/* A map with no other keys than those named (separated by spaces); false after a fault. */
bool law_map(const struct law_reader *r, const struct node *n, const struct node *near,
             const char *keys);
/* The text of a member; a fault when it is needed and not there (at the line of the map). */
struct str law_text(const struct law_reader *r, const struct node *map, const char *key,
                    bool needed);
/* A day, or `otherwise` when it is not given. */
int32_t law_read_day(const struct law_reader *r, const struct node *map, const char *key,
                     int32_t otherwise);
/* A list of texts, or one text alone. */
struct str_list law_texts(const struct law_reader *r, const struct node *map, const char *key);
/* One of the words; a fault that names them when it is another. `words` ends with NULL. */
int law_word(const struct law_reader *r, const struct node *map, const char *key,
             const char *const *words, int otherwise);
/* "confirmed" or "to_check"; confirmed when not given. */
enum law_certainty law_read_certainty(const struct law_reader *r, const struct node *map);

/* The parts of a law, each from its file; false after a fault. */
bool law_read_rules(struct law_reader *r, const struct node *document, struct law *law);
bool law_read_provisions(struct law_reader *r, struct law *law);
bool law_read_sanctions(struct law_reader *r, struct law *law);
bool law_read_moratorium(struct law_reader *r, struct law *law);
bool law_read_powers(struct law_reader *r, struct law *law);
