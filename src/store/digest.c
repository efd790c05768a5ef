/* FIPS 180-4; the instructions are described in Intel's "SHA Extensions". */
#include "store/digest.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/* Whether the processor has the instructions of take_blocks. */
static bool processor_can(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1) || !(c & bit_SSSE3))
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

/* The state stands in two registers as A B E F and C D G H, as the instructions want it. */
__attribute__((target("sha,sse4.1,ssse3"))) static void
take_blocks(uint32_t state[8], const unsigned char *p, size_t count)
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)state), 0xb1);
    __m128i efgh =
        _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)(state + 4)), 0x1b);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
    for (; count; count--, p += 64) {
        __m128i w[4], first = abef, second = cdgh;
        for (int i = 0; i < 4; i++)
            w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i)),
                                    big_endian);
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) {
            __m128i next = w[i & 3], last = w[(i + 3) & 3];
            __m128i k = _mm_add_epi32(
                next, _mm_loadu_si128((const __m128i *)(const void *)(constants + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0e));
            next = _mm_add_epi32(_mm_sha256msg1_epu32(next, w[(i + 1) & 3]),
                                 _mm_alignr_epi8(last, w[(i + 2) & 3], 4));
            w[i & 3] = _mm_sha256msg2_epu32(next, last);
        }
        abef = _mm_add_epi32(abef, first);
        cdgh = _mm_add_epi32(cdgh, second);
    }
    __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#else
static bool processor_can(void)
{
    return false;
}
static void take_blocks(uint32_t state[8], const unsigned char *p, size_t count)
{
    (void)state, (void)p, (void)count;
}
#endif

void digest_begin(struct digest *d)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    static _Thread_local int can; /* 0: not asked yet, 1: no, 2: yes */
    if (!can)
        can = processor_can() ? 2 : 1;
    d->by_processor = can == 2;
    d->total = 0;
    memcpy(d->state, first, sizeof first);
    if (!d->by_processor)
        crypto_hash_sha256_init(&d->other);
}

void digest_add(struct digest *d, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    size_t held = d->total % 64;
    if (!d->by_processor) {
        crypto_hash_sha256_update(&d->other, p, n);
        return;
    }
    d->total += n;
    if (held) {
        size_t some = n < 64 - held ? n : 64 - held;
        memcpy(d->block + held, p, some);
        if (held + some < 64)
            return;
        take_blocks(d->state, d->block, 1);
        p += some;
        n -= some;
    }
    take_blocks(d->state, p, n / 64);
    memcpy(d->block, p + n / 64 * 64, n % 64);
}

void digest_end(struct digest *d, unsigned char digest[32])
{
    if (!d->by_processor) {
        crypto_hash_sha256_final(&d->other, digest);
        return;
    }
    uint64_t bits = d->total * 8;
    size_t held = d->total % 64;
    unsigned char end[128] = {0};
    size_t size = held < 56 ? 64 : 128;
    memcpy(end, d->block, held);
    end[held] = 0x80;
    for (size_t i = 0; i < 8; i++)
        end[size - 1 - i] = (unsigned char)(bits >> (8 * i));
    take_blocks(d->state, end, size / 64);
    for (size_t i = 0; i < 32; i++)
        digest[i] = (unsigned char)(d->state[i / 4] >> (24 - 8 * (i % 4)));
}
