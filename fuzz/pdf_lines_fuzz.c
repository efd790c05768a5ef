/* Any bytes as pdftotext's listing of words: the lines made of it are UTF-8. */
#include "intake/pdf/lines.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    size_t bad;
    if (!utf8_valid(pdf_lines(&a, (struct str){(const char *)data, size}), &bad))
        abort();
    arena_free(&a);
    return 0;
}
