/* Stages, and what stages and steps share. */
#include "model/procedure.h"

#include "base/arena.h"

bool procedure_wrong(struct procedure_reader *r, const struct node *at, const char *message,
                     struct str what)
{
    return FAULT(r->faults, FAULT_INPUT, ((struct place){.line = at ? at->line : 1}), message, what,
                 r->type->name);
}

bool procedure_known(struct procedure_reader *r, const struct node *declared,
                     const char *const *known)
{
    if (!declared || declared->kind != NODE_MAP)
        return procedure_wrong(r, declared,
                               N_("A group of names and values must stand here, as in "
                                  "{stage: received, label: Received, since: received_on}."),
                               (struct str){0});
    for (size_t i = 0; i < declared->count; i++) {
        size_t k = 0;
        while (known[k] && !str_eq(declared->keys[i], str_of(known[k])))
            k++;
        if (!known[k])
            return procedure_wrong(r, declared->items[i],
                                   N_("\"{1}\" is not known here; check its spelling."),
                                   declared->keys[i]);
    }
    return true;
}

const struct field *procedure_field(struct procedure_reader *r, const struct type *of,
                                    const struct node *declared, const char *name)
{
    struct str text = node_get_str(declared, str_of(name));
    const struct field *f = of ? type_field(of, text) : NULL;
    if (!f)
        procedure_wrong(r, declared, N_("\"{1}\" is no field of {2}."), text);
    return f;
}

bool procedure_path(struct procedure_reader *r, const struct type *from, const struct node *at,
                    struct path *path)
{
    struct str text = node_text(r->arena, at), part;
    size_t parts = 1;
    for (size_t i = 0; i < text.n; i++)
        parts += text.p[i] == '.';
    path->fields = arena_array(r->arena, parts, const struct field *);
    for (struct str rest = text; str_cut(&rest, '.', &part);) {
        const struct field *f = from ? type_field(from, part) : NULL;
        if (!f)
            return procedure_wrong(r, at, N_("\"{1}\" leads to no field from {2}."), text);
        path->fields[path->count++] = f;
        from = f->to;
    }
    return path->count > 0 ||
           procedure_wrong(r, at, N_("\"{1}\" leads to no field from {2}."), text);
}

bool procedure_fields(struct procedure_reader *r, const struct type *of, const struct node *names,
                      struct field_list *list)
{
    bool ok = true;
    list->items = arena_array(r->arena, node_count(names), const struct field *);
    for (size_t i = 0; i < node_count(names); i++) {
        const struct field *f = type_field(of, node_text(r->arena, names->items[i]));
        if (f)
            list->items[list->count++] = f;
        else
            ok = procedure_wrong(r, names->items[i], N_("\"{1}\" is no field of its type."),
                                 node_text(r->arena, names->items[i]));
    }
    return ok;
}

bool procedure_words(struct procedure_reader *r, const struct node *n, struct str_list *words)
{
    if (!n)
        return true;
    if (n->kind != NODE_LIST)
        return procedure_wrong(r, n, N_("A list must stand here, as in [inspector]."),
                               (struct str){0});
    for (size_t i = 0; i < n->count; i++)
        *arena_push(r->arena, words) = node_text(r->arena, n->items[i]);
    return true;
}

const struct expression *procedure_condition(struct procedure_reader *r, const struct type *of,
                                             const struct node *declared, const char *name,
                                             bool *ok)
{
    const struct node *n = node_get(declared, str_of(name));
    if (!n)
        return NULL;
    const struct expression *e =
        expression_parse(r->arena, r->model, of, node_text(r->arena, n),
                         (struct place){.file = r->type->file, .line = n->line}, r->faults);
    *ok = e && *ok;
    return e;
}

/* --- records about a record --- */

static bool read_related(struct procedure_reader *r, const struct node *d, struct related *out)
{
    static const char *const known[] = {"of", "by", "where", "stages", "when", NULL};
    bool ok = procedure_known(r, d, known);
    if (!ok)
        return false;
    out->instead = procedure_condition(r, r->type, d, "when", &ok);
    if (out->instead || !ok)
        return ok;
    struct str name = node_get_str(d, S("of"));
    out->type = model_type(r->model, name);
    if (!out->type)
        return procedure_wrong(r, d, N_("\"{1}\" is no record type; \"himaya types\" lists them."),
                               name);
    const struct node *by = node_get(d, S("by"));
    if (!by || !procedure_path(r, out->type, by, &out->by))
        return by ? false
                  : procedure_wrong(r, d, N_("\"by\" must name the field of {1} that leads here."),
                                    name);
    if (out->by.fields[out->by.count - 1]->to != r->type)
        return procedure_wrong(r, by, N_("\"{1}\" does not lead to a record of {2}."),
                               node_text(r->arena, by));
    out->where = procedure_condition(r, out->type, d, "where", &ok);
    ok = procedure_words(r, node_get(d, S("stages")), &out->stages) && ok;
    for (size_t i = 0; ok && out->type->procedure && i < out->stages.count; i++)
        if (!procedure_stage(out->type, out->stages.items[i]))
            ok = procedure_wrong(r, d, N_("\"{1}\" is no stage of that type."),
                                 out->stages.items[i]);
    return ok;
}

