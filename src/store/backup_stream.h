/* The encrypted file of a backup, written and read piece by piece. */
#pragma once

#include "store/backup.h"

#include <sodium.h>
#include <stdio.h>

enum { BACKUP_PIECE = 64 * 1024 };

struct backup_stream {
    FILE *file;
    struct str name; /* for faults */
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_generichash_state digest; /* of the pages so far */
    unsigned char plain[BACKUP_PIECE];
    unsigned char sealed[BACKUP_PIECE + crypto_secretstream_xchacha20poly1305_ABYTES];
    size_t count; /* bytes in `plain` */
    bool ended;   /* the last piece was read */
};

/* A stream with nothing in it yet; the digest in it wants an alignment that arenas do not give. */
struct backup_stream *backup_stream_new(struct arena *a, const char *name);
/* Begins a file with its header. */
bool backup_write_header(struct backup_stream *b, const struct backup_key *key,
                         struct faults *faults);
/* One piece of at most BACKUP_PIECE bytes; `last` ends the file. */
bool backup_write(struct backup_stream *b, struct str bytes, bool last, struct faults *faults);
/* Reads the header and makes the key. */
bool backup_read_header(struct backup_stream *b, const struct backup_key *key,
                        struct faults *faults);
/* The next piece, of this size, in b->plain; a fault when it is not what was written. */
bool backup_read(struct backup_stream *b, size_t size, struct faults *faults);
