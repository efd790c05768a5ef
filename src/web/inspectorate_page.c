/* The inspectors of a country: how many there are and were, how many are needed, and who was
 * trained. */
#include "base/arena.h"
#include "base/date.h"
#include "inspectorate/adequacy.h"
#include "web/chart.h"
#include "web/inspectorate.h"
#include "web/staff_words.h"

enum { YEARS_SHOWN = 8, MOST_TRAININGS = 200, MOST_NEW = 500 };

/* --- inspectors over the years --- */

static bool count_on(struct call *c, int year, int64_t *count)
{
    struct groups began, left;
    struct str day = str_format(c->arena, "%04d-12-31", year);
    if (!inspectorate_serving(c, day, "agency", &began, &left))
        return false;
    *count = counts_total(&began) - counts_total(&left);
    return true;
}

static bool count_in(struct call *c, const char *day, int year, int64_t *count)
{
    struct groups groups;
    const struct count_question q = {
        .type = "inspector", .day = day, .by = "agency", .from = year, .until = year + 1};
    if (!counts_by(&c->visit, &q, &groups))
        return false;
    *count = counts_total(&groups);
    return true;
}

/* The labour force of the year, or of the last one before it; NULL without a fault when there is
 * none. */
static const struct record *labor_force(struct call *c, int year)
{
    const struct type *type = model_type(c->app->model, S("labor_force"));
    const struct condition until = {"year", AT_MOST, value_integer(year)};
    struct query q = {
        .type = type, .conditions = &until, .condition_count = 1, .order = {"-year"}, .limit = 1};
    struct views found;
    if (!visit_list(&c->visit, &q, &found, NULL) || !found.count)
        return NULL;
    return found.items[0].record;
}

/* {workers, of_year, source, economy, per_inspector, inspectors, needed, missing, percent, enough};
 * only inspectors when there is no labour force on record. */
static struct node *adequacy_node(struct call *c, int year, int64_t inspectors)
{
    struct arena *a = c->arena;
    struct node *n = node_map(a);
    const struct record *force = labor_force(c, year);
    node_set_int(a, n, S("inspectors"), inspectors);
    if (!force)
        return n;
    struct str economy = record_text(force, "economy");
    struct adequacy is = adequacy_of(record_integer(force, "people"),
                                     adequacy_ratio(c->app->model, economy), inspectors);
    node_set_int(a, n, S("workers"), is.workers);
    node_set_int(a, n, S("of_year"), record_integer(force, "year"));
    node_set_str(a, n, S("source"), record_text(force, "source"));
    node_set_str(a, n, S("economy"), economy);
    node_set_int(a, n, S("per_inspector"), is.per_inspector);
    node_set_int(a, n, S("needed"), is.needed);
    node_set_int(a, n, S("missing"), is.missing);
    node_set(a, n, S("percent"), node_real(a, is.percent));
    node_set_bool(a, n, S("enough"), is.enough);
    return n;
}

static bool add_year(struct call *c, struct node *years, int year)
{
    struct arena *a = c->arena;
    int64_t count, started, left;
    if (!count_on(c, year, &count) || !count_in(c, "started_on", year, &started) ||
        !count_in(c, "ended_on", year, &left))
        return false;
    if (!count && !started && !left && !years->count)
        return true; /* before anybody is on record */
    struct node *n = node_add(a, years, adequacy_node(c, year, count));
    node_set_int(a, n, S("year"), year);
    node_set_int(a, n, S("started"), started);
    node_set_int(a, n, S("left"), left);
    if (started)
        node_set_str(a, n, S("started_records"),
                     inspectorate_list(a, "inspector", str_format(a, "started_on=%d", year)));
    if (left)
        node_set_str(a, n, S("left_records"),
                     inspectorate_list(a, "inspector", str_format(a, "ended_on=%d", year)));
    return true;
}

