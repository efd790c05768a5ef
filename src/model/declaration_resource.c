#include "base/arena.h"
#include "base/resource.h"
#include "model/declaration.h"
#include "model/tree.h"

/* Finds the tree of a declaration among those made at build time: lines "NAME SIZE" end with an
 * empty one, and the trees follow in that order (tools/compile-declarations.c). */
static bool compiled(struct str name, struct str *tree)
{
    struct str rest, line, size;
    size_t from = 0;
    int64_t bytes;
    if (!resource_get(S("declarations.tree"), &rest))
        return false;
    bool found = false;
    struct str wanted = {0};
    while (str_cut(&rest, '\n', &line) && line.n) {
        size_t space = str_find_char(line, ' ', 0);
        size = str_from(line, space + 1);
        if (!str_to_int(size, &bytes))
            return false;
        if (str_eq(str_slice(line, 0, space), name)) {
            found = true;
            wanted = (struct str){NULL, (size_t)bytes};
        }
        from += found ? 0 : (size_t)bytes;
    }
    *tree = str_slice(rest, from, from + wanted.n);
    return found;
}

const struct node *declaration_file(struct arena *a, const struct resource *file,
                                    struct faults *faults)
{
    struct str own, tree, before = faults->file;
    bool embedded = resource_get(file->name, &own) && own.p == file->bytes.p;
    if (embedded && compiled(file->name, &tree))
        return tree_read(a, tree);
    faults->file = file->name;
    const struct node *document = declaration_read(a, file->bytes, faults);
    faults->file = before;
    return document;
}

const struct node *declaration_resource(struct arena *a, struct str name, struct faults *faults)
{
    struct resource file = {.name = name};
    if (resource_get(name, &file.bytes))
        return declaration_file(a, &file, faults);
    FAULT(faults, FAULT_MISSING, ((struct place){.file = name}),
          N_("This file is not part of the program."));
    return NULL;
}
