/* Any bytes as a condition over a record type: understood, or refused with exactly one fault. */
#include "base/arena.h"
#include "model/expression.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct model *load(void)
{
    static struct arena kept;
    static const struct model *model;
    struct faults faults = {.arena = &kept};
    if (!model)
        model = model_load(&kept, S("az"), &faults);
    if (!model)
        abort();
    return model;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct model *model = load();
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    size_t which = size ? data[0] % model->type_count : 0;
    struct str text = {(const char *)data + (size > 0), size - (size > 0)};
    const struct expression *e =
        expression_parse(&a, model, &model->types[which], text, (struct place){0}, &faults);
    if ((e == NULL) != (faults.total == 1))
        abort();
    const struct parameter given[] = {{S("year"), value_integer(2019)},
                                      {S("year_start"), value_text(S("2019-01-01"))},
                                      {S("year_end"), value_text(S("2019-12-31"))},
                                      {S("today"), value_text(S("2020-05-01"))}};
    if (e && !expression_bind(&a, e, given, 4, &faults))
        abort();
    arena_free(&a);
    return 0;
}
