/* A country's findings of a year, whole. */
#include "base/arena.h"
#include "report/nodes.h"

struct node *document_node(const struct report_context *c, struct str profile_id)
{
    for (size_t i = 0; i < c->all.count; i++) {
        if (!str_eq(c->all.items[i]->id, profile_id))
            continue;
        struct str id = record_text(c->all.items[i], "document");
        const struct type *type = model_type(c->model, S("document"));
        const struct record *r =
            id.n ? store_get_brief(c->session, c->arena, type, id, c->faults) : NULL;
        if (!r)
            return NULL;
        struct node *n = node_map(c->arena);
        node_set_str(c->arena, n, S("id"), r->id);
        node_set_str(c->arena, n, S("name"), record_text(r, "name"));
        node_set_str(c->arena, n, S("kind"), record_text(r, "kind"));
        return n;
    }
    return NULL;
}

static struct node *profiles_node(const struct report_context *c)
{
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (size_t i = 0; i < c->profiles.count; i++) {
        const struct record *p = c->profiles.items[i];
        struct node *n = node_add(a, list, node_map(a));
        node_set_str(a, n, S("id"), p->id);
        node_set_str(a, n, S("origin"), record_text(p, "origin"));
        node_set_str(a, n, S("label"), say_code(c, "profile_origins", record_text(p, "origin")));
        struct node *document = document_node(c, p->id);
        if (document)
            node_set(a, n, S("document"), document);
    }
    return list;
}

/* The first profile that has one; a label is made from the codes where none was printed. */
struct node *assessment_node(const struct report_context *c)
{
    struct arena *a = c->arena;
    struct node *n = node_map(a);
    for (size_t i = 0; i < c->profiles.count; i++) {
        const struct record *p = c->profiles.items[i];
        struct str level = record_text(p, "level"), qualifier = record_text(p, "qualifier");
        struct str label = record_text(p, "label");
        if (!level.n)
            continue;
        if (!label.n || c->request->language != LANGUAGE_ENGLISH)
            label = qualifier.n
                        ? str_format(a, "%.*s – %.*s",
                                     STR_ARG(say_code(c, "advancement_levels", level)),
                                     STR_ARG(say_code(c, "advancement_qualifiers", qualifier)))
                        : say_code(c, "advancement_levels", level);
        node_set_str(a, n, S("level"), level);
        node_set_str(a, n, S("qualifier"), qualifier);
        node_set_str(a, n, S("label"), label);
        break;
    }
    return n;
}

static void set_head(const struct report_context *c, struct node *report)
{
    struct arena *a = c->arena;
    const struct node *years = years_node(a, &c->all);
    int64_t previous = 0, next = 0;
    node_set_str(a, report, S("country"), country_name(c->request->language, c->country));
    node_set_str(a, report, S("iso"), c->country->code);
    node_set_int(a, report, S("year"), c->year);
    struct str region =
        c->profiles.count ? record_text(c->profiles.items[0], "region") : (struct str){0};
    set_if(a, report, S("region"), region.n ? region : node_get_str(c->country->row, S("region")));
    node_set_str(a, report, S("basis"), c->basis == BASIS_COMPUTED ? S("computed") : S("reported"));
    for (size_t i = 0; i < node_count(years); i++) {
        int64_t year = node_at(years, i)->integer;
        if (year < c->year)
            previous = year;
        if (year > c->year && !next)
            next = year;
    }
    node_set(a, report, S("years"), years_node(a, &c->all));
    node_set(a, report, S("previous"), previous ? node_int(a, previous) : node_null(a));
    node_set(a, report, S("next"), next ? node_int(a, next) : node_null(a));
    node_set(a, report, S("profiles"), profiles_node(c));
}

static void set_figures(const struct report_context *c, struct node *report)
{
    struct arena *a = c->arena;
    struct node *figures = node_set(a, report, S("figures"), node_list(a));
    struct node *territories = node_set(a, report, S("territories"), node_list(a));
    for (size_t i = 0; i < c->cells.count; i++) {
        const struct figure_cell *cell = &c->cells.items[i];
        node_add(a, cell->territory.n ? territories : figures, figure_node(c, cell->chosen));
    }
}

