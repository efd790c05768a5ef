/* Code lists: what they hold, who uses them, and codes of the country's own. Those are records
 * (type local_code) that the lists take up when the program starts. */
#include "web/admin_pages.h"

#include "base/arena.h"
#include "markup/words.h"
#include "model/list.h"
#include "web/answer.h"
#include "web/desk.h"

#include <stdlib.h>

/* Counting every code of every field reads whole tables: only for lists with few. */
enum { MOST_COUNTS = 80, MOST_LOCAL = 1000 };

/* Lists that the program itself decides by: the country may not change them. */
static bool is_fixed(struct str name)
{
    static const char *const fixed[] = {
        "roles",           "job_states",    "user_states",       "figure_states",
        "profile_origins", "passage_kinds", "advancement_levels"};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (str_eq(name, str_of(fixed[i])))
            return true;
    return false;
}

/* --- who uses a list --- */

static size_t add_users(struct call *c, struct node *list, struct str name)
{
    const struct model *m = c->app->model;
    for (size_t i = 0; i < m->type_count; i++)
        for (size_t k = 0; k < m->types[i].field_count; k++) {
            const struct field *f = &m->types[i].fields[k];
            if (f->kind != FIELD_CODE || !str_eq(f->list_name, name))
                continue;
            struct node *one = node_add(c->arena, list, node_map(c->arena));
            node_set_str(c->arena, one, S("type"), m->types[i].name);
            node_set_str(c->arena, one, S("label"), m->types[i].label);
            node_set_str(c->arena, one, S("field"), f->name);
            node_set_str(c->arena, one, S("field_label"), f->label);
        }
    return list->count;
}

static int64_t count_local(const struct code_list *list)
{
    int64_t local = 0;
    for (size_t i = 0; i < list->count; i++)
        local += node_get_bool(list->items[i].row, S("local"));
    return local;
}

struct node *data_admin_lists(struct call *c)
{
    const struct model *m = c->app->model;
    if (!desk_may(c, "admin.lists"))
        return NULL;
    struct arena *a = c->arena;
    struct node *data = node_map(a), *lists = node_set(a, data, S("lists"), node_list(a));
    for (size_t i = 0; i < m->list_count; i++) {
        struct node *used = node_list(a);
        if (!add_users(c, used, m->lists[i].name))
            continue;
        struct node *one = node_add(a, lists, node_map(a));
        node_set_str(a, one, S("name"), m->lists[i].name);
        node_set_int(a, one, S("codes"), (int64_t)m->lists[i].count);
        node_set_int(a, one, S("local"), count_local(&m->lists[i]));
        node_set(a, one, S("used_in"), used);
    }
    const char *folder = getenv("HIMAYA_RESOURCES");
    if (folder)
        node_set_str(a, data, S("folder"), str_of(folder));
    return data;
}

/* --- one list --- */

static const struct code_list *list_of(struct call *c)
{
    struct str name = call_value(c, "list");
    const struct code_list *list = model_list(c->app->model, name);
    if (!list)
        FAULT(&c->faults, FAULT_MISSING, (struct place){0}, N_("There is no list \"{1}\"."), name);
    return list;
}

static bool count_uses(struct call *c, const struct node *used, struct str code, int64_t *uses)
{
    *uses = 0;
    for (size_t i = 0; i < node_count(used); i++) {
        int64_t here = 0;
        struct condition is = {str_c(c->arena, node_get_str(used->items[i], S("field"))), IS,
                               value_text(code)};
        struct query q = {.type =
                              model_type(c->app->model, node_get_str(used->items[i], S("type"))),
                          .conditions = &is,
                          .condition_count = 1};
        if (!store_count(c->session, &q, &here, &c->faults))
            return false;
        *uses += here;
    }
    return true;
}

static struct node *code_node(struct call *c, const struct code *code)
{
    struct arena *a = c->arena;
    struct node *one = node_map(a);
    node_set_str(a, one, S("code"), code->code);
    node_set_str(a, one, S("label"), code->label);
    node_set_str(a, one, S("label_az"), words(LANGUAGE_AZERBAIJANI, code->label));
    node_set_str(a, one, S("label_ru"), words(LANGUAGE_RUSSIAN, code->label));
    node_set_bool(a, one, S("local"), node_get_bool(code->row, S("local")));
    return one;
}

static bool read_local(struct call *c, struct str list, struct records *found)
{
    struct condition of_list = {"list", IS, value_text(list)};
    return desk_records(c, "local_code", &of_list, "code", MOST_LOCAL, found);
}

/* Codes that are kept but that this running program has not taken up. */
static bool add_awaited(struct call *c, struct node *data, const struct code_list *list)
{
    static const char *const names[] = {"code", "label", "label_az", "label_ru"};
    struct records kept;
    struct node *awaited = node_set(c->arena, data, S("awaited"), node_list(c->arena));
    if (!read_local(c, list->name, &kept))
        return false;
    for (size_t i = 0; i < kept.count; i++) {
        const struct code *code = code_find(list, record_text(kept.items[i], "code"));
        if (code && str_eq(code->label, record_text(kept.items[i], "label")))
            continue;
        struct node *one = node_add(c->arena, awaited, node_map(c->arena));
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            node_set_str(c->arena, one, str_of(names[k]), record_text(kept.items[i], names[k]));
    }
    return true;
}

