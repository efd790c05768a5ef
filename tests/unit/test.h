/* A small test harness. A test file is
 *   TEST(arena_gives_zeroed_memory) { CHECK(p[0] == 0); }
 * and nothing else: tests register themselves, and every file links with test_main.c.
 * The closing line is "N passed, N failed" (", N skipped").
 */
#pragma once

#include "base/str.h"

#include <stdbool.h>

struct test {
    const char *name, *file;
    void (*run)(void);
    struct test *next;
};

void test_register(struct test *t);
void test_fail(const char *file, int line, const char *what);
/* Ends the running test as skipped, with a clear word why. */
_Noreturn void test_skip(const char *why);
bool test_str_eq(const char *file, int line, struct str got, struct str wanted);
bool test_int_eq(const char *file, int line, long long got, long long wanted);

#define TEST(test_name)                                                                            \
    static void test_name(void);                                                                   \
    __attribute__((constructor)) static void test_name##_register(void)                            \
    {                                                                                              \
        static struct test t = {#test_name, __FILE__, test_name, 0};                               \
        test_register(&t);                                                                         \
    }                                                                                              \
    static void test_name(void)

/* A failed CHECK is reported and the test goes on; REQUIRE leaves the test. */
#define CHECK(condition) ((condition) ? (void)0 : test_fail(__FILE__, __LINE__, #condition))
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            test_fail(__FILE__, __LINE__, #condition);                                             \
            return;                                                                                \
        }                                                                                          \
    } while (0)
#define CHECK_STR(got, wanted) test_str_eq(__FILE__, __LINE__, (got), str_of(wanted))
#define CHECK_INT(got, wanted)                                                                     \
    test_int_eq(__FILE__, __LINE__, (long long)(got), (long long)(wanted))
