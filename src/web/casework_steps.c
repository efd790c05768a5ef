/* The stage of a record and what may be done next. */
#include "base/arena.h"
#include "web/casework.h"
#include "web/staff_data.h"

enum { SOON_DAYS = 3 };

struct record *casework_truth(struct call *c, const struct record *r)
{
    return store_get(c->session, c->arena, r->type, r->id, &c->faults);
}

/* What the page says of a record in the file, beside its name. */
static const bool *told_fields(struct call *c, const struct type *type)
{
    bool *told = arena_array(c->arena, type->field_count, bool);
    const struct field *by = type_field(type, S("recorded_by"));
    for (size_t i = 0; i < type->procedure->stage_count; i++) {
        const struct stage *stage = &type->procedure->stages[i];
        if (stage->since)
            told[stage->since->index] = true;
        for (size_t k = 0; k < stage->shows.count; k++) {
            const struct field *f = stage->shows.items[k];
            const struct field *of = f->currency.n ? type_field(type, f->currency) : NULL;
            told[f->index] = true;
            if (of)
                told[of->index] = true;
        }
    }
    if (by)
        told[by->index] = true;
    return told;
}

/* False with a fault of the store. */
static bool read_part(struct call *c, const struct related *part, struct str id,
                      struct views *found)
{
    struct casework w = casework_for(&c->visit);
    struct query q = {.type = part->type,
                      .where = casework_about(&w, part, id),
                      .only = told_fields(c, part->type)};
    *found = (struct views){0};
    return !visit_knows_type(&c->visit, part->type) ||
           (q.where && visit_list_readable(&c->visit, &q, found, NULL));
}

/* --- stages --- */

static const struct reached *reached_of(const struct stages *reached, const struct stage *stage)
{
    for (size_t i = 0; i < reached->count; i++)
        if (reached->items[i].stage == stage)
            return &reached->items[i];
    return NULL;
}

void casework_line(struct staff_page *p)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    struct casework w = casework_for(&c->visit);
    struct stages reached;
    const struct record *truth = casework_truth(c, p->view->record);
    if (!truth || !casework_stages(&w, truth, &reached))
        return;
    struct node *line = node_set(a, p->out, S("line"), node_list(a));
    for (size_t i = 0; i < p->type->procedure->stage_count; i++) {
        const struct stage *stage = &p->type->procedure->stages[i];
        const struct reached *there = reached_of(&reached, stage);
        if (!there && stage->rare)
            continue;
        struct node *one = node_add(a, line, node_map(a));
        bool now = there && there == &reached.items[reached.count - 1];
        node_set_str(a, one, S("label"), words(c->language, stage->label));
        if (there)
            node_set_str(a, one, S("text"),
                         there->since.n ? words_date(a, c->language, there->since)
                                        : words(c->language, S(N_("day not known"))));
        node_set_str(a, one, S("state"), now ? S("now") : there ? S("done") : S("open"));
    }
}

/* --- steps --- */

static struct str by_words(struct call *c, const struct step *step)
{
    const struct code_list *roles = model_list(c->app->model, S("roles"));
    struct str_list labels = {0};
    for (size_t i = 0; i < step->by.count; i++) {
        const struct code *role = code_find(roles, step->by.items[i]);
        *arena_push(c->arena, &labels) =
            staff_words_inside(c, words(c->language, role ? role->label : step->by.items[i]));
    }
    return str_join(c->arena, &labels, S(", "));
}

static void add_until(struct call *c, struct node *one, struct date until)
{
    struct arena *a = c->arena;
    int64_t days = date_to_days(until) - date_to_days(date_today());
    struct str iso = date_print(a, until);
    node_set_str(a, one, S("until"), c->api ? iso : words_date(a, c->language, iso));
    node_set_str(a, one, S("due"), iso);
    node_set_str(a, one, S("state"),
                 days < 0            ? S("overdue")
                 : days <= SOON_DAYS ? S("soon")
                                     : S("later"));
    node_set_int(a, one, S("days"), days < 0 ? -days : days);
}

static struct str step_address(struct call *c, const struct record *r, const struct step *step)
{
    struct str path = staff_path(c->arena, r->type, r->id);
    return str_format(c->arena, "%.*s/steps/%.*s", STR_ARG(path), STR_ARG(step->name));
}

struct node *casework_step_node(struct call *c, const struct record *r,
                                const struct step_state *state)
{
    struct arena *a = c->arena;
    const struct step *step = state->step;
    struct node *one = node_map(a);
    node_set_str(a, one, S("step"), step->name);
    node_set_str(a, one, S("label"), words(c->language, step->label));
    node_set_str(a, one, S("means"), words(c->language, step->means));
    node_set_str(a, one, S("by"), by_words(c, step));
    node_set_str(a, one, S("ground"), step->ground);
    node_set_bool(a, one, S("own_rule"), step->own_rule && state->until.year);
    node_set_bool(a, one, S("owed"), state->owed);
    node_set_bool(a, one, S("possible"), state->answer == STEP_POSSIBLE);
    node_set_bool(a, one, S("others"), state->answer == STEP_OTHERS);
    node_set_bool(a, one, S("may_try"), state->may_try);
    if (state->until.year)
        add_until(c, one, state->until);
    if (state->answer == STEP_REFUSED)
        node_set_str(a, one, S("refused"),
                     fault_fill(a, words(c->language, str_of(state->why.message)), &state->why));
    struct str path = step_address(c, r, step);
    node_set_str(a, one, S("address"), c->api ? path : staff_address(c, path));
    return one;
}

struct gathered {
    struct node **items;
    size_t count, capacity;
};

/* Before others: what is owed and mine by its day, then what is possible, then what others owe,
 * then what is refused. */
