#include "store/backup_stream.h"

#include "base/arena.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>

enum {
    FROM_PASSPHRASE = 1,
    FROM_FILE = 2,
    SHORTEST_PASSPHRASE = 12,
    SMALLEST_KEY_FILE = 32,
    LARGEST_KEY_FILE = 100000,
    MEGABYTE = 1024 * 1024,
    MEMORY = 256, /* megabytes */
    PASSES = 3,
    MOST_MEMORY = 1024,
    MOST_PASSES = 20,
};

/* What stands in clear at the beginning; it is authenticated with the first piece. */
struct header {
    unsigned char magic[16];
    unsigned char from, passes;
    unsigned char memory[2]; /* megabytes, the high byte first */
    unsigned char salt[crypto_pwhash_SALTBYTES];
    unsigned char stream[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
};

static const char magic[] = "himaya backup 1";

struct backup_stream *backup_stream_new(struct arena *a, const char *name)
{
    size_t align = _Alignof(struct backup_stream);
    uintptr_t at = (uintptr_t)arena_alloc(a, sizeof(struct backup_stream) + align);
    struct backup_stream *b = (struct backup_stream *)((at + align - 1) / align * align);
    b->name = str_of(name);
    return b;
}

static bool bad(const struct backup_stream *b, const char *message, struct faults *faults)
{
    return FAULT(faults, FAULT_INPUT, ((struct place){.file = b->name}), message);
}

static bool key_of_file(const struct header *h, const char *path, unsigned char *key,
                        struct faults *faults)
{
    struct str bytes;
    struct arena a = {0};
    bool ok = file_read(&a, path, LARGEST_KEY_FILE, &bytes, faults);
    if (ok && bytes.n < SMALLEST_KEY_FILE)
        ok = FAULT(faults, FAULT_INPUT, ((struct place){.file = str_of(path)}),
                   N_("A key file for backups has at least 32 random bytes, as from: head -c 32 "
                      "/dev/urandom >backup.key"));
    if (ok) {
        crypto_generichash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES,
                           (const unsigned char *)bytes.p, bytes.n, h->salt, sizeof h->salt);
        sodium_memzero((char *)(uintptr_t)bytes.p, bytes.n);
    }
    arena_free(&a);
    return ok;
}

static bool key_of_passphrase(const struct backup_stream *b, const struct header *h,
                              struct str passphrase, unsigned char *key, struct faults *faults)
{
    size_t memory = (size_t)h->memory[0] << 8 | h->memory[1];
    if (memory < 1 || memory > MOST_MEMORY || h->passes < 1 || h->passes > MOST_PASSES)
        return bad(b, N_("This is no backup of Himaya, or its beginning is damaged."), faults);
    if (passphrase.n < SHORTEST_PASSPHRASE)
        return FAULT(faults, FAULT_INPUT, (struct place){0},
                     N_("A passphrase for backups has at least 12 characters; several words are "
                        "good, as in \"seven quiet boats at noon\"."));
    if (crypto_pwhash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase.p,
                      passphrase.n, h->salt, h->passes, memory * MEGABYTE,
                      crypto_pwhash_ALG_ARGON2ID13) == 0)
        return true;
    return FAULT(faults, FAULT_SYSTEM, (struct place){0},
                 N_("There is not enough memory to make the key of the backup; it needs 256 MB."));
}

static bool key_of(const struct backup_stream *b, const struct header *h,
                   const struct backup_key *given, unsigned char *key, struct faults *faults)
{
    if (h->from == FROM_FILE && given->file)
        return key_of_file(h, given->file, key, faults);
    if (h->from == FROM_PASSPHRASE && given->passphrase.n)
        return key_of_passphrase(b, h, given->passphrase, key, faults);
    return bad(b,
               h->from == FROM_FILE
                   ? N_("This backup was made with a key file; give it with --key-file.")
               : h->from == FROM_PASSPHRASE
                   ? N_("This backup was made with a passphrase and not with a key file.")
                   : N_("This is no backup of Himaya, or its beginning is damaged."),
               faults);
}

