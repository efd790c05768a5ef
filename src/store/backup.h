/* Whole copies of a running store, encrypted and authenticated, and how they come back.
 *
 * A backup is one file: a header, then XChaCha20-Poly1305 in pieces (libsodium secretstream): what
 * it is (when, how many bytes, number and hash of the newest row of the chain), the pages of the
 * database as they stood at one moment, and at the end a digest of all of them. The key comes from
 * a passphrase (argon2id, 256 MiB, 3 passes) or from a key file (at least 32 random bytes). Cutting
 * it, changing a bit or putting pieces in another order is found. The key file of the sealed fields
 * is never inside: without it a backup gives no name of any person.
 */
#pragma once

#include "store/store.h"

struct backup_key {
    struct str passphrase; /* at least 12 bytes; empty: the key file counts */
    const char *file;
};

struct backup_about {
    int64_t bytes; /* of the database */
    int64_t rows;  /* the newest row of the chain */
    struct str made_at;
};

/* False with a fault that says what to do instead when the store is on a server. */
bool store_backup_is_ours(struct session *s, struct faults *faults);
/* Writes a backup to a new file `to` (mode 0600), while others read and write, and verifies nothing
 * but what it wrote. That it was made stands in the chain. A file that is there already, a full
 * disk, a short passphrase: a fault, and no file is left. */
bool store_backup_to(struct session *s, struct arena *a, const struct actor *actor, const char *to,
                     const struct backup_key *key, struct backup_about *about,
                     struct faults *faults);

/* Puts the store of a backup to `where`, where nothing may be yet. Before it has that name the
 * whole is checked: every piece, the pages and indexes, the chain with its head, and every record
 * against the chain. Needs the key file of the store at its place (docs/store.md). That it was
 * restored stands in the chain and in the anchor. `model` may be NULL: that of the store's pack. */
bool store_restore(struct arena *a, const struct actor *actor, const char *from, const char *where,
                   const struct model *model, const struct backup_key *key,
                   struct backup_about *about, struct faults *faults);
