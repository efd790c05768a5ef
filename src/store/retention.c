#include "store/retention.h"

#include "store/inside.h"
#include "store/person_key.h"
#include "store/sealed.h"

enum { BATCH = 100 };

/* --- what is due --- */

static bool is_past_keeping(const struct type *type, const struct record *r, struct date today)
{
    struct date since;
    struct str text = r->values[type->keep_since->index].text;
    if (r->values[type->keep_since->index].kind != VALUE_TEXT ||
        !date_parse(str_slice(text, 0, 10), &since))
        return false;
    struct date last = date_last_day(since);
    return date_compare(date_add_months(last, (int)type->keep_years * 12), today) < 0;
}

static bool is_held(struct session *s, const struct type *type, struct str id, bool *held,
                    struct faults *faults)
{
    const struct type *hold = model_type(session_model(s), S("hold"));
    const struct condition conditions[] = {{"record_type", IS, value_text(type->name)},
                                           {"record", IS, value_text(id)},
                                           {"lifted_at", IS_EMPTY, {0}}};
    const struct query q = {.type = hold, .conditions = conditions, .condition_count = 3};
    int64_t count = 0;
    bool ok = !hold || store_count(s, &q, &count, faults);
    *held = count > 0;
    return ok;
}

static bool is_key_field(const struct type *type, size_t field)
{
    for (size_t k = 0; k < type->key_count; k++)
        for (size_t i = 0; i < type->keys[k].count; i++)
            if (type->keys[k].fields[i] == field)
                return true;
    return false;
}

/* True when the record has a value that its shell does not keep. */
static bool is_filled(const struct type *type, const struct value *values)
{
    for (size_t i = 0; i < type->field_count; i++)
        if (values[i].kind != VALUE_EMPTY && !type->fields[i].required && !is_key_field(type, i) &&
            &type->fields[i] != type->keep_since)
            return true;
    return false;
}

/* Records of a type that were kept long enough; shells that are empty already are no work, as long
 * as others refer to them. */
static bool find_due(struct session *s, struct arena *a, struct date today, struct retention *r,
                     struct faults *faults)
{
    const struct type *type = r->type;
    r->due = (struct str_list){0};
    r->held = 0;
    struct date limit = date_add_months(today, -12 * (int)type->keep_years);
    struct condition before = {str_c(a, type->keep_since->name), LESS,
                               value_text(date_print(a, limit))};
    struct query q = {.type = type, .conditions = &before, .condition_count = 1};
    struct records found;
    if (!store_query(s, a, &q, &found, faults))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *record = found.items[i];
        bool held, referred = false;
        if (!is_past_keeping(type, record, today))
            continue;
        if (!is_held(s, type, record->id, &held, faults) ||
            (!is_filled(type, record->values) &&
             !record_is_referred(s, type, record->id, &referred, faults)))
            return false;
        if (held)
            r->held++;
        else if (!referred)
            *arena_push(a, &r->due) = record->id;
    }
    return true;
}

bool store_retention_due(struct session *s, struct arena *a, struct date today,
                         struct retentions *found, struct faults *faults)
{
    const struct model *m = session_model(s);
    *found = (struct retentions){0};
    for (size_t i = 0; i < m->type_count; i++) {
        if (!m->types[i].keep_years || !m->types[i].keep_since)
            continue;
        struct retention *r = arena_push(a, found);
        r->type = &m->types[i];
        if (!find_due(s, a, today, r, faults))
            return false;
    }
    return true;
}

/* --- removing --- */

/* Destroys the key of a record that seals its own fields. */
static bool destroy_key(struct session *s, const struct record *r, struct faults *faults)
{
    struct subject own = {r->type->name, r->id};
    struct person_key key = {0};
    if (r->type->subject)
        return true;
    return person_key_read(s, &s->change, &own, &key, faults) &&
           (!key.there || !key.wrapped.n || store_erase(s, r->type, r->id, faults));
}

static bool make_shell(struct session *s, struct record *r, struct faults *faults)
{
    for (size_t i = 0; i < r->type->field_count; i++)
        if (!r->type->fields[i].required && !is_key_field(r->type, i) &&
            &r->type->fields[i] != r->type->keep_since)
            r->values[i] = (struct value){0};
    return store_update(s, &s->change, r, NULL, faults);
}

struct removal {
    struct session *session;
    struct date today;
    bool shells; /* also those that others refer to */
};

/* One record in the open change; what is not due any more stays. */
static bool remove_one(const struct removal *work, struct retention *all, struct str id,
                       struct faults *faults)
{
    struct session *s = work->session;
    bool held, referred;
    size_t before = faults->total;
    struct record *r = store_get(s, &s->change, all->type, id, faults);
    if (!r)
        return faults->total == before;
    if (!is_held(s, all->type, id, &held, faults) ||
        !record_is_referred(s, all->type, id, &referred, faults))
        return false;
    if (held || !is_past_keeping(all->type, r, work->today) || (referred && !work->shells))
        return true;
    if (!destroy_key(s, r, faults))
        return false;
    s->forgetting = true;
    bool ok = referred ? make_shell(s, r, faults) : store_delete(s, r, faults);
    s->forgetting = false;
    all->removed += ok && !referred;
    all->emptied += ok && referred;
    return ok;
}

static bool remove_batch(const struct removal *work, const struct actor *actor,
                         struct retention *all, size_t from, struct faults *faults)
{
    struct retention before = *all;
    bool ok = store_begin(work->session, actor, faults);
    for (size_t i = from; ok && i < all->due.count && i < from + BATCH; i++)
        ok = remove_one(work, all, all->due.items[i], faults);
    if (ok && store_commit(work->session, faults))
        return true;
    store_rollback(work->session);
    *all = before;
    return false;
}

/* Once through everything that is due; *done is how many were removed or emptied. */
static bool remove_all(const struct removal *work, const struct actor *actor,
                       struct retentions *found, const struct progress *progress,
                       struct faults *faults)
{
    size_t at = 0, total = 0;
    for (size_t i = 0; i < found->count; i++)
        total += found->items[i].due.count;
    for (size_t i = 0; i < found->count; i++)
        for (size_t from = 0; from < found->items[i].due.count; from += BATCH) {
            if (!remove_batch(work, actor, &found->items[i], from, faults))
                return false;
            at += BATCH;
            progress_show(progress, at < total ? at : total, total);
        }
    return true;
}

static int64_t removed(const struct retentions *found)
{
    int64_t count = 0;
    for (size_t i = 0; i < found->count; i++)
        count += found->items[i].removed;
    return count;
}

bool store_retention_remove(struct session *s, struct arena *a, const struct actor *actor,
                            struct date today, const struct progress *progress,
                            struct retentions *found, struct faults *faults)
{
    struct removal work = {.session = s, .today = today};
    int64_t before;
    if (!store_retention_due(s, a, today, found, faults))
        return false;
    /* Those that only what is due refers to come free one after the other. */
    do {
        before = removed(found);
        for (size_t i = 0; i < found->count; i++)
            if (!find_due(s, a, today, &found->items[i], faults))
                return false;
        if (!remove_all(&work, actor, found, progress, faults))
            return false;
    } while (removed(found) > before);
    work.shells = true;
    return remove_all(&work, actor, found, progress, faults);
}
