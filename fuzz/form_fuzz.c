/* Any bytes as the body of a form, with files and without. */
#include "base/arena.h"
#include "web/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct str all = {(const char *)data, size}, type = {0}, rest = all;
    struct http_fields fields = {0}, parts = {0};
    struct uploads files = {0};
    form_read(&a, all, &fields);
    str_cut(&rest, '\n', &type);
    multipart_read(&a, type, rest, &parts, &files);
    for (size_t i = 0; i < files.count; i++) /* all of it lies inside the body */
        if (files.items[i].bytes.n > size)
            __builtin_trap();
    arena_free(&a);
    return 0;
}
