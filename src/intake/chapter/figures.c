#include "intake/chapter/figures.h"

#include "intake/chapter/fold.h"

struct chapter_figure *figure_add(struct chapter_reading *r, int figure, int year,
                                  struct str territory, long line)
{
    struct chapter_figure *f = arena_push(r->arena, &r->chapter->figures);
    *f = (struct chapter_figure){
        .key = r->instrument->figures.items[figure].key,
        .year = year,
        .territory = territory,
        .line = line,
    };
    return f;
}

static bool is_listed(const struct str_list *list, struct str part)
{
    for (size_t i = 0; i < list->count; i++) {
        if (fold_same(list->items[i], part))
            return true;
    }
    return false;
}

void figure_parts(struct arena *a, struct str territory, struct str_list *parts)
{
    struct str commas = str_replace(a, territory, S(" and "), S(","));
    commas = str_replace(a, commas, S("/"), S(","));
    commas = str_replace(a, commas, S("&"), S(","));
    struct str rest = commas, part;
    while (str_cut(&rest, ',', &part)) {
        part = str_trim(part);
        if (fold_length(part) && !is_listed(parts, part))
            *arena_push(a, parts) = part;
    }
}

bool figure_speaks_for_all(struct str territory, const struct str_list *parts)
{
    size_t all = fold_starts(territory, S("All"));
    if (!fold_length(territory) || fold_starts(territory, S("National")) ||
        (all && (all == territory.n || !char_is_alpha(territory.p[all]))))
        return true;
    for (size_t i = 0; i < parts->count; i++) {
        struct str part = parts->items[i];
        if (!fold_starts(part, S("National")) && str_find_nocase(territory, part, 0) == STR_NONE)
            return false;
    }
    return parts->count > 0;
}
