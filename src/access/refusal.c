/* Refusals in the chain. One person (or program) that is refused the same thing of the same record
 * type again within a minute gets no row for each: somebody who walks through a thousand addresses
 * would bury the chain. The first is written at once; those that follow are counted, and the count
 * is written with the next refusal of anybody after the minute, or when the program ends
 * (visit_refusals_end). So every refusal is in the chain, by itself or in a number. */
#include "access/within.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { ALIKE_SECONDS = 60, MOST_KINDS = 256, LONGEST_PART = 80 };

/* Refusals of one kind. */
struct kind {
    char actor[LONGEST_PART], channel[LONGEST_PART], action[LONGEST_PART], type[LONGEST_PART];
    time_t since; /* 0: the place is free */
    int64_t more; /* after the first */
};

static struct kind kinds[MOST_KINDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void put(char to[LONGEST_PART], struct str text)
{
    snprintf(to, LONGEST_PART, "%.*s", STR_ARG(text));
}

static bool same_kind(const struct kind *a, const struct kind *b)
{
    return a->since && !strcmp(a->actor, b->actor) && !strcmp(a->channel, b->channel) &&
           !strcmp(a->action, b->action) && !strcmp(a->type, b->type);
}

static bool write_row(struct session *s, const struct kind *kind, struct str record, int64_t more,
                      struct faults *faults)
{
    struct actor actor = {.name = str_of(kind->actor), .channel = str_of(kind->channel)};
    struct node *details = node_map(faults->arena);
    node_set_str(faults->arena, details, S("action"), str_of(kind->action));
    if (more)
        node_set_int(faults->arena, details, S("more"), more);
    struct event event = {"refused", str_of(kind->type), record, details};
    return store_event_alone(s, &actor, &event, faults);
}

/* Takes out those whose minute is over (all of them at the end), with what was counted. */
static size_t take_over(struct kind taken[MOST_KINDS], time_t now, bool all)
{
    size_t count = 0;
    for (size_t i = 0; i < MOST_KINDS; i++) {
        if (!kinds[i].since || (!all && now - kinds[i].since < ALIKE_SECONDS))
            continue;
        if (kinds[i].more)
            taken[count++] = kinds[i];
        kinds[i].since = 0;
    }
    return count;
}

/* Counts one; true when it is the first of its kind and needs a row. When there is no place left,
 * every one gets its row. */
static bool is_first(const struct kind *kind)
{
    struct kind *free_place = NULL;
    for (size_t i = 0; i < MOST_KINDS; i++) {
        if (same_kind(&kinds[i], kind)) {
            kinds[i].more++;
            return false;
        }
        if (!kinds[i].since)
            free_place = &kinds[i];
    }
    if (free_place)
        *free_place = *kind;
    return true;
}

/* What was asked for is written only when it can be an id: people paste anything into addresses. */
static struct str only_id(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!char_is_alpha(text.p[i]) && !char_is_digit(text.p[i]))
            return (struct str){0};
    return text.n == 26 ? text : (struct str){0};
}

static void refused(struct visit *v, const char *action, const struct type *type, struct str id)
{
    struct actor actor = visit_actor(v);
    struct arena arena = {0};
    struct faults faults = {.arena = &arena};
    struct kind *taken = arena_array(&arena, MOST_KINDS, struct kind), kind = {0};
    put(kind.actor, actor.name);
    put(kind.channel, actor.channel);
    put(kind.action, str_of(action));
    put(kind.type, type ? type->name : (struct str){0});
    kind.since = time(NULL);
    pthread_mutex_lock(&lock);
    size_t count = take_over(taken, kind.since, false);
    bool first = is_first(&kind);
    pthread_mutex_unlock(&lock);
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        ok = write_row(v->session, &taken[i], (struct str){0}, taken[i].more, &faults) && ok;
    if (first)
        ok = write_row(v->session, &kind, only_id(id), 0, &faults) && ok;
    if (!ok)
        FAULT(v->faults, FAULT_STORE, (struct place){0},
              N_("That this was refused could not be written down."));
    arena_free(&arena);
}

void visit_refused(struct visit *v, const char *action, const struct type *type, struct str id)
{
    struct visit_memory *m = visit_memory(v);
    if (m->open)
        *arena_push(m->arena, &m->refusals) =
            (struct waiting_refusal){action, type, str_copy(m->arena, id)};
    else
        refused(v, action, type, id);
}

void visit_refusals_now(struct visit *v)
{
    struct visit_memory *m = visit_memory(v);
    for (size_t i = 0; i < m->refusals.count; i++)
        refused(v, m->refusals.items[i].action, m->refusals.items[i].type, m->refusals.items[i].id);
    m->refusals.count = 0;
}

void visit_refusals_end(struct session *s)
{
    struct arena arena = {0};
    struct faults faults = {.arena = &arena};
    struct kind *taken = arena_array(&arena, MOST_KINDS, struct kind);
    pthread_mutex_lock(&lock);
    size_t count = take_over(taken, 0, true);
    pthread_mutex_unlock(&lock);
    for (size_t i = 0; i < count; i++)
        write_row(s, &taken[i], (struct str){0}, taken[i].more, &faults);
    arena_free(&arena);
}
