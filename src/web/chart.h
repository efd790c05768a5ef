/* Geometry of pictures, as trees that templates draw as SVG (web/templates/chart-*.html): no markup
 * is made here, so everything in a picture is escaped like everything else. */
#pragma once

#include "base/node.h"
#include "markup/words.h"

struct chart_point {
    int year;
    bool known; /* false: a gap */
    double value;
};

/* A line over years with gaps where a value is not known:
 *   {width, height, left, bottom, ticks: [{y, label}], years: [{x, label}],
 *    lines: ["M… L…"], points: [{x, y, year, label}], gaps: [{x, width, year}]}
 * `points` must rise by year. */
struct node *chart_line(struct arena *a, enum language language, const struct chart_point *points,
                        size_t count, int decimals);

/* Bars over years for actions: adds to each item of `actions` (with first_year and last_year)
 * `bar` {x, width} in percent of first…last, and `open` when it reaches `last`. Returns
 * {first, last, ticks: [{x, label}]}. */
struct node *chart_spans(struct arena *a, const struct node *actions, int64_t last);

/* Shares in percent as bars: adds `share` to each map of `items` whose `value` is a number. */
void chart_shares(struct arena *a, const struct node *items);
