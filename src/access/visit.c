#include "access/visit.h"

#include "access/within.h"

struct actor visit_actor(const struct visit *v)
{
    bool terminal = str_eq(str_of(v->channel), S("cli")) || str_eq(str_of(v->channel), S("import"));
    struct str name = v->who.name.n ? v->who.name : terminal ? S("command line") : S("public");
    return (struct actor){name, str_of(v->channel), v->reason};
}

bool visit_knows_type(const struct visit *v, const struct type *type)
{
    return visit_cell(v, type, 0, ACTION_KNOW) != 0;
}

bool visit_may(const struct visit *v, const struct type *type, enum action action)
{
    for (int class = 0; class < (action_has_class(action) ? CLASS_COUNT : 1); class ++)
        if (visit_cell(v, type, class, action))
            return true;
    return false;
}

bool visit_knows(struct visit *v, const struct record *r)
{
    unsigned scopes, know = visit_cell(v, r->type, 0, ACTION_KNOW);
    return !visit_hides(v, r) &&
           ((know & IN_ALL) || (know && visit_standing(v, r, false, &scopes) && (scopes & know)));
}

struct view *visit_see(struct visit *v, struct record *r)
{
    unsigned scopes, know = visit_cell(v, r->type, 0, ACTION_KNOW);
    if (!know || !visit_standing(v, r, false, &scopes) || !(scopes & know))
        return NULL;
    return visit_view(v, r, scopes);
}

/* Takes as long over a record that never was as over one that is hidden, so that the time does not
 * tell them apart: looks for emergencies and for the records behind paths. */
static void look_about(struct visit *v, const struct type *type, struct str id)
{
    struct record *none = record_new(v->arena, type);
    unsigned scopes;
    none->id = id;
    for (int s = 0; s < SCOPE_COUNT; s++)
        for (size_t i = 0; i < type->scopes[s].count; i++)
            if (type->scopes[s].items[i].count > 1)
                visit_meet(v, type->scopes[s].items[i].fields[0]->to, id);
    visit_standing(v, none, false, &scopes);
}

struct view *visit_get(struct visit *v, const struct type *type, struct str id)
{
    size_t had = v->faults->total;
    struct record *r = type->internal ? NULL : store_get(v->session, v->arena, type, id, v->faults);
    struct view *view = r ? visit_see(v, r) : NULL;
    if (!r && !type->internal && v->faults->total == had)
        look_about(v, type, id);
    if (!view && v->faults->total == had)
        visit_missing(v, type, id);
    return view;
}

/* --- what a list may be narrowed and ordered by --- */

/* Whether the field can be read of every record that the person may know of. A filter on another
 * one would tell what it holds. */
bool visit_may_ask(struct visit *v, const struct type *type, const struct field *f)
{
    unsigned know = visit_cell(v, type, 0, ACTION_KNOW);
    unsigned read = visit_cell(v, type, access_class(f), ACTION_READ);
    if (!know || f->secret || f->sealed)
        return false;
    if (access_known(v->access, type, f))
        return true;
    if ((know & IN_EMERGENCY) && visit_emergencies(v) && !visit_memory(v)->emergencies.count)
        know &= ~(unsigned)IN_EMERGENCY;
    return access_covers(read, know);
}

/* The same for who may only count: groups of class F0 and F1, by codes, dates, years and yes or no.
 */
static bool may_count_by(struct visit *v, const struct type *type, const struct field *f)
{
    bool groups = f->kind == FIELD_CODE || f->kind == FIELD_DATE || f->kind == FIELD_BOOLEAN;
    return (visit_cell(v, type, 0, ACTION_COUNT) & IN_ALL) && groups && access_class(f) <= 1 &&
           !f->sealed;
}

/* An id says nothing but itself: a list may be one of rows that were ticked. */
static bool may_use(struct visit *v, const struct type *type, const struct field *f, bool counting)
{
    return str_eq(f->name, S("id")) || visit_may_ask(v, type, f) ||
           (counting && may_count_by(v, type, f));
}

static bool refuse_question(struct visit *v, const struct type *type, const struct field *f)
{
    visit_refused(v, "list", type, (struct str){0});
    return FAULT(v->faults, FAULT_REFUSED, ((struct place){.field = f->name}),
                 N_("A list cannot be narrowed or ordered by \"{1}\", since you may not read it in "
                    "every record."),
                 f->label);
}

/* The fields of a path, each within its own type. */
static bool check_path(struct visit *v, const struct type *type, const struct expression *e,
                       bool counting)
{
    for (size_t i = 0; i < e->path_count; i++) {
        const struct field *f = e->path[i];
        if (!may_use(v, type, f, counting))
            return refuse_question(v, type, f);
        type = f->to;
    }
    return true;
}

