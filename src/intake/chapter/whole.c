#include "intake/chapter/chapter.h"

/* The last table comes to its last area, and its last row has its years: it was not cut. */
static bool actions_are_whole(const struct chapter_actions *actions)
{
    if (!actions->count)
        return false;
    const struct chapter_action *last = &actions->items[actions->count - 1];
    return last->last_year && str_eq(last->area, S("programs"));
}

bool chapter_check_whole(const struct chapter *c, struct faults *faults)
{
    if (c->references.count || actions_are_whole(&c->actions))
        return true;
    struct place where = {0};
    struct str title = S("the assessment");
    if (c->tables.count) {
        const struct chapter_table *last = &c->tables.items[c->tables.count - 1];
        where.line = last->line;
        title = last->title;
    }
    return FAULT(faults, FAULT_INPUT, where,
                 N_("This chapter ends in the middle: \"{1}\" is the last that is there, and "
                    "the list of sources is missing. Fetch the whole file again."),
                 title);
}
