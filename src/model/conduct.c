#include "model/conduct.h"

#include "base/arena.h"
#include "model/expression.h"

enum { USUAL_COLUMNS = 7 };

struct reader {
    struct arena *arena;
    const struct model *model;
    struct type *type;
    struct faults *faults;
};

static const struct str scope_names[SCOPE_COUNT] = {S_INIT("own"), S_INIT("assigned"),
                                                    S_INIT("office"), S_INIT("district")};

static bool wrong(struct reader *r, const struct node *at, const char *message, struct str what)
{
    return FAULT(r->faults, FAULT_INPUT, ((struct place){.line = at ? at->line : 1}), message, what,
                 r->type->name);
}

static const struct field *read_name(struct reader *r, const struct node *at)
{
    struct str name = node_text(r->arena, at);
    const struct field *f = type_field(r->type, name);
    if (!f)
        wrong(r, at, N_("\"{1}\" is no field of {2}."), name);
    return f;
}

static bool read_path(struct reader *r, const struct node *at, struct path *path)
{
    struct str text = node_text(r->arena, at), part;
    const struct type *type = r->type;
    size_t parts = 1;
    for (size_t i = 0; i < text.n; i++)
        parts += text.p[i] == '.';
    path->fields = arena_array(r->arena, parts, const struct field *);
    for (struct str rest = text; str_cut(&rest, '.', &part);) {
        const struct field *f = type ? type_field(type, part) : NULL;
        if (!f)
            return wrong(r, at, N_("\"{1}\" leads to no field from {2}."), text);
        path->fields[path->count++] = f;
        type = f->to;
    }
    return path->count > 0;
}

static bool read_names(struct reader *r, const struct node *names, struct field_list *list)
{
    bool ok = true;
    list->items = arena_array(r->arena, node_count(names), const struct field *);
    for (size_t i = 0; i < node_count(names); i++) {
        const struct field *f = read_name(r, names->items[i]);
        ok = f && ok;
        if (f)
            list->items[list->count++] = f;
    }
    return ok;
}

static bool read_scopes(struct reader *r)
{
    const struct node *scopes = node_get(r->type->declared, S("scopes"));
    bool ok = true;
    for (size_t i = 0; i < node_count(scopes); i++) {
        size_t s = 0;
        while (s < SCOPE_COUNT && !str_eq(scopes->keys[i], scope_names[s]))
            s++;
        if (s == SCOPE_COUNT) {
            ok =
                wrong(r, scopes->items[i],
                      N_("\"{1}\" is no scope; the scopes are own, assigned, office and district."),
                      scopes->keys[i]);
            continue;
        }
        const struct node *paths = scopes->items[i];
        bool many = paths->kind == NODE_LIST;
        for (size_t k = 0; k < (many ? paths->count : 1); k++)
            ok = read_path(r, many ? paths->items[k] : paths,
                           arena_push(r->arena, &r->type->scopes[s])) &&
                 ok;
    }
    return ok;
}

static bool read_hidden(struct reader *r)
{
    const struct node *declared = node_get(r->type->declared, S("hidden_from"));
    bool ok = true;
    for (size_t i = 0; i < node_count(declared); i++)
        ok = read_path(r, declared->items[i], arena_push(r->arena, &r->type->hidden_from)) && ok;
    return ok;
}

static bool read_find_by(struct reader *r)
{
    const struct node *declared = node_get(r->type->declared, S("find_by"));
    struct field_list *lists = arena_array(r->arena, node_count(declared), struct field_list);
    bool ok = true;
    for (size_t i = 0; i < node_count(declared); i++)
        ok = read_names(r, declared->items[i], &lists[i]) && ok;
    r->type->find_by = lists;
    r->type->find_count = node_count(declared);
    return ok;
}

/* The list of a type that declares none shows its first fields that a line can hold. */
static void take_usual_columns(struct reader *r)
{
    struct field_list *list = &r->type->columns;
    list->items = arena_array(r->arena, USUAL_COLUMNS, const struct field *);
    for (size_t i = 0; i < r->type->field_count && list->count < USUAL_COLUMNS; i++) {
        const struct field *f = &r->type->fields[i];
        if (!f->multiline && f->kind != FIELD_BLOB && !f->secret)
            list->items[list->count++] = f;
    }
}

static bool read_list(struct reader *r)
{
    const struct node *declared = node_get(r->type->declared, S("list"));
    r->type->order = node_get_str(declared, S("order"));
    struct str field =
        str_starts(r->type->order, S("-")) ? str_from(r->type->order, 1) : r->type->order;
    if (field.n && !type_field(r->type, field))
        return wrong(r, declared, N_("\"{1}\" is no field of {2}."), field);
    if (!node_get(declared, S("columns"))) {
        take_usual_columns(r);
        return true;
    }
    return read_names(r, node_get(declared, S("columns")), &r->type->columns);
}

