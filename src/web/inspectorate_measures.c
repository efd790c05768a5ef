/* What is counted by district and sector, each number with the list of its records. */
#include "base/arena.h"
#include "base/money.h"
#include "web/inspectorate.h"

static const struct measure measures[MEASURES] = {
    [MEASURE_COMPLAINTS] = {"complaints",
                            N_("Complaints"),
                            "complaint",
                            "received_on",
                            {"district", "sector"},
                            NULL,
                            false},
    [MEASURE_VIOLATIONS] = {"violations",
                            N_("Violations"),
                            "violation",
                            "found_on",
                            {"district", "sector"},
                            NULL,
                            false},
    [MEASURE_CHILDREN] = {"children",
                          N_("Violations with children"),
                          "violation",
                          "found_on",
                          {"district", "sector"},
                          NULL,
                          true},
    [MEASURE_HITS] = {"hits",
                      N_("Hits of the contract register"),
                      "hit",
                      "found_on",
                      {"district", NULL},
                      NULL,
                      false},
    [MEASURE_PENALTIES] = {"penalties",
                           N_("Penalties"),
                           "penalty",
                           "imposed_on",
                           {"violation.district", "violation.sector"},
                           "amount",
                           false},
};

const struct measure *measure_at(enum measure_key key)
{
    return &measures[key];
}

static bool read_one(struct call *c, int year, enum measure_by by, struct measured *m)
{
    struct count_question q = {.type = m->measure->type,
                               .day = m->measure->day,
                               .by = m->measure->by[by],
                               .from = year,
                               .until = year + 1,
                               .sum = m->measure->sum};
    if (m->measure->of_children)
        q.where = counts_child_kinds(c->arena, c->app->model);
    m->open[by] = q.by && counts_may(&c->visit, &q);
    if (!m->open[by])
        return true;
    if (!counts_by(&c->visit, &q, &m->counted[by]))
        return false;
    q.of = GROUP_KNOWN;
    return !counts_may(&c->visit, &q) || counts_by(&c->visit, &q, &m->known[by]);
}

bool measures_read(struct call *c, int year, struct measured measured[MEASURES])
{
    for (int i = 0; i < MEASURES; i++) {
        measured[i] = (struct measured){.measure = &measures[i]};
        for (int by = 0; by < MEASURE_BYS; by++)
            if (!read_one(c, year, (enum measure_by)by, &measured[i]))
                return false;
    }
    return true;
}

/* "/records/violation?found_on=2019&kind=…&district=BA" */
static struct str list_of(struct call *c, const struct measured *m, int year, const char *field,
                          struct str code)
{
    struct arena *a = c->arena;
    struct str query = str_format(a, "%s=%d", m->measure->day, year);
    if (m->measure->of_children)
        query = str_format(a, "%.*s&kind=%.*s", STR_ARG(query),
                           STR_ARG(counts_child_codes(a, c->app->model)));
    if (field)
        query =
            str_format(a, "%.*s&%s=%.*s", STR_ARG(query), field, STR_ARG(code.n ? code : S("-")));
    return inspectorate_list(a, m->measure->type, query);
}

static struct node *cell(struct call *c, int64_t count, int64_t sum, const struct measured *m)
{
    struct node *n = node_map(c->arena);
    node_set_str(c->arena, n, S("key"), str_of(m->measure->key));
    node_set_int(c->arena, n, S("count"), count);
    if (m->measure->sum)
        node_set_str(c->arena, n, S("sum"), money_print(c->arena, sum, c->app->ground->currency));
    return n;
}

struct node *measure_cell(struct call *c, const struct measured *m, enum measure_by by,
                          struct str code, int year)
{
    if (!m->open[by])
        return NULL;
    int64_t count = counts_of(&m->counted[by], code);
    struct node *n = cell(c, count, counts_sum(&m->counted[by], code), m);
    bool through = strchr(m->measure->by[by], '.') != NULL;
    if (count && count == counts_of(&m->known[by], code) && (code.n || !through))
        node_set_str(c->arena, n, S("records"), list_of(c, m, year, m->measure->by[by], code));
    return n;
}

struct node *measure_total(struct call *c, const struct measured *m, int year)
{
    int64_t sum = 0;
    if (!m->open[BY_DISTRICT])
        return NULL;
    for (size_t i = 0; i < m->counted[BY_DISTRICT].count; i++)
        sum += m->counted[BY_DISTRICT].items[i].sum;
    int64_t count = counts_total(&m->counted[BY_DISTRICT]);
    struct node *n = cell(c, count, sum, m);
    if (count && count == counts_total(&m->known[BY_DISTRICT]))
        node_set_str(c->arena, n, S("records"), list_of(c, m, year, NULL, (struct str){0}));
    return n;
}
