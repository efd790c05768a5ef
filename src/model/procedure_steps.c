/* Steps, rules, and what the program keeps in agreement. */
#include "model/procedure.h"

#include "base/arena.h"

/* --- spans of time: "3 days after received_on", "5 working days", "due_on" --- */

static bool unit_of(struct str *rest, struct span *span)
{
    static const struct {
        const char *word;
        unsigned unit; /* as clang has the enum */
    } units[] = {{"working days", SPAN_WORKING_DAYS},
                 {"working day", SPAN_WORKING_DAYS},
                 {"days", SPAN_DAYS},
                 {"day", SPAN_DAYS},
                 {"months", SPAN_MONTHS},
                 {"month", SPAN_MONTHS}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_starts(*rest, str_of(units[i].word))) {
            span->unit = units[i].unit;
            *rest = str_trim(str_from(*rest, str_of(units[i].word).n));
            return true;
        }
    return false;
}

/* True for text that has the shape of a span; its fields may still be wrong. */
static bool span_shape(struct str text, struct span *span, struct str *after)
{
    int64_t count;
    size_t space = str_find_char(text, ' ', 0);
    *after = (struct str){0};
    if (space == STR_NONE || !str_to_int(str_slice(text, 0, space), &count) || count < 0 ||
        count > 1000)
        return false;
    struct str rest = str_trim(str_from(text, space));
    span->count = (int)count;
    if (!unit_of(&rest, span))
        return false;
    if (str_starts(rest, S("after ")))
        *after = str_trim(str_from(rest, 6));
    return !rest.n || after->n;
}

static bool read_span(struct procedure_reader *r, const struct node *d, const char *name,
                      struct span *span)
{
    const struct node *n = node_get(d, str_of(name));
    struct str text = node_text(r->arena, n), after = text;
    if (!n)
        return true;
    if (!span_shape(text, span, &after)) {
        *span = (struct span){.unit = SPAN_DAYS};
        after = text;
    }
    span->after = type_field(r->type, after);
    return (span->after && span->after->kind == FIELD_DATE) ||
           procedure_wrong(r, n,
                           N_("\"{1}\" is no time of {2}; write a date of it, or \"3 days after "
                              "received_on\", \"5 working days after …\", \"2 months after …\"."),
                           text);
}

/* --- settings --- */

static bool read_setting(struct procedure_reader *r, const struct type *of, struct str name,
                         const struct node *value, struct setting *s)
{
    struct str after;
    s->field = type_field(of, name);
    s->value = node_text(r->arena, value);
    if (!s->field)
        return procedure_wrong(r, value, N_("\"{1}\" is no field of its type."), name);
    if (str_starts(s->value, S("{")) && str_ends(s->value, S("}"))) {
        struct node inside = *value;
        inside.text = str_slice(s->value, 1, s->value.n - 1);
        return procedure_path(r, r->type, &inside, &s->from);
    }
    if (s->field->kind == FIELD_DATE && span_shape(s->value, &s->span, &after) && !after.n)
        return true;
    s->span = (struct span){0};
    if (s->field->kind == FIELD_CODE && !str_eq(s->value, S("nothing")) &&
        !code_find(s->field->list, s->value))
        return procedure_wrong(r, value, N_("\"{1}\" is no code of its list."), s->value);
    return true;
}

static bool read_settings(struct procedure_reader *r, const struct type *of, const struct node *d,
                          struct settings *out)
{
    bool ok = true;
    out->items = arena_array(r->arena, node_count(d), struct setting);
    for (size_t i = 0; i < node_count(d); i++)
        ok = read_setting(r, of, d->keys[i], d->items[i], &out->items[out->count++]) && ok;
    return ok;
}

/* --- steps --- */

static struct str ground_of(const struct node *d)
{
    return node_get(d, S("ground"))          ? node_get_str(d, S("ground"))
           : node_get_bool(d, S("own_rule")) ? S("Himaya")
                                             : (struct str){0};
}

static const char *says_of(struct procedure_reader *r, const struct node *d, const char *name)
{
    return str_c(r->arena, node_get_str(d, str_of(name)));
}

static bool read_requirements(struct procedure_reader *r, const struct node *d, struct step *step)
{
    static const char *const known[] = {"when", "any", "none", "says", "ground", "own_rule", NULL};
    const struct node *list = node_get(d, S("requires"));
    struct requirement *read = arena_array(r->arena, node_count(list), struct requirement);
    bool ok = true;
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *one = list->items[i];
        ok = procedure_known(r, one, known) && procedure_circumstance(r, one, &read[i].holds) && ok;
        read[i].says = says_of(r, one, "says");
        read[i].ground = ground_of(one);
        if (!*read[i].says)
            ok = procedure_wrong(r, one,
                                 N_("What a step requires must say what is wrong without it."),
                                 (struct str){0});
    }
    step->requires = read;
    step->require_count = node_count(list);
    return ok;
}