static bool check_expression(struct visit *v, const struct type *type, const struct expression *e,
                             bool counting)
{
    if (e->kind == EXPRESSION_FIELD && !check_path(v, type, e, counting))
        return false;
    for (size_t i = 0; i < e->count; i++)
        if (!check_expression(v, type, e->items[i], counting))
            return false;
    return true;
}

static bool check_name(struct visit *v, const struct type *type, const char *name, bool counting)
{
    const struct field *f = type_field(type, str_of(*name == '-' ? name + 1 : name));
    return !f || may_use(v, type, f, counting) || refuse_question(v, type, f);
}

static bool check_question(struct visit *v, const struct query *q, bool counting)
{
    for (size_t i = 0; i < q->condition_count; i++)
        if (!check_name(v, q->type, q->conditions[i].field, counting))
            return false;
    for (size_t i = 0; i < sizeof q->order / sizeof *q->order && q->order[i]; i++)
        if (!check_name(v, q->type, q->order[i], counting))
            return false;
    return !q->where || check_expression(v, q->type, q->where, counting);
}

/* The query within the scopes of an action. */
static struct query within(struct visit *v, const struct query *q, unsigned scopes)
{
    struct query narrowed = *q;
    const struct expression *filter = visit_filter(v, q->type, scopes);
    if (!filter || !q->where) {
        narrowed.where = filter ? filter : q->where;
        return narrowed;
    }
    struct expression *both = arena_new(v->arena, struct expression);
    both->kind = EXPRESSION_AND;
    *arena_push(v->arena, both) = filter;
    *arena_push(v->arena, both) = q->where;
    narrowed.where = both;
    return narrowed;
}

/* The records of a question that may be asked. */
static bool answer(struct visit *v, const struct query *q, unsigned scopes, struct views *found,
                   int64_t *total)
{
    struct query narrowed = within(v, q, scopes);
    struct records records;
    *found = (struct views){0};
    if (q->only)
        narrowed.only = visit_needed(v, q->type, q->only);
    if (!store_query(v->session, v->arena, &narrowed, &records, v->faults) ||
        (total && !store_count(v->session, &narrowed, total, v->faults)))
        return false;
    found->items = arena_array(v->arena, records.count, struct view);
    found->capacity = records.count;
    for (size_t i = 0; i < records.count; i++) {
        unsigned standing;
        if (!visit_standing(v, records.items[i], false, &standing))
            return false;
        found->items[found->count++] = *visit_view(v, records.items[i], standing);
    }
    return true;
}

bool visit_query(struct visit *v, const struct query *q, unsigned scopes, struct views *found,
                 int64_t *total)
{
    *found = (struct views){0};
    return check_question(v, q, false) && answer(v, q, scopes, found, total);
}

/* Leaves of `scopes` those in which the field can be read as well. */
static unsigned scopes_reading(struct visit *v, const struct type *type, const struct field *f,
                               unsigned scopes)
{
    unsigned read = visit_cell(v, type, access_class(f), ACTION_READ);
    if (f->secret || f->sealed)
        return 0;
    if (access_known(v->access, type, f) || (read & IN_ALL))
        return scopes;
    return scopes & IN_ALL ? read : scopes & read;
}

static unsigned scopes_asking(struct visit *v, const struct type *type, const struct expression *e,
                              unsigned scopes)
{
    if (e->kind == EXPRESSION_FIELD) {
        scopes = scopes_reading(v, type, e->path[0], scopes);
        for (size_t i = 1; i < e->path_count; i++)
            if (!visit_may_ask(v, e->path[i - 1]->to, e->path[i]))
                return 0;
    }
    for (size_t i = 0; i < e->count; i++)
        scopes = scopes_asking(v, type, e->items[i], scopes);
    return scopes;
}

bool visit_list_readable(struct visit *v, const struct query *q, struct views *found,
                         int64_t *total)
{
    unsigned scopes = visit_cell(v, q->type, 0, ACTION_KNOW);
    *found = (struct views){0};
    if (total)
        *total = 0;
    if (q->where)
        scopes = scopes_asking(v, q->type, q->where, scopes);
    for (size_t i = 0; i < q->condition_count; i++)
        scopes =
            scopes_reading(v, q->type, type_field(q->type, str_of(q->conditions[i].field)), scopes);
    for (size_t i = 0; i < sizeof q->order / sizeof *q->order && q->order[i]; i++)
        scopes = scopes_reading(
            v, q->type,
            type_field(q->type, str_of(q->order[i][0] == '-' ? q->order[i] + 1 : q->order[i])),
            scopes);
    return !scopes || answer(v, q, scopes, found, total);
}

bool visit_list(struct visit *v, const struct query *q, struct views *found, int64_t *total)
{
    unsigned know = visit_cell(v, q->type, 0, ACTION_KNOW);
    *found = (struct views){0};
    if (!know)
        return visit_refuse(v, ACTION_KNOW, q->type, (struct str){0});
    return visit_query(v, q, know, found, total);
}

