#include "web/chart.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <math.h>

enum { WIDTH = 640, HEIGHT = 260, LEFT = 64, RIGHT = 20, TOP = 16, BOTTOM = 34 };
enum { MOST_TICKS = 5, MOST_YEAR_LABELS = 10 };

/* 1, 2 or 5 times a power of ten, so that at most MOST_TICKS steps reach `top`. */
static double step_for(double top)
{
    if (top <= 0)
        return 1;
    double step = pow(10, floor(log10(top / MOST_TICKS)));
    static const double factors[] = {1, 2, 5, 10};
    for (size_t i = 0; i < 4; i++)
        if (top / (step * factors[i]) <= MOST_TICKS)
            return step * factors[i];
    return step * 10;
}

struct scale {
    int first, last;
    double top;
};

static double x_of(const struct scale *s, int year)
{
    double span = s->last > s->first ? s->last - s->first : 1;
    double at = s->last > s->first ? year - s->first : 0.5;
    return LEFT + at / span * (WIDTH - LEFT - RIGHT);
}

static double y_of(const struct scale *s, double value)
{
    return TOP + (1 - value / s->top) * (HEIGHT - TOP - BOTTOM);
}

static struct node *rounded(struct arena *a, double value)
{
    return node_real(a, round(value * 10) / 10);
}

static void add_ticks(struct arena *a, enum language language, struct node *chart,
                      const struct scale *s, double step)
{
    struct node *ticks = node_set(a, chart, S("ticks"), node_list(a));
    for (int i = 0; i * step <= s->top * 1.0001; i++) {
        struct node *tick = node_add(a, ticks, node_map(a));
        node_set(a, tick, S("y"), rounded(a, y_of(s, i * step)));
        node_set_str(a, tick, S("label"), words_real(a, language, i * step, 2));
    }
}

static void add_years(struct arena *a, struct node *chart, const struct scale *s)
{
    struct node *years = node_set(a, chart, S("years"), node_list(a));
    int every = (s->last - s->first) / MOST_YEAR_LABELS + 1;
    for (int year = s->first; year <= s->last; year += every) {
        struct node *one = node_add(a, years, node_map(a));
        node_set(a, one, S("x"), rounded(a, x_of(s, year)));
        node_set_int(a, one, S("label"), year);
    }
}

/* Lines break where a year is missing or its value is not known. */
static void add_lines(struct arena *a, struct node *chart, const struct scale *s,
                      const struct chart_point *points, size_t count)
{
    struct node *lines = node_set(a, chart, S("lines"), node_list(a));
    struct buffer path = {.arena = a};
    size_t length = 0;
    for (size_t i = 0; i <= count; i++) {
        bool goes_on =
            i < count && points[i].known && (!length || points[i].year == points[i - 1].year + 1);
        if (!goes_on) {
            if (length > 1)
                node_add(a, lines, node_str(a, buffer_str(&path)));
            path = (struct buffer){.arena = a};
            length = 0;
        }
        if (i < count && points[i].known)
            buffer_add(&path, str_format(a, "%s%.1f %.1f", length++ ? "L" : "M",
                                         x_of(s, points[i].year), y_of(s, points[i].value)));
    }
}

static void add_points(struct arena *a, enum language language, struct node *chart,
                       const struct scale *s, const struct chart_point *points, size_t count,
                       int decimals)
{
    struct node *dots = node_set(a, chart, S("points"), node_list(a));
    struct node *gaps = node_set(a, chart, S("gaps"), node_list(a));
    for (size_t i = 0; i < count; i++) {
        struct node *one = node_add(a, points[i].known ? dots : gaps, node_map(a));
        node_set(a, one, S("x"), rounded(a, x_of(s, points[i].year)));
        node_set_int(a, one, S("year"), points[i].year);
        if (!points[i].known)
            continue;
        node_set(a, one, S("y"), rounded(a, y_of(s, points[i].value)));
        node_set_str(a, one, S("label"), words_real(a, language, points[i].value, decimals));
    }
}

struct node *chart_line(struct arena *a, enum language language, const struct chart_point *points,
                        size_t count, int decimals)
{
    struct node *chart = node_map(a);
    struct scale s = {.first = count ? points[0].year : 0,
                      .last = count ? points[count - 1].year : 0};
    double most = 0;
    for (size_t i = 0; i < count; i++)
        if (points[i].known && points[i].value > most)
            most = points[i].value;
    double step = step_for(most);
    s.top = ceil(most / step) * step;
    if (s.top <= 0)
        s.top = step;
    node_set_int(a, chart, S("width"), WIDTH);
    node_set_int(a, chart, S("height"), HEIGHT);
    node_set_int(a, chart, S("left"), LEFT);
    node_set_int(a, chart, S("right"), WIDTH - RIGHT);
    node_set_int(a, chart, S("bottom"), HEIGHT - BOTTOM);
    add_ticks(a, language, chart, &s, step);
    add_years(a, chart, &s);
    add_lines(a, chart, &s, points, count);
    add_points(a, language, chart, &s, points, count, decimals);
    return chart;
}

static struct node *percent(struct arena *a, double part, double whole)
{
    return node_real(a, whole > 0 ? round(part / whole * 1000) / 10 : 0);
}

struct node *chart_spans(struct arena *a, const struct node *actions, int64_t last)
{
    int64_t first = last;
    for (size_t i = 0; i < node_count(actions); i++) {
        int64_t from = node_get_int(actions->items[i], S("first_year"), last);
        first = from < first ? from : first;
    }
    double whole = (double)(last - first + 1);
    for (size_t i = 0; i < node_count(actions); i++) {
        struct node *action = actions->items[i];
        int64_t from = node_get_int(action, S("first_year"), last);
        int64_t to = node_get_int(action, S("last_year"), last);
        if (to > last)
            to = last;
        struct node *bar = node_set(a, action, S("bar"), node_map(a));
        node_set(a, bar, S("x"), percent(a, (double)(from - first), whole));
        node_set(a, bar, S("width"), percent(a, (double)(to - from + 1), whole));
        node_set_bool(a, action, S("open"), to >= last);
        node_set_int(a, action, S("duration"), to - from + 1);
    }
    struct node *axis = node_map(a), *ticks = node_list(a);
    node_set_int(a, axis, S("first"), first);
    node_set_int(a, axis, S("last"), last);
    node_set(a, axis, S("ticks"), ticks);
    for (int64_t year = first; year <= last; year++) {
        struct node *tick = node_add(a, ticks, node_map(a));
        node_set(a, tick, S("x"), percent(a, (double)(year - first), whole));
        node_set_int(a, tick, S("label"), year);
    }
    return axis;
}

static double number_of(const struct node *n)
{
    const struct node *value = node_get(n, S("value"));
    if (!value)
        return NAN;
    return value->kind == NODE_INT    ? (double)value->integer
           : value->kind == NODE_REAL ? value->real
                                      : (double)NAN;
}

void chart_shares(struct arena *a, const struct node *items)
{
    double most = 0;
    for (size_t i = 0; i < node_count(items); i++) {
        double value = number_of(items->items[i]);
        if (value > most)
            most = value;
    }
    for (size_t i = 0; i < node_count(items); i++) {
        double value = number_of(items->items[i]);
        if (!isnan(value))
            node_set(a, items->items[i], S("share"), percent(a, value < 0 ? 0 : value, most));
    }
}
