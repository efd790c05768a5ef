#include "inspectorate/risk.h"

#include "base/arena.h"
#include "base/resource.h"
#include "model/declaration.h"

static const struct {
    const char *name, *label;
} reasons[RISK_REASONS] = {
    [RISK_SECTOR] = {"sector", N_("The sector")},
    [RISK_SEASON] = {"season", N_("The season")},
    [RISK_CHILDREN] = {"child", N_("Children found there")},
    [RISK_VIOLATIONS] = {"violation", N_("Earlier violations")},
    [RISK_HITS] = {"hit", N_("Hits of the contract register")},
    [RISK_COMPLAINTS] = {"complaint", N_("Complaints")},
    [RISK_DISTRICT] = {"district", N_("Children found in the district")},
    [RISK_SIZE] = {"size", N_("The size")},
    [RISK_UNVISITED] = {"unvisited", N_("Nobody was there")},
};

struct str risk_reason_name(enum risk_reason reason)
{
    return str_of(reasons[reason].name);
}

const char *risk_reason_label(enum risk_reason reason)
{
    return reasons[reason].label;
}

/* --- reading --- */

struct reader {
    struct arena *arena;
    struct str file;
    struct faults *faults;
    struct risk_weights *weights;
};

static bool wrong(struct reader *r, const struct node *at, const char *message, struct str detail)
{
    struct place where = {.file = r->file, .line = at ? at->line : 0};
    return FAULT(r->faults, FAULT_INPUT, where, message, detail);
}

/* A whole number of 0 or more. */
static int64_t number(struct reader *r, const struct node *map, struct str key)
{
    const struct node *n = node_get(map, key);
    if (n && n->kind == NODE_INT && n->integer >= 0)
        return n->integer;
    wrong(r, n ? n : map, N_("\"{1}\" needs a whole number that is not below 0, as in 12."), key);
    return 0;
}

static struct str_list texts(struct reader *r, const struct node *map, struct str key)
{
    const struct node *n = node_get(map, key);
    struct str_list list = {0};
    if (!n || n->kind != NODE_LIST || !n->count)
        wrong(r, n ? n : map, N_("\"{1}\" needs a list, as in [A01, A02]."), key);
    for (size_t i = 0; i < node_count(n); i++)
        *arena_push(r->arena, &list) = node_text(r->arena, node_at(n, i));
    return list;
}

static void read_sectors(struct reader *r, const struct node *declared)
{
    const struct node *list = node_get(declared, S("sectors"));
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *n = node_at(list, i);
        *arena_push(r->arena, &r->weights->sectors) = (struct risk_sector){
            node_get_str(n, S("sector")), texts(r, n, S("isic")), number(r, n, S("points"))};
    }
    if (!r->weights->sectors.count)
        wrong(r, declared, N_("\"{1}\" is missing."), S("sectors"));
}

static void read_seasons(struct reader *r, const struct node *declared)
{
    const struct node *list = node_get(declared, S("seasons"));
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *n = node_at(list, i), *months = node_get(n, S("months"));
        struct risk_season *season = arena_push(r->arena, &r->weights->seasons);
        season->label = node_get_str(n, S("label"));
        season->sector = node_get_str(n, S("sector"));
        season->districts = texts(r, n, S("districts"));
        season->points = number(r, n, S("points"));
        for (size_t m = 0; m < node_count(months); m++) {
            const struct node *month = node_at(months, m);
            if (month->kind == NODE_INT && month->integer >= 1 && month->integer <= 12)
                season->months[month->integer] = true;
            else
                wrong(r, month, N_("A month is a number from 1 to 12, as in [9, 10, 11]."), S(""));
        }
        if (!node_count(months))
            wrong(r, n, N_("\"{1}\" is missing."), S("months"));
    }
}

static void read_history(struct reader *r, const struct node *declared)
{
    static const struct {
        enum risk_reason reason;
        const char *key;
    } kinds[] = {{RISK_CHILDREN, "children"},
                 {RISK_VIOLATIONS, "violations"},
                 {RISK_HITS, "hits"},
                 {RISK_COMPLAINTS, "complaints"}};
    const struct node *history = node_get(declared, S("history"));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct node *n = node_get(history, str_of(kinds[i].key));
        if (n)
            r->weights->history[kinds[i].reason] = (struct risk_history){
                number(r, n, S("each")), number(r, n, S("most")), number(r, n, S("years"))};
    }
    const struct node *district = node_get(declared, S("district"));
    if (district)
        r->weights->history[RISK_DISTRICT] =
            (struct risk_history){number(r, district, S("each")), number(r, district, S("most")),
                                  number(r, district, S("years"))};
    const struct node *unvisited = node_get(declared, S("unvisited"));
    if (unvisited)
        r->weights->history[RISK_UNVISITED] = (struct risk_history){
            0, number(r, unvisited, S("points")), number(r, unvisited, S("years"))};
}