bool visit_total(struct visit *v, const struct query *q, int64_t *total)
{
    unsigned know = visit_cell(v, q->type, 0, ACTION_KNOW);
    *total = 0;
    if (!know)
        return visit_refuse(v, ACTION_KNOW, q->type, (struct str){0});
    if (!check_question(v, q, false))
        return false;
    struct query narrowed = within(v, q, know);
    return store_count(v->session, &narrowed, total, v->faults);
}

bool visit_count(struct visit *v, const struct query *q, int64_t *count)
{
    unsigned scopes =
        visit_cell(v, q->type, 0, ACTION_KNOW) | visit_cell(v, q->type, 0, ACTION_COUNT);
    *count = 0;
    if (!scopes)
        return visit_refuse(v, ACTION_COUNT, q->type, (struct str){0});
    if (!check_question(v, q, true))
        return false;
    struct query narrowed = within(v, q, scopes);
    return store_count(v->session, &narrowed, count, v->faults);
}

/* Employers are counted by whoever plans visits: how often, never what. */
static bool may_group_by(struct visit *v, const struct type *type, const struct field *f)
{
    bool employers = f->kind == FIELD_REF && str_eq(f->to_name, S("employer"));
    return may_use(v, type, f, true) ||
           (employers && access_may(v->access, &v->who, S("inspection.plan")));
}

/* What may not be grouped by or added up; NULL when all may. References on the way to a field tell
 * nothing by themselves. */
static const struct field *not_grouped(struct visit *v, const struct query *q,
                                       const struct grouping *g, const struct type **of)
{
    const struct type *type = q->type;
    const struct field *sum = g->sum ? type_field(type, str_of(g->sum)) : NULL;
    bool in_all = visit_cell(v, type, 0, ACTION_COUNT) & IN_ALL;
    *of = type;
    if (sum && !visit_may_ask(v, type, sum) && !(in_all && access_class(sum) <= 1 && !sum->sealed))
        return sum;
    for (size_t i = 0; i + 1 < g->by->count; i++)
        type = g->by->fields[i]->to;
    const struct field *last = g->by->fields[g->by->count - 1];
    *of = type;
    return may_group_by(v, type, last) ? NULL : last;
}

static unsigned scopes_grouped(struct visit *v, const struct type *type, enum group_of of)
{
    unsigned know = visit_cell(v, type, 0, ACTION_KNOW);
    return of == GROUP_KNOWN ? know : know | visit_cell(v, type, 0, ACTION_COUNT);
}

bool visit_may_group(struct visit *v, const struct query *q, const struct grouping *grouping)
{
    const struct type *of;
    return (scopes_grouped(v, q->type, grouping->of) || grouping->of == GROUP_KNOWN) &&
           !not_grouped(v, q, grouping, &of);
}

bool visit_group(struct visit *v, const struct query *q, const struct grouping *grouping,
                 struct groups *found)
{
    unsigned scopes = scopes_grouped(v, q->type, grouping->of);
    const struct type *of;
    *found = (struct groups){0};
    if (!scopes && grouping->of == GROUP_KNOWN)
        return true;
    if (!scopes)
        return visit_refuse(v, ACTION_COUNT, q->type, (struct str){0});
    const struct field *refused = not_grouped(v, q, grouping, &of);
    if (!check_question(v, q, true) || (refused && !refuse_question(v, of, refused)))
        return false;
    struct query narrowed = within(v, q, scopes);
    return store_group(v->session, v->arena, &narrowed, grouping->by, grouping->sum, found,
                       v->faults);
}

/* --- sealed fields --- */

/* The readable fields of the view that are still sealed. */
static size_t sealed_fields(struct visit *v, const struct view *view, const struct field ***fields)
{
    const struct type *type = view->record->type;
    size_t count = 0;
    *fields = arena_array(v->arena, type->field_count, const struct field *);
    for (size_t i = 0; i < type->field_count; i++)
        if (view->sight[i] == SIGHT_FULL && type->fields[i].sealed)
            (*fields)[count++] = &type->fields[i];
    return count;
}

/* Records of one face are opened together, so that each row of the audit names what was opened. */
bool visit_open(struct visit *v, struct view *const *views, size_t count)
{
    struct actor actor = visit_actor(v);
    bool *done = arena_array(v->arena, count, bool);
    for (size_t i = 0; i < count; i++) {
        struct record **together = arena_array(v->arena, count, struct record *);
        const struct field **fields;
        size_t taken = 0;
        for (size_t k = i; k < count; k++) {
            if (done[k] || views[k]->sight != views[i]->sight ||
                views[k]->record->type != views[i]->record->type)
                continue;
            done[k] = true;
            if (views[k]->sealed)
                together[taken++] = views[k]->record;
        }
        size_t named = sealed_fields(v, views[i], &fields);
        if (taken && named &&
            !store_open_sealed(v->session, v->arena, &actor, together, taken, fields, named,
                               v->faults))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        views[i]->sealed = false;
    return true;
}
