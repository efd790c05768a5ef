/* Any bytes as text with citations: groups stand in order inside the text, and a normal form reads
 * back as the same numbers. */
#include "intake/chapter/citations.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *a, struct str text, int longest)
{
    struct citation group;
    size_t behind = 0;
    for (; citation_next(text, behind, longest, &group); behind = group.to) {
        struct citation_set again = {0};
        struct str normal = citation_set_text(a, &group.numbers);
        if (group.from < behind || group.to <= group.from || group.to > text.n)
            abort();
        if (!citation_parse(normal, &again) || memcmp(&again, &group.numbers, sizeof again) != 0)
            abort();
    }
    struct str sources;
    struct str rest = citation_strip(a, text, longest, &sources);
    if (sources.n && rest.n >= text.n)
        abort();
    citation_tidy(a, text, longest);
    citation_union(a, text, longest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct str text = {(const char *)data, size};
    check(&a, text, 0);
    check(&a, text, 62);
    arena_free(&a);
    return 0;
}
