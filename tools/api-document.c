/* Prints docs/api.md from the table of routes. */
#include "base/arena.h"
#include "web/api_document.h"

#include <stdio.h>

int main(void)
{
    struct arena a = {0};
    struct str text = api_markdown(&a);
    fwrite(text.p, 1, text.n, stdout);
    arena_free(&a);
    return 0;
}
