#include "figures/compute.h"

#include "base/arena.h"
#include "figures/question.h"

/* What one computation works on. */
struct asking {
    struct session *session;
    struct arena *arena;
    int year;
    struct faults *faults;
};

static bool count_where(const struct asking *k, const struct type *type,
                        const struct expression *where, int64_t *count)
{
    struct query q = {.type = type};
    *count = 0;
    if (where && !(q.where = question_bind(k->arena, where, k->year, k->faults)))
        return false;
    return store_count(k->session, &q, count, k->faults);
}

/* True in `*stated` when a record_keeping record says that records of the type are complete. */
static bool keeping_stated(const struct asking *k, const struct type *type, bool *stated)
{
    const struct type *keeping = model_type(session_model(k->session), S("record_keeping"));
    *stated = false;
    if (!keeping)
        return true;
    const struct value key[] = {value_text(type->name), value_integer(k->year)};
    size_t before = k->faults->total;
    *stated = store_find(k->session, k->arena, keeping, key, k->faults) != NULL;
    return k->faults->total == before;
}

/* Whether finding none means that there were none. */
static bool records_kept(const struct asking *k, const struct question_part *part, bool *kept)
{
    int64_t shown = 0;
    if (!count_where(k, part->type, part->known, &shown))
        return false;
    *kept = shown > 0;
    return *kept || keeping_stated(k, part->type, kept);
}

static bool count_different(const struct asking *k, const struct question *q, int64_t *count)
{
    struct records found = {0};
    struct query query = {.type = q->part.type};
    if (q->part.where &&
        !(query.where = question_bind(k->arena, q->part.where, k->year, k->faults)))
        return false;
    if (!store_query(k->session, k->arena, &query, &found, k->faults))
        return false;
    *count = 0;
    for (size_t i = 0; i < found.count; i++) {
        const struct value *v = &found.items[i]->values[q->field->index];
        bool seen = v->kind == VALUE_EMPTY;
        for (size_t j = 0; j < i && !seen; j++)
            seen = value_eq(v, &found.items[j]->values[q->field->index]);
        *count += !seen;
    }
    return true;
}

static bool sum_of(const struct asking *k, const struct question *q, int64_t *sum)
{
    struct query query = {.type = q->part.type};
    if (q->part.where &&
        !(query.where = question_bind(k->arena, q->part.where, k->year, k->faults)))
        return false;
    char *field = str_c(k->arena, q->field->name);
    return store_sum(k->session, &query, field, sum, k->faults);
}

/* The number the question asks for; for exists_each the least of the counts. */
static bool measure(const struct asking *k, const struct question *q, int64_t *number)
{
    switch (q->kind) {
    case ASKS_COUNT_OF: return count_different(k, q, number);
    case ASKS_SUM: return sum_of(k, q, number);
    case ASKS_COUNT:
    case ASKS_EXISTS:
    case ASKS_EXISTS_EACH: break;
    }
    *number = INT64_MAX;
    for (size_t i = 0; i < q->each_count; i++) {
        int64_t count;
        if (!count_where(k, q->part.type, q->each[i], &count))
            return false;
        if (count < *number)
            *number = count;
    }
    return true;
}

static bool compute(const struct asking *k, const struct figure_definition *d,
                    const struct figure **computed);

/* True in `*is` when the computed figure of `d` says no, or 0. */
static bool computes_to_none(const struct asking *k, const struct figure_definition *d, bool *is)
{
    const struct figure *f = NULL;
    *is = false;
    if (!d)
        return true;
    if (!compute(k, d, &f))
        return false;
    *is = f && figure_has_value(f) && (f->is_number ? f->number == 0 : str_eq(f->answer, S("no")));
    return true;
}

/* Whether the question cannot apply to the year, since what it asks about did not happen in it. */
static bool lacks_ground(const struct asking *k, const struct question *q, bool *is)
{
    const struct question_part *part = q->not_applicable_without;
    int64_t count;
    *is = false;
    if (!part)
        return true;
    if (!count_where(k, part->type, part->where, &count))
        return false;
    return count > 0 || records_kept(k, part, is);
}

static struct figure *figure_made(const struct asking *k, const struct figure_definition *d,
                                  struct str state)
{
    struct figure *f = arena_new(k->arena, struct figure);
    f->definition = d;
    f->year = f->report_year = k->year;
    f->state = state;
    f->computed = true;
    return f;
}

static struct figure *value_made(const struct asking *k, const struct figure_definition *d,
                                 int64_t number)
{
    struct figure *f = figure_made(k, d, S("value"));
    if (d->question->kind == ASKS_EXISTS || d->question->kind == ASKS_EXISTS_EACH) {
        f->answer = number > 0 ? S("yes") : S("no");
    } else {
        f->is_number = true;
        f->number = (double)number;
    }
    return f;
}

/* Finding none: N/A, a known zero, or nothing that can be said. */
static bool compute_none(const struct asking *k, const struct figure_definition *d,
                         const struct figure **computed)
{
    const struct question *q = d->question;
    bool known = false, none = false;
    if (!computes_to_none(k, q->not_applicable_when_no, &none))
        return false;
    if (none) {
        *computed = figure_made(k, d, S("not_applicable"));
        return true;
    }
    if (q->only_yes)
        return true;
    if (!records_kept(k, &q->part, &known) || !computes_to_none(k, q->zero_with, &none))
        return false;
    if (known || none)
        *computed = value_made(k, d, 0);
    return true;
}

static bool compute(const struct asking *k, const struct figure_definition *d,
                    const struct figure **computed)
{
    const struct question *q = d->question;
    int64_t number;
    bool lacks;
    *computed = NULL;
    if (!q)
        return true;
    if (!lacks_ground(k, q, &lacks))
        return false;
    if (lacks) {
        *computed = figure_made(k, d, S("not_applicable"));
        return true;
    }
    if (!measure(k, q, &number))
        return false;
    if (number == 0)
        return compute_none(k, d, computed);
    *computed = value_made(k, d, number);
    return true;
}

bool figure_compute(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, const struct figure **computed, struct faults *faults)
{
    struct asking k = {.session = s, .arena = a, .year = year, .faults = faults};
    return compute(&k, definition, computed);
}

/* Adds records that are not there yet. */
static void add_new(struct arena *a, struct records *to, const struct records *more)
{
    for (size_t i = 0; i < more->count; i++) {
        bool seen = false;
        for (size_t j = 0; j < to->count && !seen; j++)
            seen = str_eq(to->items[j]->id, more->items[i]->id);
        if (!seen)
            *arena_push(a, to) = more->items[i];
    }
}

bool figure_records(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, struct records *found, struct faults *faults)
{
    const struct question *q = definition->question;
    for (size_t i = 0; q && i < q->each_count; i++) {
        struct query query = {.type = q->part.type};
        struct records more = {0};
        if (q->each[i] && !(query.where = question_bind(a, q->each[i], year, faults)))
            return false;
        if (!store_query(s, a, &query, &more, faults))
            return false;
        add_new(a, found, &more);
    }
    return true;
}
