/* The letter of a request for papers, to be printed and sent. It is made from the request and the
 * office alone and never looks at a complaint, a finding or an inspection, so it cannot tell that
 * there was one (ILO Convention 81, article 15(c)); its number is of the one series of all
 * requests.
 */
#include "base/arena.h"
#include "web/casework.h"
#include "web/staff_data.h"

/* What a letter may say of its request; nothing else of the record is read. */
static const char *const told[] = {"number", "sent_on", "due_on", "papers"};

static struct str words_of(struct staff_page *p, const char *name)
{
    const struct field *f = type_field(p->type, str_of(name));
    if (p->view->sight[f->index] != SIGHT_FULL)
        return (struct str){0};
    return staff_words_field(&p->words, p->type, f, p->view->record->values);
}

static void add_employer(struct staff_page *p, struct node *letter)
{
    struct call *c = p->call;
    const struct type *type = model_type(c->app->model, S("employer"));
    struct str id = record_text(p->view->record, "employer");
    struct faults *own = c->visit.faults, ignored = {.arena = c->arena, .limit = 1};
    c->visit.faults = &ignored;
    const struct view *view = id.n ? visit_get(&c->visit, type, id) : NULL;
    c->visit.faults = own;
    node_set_str(c->arena, letter, S("employer"), words_of(p, "employer"));
    if (view)
        node_set_str(c->arena, letter, S("tax_id"), record_text(view->record, "tax_id"));
}

struct node *letter_page(struct call *c)
{
    struct arena *a = c->arena;
    const struct type *type = model_type(c->app->model, S("information_request"));
    const struct view *view = staff_view(c, type);
    if (!view)
        return NULL;
    struct staff_page p = {.call = c, .type = type, .view = view, .out = node_map(a)};
    p.words = staff_words_new(c);
    struct node *letter = node_set(a, p.out, S("letter"), node_map(a));
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        node_set_str(a, letter, str_of(told[i]), words_of(&p, told[i]));
    node_set_bool(a, letter, S("to_employee"),
                  str_eq(record_text(view->record, "addressee"), S("employee")));
    node_set_str(a, letter, S("office"), words_of(&p, "office"));
    node_set_str(a, letter, S("inspector"), words_of(&p, "assigned_to"));
    add_employer(&p, letter);
    node_set_str(a, p.out, S("name"), visit_name_of(&c->visit, view));
    node_set_str(a, p.out, S("plural"), words(c->language, type->plural));
    node_set_str(a, p.out, S("list_address"),
                 staff_address(c, staff_path(a, type, (struct str){0})));
    node_set_str(a, p.out, S("address"), staff_address(c, staff_path(a, type, view->record->id)));
    return p.out;
}