static struct node *actions_node(const struct report_context *c)
{
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (size_t i = 0; i < c->actions.count; i++) {
        const struct record *r = c->actions.items[i];
        struct node *n = node_add(a, list, node_map(a));
        node_set_str(a, n, S("area"), record_text(r, "area"));
        node_set_str(a, n, S("area_label"), say_code(c, "action_areas", record_text(r, "area")));
        node_set_str(a, n, S("text"), record_text(r, "text"));
        if (record_text(r, "territory").n)
            node_set_str(a, n, S("territory"), record_text(r, "territory"));
        if (record_integer(r, "first_year"))
            node_set_int(a, n, S("first_year"), record_integer(r, "first_year"));
        if (record_integer(r, "last_year"))
            node_set_int(a, n, S("last_year"), record_integer(r, "last_year"));
        node_set_str(a, n, S("years"), action_years(a, r));
        if (record_integer(r, "line"))
            node_set_int(a, n, S("line"), record_integer(r, "line"));
    }
    return list;
}

static struct node *references_node(const struct report_context *c)
{
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (size_t i = 0; i < c->references.count; i++) {
        const struct record *r = c->references.items[i];
        int64_t number = record_integer(r, "number");
        struct node *n = node_add(a, list, node_map(a));
        node_set_int(a, n, S("number"), number);
        node_set_str(a, n, S("text"), record_text(r, "text"));
        if (record_integer(r, "line"))
            node_set_int(a, n, S("line"), record_integer(r, "line"));
        node_set_int(a, n, S("cited"), number > 0 && number < 1000 ? c->cited[number] : 0);
    }
    return list;
}

static struct node *goods_node(const struct report_context *c)
{
    static const char *const kinds[] = {"child_labor", "forced_labor", "forced_child_labor"};
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (size_t i = 0; i < c->goods.count; i++) {
        struct node *n = node_add(a, list, node_map(a));
        node_set_str(a, n, S("name"), record_text(c->goods.items[i], "name"));
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            node_set_bool(a, n, str_of(kinds[k]), record_integer(c->goods.items[i], kinds[k]) != 0);
    }
    return list;
}

static struct node *remarks_node(const struct report_context *c)
{
    struct arena *a = c->arena;
    struct node *list = node_list(a);
    for (size_t i = 0; i < c->remarks.count; i++) {
        const struct record *r = c->remarks.items[i];
        struct node *n = node_add(a, list, node_map(a));
        struct str rest = record_text(r, "details"), details[2] = {0};
        size_t count = 0;
        while (count < 2 && str_cut(&rest, '\n', &details[count])) /* one a line */
            count++;
        node_set_int(a, n, S("line"), record_integer(r, "line"));
        node_set_str(a, n, S("text"),
                     words_fill(a, say(c, record_text(r, "message")), details, count));
    }
    return list;
}

struct node *report_findings(struct session *s, struct arena *a, const struct report_request *r,
                             struct faults *faults)
{
    struct report_context c;
    if (!context_open(&c, s, a, r, faults) || !context_read_texts(&c))
        return NULL;
    context_number_tables(&c);
    size_t before = faults->total;
    struct node *report = node_map(a);
    set_head(&c, report);
    node_set(a, report, S("assessment"), assessment_node(&c));
    set_figures(&c, report);
    node_set(a, report, S("tables"), tables_node(&c));
    node_set(a, report, S("sections"), sections_node(&c));
    node_set(a, report, S("actions"), actions_node(&c));
    struct node *findings = findings_node(&c); /* counts citations, so before the list */
    node_set(a, report, S("references"), references_node(&c));
    node_set(a, report, S("alternatives"), alternatives_node(&c));
    node_set(a, report, S("goods"), goods_node(&c));
    node_set(a, report, S("remarks"), remarks_node(&c));
    node_set(a, report, S("findings"), findings);
    return faults->total == before ? report : NULL;
}
