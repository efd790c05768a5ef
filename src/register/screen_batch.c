#include "register/screen_batch.h"

#include "base/arena.h"
#include "register/screen_row.h"

static void add(struct screen_batch *batch, struct str s)
{
    if (s.n)
        memcpy(batch->text + batch->text_n, s.p, s.n);
    batch->text_n += s.n;
}

/* The ids joined by ";", in quotes where that is the file's separator. */
static void add_rules(struct screen_batch *batch, const struct screen_plan *plan, uint64_t rules)
{
    struct str quote = plan->separator == ';' ? S("\"") : S("");
    add(batch, quote);
    for (bool first = true; rules; rules &= rules - 1, first = false) {
        if (!first)
            add(batch, S(";"));
        add(batch, plan->law->rules[__builtin_ctzll(rules)].id);
    }
    add(batch, quote);
}

bool screen_batch_flag(struct screen_batch *batch, const struct screen_plan *plan, struct str row,
                       struct screen_flag flag)
{
    size_t room = row.n + plan->rules_room;
    if ((batch->flag_count == SCREEN_BATCH_MOST || SCREEN_BATCH_TEXT - batch->text_n < room) &&
        !batch->full(batch->context))
        return false;
    batch->flags[batch->flag_count++] = flag;
    if (!flag.rules)
        return true;
    add(batch, row);
    add(batch, (struct str){&plan->separator, 1});
    add_rules(batch, plan, flag.rules);
    add(batch, plan->line_end);
    return true;
}

bool screen_batch_refuse(struct screen_batch *batch, struct screen_refusal refusal)
{
    if (batch->refusal_count == SCREEN_BATCH_MOST && !batch->full(batch->context))
        return false;
    batch->refusals[batch->refusal_count++] = refusal;
    return true;
}