static bool read_makes(struct procedure_reader *r, const struct node *d, struct step *step)
{
    struct str name = node_get_str(d, S("makes"));
    if (!name.n)
        return true;
    step->makes = model_type(r->model, name);
    if (!step->makes)
        return procedure_wrong(r, d, N_("\"{1}\" is no record type; \"himaya types\" lists them."),
                               name);
    step->through = procedure_field(r, step->makes, d, "through");
    if (step->through && step->through->to != r->type)
        return procedure_wrong(r, d, N_("\"{1}\" does not lead to a record of {2}."),
                               step->through->name);
    return step->through && read_settings(r, step->makes, node_get(d, S("with")), &step->with);
}

static bool read_roles(struct procedure_reader *r, const struct node *n, struct str_list *roles)
{
    const struct code_list *known = model_list(r->model, S("roles"));
    bool ok = procedure_words(r, n, roles);
    for (size_t i = 0; ok && known && i < roles->count; i++)
        if (!code_find(known, roles->items[i]))
            ok = procedure_wrong(r, n, N_("\"{1}\" is no role."), roles->items[i]);
    return ok;
}

static bool read_power(struct procedure_reader *r, const struct node *d, struct str *power)
{
    const struct code_list *powers = model_list(r->model, S("powers"));
    *power = node_get_str(d, S("power"));
    return !power->n || (powers && code_find(powers, *power)) ||
           procedure_wrong(r, d, N_("\"{1}\" is no power; the list powers has them."), *power);
}

static bool read_other_than(struct procedure_reader *r, const struct node *d, struct step *step)
{
    const struct node *list = node_get(d, S("other_than"));
    bool ok = true;
    for (size_t i = 0; i < node_count(list); i++) {
        struct path *path = arena_push(r->arena, &step->other_than);
        ok = procedure_path(r, r->type, list->items[i], path) && ok;
        const struct field *last = path->count ? path->fields[path->count - 1] : NULL;
        if (ok && (last->kind != FIELD_REF || !str_eq(last->to_name, S("user"))))
            ok = procedure_wrong(r, list->items[i], N_("\"{1}\" is nobody of the staff."),
                                 last->name);
    }
    return ok;
}

static bool read_step(struct procedure_reader *r, const struct node *d, struct step *step)
{
    static const char *const known[] = {"step",     "label",      "means",     "by",     "when",
                                        "any",      "none",       "owed",      "from",   "until",
                                        "needs",    "asks",       "sets",      "makes",  "through",
                                        "with",     "must",       "must_says", "power",  "ground",
                                        "own_rule", "other_than", "requires",  "reason", NULL};
    bool ok = procedure_known(r, d, known);
    if (!ok)
        return false;
    step->name = node_get_str(d, S("step"));
    step->label = node_get_str(d, S("label"));
    step->means = node_get_str(d, S("means"));
    step->ground = node_get_str(d, S("ground"));
    step->own_rule = node_get_bool(d, S("own_rule"));
    step->reason = node_get_bool(d, S("reason"));
    step->is_owed = node_get(d, S("owed")) || node_get(d, S("until"));
    if (!step->name.n || !step->label.n || !node_count(node_get(d, S("by"))))
        return procedure_wrong(r, d, N_("A step needs a name, a label, and by whom it is done."),
                               step->name);
    ok = read_roles(r, node_get(d, S("by")), &step->by);
    ok = procedure_circumstance(r, d, &step->when) && ok;
    ok = procedure_circumstance(r, node_get(d, S("owed")), &step->owed) && ok;
    ok = read_span(r, d, "from", &step->from) && ok;
    ok = read_span(r, d, "until", &step->until) && ok;
    ok = read_makes(r, d, step) && ok;
    if (!ok)
        return false;
    const struct type *asked = step->makes ? step->makes : r->type;
    ok = procedure_fields(r, asked, node_get(d, S("needs")), &step->needs);
    ok = procedure_fields(r, asked, node_get(d, S("asks")), &step->asks) && ok;
    ok = read_settings(r, r->type, node_get(d, S("sets")), &step->sets) && ok;
    ok = read_other_than(r, d, step) && ok;
    ok = read_power(r, d, &step->power) && ok;
    step->must = procedure_condition(r, asked, d, "must", &ok);
    step->must_says = says_of(r, d, "must_says");
    return read_requirements(r, d, step) && ok;
}

/* --- rules --- */

static void watch(struct procedure_reader *r, struct rule *rule, const struct field *f)
{
    struct field_list *w = &rule->watched;
    if (!w->items)
        w->items = arena_array(r->arena, r->type->field_count, const struct field *);
    for (size_t i = 0; i < w->count; i++)
        if (w->items[i] == f)
            return;
    if (f)
        w->items[w->count++] = f;
}

static void watch_condition(struct procedure_reader *r, struct rule *rule,
                            const struct expression *e)
{
    if (!e)
        return;
    if (e->kind == EXPRESSION_FIELD)
        watch(r, rule, e->path[0]);
    for (size_t i = 0; i < e->count; i++)
        watch_condition(r, rule, e->items[i]);
}

