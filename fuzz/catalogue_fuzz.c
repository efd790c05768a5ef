/* Any text as a catalogue of messages. */
#include "base/arena.h"
#include "markup/po.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a, .limit = 5};
    struct po po = {0};
    po_read(&a, S("it.po"), (struct str){(const char *)data, size}, &po, &faults);
    arena_free(&a);
    return 0;
}
