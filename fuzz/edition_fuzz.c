/* Any bytes as a machine-readable edition: read whole or refused with exactly one fault. */
#include "intake/edition/edition.h"

#include "base/arena.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena kept;
    static const struct edition_instrument *instrument;
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    if (!instrument)
        instrument = edition_instrument_load(&kept, &faults);
    const struct edition *edition =
        edition_read(&a, instrument, (struct str){(const char *)data, size}, 2019, &faults);
    if (!edition != (faults.total == 1))
        abort();
    arena_free(&a);
    return 0;
}
