#include "store/digest.h"
#include "test.h"

#include <string.h>

/* Every length up to some blocks, cut in every way by a few sizes, against libsodium. */
TEST(the_digest_is_that_of_libsodium_however_the_bytes_come)
{
    unsigned char bytes[400], mine[32], theirs[32];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 31 + i / 7);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        crypto_hash_sha256(theirs, bytes, n);
        for (size_t piece = 1; piece < 150; piece += piece < 4 ? 1 : 13) {
            struct digest d;
            digest_begin(&d);
            for (size_t at = 0; at < n; at += piece)
                digest_add(&d, bytes + at, n - at < piece ? n - at : piece);
            digest_end(&d, mine);
            CHECK(memcmp(mine, theirs, 32) == 0);
        }
    }
}

TEST(the_digest_of_the_standard_and_of_nothing)
{
    static const char *const wanted[] = {
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
    for (int i = 0; i < 2; i++) {
        struct digest d;
        unsigned char digest[32];
        char hex[65];
        digest_begin(&d);
        digest_add(&d, "abc", i ? 0 : 3);
        digest_end(&d, digest);
        CHECK_STR(str_of(sodium_bin2hex(hex, sizeof hex, digest, sizeof digest)), wanted[i]);
    }
}
