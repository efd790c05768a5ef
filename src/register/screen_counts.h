/* How many rows of a district a rule fires on. */
#pragma once

#include "base/buffer.h"
#include "base/map.h"
#include "register/screen_plan.h"

struct screen_counts {
    struct arena *arena;
    const struct law *law;
    struct map places; /* of districts in `items` */
    struct screen_district {
        struct str name;
        int64_t *rules;
    } * items;
    size_t count, capacity;
    size_t bytes;   /* of names */
    size_t further; /* place of the districts put together, or 0: none yet; the first is never it */
};

void screen_counts_add(struct screen_counts *counts, struct str district, uint64_t rules);
/* As CSV: rule,district,n; sorted by the bytes of the id, then of the district. */
void screen_counts_write(struct screen_counts *counts, struct buffer *csv);
