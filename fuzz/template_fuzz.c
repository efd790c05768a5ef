/* Any text as a template: it is refused with a fault or renders. */
#include "base/arena.h"
#include "markup/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a, .limit = 5};
    struct template_source sources[] = {
        {S("it"), S("it.html"), {(const char *)data, size}},
        {S("page"), S("page.html"),
         S("<title>{{#block title}}{{/block}}</title>{{#block main}}{{/block}}")}};
    const struct templates *t = templates_read(&a, sources, 2, &faults);
    struct node *root = node_map(&a), *list = node_list(&a);
    node_add(&a, list, node_str(&a, S("<&\"'>")));
    node_add(&a, list, node_int(&a, 1234567));
    node_set(&a, root, S("x"), list);
    node_set_str(&a, root, S("y"), S("javascript:alert(1)"));
    struct buffer out = {.arena = &a};
    if (t)
        template_render(t, S("it"), root, LANGUAGE_RUSSIAN, &out);
    arena_free(&a);
    return 0;
}
