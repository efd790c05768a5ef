#include "figures/compute.h"

#include "base/arena.h"
#include "figures/question.h"

/* What one computation works on. */
struct asking {
    struct session *session;
    struct arena *arena;
    int year;
    struct figure_answers *answers;
    struct faults *faults;
};

/* What was asked of the records, and what they said: a figure, or a count of a condition. */
struct figure_answer {
    const void
        *asked; /* a definition; a type (any records?); its plural (stated to be complete?) */
    int year;
    const struct figure *figure;
    int64_t count;
};

static const struct figure_answer *answer_find(const struct asking *k, const void *asked)
{
    for (size_t i = 0; i < k->answers->count; i++)
        if (k->answers->items[i].asked == asked && k->answers->items[i].year == k->year)
            return &k->answers->items[i];
    return NULL;
}

static void answer_keep(const struct asking *k, const void *asked, const struct figure *figure,
                        int64_t count)
{
    *arena_push(k->arena, k->answers) = (struct figure_answer){asked, k->year, figure, count};
}

/* Whether there is any record of the type at all: in a store without records nothing more is asked.
 */
static bool any_record(const struct asking *k, const struct type *type, bool *any)
{
    const struct figure_answer *before = answer_find(k, type);
    const struct query q = {.type = type};
    int64_t count = 0;
    if (!before && !store_count(k->session, &q, &count, k->faults))
        return false;
    if (!before)
        answer_keep(k, type, NULL, count);
    *any = before ? before->count > 0 : count > 0;
    return true;
}

static bool count_where(const struct asking *k, const struct type *type,
                        const struct expression *where, int64_t *count)
{
    struct query q = {.type = type};
    bool any = false;
    *count = 0;
    if (!any_record(k, type, &any))
        return false;
    if (!any)
        return true;
    if (where && !(q.where = question_bind(k->arena, where, k->year, k->faults)))
        return false;
    return store_count(k->session, &q, count, k->faults);
}

/* True in `*stated` when a record_keeping record says that records of the type are complete. */
static bool keeping_stated(const struct asking *k, const struct type *type, bool *stated)
{
    const struct type *keeping = model_type(session_model(k->session), S("record_keeping"));
    const struct figure_answer *before = answer_find(k, &type->plural);
    *stated = before && before->count;
    if (!keeping || before)
        return true;
    const struct value key[] = {value_text(type->name), value_integer(k->year)};
    size_t faults = k->faults->total;
    *stated = store_find(k->session, k->arena, keeping, key, k->faults) != NULL;
    answer_keep(k, &type->plural, NULL, *stated);
    return k->faults->total == faults;
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
    struct query query = {.type = q->part.type};
    bool any = false;
    *count = 0;
    if (!any_record(k, query.type, &any))
        return false;
    if (!any)
        return true;
    if (q->part.where &&
        !(query.where = question_bind(k->arena, q->part.where, k->year, k->faults)))
        return false;
    char *field = str_c(k->arena, q->field->name);
    return store_count_different(k->session, &query, field, count, k->faults);
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

static bool ask(const struct asking *k, const struct figure_definition *d,
                const struct figure **computed)
{
    const struct question *q = d->question;
    int64_t number;
    bool lacks;
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

static bool compute(const struct asking *k, const struct figure_definition *d,
                    const struct figure **computed)
{
    *computed = NULL;
    if (!d->question)
        return true;
    const struct figure_answer *before = answer_find(k, d);
    if (before) {
        *computed = before->figure;
        return true;
    }
    if (!ask(k, d, computed))
        return false;
    answer_keep(k, d, *computed, 0);
    return true;
}

bool figure_compute(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, const struct figure **computed, struct figure_answers *answers,
                    struct faults *faults)
{
    struct figure_answers own = {0};
    struct asking k = {.session = s,
                       .arena = a,
                       .year = year,
                       .answers = answers ? answers : &own,
                       .faults = faults};
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

/* The records of one of the question's conditions. */
static bool part_records(struct session *s, struct arena *a, const struct question *q, size_t part,
                         int year, const struct figure_slice *slice, struct records *found,
                         struct faults *faults)
{
    struct query query = {
        .type = q->part.type, .limit = slice->most, .offset = slice->from, .brief = true};
    if (q->part.type->order.n)
        query.order[0] = str_c(a, q->part.type->order);
    if (q->each[part] && !(query.where = question_bind(a, q->each[part], year, faults)))
        return false;
    return store_query(s, a, &query, found, faults);
}

/* Of several conditions a record is shown once; they hold few records, so all are read. */
static bool records_of_each(struct session *s, struct arena *a, const struct question *q, int year,
                            struct figure_slice *slice, struct records *found,
                            struct faults *faults)
{
    const struct figure_slice all = {0};
    struct records every = {0};
    for (size_t i = 0; i < q->each_count; i++) {
        struct records more = {0};
        if (!part_records(s, a, q, i, year, &all, &more, faults))
            return false;
        add_new(a, &every, &more);
    }
    slice->total = (int64_t)every.count;
    for (size_t i = slice->from; i < every.count && (!slice->most || found->count < slice->most);
         i++)
        *arena_push(a, found) = every.items[i];
    return true;
}

bool figure_records(struct session *s, struct arena *a, const struct figure_definition *definition,
                    int year, struct figure_slice *slice, struct records *found,
                    struct faults *faults)
{
    const struct question *q = definition->question;
    slice->total = 0;
    if (!q)
        return true;
    if (q->each_count > 1)
        return records_of_each(s, a, q, year, slice, found, faults);
    return figure_records_count(s, a, definition, year, &slice->total, faults) &&
           part_records(s, a, q, 0, year, slice, found, faults);
}

bool figure_records_count(struct session *s, struct arena *a,
                          const struct figure_definition *definition, int year, int64_t *count,
                          struct faults *faults)
{
    const struct question *q = definition->question;
    struct figure_answers answers = {0};
    struct asking k = {
        .session = s, .arena = a, .year = year, .answers = &answers, .faults = faults};
    *count = 0;
    if (!q)
        return true;
    if (q->each_count == 1)
        return count_where(&k, q->part.type, q->each[0], count);
    struct figure_slice slice = {0};
    struct records found = {0};
    bool good = records_of_each(s, a, q, year, &slice, &found, faults);
    *count = slice.total;
    return good;
}

bool figure_known_by(struct session *s, struct arena *a, const struct figure_definition *definition,
                     int year, const struct record **statement, int64_t *shown,
                     struct faults *faults)
{
    const struct question *q = definition->question;
    const struct type *keeping = model_type(session_model(s), S("record_keeping"));
    struct figure_answers answers = {0};
    struct asking k = {
        .session = s, .arena = a, .year = year, .answers = &answers, .faults = faults};
    *statement = NULL;
    *shown = 0;
    if (!q || !q->part.known)
        return true;
    const struct value key[] = {value_text(q->part.type->name), value_integer(year)};
    size_t before = faults->total;
    if (keeping)
        *statement = store_find(s, a, keeping, key, faults);
    return faults->total == before && count_where(&k, q->part.type, q->part.known, shown);
}
