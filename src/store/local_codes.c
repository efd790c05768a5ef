/* Codes that the country added to the lists of the model, kept as records (type local_code) and put
 * into the lists when the store is opened: the model is the store's own and not yet shared. */
#include "store/inside.h"

#include "model/list.h"

static struct code code_of(struct arena *a, const struct record *r)
{
    static const char *const names[] = {"code", "label", "label_az", "label_ru"};
    struct node *row = node_map(a);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        node_set_str(a, row, str_of(names[i]), str_copy(a, record_text(r, names[i])));
    node_set_bool(a, row, S("local"), true);
    return (struct code){
        .code = node_get_str(row, S("code")), .label = node_get_str(row, S("label")), .row = row};
}

static void extend(struct store *s, const struct record *r)
{
    const struct model *m = s->model;
    struct code code = code_of(&s->arena, r);
    for (size_t i = 0; i < m->list_count; i++)
        if (str_eq(m->lists[i].name, record_text(r, "list")))
            list_extend(&s->arena, (struct code_list *)&m->lists[i], &code, 1);
}

bool local_codes_load(struct store *s, struct db *db, struct faults *faults)
{
    struct session session = {.store = s, .db = db};
    struct query q = {.type = model_type(s->model, S("local_code")), .order = {"list", "code"}};
    struct arena arena = {0};
    struct records found = {0};
    bool ok = !q.type || store_query(&session, &arena, &q, &found, faults);
    for (size_t i = 0; i < found.count && ok; i++)
        extend(s, found.items[i]);
    arena_free(&arena);
    arena_free(&session.scratch);
    return ok;
}