/* --- writing --- */

static bool cannot_write(const struct backup_stream *b, struct faults *faults)
{
    return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = b->name}),
                 N_("The backup cannot be written: {1}."), str_of(strerror(errno)));
}

bool backup_write(struct backup_stream *b, struct str bytes, bool last, struct faults *faults)
{
    unsigned long long n = 0;
    crypto_secretstream_xchacha20poly1305_push(
        &b->state, b->sealed, &n, (const unsigned char *)bytes.p, bytes.n, NULL, 0,
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
    return fwrite(b->sealed, 1, (size_t)n, b->file) == n || cannot_write(b, faults);
}

bool backup_write_header(struct backup_stream *b, const struct backup_key *key,
                         struct faults *faults)
{
    struct header h = {.from = key->passphrase.n ? FROM_PASSPHRASE : FROM_FILE, .passes = PASSES};
    unsigned char bytes[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    memcpy(h.magic, magic, sizeof h.magic);
    h.memory[0] = MEMORY >> 8;
    h.memory[1] = MEMORY & 255;
    randombytes_buf(h.salt, sizeof h.salt);
    if (!key_of(b, &h, key, bytes, faults))
        return false;
    crypto_secretstream_xchacha20poly1305_init_push(&b->state, h.stream, bytes);
    sodium_memzero(bytes, sizeof bytes);
    if (fwrite(&h, 1, sizeof h, b->file) != sizeof h)
        return cannot_write(b, faults);
    /* The header again, inside: so that no byte of it can be changed. */
    return backup_write(b, (struct str){(const char *)&h, sizeof h}, false, faults);
}

/* --- reading --- */

bool backup_read(struct backup_stream *b, size_t size, struct faults *faults)
{
    unsigned char tag = 0;
    size_t all = size + crypto_secretstream_xchacha20poly1305_ABYTES;
    size_t got = size <= BACKUP_PIECE ? fread(b->sealed, 1, all, b->file) : 0;
    b->count = 0;
    if (ferror(b->file))
        return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = b->name}),
                     N_("The backup cannot be read: {1}."), str_of(strerror(errno)));
    if (got < all)
        return bad(b, N_("The backup is cut off: its end is missing. Nothing was restored."),
                   faults);
    if (crypto_secretstream_xchacha20poly1305_pull(&b->state, b->plain, NULL, &tag, b->sealed, all,
                                                   NULL, 0) != 0)
        return bad(
            b,
            N_("The backup is damaged, or the passphrase or key file is another one. Nothing "
               "was restored."),
            faults);
    b->count = size;
    b->ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (b->ended && fgetc(b->file) != EOF)
        return bad(b, N_("There is something behind the end of the backup. Nothing was restored."),
                   faults);
    return true;
}

bool backup_read_header(struct backup_stream *b, const struct backup_key *key,
                        struct faults *faults)
{
    struct header h;
    unsigned char bytes[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    if (fread(&h, 1, sizeof h, b->file) != sizeof h || memcmp(h.magic, magic, sizeof h.magic) != 0)
        return bad(b, N_("This is no backup of Himaya, or its beginning is damaged."), faults);
    if (!key_of(b, &h, key, bytes, faults))
        return false;
    int code = crypto_secretstream_xchacha20poly1305_init_pull(&b->state, h.stream, bytes);
    sodium_memzero(bytes, sizeof bytes);
    if (code != 0)
        return bad(b, N_("This is no backup of Himaya, or its beginning is damaged."), faults);
    if (!backup_read(b, sizeof h, faults))
        return false;
    return memcmp(b->plain, &h, sizeof h) == 0 ||
           bad(b, N_("This is no backup of Himaya, or its beginning is damaged."), faults);
}