bool procedure_related(struct procedure_reader *r, const struct node *declared,
                       const struct related **items, size_t *count)
{
    bool many = declared && declared->kind == NODE_LIST, ok = true;
    size_t n = !declared ? 0 : many ? declared->count : 1;
    struct related *read = arena_array(r->arena, n, struct related);
    for (size_t i = 0; i < n; i++)
        ok = read_related(r, many ? declared->items[i] : declared, &read[i]) && ok;
    *items = read;
    *count = n;
    return ok;
}

bool procedure_circumstance(struct procedure_reader *r, const struct node *declared,
                            struct circumstance *c)
{
    bool ok = true;
    c->when = procedure_condition(r, r->type, declared, "when", &ok);
    ok = procedure_related(r, node_get(declared, S("any")), &c->any, &c->any_count) && ok;
    return procedure_related(r, node_get(declared, S("none")), &c->none, &c->none_count) && ok;
}

/* --- stages --- */

static bool read_stage(struct procedure_reader *r, const struct node *d, struct stage *out)
{
    static const char *const known[] = {"stage", "label", "since", "when", "any",
                                        "none",  "shows", "rare",  NULL};
    if (!procedure_known(r, d, known))
        return false;
    out->name = node_get_str(d, S("stage"));
    out->label = node_get_str(d, S("label"));
    out->rare = node_get_bool(d, S("rare"));
    if (!out->name.n || !out->label.n)
        return procedure_wrong(r, d, N_("A stage needs a name and a label."), (struct str){0});
    bool ok = procedure_circumstance(r, d, &out->holds);
    if (ok && node_get(d, S("since"))) {
        const struct type *of = out->holds.any_count ? out->holds.any[0].type : r->type;
        out->since = procedure_field(r, of, d, "since");
        ok = out->since != NULL;
    }
    return procedure_fields(r, r->type, node_get(d, S("shows")), &out->shows) && ok;
}

bool procedure_read_stages(struct arena *a, const struct model *model, struct type *type,
                           struct faults *faults)
{
    const struct node *declared = node_get(type->declared, S("stages"));
    struct procedure_reader r = {a, model, type, arena_new(a, struct procedure), faults};
    struct stage *stages = arena_array(a, node_count(declared), struct stage);
    bool ok = true;
    for (size_t i = 0; i < node_count(declared); i++)
        ok = read_stage(&r, declared->items[i], &stages[i]) && ok;
    r.out->open = procedure_condition(&r, type, type->declared, "open", &ok);
    r.out->stages = stages;
    r.out->stage_count = node_count(declared);
    type->procedure = r.out;
    return ok;
}

const struct stage *procedure_stage(const struct type *type, struct str name)
{
    for (size_t i = 0; i < type->procedure->stage_count; i++)
        if (str_eq(type->procedure->stages[i].name, name))
            return &type->procedure->stages[i];
    return NULL;
}

const struct step *procedure_step(const struct type *type, struct str name)
{
    for (size_t i = 0; i < type->procedure->step_count; i++)
        if (str_eq(type->procedure->steps[i].name, name))
            return &type->procedure->steps[i];
    return NULL;
}

bool step_asks(const struct step *step, const struct field *f)
{
    for (size_t i = 0; i < step->needs.count; i++)
        if (step->needs.items[i] == f)
            return true;
    for (size_t i = 0; i < step->asks.count; i++)
        if (step->asks.items[i] == f)
            return true;
    return false;
}

bool procedure_guards(const struct type *type, const struct field *f)
{
    const struct procedure *p = type->procedure;
    for (size_t i = 0; i < p->kept_count; i++)
        if (p->kept[i].field == f)
            return true;
    for (size_t i = 0; i < p->step_count; i++) {
        const struct step *s = &p->steps[i];
        for (size_t k = 0; k < s->sets.count; k++)
            if (s->sets.items[k].field == f)
                return true;
        for (size_t k = 0; !s->makes && k < s->needs.count; k++)
            if (s->needs.items[k] == f && f->kind == FIELD_DATE)
                return true;
    }
    return false;
}