/* Those in service on 31 December are those still in service and those who left since. */
static bool add_records(struct call *c, struct node *data, int year, int64_t count)
{
    struct arena *a = c->arena;
    struct str since = str_format(a, "started_on.until=%d-12-31", year);
    const struct count_question q = {.type = "inspector",
                                     .day = "started_on",
                                     .by = "agency",
                                     .where = S("ended_on is null"),
                                     .until_day = str_format(a, "%d-12-31", year)};
    struct groups still;
    if (!counts_by(&c->visit, &q, &still))
        return false;
    int64_t here = counts_total(&still);
    node_set_int(a, data, S("still"), here);
    node_set_int(a, data, S("later"), count - here);
    node_set_str(
        a, data, S("still_records"),
        inspectorate_list(a, "inspector", str_format(a, "%.*s&empty=ended_on", STR_ARG(since))));
    node_set_str(
        a, data, S("later_records"),
        inspectorate_list(a, "inspector",
                          str_format(a, "%.*s&ended_on.from=%d-01-01", STR_ARG(since), year + 1)));
    return true;
}

/* --- training --- */

/* By kind: sessions for inspectors, people in them as counted, and inspectors by name. */
static bool add_kinds(struct call *c, struct node *training, int year)
{
    struct arena *a = c->arena;
    const struct code_list *kinds = model_list(c->app->model, S("training_kinds"));
    struct node *list = node_set(a, training, S("kinds"), node_list(a));
    struct groups sessions, named;
    const struct count_question held = {.type = "training",
                                        .day = "held_on",
                                        .by = "kind",
                                        .where = S("audience = labor_inspectors"),
                                        .from = year,
                                        .until = year + 1,
                                        .sum = "participants"};
    const struct count_question took = {.type = "training_participation",
                                        .day = "attended_on",
                                        .by = "training.kind",
                                        .from = year,
                                        .until = year + 1};
    if (!counts_by(&c->visit, &held, &sessions) || !counts_by(&c->visit, &took, &named))
        return false;
    for (size_t i = 0; kinds && i < kinds->count; i++) {
        struct str code = kinds->items[i].code;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("kind"), code);
        node_set_str(a, one, S("label"), kinds->items[i].label);
        node_set_int(a, one, S("sessions"), counts_of(&sessions, code));
        if (counts_sum(&sessions, code)) /* else nobody stated how many */
            node_set_int(a, one, S("participants"), counts_sum(&sessions, code));
        node_set_int(a, one, S("named"), counts_of(&named, code));
        if (counts_of(&sessions, code))
            node_set_str(
                a, one, S("records"),
                inspectorate_list(a, "training",
                                  str_format(a, "held_on=%d&audience=labor_inspectors&kind=%.*s",
                                             year, STR_ARG(code))));
        if (counts_of(&named, code))
            node_set_str(a, one, S("named_records"),
                         inspectorate_list(a, "training_participation",
                                           str_format(a, "attended_on=%d&training.kind=%.*s", year,
                                                      STR_ARG(code))));
    }
    return true;
}

/* The ledger: what was held, when, for whom and how many. */
static bool add_sessions(struct call *c, struct node *training, int year)
{
    struct arena *a = c->arena;
    const struct type *type = model_type(c->app->model, S("training"));
    const struct condition in_year[] = {
        {"held_on", AT_LEAST, value_text(str_format(a, "%04d", year))},
        {"held_on", LESS, value_text(str_format(a, "%04d", year + 1))},
        {"audience", IS, value_text(S("labor_inspectors"))}};
    struct query q = {.type = type,
                      .conditions = in_year,
                      .condition_count = 3,
                      .order = {"held_on"},
                      .limit = MOST_TRAININGS};
    struct node *list = node_set(a, training, S("sessions"), node_list(a));
    struct groups named;
    struct views found;
    const struct count_question took = {.type = "training_participation", .by = "training"};
    if (!visit_list(&c->visit, &q, &found, NULL) || !counts_by(&c->visit, &took, &named))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *r = found.items[i].record;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("id"), r->id);
        node_set_str(a, one, S("held_on"), record_text(r, "held_on"));
        node_set_str(a, one, S("topic"), record_text(r, "topic"));
        node_set_str(a, one, S("kind"), record_text(r, "kind"));
        if (record_get(r, "participants")->kind == VALUE_INTEGER)
            node_set_int(a, one, S("participants"), record_integer(r, "participants"));
        if (counts_of(&named, r->id)) {
            node_set_int(a, one, S("named"), counts_of(&named, r->id));
            node_set_str(a, one, S("named_records"),
                         inspectorate_list(a, "training_participation",
                                           str_format(a, "training=%.*s", STR_ARG(r->id))));
        }
    }
    return true;
}

