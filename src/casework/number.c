/* Numbers by a pattern: "C-{year}-{serial}" gives C-2019-0001. One series serves a type and a year,
 * whoever asks and why, so that a number says nothing of where a record came from. */
#include "base/arena.h"
#include "casework/within.h"

enum { FEWEST_DIGITS = 4 };

static struct str numbered(struct casework *w, struct str prefix, int64_t serial)
{
    return str_format(w->arena, "%.*s%0*lld", STR_ARG(prefix), FEWEST_DIGITS, (long long)serial);
}

static bool is_taken(struct casework *w, const struct field *f, const struct type *type,
                     struct str number, bool *taken)
{
    const struct condition is = {str_c(w->arena, f->name), IS, value_text(number)};
    struct query q = {.type = type, .conditions = &is, .condition_count = 1};
    int64_t count = 0;
    bool ok = store_count(w->session, &q, &count, w->faults);
    *taken = count > 0;
    return ok;
}

/* The highest of those with four digits; 0 when there is none. */
static bool highest(struct casework *w, const struct field *f, const struct type *type,
                    struct str prefix, int64_t *serial)
{
    char *name = str_c(w->arena, f->name);
    const struct condition between[] = {
        {name, AT_LEAST, value_text(str_concat(w->arena, prefix, S("0")))},
        {name, LESS, value_text(str_concat(w->arena, prefix, S(":")))}};
    struct query q = {
        .type = type, .conditions = between, .condition_count = 2, .limit = 1, .brief = true};
    struct records found;
    q.order[0] = str_c(w->arena, str_concat(w->arena, S("-"), f->name));
    *serial = 0;
    if (!store_query(w->session, w->arena, &q, &found, w->faults))
        return false;
    if (found.count)
        str_to_int(str_from(found.items[0]->values[f->index].text, prefix.n), serial);
    return true;
}

/* The first number behind `at` that is free, when those in use stand without gaps. */
static bool first_free(struct casework *w, const struct field *f, const struct type *type,
                       struct str prefix, int64_t *at)
{
    int64_t low = *at, step = 1;
    for (bool taken = true; taken; step *= 2) {
        if (!is_taken(w, f, type, numbered(w, prefix, low + step), &taken))
            return false;
        if (!taken)
            break;
        low += step;
    }
    for (int64_t high = low + step; high - low > 1;) {
        bool taken;
        int64_t middle = low + (high - low) / 2;
        if (!is_taken(w, f, type, numbered(w, prefix, middle), &taken))
            return false;
        if (taken)
            low = middle;
        else
            high = middle;
    }
    *at = low + 1;
    return true;
}

static bool number_one(struct casework *w, const struct field *f, struct record *r)
{
    struct date day = w->today;
    int64_t serial;
    if (f->dated)
        date_parse(r->values[f->dated->index].text, &day);
    struct str year = str_format(w->arena, "%04d", day.year);
    struct str prefix = str_replace(w->arena, f->pattern, S("{year}"), year);
    prefix = str_slice(prefix, 0, prefix.n - S("{serial}").n);
    if (!highest(w, f, r->type, prefix, &serial) || !first_free(w, f, r->type, prefix, &serial))
        return false;
    r->values[f->index] = value_text(numbered(w, prefix, serial));
    return true;
}

bool casework_number(struct casework *w, struct record *r)
{
    bool ok = true;
    for (size_t i = 0; i < r->type->field_count; i++)
        if (r->type->fields[i].pattern.n && r->values[i].kind == VALUE_EMPTY)
            ok = number_one(w, &r->type->fields[i], r) && ok;
    return ok;
}
