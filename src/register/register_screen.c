#include "register/register_screen.h"

#include "base/arena.h"

enum { PART = 1000 };

struct part {
    struct session *session;
    const struct actor *actor;
    const struct registry *registry;
    struct arena *arena; /* ends with the part */
    struct records contracts, hits;
    struct hit_finding *findings; /* of each contract */
    struct faults *faults;
};

static bool read_contracts(struct part *p, struct str after)
{
    const struct condition behind = {"id", MORE, value_text(after)};
    const struct query q = {.type = p->registry->contract,
                            .conditions = &behind,
                            .condition_count = after.n > 0,
                            .order = {"id"},
                            .limit = PART,
                            .brief = true};
    return store_query(p->session, p->arena, &q, &p->contracts, p->faults);
}

/* All hits of the contracts of this part: they lie between its first and its last id. */
static bool read_hits(struct part *p)
{
    const struct condition between[] = {
        {"contract", AT_LEAST, value_text(p->contracts.items[0]->id)},
        {"contract", AT_MOST, value_text(p->contracts.items[p->contracts.count - 1]->id)}};
    const struct query q = {.type = p->registry->hit,
                            .conditions = between,
                            .condition_count = 2,
                            .order = {"contract", "rule"}};
    return store_query(p->session, p->arena, &q, &p->hits, p->faults);
}

/* The hits of one contract among them, which stand together. */
static struct records hits_among(const struct records *all, struct str contract)
{
    struct records found = {0};
    for (size_t i = 0; i < all->count; i++)
        if (str_eq(record_text(all->items[i], "contract"), contract)) {
            found.items = found.count ? found.items : &all->items[i];
            found.count++;
        }
    return found;
}

static bool needs_change(const struct part *p, size_t i)
{
    return p->findings[i].rules || hits_among(&p->hits, p->contracts.items[i]->id).count;
}

static void judge(struct part *p, struct register_screening *s, bool *any)
{
    struct date today = date_today();
    p->findings = arena_array(p->arena, p->contracts.count, struct hit_finding);
    for (size_t i = 0; i < p->contracts.count; i++) {
        struct law_contract *facts = arena_new(p->arena, struct law_contract);
        register_read(p->arena, p->registry, p->contracts.items[i], facts);
        struct law_verdict verdict = law_judge(p->registry->law, facts);
        p->findings[i] = (struct hit_finding){.registry = p->registry,
                                              .contract = p->contracts.items[i],
                                              .facts = facts,
                                              .rules = verdict.rules,
                                              .today = today};
        s->screened++;
        s->flagged += verdict.rules != 0;
        s->unreadable += !verdict.judged || verdict.unreadable;
        *any = *any || needs_change(p, i);
    }
}

static bool keep_one(struct part *p, struct register_screening *s, size_t i)
{
    struct hit_finding *f = &p->findings[i];
    struct records known = hits_among(&p->hits, f->contract->id);
    size_t had = p->faults->total;
    if (f->rules)
        f->employer = store_get_brief(p->session, p->arena, p->registry->employer,
                                      record_text(f->contract, "employer"), p->faults);
    return p->faults->total == had &&
           hit_keep(p->session, p->arena, f, &known, &s->hits, p->faults);
}

/* The hits are read again inside the change: a notification may have come between. */
static bool keep(struct part *p, struct register_screening *s)
{
    struct register_screening before = *s;
    bool ok = store_begin(p->session, p->actor, p->faults);
    if (!ok)
        return false;
    p->hits = (struct records){0};
    ok = read_hits(p);
    for (size_t i = 0; ok && i < p->contracts.count; i++)
        ok = !needs_change(p, i) || keep_one(p, s, i);
    if (ok && store_commit(p->session, p->faults))
        return true;
    if (!ok)
        store_rollback(p->session);
    s->hits = before.hits;
    return false;
}

static bool screen_part(struct part *p, struct register_screening *s)
{
    bool any = false;
    return read_hits(p) && (judge(p, s, &any), true) && (!any || keep(p, s));
}

bool register_screen(struct session *session, const struct actor *actor, const struct registry *r,
                     struct register_screening *s, const struct register_watch *watch, bool *ended,
                     struct faults *faults)
{
    struct query all = {.type = r->contract};
    int64_t total = 0;
    char after[27] = {0};
    *ended = false;
    if (!store_count(session, &all, &total, faults))
        return false;
    for (bool more = true; more && !*ended;) {
        struct arena own = {0};
        struct part p = {
            .session = session, .actor = actor, .registry = r, .arena = &own, .faults = faults};
        bool ok = read_contracts(&p, s->after);
        more = ok && p.contracts.count;
        if (more) {
            ok = screen_part(&p, s);
            struct str last = p.contracts.items[p.contracts.count - 1]->id;
            for (size_t i = 0; i < sizeof after - 1 && i < last.n; i++)
                after[i] = last.p[i];
            s->after = str_of(after);
        }
        arena_free(&own);
        if (!ok)
            return false;
        *ended = more && watch->tell && !watch->tell(watch->context, s, total);
    }
    s->after = str_copy(faults->arena, s->after);
    return true;
}
