#include "test.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

static struct test *first, **last = &first;
static bool failed;
static jmp_buf skipping;

void test_register(struct test *t)
{
    *last = t;
    last = &t->next;
}

void test_fail(const char *file, int line, const char *what)
{
    failed = true;
    printf("%s:%d: failed: %s\n", file, line, what);
}

void test_skip(const char *why)
{
    printf("skipped: %s\n", why);
    longjmp(skipping, 1);
}

bool test_str_eq(const char *file, int line, struct str got, struct str wanted)
{
    if (str_eq(got, wanted))
        return true;
    failed = true;
    printf("%s:%d: got \"%.*s\", wanted \"%.*s\"\n", file, line, STR_ARG(got), STR_ARG(wanted));
    return false;
}

bool test_int_eq(const char *file, int line, long long got, long long wanted)
{
    if (got == wanted)
        return true;
    failed = true;
    printf("%s:%d: got %lld, wanted %lld\n", file, line, got, wanted);
    return false;
}

enum outcome { PASSED, FAILED, SKIPPED };

static enum outcome run(const struct test *t)
{
    failed = false;
    if (setjmp(skipping))
        return SKIPPED;
    t->run();
    if (failed)
        printf("FAIL %s\n", t->name);
    return failed ? FAILED : PASSED;
}

int main(int argc, char **argv)
{
    int count[3] = {0};
    for (const struct test *t = first; t; t = t->next)
        if (argc < 2 || strstr(t->name, argv[1]))
            count[run(t)]++;
    printf("%d passed, %d failed", count[PASSED], count[FAILED]);
    if (count[SKIPPED])
        printf(", %d skipped", count[SKIPPED]);
    printf("\n");
    return count[FAILED] != 0;
}
