/* Sealed fields: identity and story of people (classes F3 to F5, and what declares `sealed: true`),
 * kept encrypted under a key for each person (XChaCha20-Poly1305), that key wrapped by a store key
 * which lives in a file outside the database.
 *
 * A record that is read has its sealed fields as VALUE_SEALED. Stored again so, they stay what they
 * were; given as plain values they are sealed anew. They are opened only by store_open_sealed,
 * which commits its row of the audit chain before it gives anything out. The key belongs to the
 * record that the type's `subject` names, or to the record itself. Each ciphertext is bound to its
 * table, field, record and key, so that one moved elsewhere is refused (knowledge: envelope
 * encryption, RFC 8439 with extended nonces). Destroying a person's key erases the person from
 * every table, from history and from backups, which hold the wrapped keys only as long as they are
 * kept.
 */
#pragma once

#include "base/progress.h"
#include "store/store.h"

/* Where the keys of the store at `where` are: $HIMAYA_KEYS, else "WHERE.keys" (for an address
 * postgres://…, "himaya.keys" in the working folder). */
const char *store_keys_file(struct arena *a, const char *where);

/* Opens the fields named (all sealed ones when `fields` is NULL) of records that were read, in
 * place. First one row of the audit chain for each record (action "read", the names of the fields
 * and never their values) is committed, in the actor's name with the actor's reason. Must be called
 * outside a change. A field of an erased person becomes empty. A ciphertext that was moved, changed
 * or cut, or a key file that is missing, is a fault, and nothing is opened. */
bool store_open_sealed(struct session *s, struct arena *a, const struct actor *actor,
                       struct record *const *records, size_t count,
                       const struct field *const *fields, size_t field_count,
                       struct faults *faults);
/* The same for changes of one record as store_history gave them: what stands as {"sealed": …} in
 * their differences becomes the plain value (null when the person was erased), in place. */
bool store_open_changes(struct session *s, struct arena *a, const struct actor *actor,
                        const struct type *type, struct changes *changes,
                        const struct field *const *fields, size_t field_count,
                        struct faults *faults);
/* As store_open_sealed without an audit row, for the program's own secrets (credentials, webhooks,
 * jobs): only of types that are internal or fields that are secret. */
bool store_open_secret(struct session *s, struct arena *a, struct record *r, struct faults *faults);

/* Records whose sealed fields of find_by[index] equal `values` (folded: letters of all alphabets,
 * case, diacritics and spaces do not count; of a date only the year). Found by blind index: nothing
 * is opened. */
bool store_find_sealed(struct session *s, struct arena *a, const struct type *type, size_t index,
                       const struct value *values, struct records *found, struct faults *faults);

/* True when the person's key was destroyed; *at is the day. */
bool store_is_erased(struct session *s, struct arena *a, const struct type *type, struct str id,
                     struct str *at, struct faults *faults);
/* Inside a change: destroys the key of the person and the blind indexes that lead to them. The
 * record stays as a tombstone with its open fields. Cannot be undone. */
bool store_erase(struct session *s, const struct type *type, struct str id, struct faults *faults);

/* Outside a change: makes a new store key, wraps every person's key with it, and forgets the old
 * one. Goes on where it was interrupted. *wrapped is how many keys it rewrapped. What derives from
 * the key file (store_derive_key, blind indexes) stays. */
bool store_rotate_keys(struct session *s, const struct actor *actor,
                       const struct progress *progress, int64_t *wrapped, struct faults *faults);
/* The state of the keys, no key itself: {file, version, made_at, rotating, people, erased, types:
 * [{type, keys, erased}], in_clear: [{type, field, rows}]}, the last being rows of the audit chain
 * from before a field was sealed; when the file cannot be used, `wrong` (a message for translation)
 * stands in the place of version, made_at and rotating. */
struct node *store_keys_state(struct session *s, struct arena *a, struct faults *faults);

/* A key derived from the store key for a purpose ("password pepper", "audit anchor"): 32 bytes. */
bool store_derive_key(struct session *s, const char *purpose, unsigned char key[32],
                      struct faults *faults);
