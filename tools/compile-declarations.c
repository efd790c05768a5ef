/* compile-declarations OUT ROOT FILE…: reads the declarations (YAML, paths from ROOT) and writes
 * them as trees (model/tree.h) into OUT: lines "NAME SIZE", an empty line, the trees. Runs when the
 * program is built; a declaration that cannot be read stops the build with its file, line and
 * column.
 */
#include "base/arena.h"
#include "base/file.h"
#include "model/declaration.h"
#include "model/tree.h"

#include <stdio.h>

enum { LARGEST = 10 * 1000 * 1000 };

static bool compile(struct arena *a, const char *root, const char *name, struct buffer *names,
                    struct buffer *trees, struct faults *faults)
{
    struct str yaml, path = str_format(a, "%s/%s", root, name);
    faults->file = str_of(name);
    if (!file_read(a, path.p, LARGEST, &yaml, faults))
        return false;
    const struct node *tree = declaration_read(a, yaml, faults);
    if (!tree)
        return false;
    size_t before = trees->count;
    tree_write(trees, tree);
    buffer_add(names, str_format(a, "%s %zu\n", name, trees->count - before));
    return true;
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct buffer names = {.arena = &a}, trees = {.arena = &a};
    for (int i = 3; i < argc; i++)
        compile(&a, argv[2], argv[i], &names, &trees, &faults);
    buffer_char(&names, '\n');
    buffer_add(&names, buffer_str(&trees));
    if (argc < 3 || (!faults.total && !file_write(argv[1], buffer_str(&names), &faults)))
        return 2;
    for (size_t i = 0; i < faults.count; i++) {
        struct str said = fault_english(&a, &faults.items[i]);
        fprintf(stderr, "%.*s\n", STR_ARG(said));
    }
    int status = faults.total > 0;
    arena_free(&a);
    return status;
}