/* Three fields of a group, as in range: {amount: amount, article: provision, kind: offender_kind}.
 */
static bool read_group(struct procedure_reader *r, const struct node *d, const char *const *names,
                       const struct field **const *fields, size_t count)
{
    bool ok = true;
    for (size_t i = 0; d && i < count; i++) {
        *fields[i] = procedure_field(r, r->type, d, names[i]);
        ok = *fields[i] && ok;
    }
    return ok;
}

static bool read_rule(struct procedure_reader *r, const struct node *d, struct rule *rule)
{
    static const char *const known[] = {"rule",     "when",     "never",     "says",  "ground",
                                        "own_rule", "unless",   "only",      "power", "date",
                                        "range",    "conflict", "exception", NULL};
    static const char *const range[] = {"amount", "article", "kind", "date"};
    static const char *const conflict[] = {"person", "employer"};
    bool ok = procedure_known(r, d, known);
    if (!ok)
        return false;
    rule->name = node_get_str(d, S("rule"));
    rule->says = says_of(r, d, "says");
    rule->ground = ground_of(d);
    if (!rule->name.n || !*rule->says)
        return procedure_wrong(r, d, N_("A rule needs a name, and says what is wrong."),
                               rule->name);
    rule->when = procedure_condition(r, r->type, d, "when", &ok);
    rule->never = procedure_condition(r, r->type, d, "never", &ok);
    if (node_get(d, S("unless")))
        ok = (rule->unless = procedure_field(r, r->type, d, "unless")) && ok;
    if (node_get(d, S("date")))
        ok = (rule->date = procedure_field(r, r->type, d, "date")) && ok;
    if (node_get(d, S("exception")))
        ok = (rule->exception = procedure_field(r, r->type, d, "exception")) && ok;
    ok = read_roles(r, node_get(d, S("only")), &rule->only) && ok;
    ok = read_power(r, d, &rule->power) && ok;
    const struct field **ranged[] = {&rule->amount, &rule->article, &rule->kind, &rule->date};
    const struct field **conflicting[] = {&rule->person, &rule->employer};
    ok = read_group(r, node_get(d, S("range")), range, ranged, 4) && ok;
    ok = read_group(r, node_get(d, S("conflict")), conflict, conflicting, 2) && ok;
    watch_condition(r, rule, rule->when);
    watch_condition(r, rule, rule->never);
    const struct field *const all[] = {rule->unless, rule->date,      rule->amount, rule->article,
                                       rule->kind,   rule->exception, rule->person, rule->employer};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i])
            watch(r, rule, all[i]);
    return ok;
}

/* --- kept in agreement --- */

static bool read_kept(struct procedure_reader *r, const struct node *d, struct kept *kept)
{
    static const char *const known[] = {"field", "sum",  "last", "of", "by",
                                        "where", "when", "is",   NULL};
    bool ok = procedure_known(r, d, known) &&
              (kept->field = procedure_field(r, r->type, d, "field")) != NULL;
    if (!ok)
        return false;
    if (str_eq(node_get_str(d, S("is")), S("stage"))) {
        kept->how = KEPT_STAGE;
        return true;
    }
    kept->how = node_get(d, S("sum")) ? KEPT_SUM : KEPT_LAST;
    kept->of = model_type(r->model, node_get_str(d, S("of")));
    if (!kept->of)
        return procedure_wrong(r, d, N_("\"{1}\" is no record type; \"himaya types\" lists them."),
                               node_get_str(d, S("of")));
    kept->by = procedure_field(r, kept->of, d, "by");
    kept->taken = procedure_field(r, kept->of, d, kept->how == KEPT_SUM ? "sum" : "last");
    kept->where = procedure_condition(r, kept->of, d, "where", &ok);
    kept->when = procedure_condition(r, r->type, d, "when", &ok);
    return ok && kept->by && kept->taken;
}

#define READ_ALL(what, kind, reader)                                                               \
    do {                                                                                           \
        const struct node *list = node_get(type->declared, S(what));                               \
        struct kind *all = arena_array(a, node_count(list), struct kind);                          \
        for (size_t i = 0; i < node_count(list); i++)                                              \
            ok = reader(&r, list->items[i], &all[i]) && ok;                                        \
        read = all;                                                                                \
        count = node_count(list);                                                                  \
    } while (0)

bool procedure_read_steps(struct arena *a, const struct model *model, struct type *type,
                          struct faults *faults)
{
    struct procedure *out = (struct procedure *)type->procedure;
    struct procedure_reader r = {a, model, type, out, faults};
    bool ok = true;
    const void *read;
    size_t count;
    READ_ALL("steps", step, read_step);
    out->steps = read;
    out->step_count = count;
    READ_ALL("rules", rule, read_rule);
    out->rules = read;
    out->rule_count = count;
    READ_ALL("kept", kept, read_kept);
    out->kept = read;
    out->kept_count = count;
    return procedure_related(&r, node_get(type->declared, S("file")), &out->file,
                             &out->file_count) &&
           ok;
}
