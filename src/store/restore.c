/* A backup comes back: read piece by piece into a file that nobody looks for yet, checked whole,
 * and only then given its name. */
#include "store/anchor.h"
#include "store/backup_stream.h"

#include "base/json.h"
#include "store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct restoring {
    struct arena *arena;
    const char *path, *where; /* the file while it is checked, and its name then */
    struct backup_stream *stream;
    struct backup_about *about;
    unsigned char hash[DIGEST]; /* of the newest row, as the backup says */
};

static bool is_damaged(const struct restoring *r, struct faults *faults)
{
    return FAULT(faults, FAULT_INPUT, ((struct place){.file = r->stream->name}),
                 N_("The backup is damaged: what it holds is not what was backed up. Nothing was "
                    "restored."));
}

static bool read_about(struct restoring *r, struct faults *faults)
{
    struct backup_stream *b = r->stream;
    int64_t size;
    size_t n = 0;
    if (!backup_read(b, 8, faults))
        return false;
    if (!str_to_int(str_trim((struct str){(const char *)b->plain, 8}), &size) || size < 0 ||
        size > BACKUP_PIECE)
        return is_damaged(r, faults);
    if (!backup_read(b, (size_t)size, faults))
        return false;
    struct str text = str_copy(r->arena, (struct str){(const char *)b->plain, b->count});
    const struct node *about = json_read(r->arena, text, faults);
    if (!about)
        return false;
    struct str hash = node_get_str(about, S("hash"));
    const struct node *bytes = node_get(about, S("bytes")), *rows = node_get(about, S("rows"));
    r->about->made_at = node_get_str(about, S("made_at"));
    if (!bytes || !rows || !str_to_int(node_text(r->arena, bytes), &r->about->bytes) ||
        !str_to_int(node_text(r->arena, rows), &r->about->rows) ||
        sodium_hex2bin(r->hash, DIGEST, hash.p, hash.n, NULL, &n, NULL) != 0 || n != DIGEST)
        return is_damaged(r, faults);
    return true;
}

/* The last piece is the digest of all pages. */
static bool digest_is_right(struct restoring *r, struct faults *faults)
{
    unsigned char digest[crypto_generichash_BYTES];
    crypto_generichash_final(&r->stream->digest, digest, sizeof digest);
    return (r->stream->count == sizeof digest &&
            sodium_memcmp(digest, r->stream->plain, sizeof digest) == 0) ||
           is_damaged(r, faults);
}

static bool read_pages(struct restoring *r, int fd, struct faults *faults)
{
    struct backup_stream *b = r->stream;
    crypto_generichash_init(&b->digest, NULL, 0, crypto_generichash_BYTES);
    for (int64_t left = r->about->bytes; left > 0; left -= (int64_t)b->count) {
        size_t size = left < BACKUP_PIECE ? (size_t)left : (size_t)BACKUP_PIECE;
        if (!backup_read(b, size, faults))
            return false;
        crypto_generichash_update(&b->digest, b->plain, b->count);
        if (write(fd, b->plain, b->count) != (ssize_t)b->count)
            return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = str_of(r->path)}),
                         N_("The store cannot be restored here: {1}."), str_of(strerror(errno)));
    }
    if (!backup_read(b, crypto_generichash_BYTES, faults) || !digest_is_right(r, faults))
        return false;
    return b->ended || is_damaged(r, faults);
}

static bool read_all(struct restoring *r, const struct backup_key *key, struct faults *faults)
{
    int fd = open(r->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = str_of(r->path)}),
                     N_("The store cannot be restored here: {1}."), str_of(strerror(errno)));
    bool ok = backup_read_header(r->stream, key, faults) && read_about(r, faults) &&
              read_pages(r, fd, faults);
    if (fsync(fd) != 0)
        ok = false;
    close(fd);
    return ok;
}

/* The pages, the chain up to the row that the backup names, and every record. */
static bool check_all(struct restoring *r, const struct model *model, struct faults *faults)
{
    struct store *store = store_open_copy(r->path, r->where, model, faults);
    struct session *s = store ? session_open(store, faults) : NULL;
    bool ok = s && store_check(s, faults) &&
              verify_copy(s, r->about->rows, r->hash, store_is_current(store), faults);
    session_close(s);
    store_close(store);
    return ok;
}

/* In the store's own words, in its chain and its anchor, that it was taken back to this row. */
static bool tell_restored(struct restoring *r, const struct actor *actor, const struct model *model,
                          struct faults *faults)
{
    struct store *store = model ? store_open(r->where, model, faults)
                                : store_open_pack(r->where, (struct str){0}, faults);
    struct session *s = store ? session_open(store, faults) : NULL;
    struct node *details = node_map(r->arena);
    struct event event = {.action = "restore", .type = S("store"), .details = details};
    node_set_str(r->arena, details, S("made_at"), r->about->made_at);
    node_set_int(r->arena, details, S("rows"), r->about->rows);
    bool ok = s != NULL;
    if (ok) {
        s->number = r->about->rows;
        memcpy(s->hash, r->hash, DIGEST);
        ok = anchor_append(s, "restored", faults) && store_event_alone(s, actor, &event, faults);
    }
    session_close(s);
    store_close(store);
    return ok;
}

static bool publish(struct restoring *r, struct faults *faults)
{
    if (access(r->where, F_OK) != 0 &&
        (link(r->path, r->where) == 0 || rename(r->path, r->where) == 0)) {
        unlink(r->path);
        files_sync_folder(r->where);
        return true;
    }
    return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = str_of(r->where)}),
                 N_("The store cannot be restored here: {1}."), str_of(strerror(errno)));
}

bool store_restore(struct arena *a, const struct actor *actor, const char *from, const char *where,
                   const struct model *model, const struct backup_key *key,
                   struct backup_about *about, struct faults *faults)
{
    struct restoring r = {.arena = a, .where = where, .about = about};
    if (access(where, F_OK) == 0)
        return FAULT(faults, FAULT_REFUSED, ((struct place){.file = str_of(where)}),
                     N_("There is a store already, and a backup never takes its place. Move it "
                        "away, or restore to another file: --to restored.db"));
    r.stream = backup_stream_new(a, from);
    r.path = str_format(a, "%s.restored-%ld", where, (long)getpid()).p;
    r.stream->file = fopen(from, "re");
    if (!r.stream->file)
        return FAULT(faults, FAULT_MISSING, ((struct place){.file = str_of(from)}),
                     N_("The backup cannot be read: {1}."), str_of(strerror(errno)));
    bool ok = read_all(&r, key, faults) && check_all(&r, model, faults) && publish(&r, faults) &&
              tell_restored(&r, actor, model, faults);
    fclose(r.stream->file);
    sodium_memzero(r.stream, sizeof *r.stream);
    unlink(r.path);
    unlink(str_format(a, "%s-wal", r.path).p);
    unlink(str_format(a, "%s-shm", r.path).p);
    return ok;
}