/* Who began in the year and is on record in no initial training; nothing is said where nobody's
 * participation is on record at all. */
static bool add_untrained(struct call *c, struct node *training, int year)
{
    struct arena *a = c->arena;
    const struct type *type = model_type(c->app->model, S("inspector"));
    const struct count_question initial = {
        .type = "training_participation", .by = "inspector", .where = S("training.kind = initial")};
    const struct condition in_year[] = {
        {"started_on", AT_LEAST, value_text(str_format(a, "%04d", year))},
        {"started_on", LESS, value_text(str_format(a, "%04d", year + 1))}};
    struct query q = {.type = type, .conditions = in_year, .condition_count = 2, .limit = MOST_NEW};
    struct groups trained;
    struct views found;
    if (!counts_by(&c->visit, &initial, &trained) || !visit_list(&c->visit, &q, &found, NULL))
        return false;
    struct node *list = node_list(a);
    for (size_t i = 0; trained.count && i < found.count; i++) {
        if (counts_of(&trained, found.items[i].record->id))
            continue;
        struct node *one = node_add(a, list, node_map(a));
        node_set_str(a, one, S("id"), found.items[i].record->id);
        node_set_str(a, one, S("name"), visit_name_of(&c->visit, &found.items[i]));
    }
    node_set(a, training, S("untrained"), list);
    return true;
}

struct node *data_inspectorate(struct call *c)
{
    struct arena *a = c->arena;
    struct node *data = node_map(a), *training = node_map(a);
    int year = inspectorate_open(c) ? inspectorate_year(c) : 0;
    int64_t count = 0;
    if (!year || !count_on(c, year, &count))
        return NULL;
    node_set_int(a, data, S("year"), year);
    node_set(a, data, S("adequacy"), adequacy_node(c, year, count));
    if (!add_records(c, data, year, count))
        return NULL;
    struct node *years = node_set(a, data, S("years"), node_list(a));
    for (int y = year - YEARS_SHOWN + 1; y <= year; y++)
        if (!add_year(c, years, y))
            return NULL;
    node_set(a, data, S("training"), training);
    if (!add_kinds(c, training, year) || !add_sessions(c, training, year) ||
        !add_untrained(c, training, year))
        return NULL;
    return data;
}

/* --- as a page --- */

static void add_chart(struct call *c, struct node *data)
{
    const struct node *years = node_get(data, S("years"));
    struct chart_point *points = arena_array(c->arena, node_count(years) + 1, struct chart_point);
    size_t count = node_count(years);
    for (size_t i = 0; i < count; i++)
        points[i] = (struct chart_point){(int)node_get_int(years->items[i], S("year"), 0), true,
                                         (double)node_get_int(years->items[i], S("inspectors"), 0)};
    node_set_str(c->arena, data, S("chart_label"), words(c->language, S(N_("Inspectors"))));
    if (count >= 2)
        node_set(c->arena, data, S("chart"), chart_line(c->arena, c->language, points, count, 0));
}

static void name_code(struct call *c, struct node *n, const char *list, struct str member)
{
    const struct code_list *codes = model_list(c->app->model, str_of(list));
    const struct code *code = codes ? code_find(codes, node_get_str(n, member)) : NULL;
    if (code)
        node_set_str(c->arena, n, str_concat(c->arena, member, S("_label")),
                     words(c->language, code->label));
}

void dress_inspectorate(struct call *c, struct node *data)
{
    const struct node *sessions = node_path(data, S("training.sessions"));
    inspectorate_head(c, data, "inspectorate", (int)node_get_int(data, S("year"), 0));
    add_chart(c, data);
    for (size_t i = 0; i < data->count; i++)
        if (str_eq(data->keys[i], S("adequacy")))
            name_code(c, data->items[i], "economy_kinds", S("economy"));
    for (size_t i = 0; i < node_count(sessions); i++)
        name_code(c, sessions->items[i], "training_kinds", S("kind"));
    inspectorate_addresses(c, data);
}