static struct node *list_page(struct call *c, const struct code_list *list)
{
    struct arena *a = c->arena;
    struct node *data = node_map(a), *codes = node_set(a, data, S("codes"), node_list(a));
    struct node *used = node_set(a, data, S("used_in"), node_list(a));
    size_t fields = add_users(c, used, list->name);
    bool counts = fields * list->count <= MOST_COUNTS;
    node_set_str(a, data, S("name"), list->name);
    node_set_bool(a, data, S("counts"), counts);
    node_set_bool(a, data, S("fixed"), is_fixed(list->name));
    for (size_t i = 0; i < list->count; i++) {
        int64_t uses = 0;
        struct node *one = node_add(a, codes, code_node(c, &list->items[i]));
        if (counts && !count_uses(c, used, list->items[i].code, &uses))
            return NULL;
        if (counts)
            node_set_int(a, one, S("uses"), uses);
    }
    return add_awaited(c, data, list) ? data : NULL;
}

struct node *data_admin_list(struct call *c)
{
    const struct code_list *list = desk_may(c, "admin.lists") ? list_of(c) : NULL;
    return list ? list_page(c, list) : NULL;
}

/* --- adding --- */

struct wish {
    struct str code, label, label_az, label_ru;
};

static bool check_wish(struct call *c, const struct code_list *list, const struct wish *w)
{
    struct faults *f = &c->faults;
    const struct code *other = code_find(list, w->label);
    if (is_fixed(list->name))
        FAULT(f, FAULT_REFUSED, (struct place){0},
              N_("The program itself decides by this list, so it cannot be changed."));
    if (!list_good_code(w->code))
        FAULT(f, FAULT_INPUT, (struct place){.field = S("code")},
              N_("A code has letters, digits and underscores only, as in car_wash."));
    if (!w->label.n)
        FAULT(f, FAULT_INPUT, (struct place){.field = S("label")},
              N_("Write the label in English, as in: Car wash."));
    if (!w->label_az.n)
        FAULT(f, FAULT_INPUT, (struct place){.field = S("label_az")},
              N_("Write the label in Azerbaijani, as in: Avtomobil yuma məntəqəsi."));
    if (!w->label_ru.n)
        FAULT(f, FAULT_INPUT, (struct place){.field = S("label_ru")},
              N_("Write the label in Russian, as in: Автомойка."));
    if (w->label.n && other && !str_eq(other->code, w->code))
        FAULT(f, FAULT_CONFLICT, (struct place){.field = S("label")},
              N_("\"{1}\" is the name of the code {2} already."), w->label, other->code);
    return !f->total;
}

static bool keep_wish(struct call *c, const struct code_list *list, const struct wish *w)
{
    const struct type *type = model_type(c->app->model, S("local_code"));
    struct value key[] = {value_text(list->name), value_text(w->code)};
    struct record *r = store_find(c->session, c->arena, type, key, &c->faults);
    struct actor actor = visit_actor(&c->visit);
    if (!r)
        r = record_new(c->arena, type);
    record_set(r, "list", value_text(list->name));
    record_set(r, "code", value_text(w->code));
    record_set(r, "label", value_text(w->label));
    record_set(r, "label_az", value_text(w->label_az));
    record_set(r, "label_ru", value_text(w->label_ru));
    if (store_begin(c->session, &actor, &c->faults) &&
        (r->id.n ? store_update(c->session, c->arena, r, NULL, &c->faults)
                 : store_insert(c->session, r, &c->faults)) &&
        store_commit(c->session, &c->faults))
        return true;
    store_rollback(c->session);
    return false;
}

void act_admin_list_add(struct call *c)
{
    static const char *const names[] = {"code", "label", "label_az", "label_ru"};
    struct wish w = {str_trim(http_field(&c->form, S("code"))),
                     str_trim(http_field(&c->form, S("label"))),
                     str_trim(http_field(&c->form, S("label_az"))),
                     str_trim(http_field(&c->form, S("label_ru")))};
    const struct code_list *list = desk_may(c, "admin.lists") ? list_of(c) : NULL;
    if (!list)
        return;
    if (check_wish(c, list, &w) && keep_wish(c, list, &w)) {
        answer_go_saying(c, str_concat(c->arena, S("/admin/lists/"), list->name),
                         N_("The code {1} is kept. The list has it when the program starts again."),
                         w.code);
        return;
    }
    struct node *data = list_page(c, list);
    for (size_t i = 0; data && i < sizeof names / sizeof *names; i++)
        node_set_str(c->arena, data, str_of(names[i]), http_field(&c->form, str_of(names[i])));
    if (data)
        answer_page(c, 422, "admin-list", data);
}