static int rank(const struct node *n)
{
    bool possible = node_get_bool(n, S("possible")), owed = node_get_bool(n, S("owed"));
    return possible ? (owed ? 0 : 1) : node_get_bool(n, S("others")) ? (owed ? 2 : 3) : 4;
}

static bool comes_before(const struct node *a, const struct node *b)
{
    struct str due_a = node_get_str(a, S("due")), due_b = node_get_str(b, S("due"));
    if (rank(a) != rank(b))
        return rank(a) < rank(b);
    if (!due_a.n || !due_b.n)
        return due_a.n && !due_b.n;
    return str_compare(due_a, due_b) < 0;
}

static void put_in_order(struct gathered *g)
{
    for (size_t i = 1; i < g->count; i++)
        for (size_t n = i; n > 0 && comes_before(g->items[n], g->items[n - 1]); n--) {
            struct node *moved = g->items[n];
            g->items[n] = g->items[n - 1];
            g->items[n - 1] = moved;
        }
}

/* The steps of one record; of one in the file only those that somebody owes. */
static void gather(struct staff_page *p, const struct view *view, const struct record *truth,
                   struct gathered *g)
{
    struct call *c = p->call;
    struct casework w = casework_for(&c->visit);
    struct step_states states;
    bool own = view == p->view;
    if (!truth || !(own ? casework_steps : casework_steps_owed)(&w, truth, &states))
        return;
    for (size_t i = 0; i < states.count; i++) {
        const struct step_state *s = &states.items[i];
        if (s->answer == STEP_REFUSED && !casework_is_by(&w, s->step))
            continue;
        struct node *one = casework_step_node(c, truth, s);
        if (!own) {
            node_set_str(c->arena, one, S("about"), visit_name_of(&c->visit, view));
            node_set_str(c->arena, one, S("about_address"),
                         staff_address(c, staff_path(c->arena, truth->type, truth->id)));
        }
        *arena_push(c->arena, g) = one;
    }
}

/* The same for a part of the file: of its records, all asked for at once, few are owed anything. */
static void gather_part(struct staff_page *p, size_t part, struct gathered *g)
{
    struct call *c = p->call;
    struct casework w = casework_for(&c->visit);
    const struct related *related = &p->type->procedure->file[part];
    const struct views *seen = casework_file(p, part);
    struct query q = {.type = related->type};
    struct records truths;
    struct map owed = {.arena = c->arena};
    if (!related->type->procedure->step_count || !seen->count)
        return;
    q.where = casework_about(&w, related, p->view->record->id);
    q.only = casework_owed_fields(c->arena, related->type);
    if (!q.where || !store_query(c->session, c->arena, &q, &truths, &c->faults))
        return;
    for (size_t i = 0; i < truths.count; i++)
        if (casework_is_owed(&w, truths.items[i]))
            map_put(&owed, truths.items[i]->id, 1);
    for (size_t i = 0; i < seen->count; i++)
        if (map_get(&owed, seen->items[i].record->id, NULL))
            gather(p, &seen->items[i], casework_truth(c, seen->items[i].record), g);
}

const struct views *casework_file(struct staff_page *p, size_t part)
{
    const struct procedure *procedure = p->type->procedure;
    if (!p->file)
        p->file = arena_array(p->call->arena, procedure->file_count + 1, struct views *);
    if (!p->file[part]) {
        p->file[part] = arena_new(p->call->arena, struct views);
        if (!read_part(p->call, &procedure->file[part], p->view->record->id, p->file[part]))
            *p->file[part] = (struct views){0};
    }
    return p->file[part];
}

void casework_next(struct staff_page *p)
{
    struct call *c = p->call;
    struct arena *a = c->arena;
    const struct procedure *procedure = p->type->procedure;
    struct gathered g = {0};
    gather(p, p->view, casework_truth(c, p->view->record), &g);
    for (size_t i = 0; i < procedure->file_count; i++)
        gather_part(p, i, &g);
    put_in_order(&g);
    struct node *next = node_set(a, p->out, S("next"), node_list(a));
    for (size_t i = 0; i < g.count; i++) {
        node_set_str(a, g.items[i], S("back"), staff_path(a, p->type, p->view->record->id));
        node_set_bool(a, g.items[i], S("first"), i == 0 && rank(g.items[i]) == 0);
        node_add(a, next, g.items[i]);
    }
}

/* --- for programs --- */

struct node *data_steps(struct call *c)
{
    struct arena *a = c->arena;
    const struct type *type = staff_type(c);
    const struct view *view = type ? staff_view(c, type) : NULL;
    const struct record *truth = view ? casework_truth(c, view->record) : NULL;
    struct casework w = casework_for(&c->visit);
    struct stages reached;
    struct step_states states;
    if (!truth || !casework_stages(&w, truth, &reached) || !casework_steps(&w, truth, &states))
        return NULL;
    struct node *out = node_map(a);
    node_set_str(a, out, S("type"), type->name);
    node_set_str(a, out, S("id"), truth->id);
    node_set_int(a, out, S("version"), truth->version);
    if (reached.count)
        node_set_str(a, out, S("stage"), reached.items[reached.count - 1].stage->name);
    struct node *stages = node_set(a, out, S("stages"), node_list(a));
    struct node *steps = node_set(a, out, S("steps"), node_list(a));
    for (size_t i = 0; i < reached.count; i++) {
        struct node *one = node_add(a, stages, node_map(a));
        node_set_str(a, one, S("stage"), reached.items[i].stage->name);
        node_set_str(a, one, S("label"), words(c->language, reached.items[i].stage->label));
        node_set_str(a, one, S("since"), reached.items[i].since);
    }
    for (size_t i = 0; i < states.count; i++)
        node_add(a, steps, casework_step_node(c, truth, &states.items[i]));
    return out;
}
