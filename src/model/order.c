#include "model/type.h"

#include "base/arena.h"

struct walk {
    const struct model *model;
    bool *met;
    const struct type **ordered;
    size_t count;
};

static void visit(struct walk *w, const struct type *type)
{
    size_t number = (size_t)(type - w->model->types);
    if (w->met[number])
        return;
    w->met[number] = true;
    for (size_t i = 0; i < type->field_count; i++)
        if (type->fields[i].to)
            visit(w, type->fields[i].to);
    w->ordered[w->count++] = type;
}

const struct type **model_in_reference_order(struct arena *a, const struct model *m)
{
    struct walk w = {m, arena_array(a, m->type_count, bool),
                     arena_array(a, m->type_count, const struct type *), 0};
    for (size_t i = 0; i < m->type_count; i++)
        visit(&w, &m->types[i]);
    return w.ordered;
}