static bool read_sections(struct reader *r)
{
    const struct node *declared = node_get(r->type->declared, S("sections"));
    struct section *sections = arena_array(r->arena, node_count(declared), struct section);
    bool ok = true;
    for (size_t i = 0; i < node_count(declared); i++) {
        sections[i].label = node_get_str(declared->items[i], S("label"));
        ok = read_names(r, node_get(declared->items[i], S("fields")), &sections[i].fields) && ok;
    }
    r->type->sections = sections;
    r->type->section_count = node_count(declared);
    return ok;
}

static bool read_duty(struct reader *r, const struct node *declared, struct duty *duty)
{
    const struct node *due = node_get(declared, S("due")), *whom = node_get(declared, S("for"));
    duty->says = node_get_str(declared, S("says"));
    duty->waiting = str_eq(node_get_str(declared, S("is")), S("waiting"));
    duty->when = expression_parse(r->arena, r->model, r->type, node_get_str(declared, S("when")),
                                  (struct place){.line = declared->line}, r->faults);
    if (!duty->says.n || !whom)
        return wrong(r, declared, N_("A piece of work needs what it says and whom it is for."),
                     (struct str){0});
    if (due && !(duty->due = read_name(r, due)))
        return false;
    return read_path(r, whom, &duty->whom) && duty->when;
}

static bool read_duties(struct reader *r)
{
    const struct node *declared = node_get(r->type->declared, S("work"));
    struct duty *duties = arena_array(r->arena, node_count(declared), struct duty);
    bool ok = true;
    for (size_t i = 0; i < node_count(declared); i++)
        ok = read_duty(r, declared->items[i], &duties[i]) && ok;
    r->type->duties = duties;
    r->type->duty_count = node_count(declared);
    return ok;
}

static bool read_retention(struct reader *r)
{
    const struct node *declared = node_get(r->type->declared, S("retention"));
    if (!declared)
        return true;
    r->type->keep_years = node_get_int(declared, S("years"), 0);
    if (r->type->keep_years < 1 || !node_get(declared, S("since")))
        return wrong(r, declared,
                     N_("A retention period needs years and the date since which they count, as in "
                        "retention: {years: 10, since: closed_on}."),
                     (struct str){0});
    r->type->keep_since = read_name(r, node_get(declared, S("since")));
    return r->type->keep_since != NULL;
}

/* What no sealed field can be: its column holds nothing that a database could compare. */
static bool check_sealed(struct reader *r)
{
    const struct type *t = r->type;
    struct str order = str_starts(t->order, S("-")) ? str_from(t->order, 1) : t->order;
    bool ok = true;
    for (size_t i = 0; i < t->key_count; i++)
        for (size_t k = 0; k < t->keys[i].count; k++) {
            const struct field *f = &t->fields[t->keys[i].fields[k]];
            if (f->sealed)
                ok = wrong(r, f->declared,
                           N_("\"{1}\" is a key of {2} and sealed, and what is sealed cannot be "
                              "kept unique."),
                           f->name);
        }
    for (size_t i = 0; i < t->search.count; i++)
        if (t->search.items[i]->sealed)
            ok = wrong(r, t->search.items[i]->declared,
                       N_("\"{1}\" of {2} is sealed, so its words cannot be searched; use "
                          "find_by."),
                       t->search.items[i]->name);
    for (size_t i = 0; i < t->field_count; i++) {
        const struct field *f = &t->fields[i];
        if (f->sealed && (f->kind == FIELD_REF || str_eq(order, f->name)))
            ok = wrong(r, f->declared,
                       N_("\"{1}\" of {2} is sealed: it can neither lead to another record nor "
                          "sort a list."),
                       f->name);
    }
    return ok;
}

bool conduct_read(struct arena *a, const struct model *model, struct type *type,
                  struct faults *faults)
{
    struct reader r = {a, model, type, faults};
    const struct node *subject = node_get(type->declared, S("subject"));
    const struct node *audited = node_get(type->declared, S("audited"));
    type->internal = node_get_bool(type->declared, S("internal"));
    type->unaudited = audited && !node_truth(audited);
    bool ok = !subject || (type->subject = read_name(&r, subject)) != NULL;
    ok = read_scopes(&r) && ok;
    ok = read_hidden(&r) && ok;
    ok = read_find_by(&r) && ok;
    ok = read_names(&r, node_get(type->declared, S("search")), &type->search) && ok;
    ok = read_list(&r) && ok;
    ok = read_sections(&r) && ok;
    ok = read_duties(&r) && ok;
    if (ok && type->subject && (type->subject->kind != FIELD_REF || type->subject->sealed))
        ok = wrong(&r, subject,
                   N_("\"{1}\" of {2} cannot be its subject, since it leads to no record."),
                   type->subject->name);
    return read_retention(&r) && ok && check_sealed(&r);
}