static void read_sizes(struct reader *r, const struct node *declared)
{
    const struct node *size = node_get(declared, S("size")), *steps = node_get(size, S("steps"));
    if (!size)
        return;
    r->weights->size_unknown = number(r, size, S("unknown"));
    for (size_t i = 0; i < node_count(steps); i++) {
        const struct node *n = node_at(steps, i);
        struct risk_size step = {number(r, n, S("from")), number(r, n, S("points"))};
        if (i && step.from <= r->weights->sizes.items[i - 1].from)
            wrong(r, n, N_("The steps of the size rise: each begins above the one before."), S(""));
        *arena_push(r->arena, &r->weights->sizes) = step;
    }
}

static const struct risk_weights *read_all(struct arena *a, const struct node *declared,
                                           struct str file, struct faults *faults)
{
    size_t had = faults->total;
    struct reader r = {a, file, faults, arena_new(a, struct risk_weights)};
    r.weights->version = node_get_str(declared, S("version"));
    if (!r.weights->version.n)
        wrong(&r, declared, N_("\"{1}\" is missing."), S("version"));
    r.weights->agency = node_get_str(declared, S("agency"));
    r.weights->power = node_get_str(declared, S("power"));
    r.weights->visits_per_inspector = number(&r, declared, S("visits_per_inspector"));
    read_sectors(&r, declared);
    read_seasons(&r, declared);
    read_history(&r, declared);
    read_sizes(&r, declared);
    return faults->total == had ? r.weights : NULL;
}

const struct risk_weights *risk_read(struct arena *a, struct str yaml, struct str file,
                                     struct faults *faults)
{
    const struct node *declared = declaration_read(a, yaml, faults);
    return declared ? read_all(a, declared, file, faults) : NULL;
}

const struct risk_weights *risk_load(struct arena *a, struct str pack, struct faults *faults)
{
    struct str name = str_format(a, "packs/%.*s/inspection/risk.yaml", STR_ARG(pack));
    const struct node *declared = declaration_resource(a, name, faults);
    return declared ? read_all(a, declared, name, faults) : NULL;
}

/* --- points --- */

const struct risk_sector *risk_sector_of(const struct risk_weights *weights, struct str isic)
{
    for (size_t i = 0; isic.n && i < weights->sectors.count; i++) {
        const struct risk_sector *sector = &weights->sectors.items[i];
        for (size_t n = 0; n < sector->isic.count; n++)
            if (str_starts_nocase(isic, sector->isic.items[n]))
                return sector;
    }
    return NULL;
}

static bool holds(const struct str_list *list, struct str text)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_eq(list->items[i], text))
            return true;
    return false;
}

/* The season of most points for the sector in the district. */
static const struct risk_season *season_of(const struct risk_weights *weights, struct str sector,
                                           struct str district)
{
    const struct risk_season *best = NULL;
    for (size_t i = 0; i < weights->seasons.count; i++) {
        const struct risk_season *season = &weights->seasons.items[i];
        if (str_eq(season->sector, sector) && holds(&season->districts, district) &&
            (!best || season->points > best->points))
            best = season;
    }
    return best;
}

static int64_t size_points(const struct risk_weights *weights, const struct risk_facts *facts)
{
    int64_t points = 0;
    if (!facts->size_known)
        return weights->size_unknown;
    for (size_t i = 0; i < weights->sizes.count; i++)
        if (facts->workers >= weights->sizes.items[i].from)
            points = weights->sizes.items[i].points;
    return points;
}

struct risk risk_of(const struct risk_weights *weights, const struct risk_facts *facts)
{
    struct risk risk = {0};
    const struct risk_sector *sector = risk_sector_of(weights, facts->industry);
    if (sector) {
        risk.sector = sector->sector;
        risk.by_reason[RISK_SECTOR] = sector->points;
        risk.season = season_of(weights, sector->sector, facts->district);
    }
    if (risk.season) {
        risk.by_reason[RISK_SEASON] = risk.season->points;
        for (int m = 12; m >= 1; m--)
            risk.month = risk.season->months[m] ? m : risk.month;
    }
    for (int i = RISK_CHILDREN; i <= RISK_DISTRICT; i++) {
        const struct risk_history *h = &weights->history[i];
        int64_t most_found = h->each ? h->most / h->each + 1 : 0;
        int64_t found = facts->found[i] < most_found ? facts->found[i] : most_found;
        int64_t points = found * h->each;
        risk.by_reason[i] = points < h->most ? points : h->most;
    }
    risk.by_reason[RISK_SIZE] = size_points(weights, facts);
    risk.by_reason[RISK_UNVISITED] = facts->visited ? 0 : weights->history[RISK_UNVISITED].most;
    for (int i = 0; i < RISK_REASONS; i++)
        risk.points += risk.by_reason[i];
    return risk;
}
