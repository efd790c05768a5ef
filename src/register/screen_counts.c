#include "register/screen_counts.h"

#include "base/arena.h"
#include "base/csv.h"

#include <stdlib.h>

/* A country has some hundreds of districts; a column that holds something else must not fill the
 * memory. */
enum { MOST_DISTRICTS = 5000, MOST_NAME_BYTES = 1000 * 1000 };

static struct screen_district *add(struct screen_counts *counts, struct str name)
{
    struct screen_district *d = arena_push(counts->arena, counts);
    d->name = str_copy(counts->arena, name);
    d->rules = arena_array(counts->arena, counts->law->rule_count, int64_t);
    return d;
}

static struct screen_district *find(struct screen_counts *counts, struct str name)
{
    int64_t place;
    if (map_get(&counts->places, name, &place))
        return &counts->items[place];
    bool room = counts->count < MOST_DISTRICTS && counts->bytes + name.n < MOST_NAME_BYTES;
    if (!room && counts->further)
        return &counts->items[counts->further];
    if (!room) {
        struct screen_district *d = add(counts, S("(further districts)"));
        counts->further = counts->count - 1;
        return d;
    }
    counts->bytes += name.n;
    counts->places.arena = counts->arena;
    map_put(&counts->places, name, (int64_t)counts->count);
    return add(counts, name);
}

void screen_counts_add(struct screen_counts *counts, struct str district, uint64_t rules)
{
    if (!rules)
        return;
    struct screen_district *d = find(counts, district);
    for (; rules; rules &= rules - 1)
        d->rules[__builtin_ctzll(rules)]++;
}

static int by_name(const void *a, const void *b)
{
    const struct screen_district *one = a, *two = b;
    return str_compare(one->name, two->name);
}

static int by_id(const void *a, const void *b)
{
    const struct law_rule *const *one = a, *const *two = b;
    return str_compare((*one)->id, (*two)->id);
}

void screen_counts_write(struct screen_counts *counts, struct buffer *csv)
{
    const struct law *law = counts->law;
    const struct law_rule **rules =
        arena_array(counts->arena, law->rule_count, const struct law_rule *);
    for (size_t i = 0; i < law->rule_count; i++)
        rules[i] = &law->rules[i];
    if (counts->count)
        qsort(counts->items, counts->count, sizeof *counts->items, by_name);
    qsort(rules, law->rule_count, sizeof *rules, by_id);
    buffer_add(csv, S("rule,district,n\n"));
    for (size_t r = 0; r < law->rule_count; r++)
        for (size_t d = 0; d < counts->count; d++) {
            int64_t n = counts->items[d].rules[rules[r] - law->rules];
            if (!n)
                continue;
            csv_write_cell(csv, rules[r]->id, false);
            buffer_char(csv, ',');
            csv_write_cell(csv, counts->items[d].name, false);
            buffer_add(csv, str_format(counts->arena, ",%lld\n", (long long)n));
        }
}
