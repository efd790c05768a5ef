/* Search among records that the person may know of, by words that they may read. */
#include "access/within.h"

enum { TRIES_PER_HIT = 20 }; /* hits that are not for the person are left out afterwards */

static bool may_be_read(void *context, const struct type *type, const struct field *f)
{
    struct visit *v = context;
    return visit_cell(v, type, 0, ACTION_KNOW) &&
           (visit_cell(v, type, access_class(f), ACTION_READ) || access_known(v->access, type, f));
}

/* A hit says that the words stand in some field; all that were searched must be open to the person
 * in this very record, or it would tell of one that is not. */
static bool is_open(struct visit *v, const struct view *view)
{
    const struct field_list *searched = &view->record->type->search;
    for (size_t i = 0; i < searched->count; i++)
        if (may_be_read(v, view->record->type, searched->items[i]) &&
            view->sight[searched->items[i]->index] != SIGHT_FULL)
            return false;
    return true;
}

bool visit_search(struct visit *v, struct str text, size_t limit, struct views *found)
{
    struct search search = {text, may_be_read, v, limit * TRIES_PER_HIT};
    struct hits hits = {0};
    *found = (struct views){0};
    if (!store_search(v->session, v->arena, &search, &hits, v->faults))
        return false;
    found->items = arena_array(v->arena, limit, struct view);
    found->capacity = limit;
    for (size_t i = 0; i < hits.count && found->count < limit; i++) {
        const struct hit *hit = &hits.items[i];
        size_t had = v->faults->total;
        unsigned scopes;
        struct record *r = store_get(v->session, v->arena, hit->type, hit->record, v->faults);
        if (v->faults->total > had || (r && !visit_standing(v, r, false, &scopes)))
            return false;
        if (!r || !(scopes & visit_cell(v, hit->type, 0, ACTION_KNOW)))
            continue;
        struct view *view = visit_view(v, r, scopes);
        if (is_open(v, view))
            found->items[found->count++] = *view;
    }
    return true;
}
