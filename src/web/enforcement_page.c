/* Labour enforcement of a year: its units, and the records behind each. */
#include "base/arena.h"
#include "report/report.h"
#include "web/data.h"
#include "web/dress.h"

struct node *data_enforcement(struct call *c)
{
    struct report_request r = data_request(c);
    return report_enforcement(c->session, c->arena, &r, &c->faults);
}

struct node *data_unit_records(struct call *c)
{
    struct report_request r = data_request(c);
    r.key = call_value(c, "unit");
    r.scope = call_value(c, "scope");
    return report_unit_records(c->session, c->arena, &r, &c->faults);
}

/* The units that stand for themselves, for the tiles at the top; money has a table of its own. */
void dress_enforcement(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    const struct node *units = node_get(data, S("units"));
    struct node *tiles = node_set(a, data, S("tiles"), node_list(a));
    struct node *counts = node_set(a, data, S("counts"), node_list(a));
    struct node *fines = node_set(a, data, S("fines"), node_list(a));
    dress_name(c, data);
    for (size_t i = 0; i < node_count(units); i++) {
        struct node *unit = units->items[i];
        bool is_part = node_get_str(unit, S("under")).n > 0;
        if (node_get_bool(unit, S("money"))) {
            node_add(a, fines, unit);
            continue;
        }
        node_add(a, counts, unit);
        if (!is_part)
            node_add(a, tiles, unit);
    }
    const struct node *years = node_get(data, S("years"));
    int64_t year = node_get_int(data, S("year"), 0);
    for (size_t i = 0; i < node_count(years); i++) {
        if (years->items[i]->integer == year - 1)
            node_set_int(a, data, S("previous"), year - 1);
        if (years->items[i]->integer == year + 1)
            node_set_int(a, data, S("next"), year + 1);
    }
}

void dress_unit_records(struct call *c, struct node *data)
{
    int64_t year = node_get_int(data, S("year"), 0);
    dress_records(c, data);
    node_set_int(c->arena, data, S("year"), year);
    dress_name(c, data);
}
