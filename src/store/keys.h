/* The key file of a store: a text beside it or elsewhere, for its owner only, never in the database
 * and never in its backups.
 *
 *   himaya keys 1
 *   file 5e1c…                     random name of this file, which the store remembers
 *   key 1 2026-11-22T09:30:00Z 8f…   versions of the store key; the last one is current
 *   lasting 41…                    what rotation leaves alone: passwords and blind indexes
 *   erased person 3v8k… 2026-11-22T10:00:00Z   so that an old backup does not bring anybody back
 *   check 77…                      a digest of all lines above
 *
 * It is read when the store is opened, and again when another process has written it since. All
 * writing happens while the caller holds the store for writing, so that two never write at once. A
 * new content takes the old one's place whole and synced, and the old bytes are overwritten. Any
 * thread may ask; keys lie in memory that is locked and cleared (sodium_malloc).
 */
#pragma once

#include "base/fault.h"

enum { KEY_SIZE = 32, KEY_FILE_NAME = 32 /* hexadecimal digits */ };

struct keys;

/* Nothing is read yet. `path` is copied. */
struct keys *keys_new(const char *path);
void keys_free(struct keys *k);
const char *keys_path(const struct keys *k);
/* Makes a key file when there is none; one that is there stays as it is. */
bool keys_make(struct keys *k, struct faults *faults);
/* The name the store remembers: a file with another one is refused from now on. */
void keys_expect(struct keys *k, struct str name);
/* The name of the file that is there. */
bool keys_name(struct keys *k, char name[KEY_FILE_NAME + 1], struct faults *faults);

/* The newest version, for sealing. Looks whether another process changed the file. */
bool keys_current(struct keys *k, int64_t *version, unsigned char key[KEY_SIZE],
                  struct faults *faults);
/* A version that something was wrapped with; a fault when the file does not have it. */
bool keys_version(struct keys *k, int64_t version, unsigned char key[KEY_SIZE],
                  struct faults *faults);
/* A key for a purpose, derived from what lasts. */
bool keys_derive(struct keys *k, struct str purpose, unsigned char key[KEY_SIZE],
                 struct faults *faults);
/* True when the file says that the person was erased; *at in the arena of `faults`. */
bool keys_says_erased(struct keys *k, struct str type, struct str id, struct str *at,
                      struct faults *faults);

struct keys_state {
    int64_t newest, count; /* the newest version; how many the file holds */
    struct str made_at;    /* of the newest; in the arena of `faults` */
};
bool keys_state(struct keys *k, struct keys_state *state, struct faults *faults);

/* --- writing: only while the store is held for writing --- */
bool keys_add_version(struct keys *k, struct str at, struct faults *faults);
/* Forgets all but the newest. */
bool keys_forget_old(struct keys *k, struct faults *faults);
bool keys_add_erased(struct keys *k, struct str type, struct str id, struct str at,
                     struct faults *faults);
