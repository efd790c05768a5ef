/* The parts of administration that are open to the person. */
#include "web/admin_pages.h"

#include "base/arena.h"

static const struct {
    const char *thing, *address, *label, *says;
} parts[] = {
    {"admin.users", "/admin/users", N_("Staff"), N_("Who may sign in, and who no longer may")},
    {"admin.roles", "/admin/roles", N_("Roles"), N_("Who may do what; two people agree to each")},
    {"admin.lists", "/admin/lists", N_("Code lists"), N_("What fields offer to choose from")},
    {"admin.retention", "/admin/retention", N_("Retention"),
     N_("How long records are kept, what is due, and what is held back")},
    {"admin.keys", "/admin/keys", N_("Keys"), N_("What seals the fields of people")},
    {"admin.jobs", "/admin/jobs", N_("Jobs"), N_("Long work: waiting, running, ended")},
    {"admin.jobs", "/admin/webhooks", N_("Webhooks"),
     N_("Other systems that are told when records change")},
    {"audit.read", "/audit", N_("Chain of changes"), N_("Who did what, when and why")},
    {"health", "/admin/health", N_("State of the program"),
     N_("How the program and its store are")},
};

static void add_part(struct call *c, struct node *list, const char *address, struct str label,
                     struct str says)
{
    struct node *part = node_add(c->arena, list, node_map(c->arena));
    node_set_str(c->arena, part, S("address"), str_of(address));
    node_set_str(c->arena, part, S("label"), label);
    node_set_str(c->arena, part, S("says"), says);
}

/* Records of the administration that have pages of their own. */
static void add_type(struct call *c, struct node *list, const char *name)
{
    const struct type *type = model_type(c->app->model, str_of(name));
    if (type && visit_may(&c->visit, type, ACTION_CREATE))
        add_part(c, list, str_format(c->arena, "/records/%s", name).p, type->plural, type->means);
}

struct node *data_admin(struct call *c)
{
    struct node *data = node_map(c->arena);
    struct node *list = node_set(c->arena, data, S("parts"), node_list(c->arena));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (access_may(c->app->access, &c->visit.who, str_of(parts[i].thing)))
            add_part(c, list, parts[i].address, str_of(parts[i].label), str_of(parts[i].says));
    if (list->count) {
        add_type(c, list, "office");
        add_type(c, list, "agency");
        return data;
    }
    visit_refused(&c->visit, "admin", NULL, (struct str){0});
    FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
          N_("This is not open to you. Whoever keeps the roles can say who may do it."));
    return NULL;
}
