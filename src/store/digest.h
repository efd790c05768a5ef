/* SHA-256 over bytes that come in pieces: every change of a record needs two. With the processor's
 * own instructions where it has them (x86 with SHA extensions, six times as fast), else by
 * libsodium; the digest is the same. */
#pragma once

#include <sodium.h>
#include <stdbool.h>

struct digest {
    bool by_processor;
    crypto_hash_sha256_state other; /* where the processor has no such instructions */
    uint32_t state[8];
    uint64_t total; /* bytes so far */
    unsigned char block[64];
};

void digest_begin(struct digest *d);
void digest_add(struct digest *d, const void *bytes, size_t n);
void digest_end(struct digest *d, unsigned char digest[32]);
