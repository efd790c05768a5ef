#include "identity/attempts.h"

#include "base/arena.h"
#include "identity/moment.h"
#include "identity/secret.h"
#include "identity/staff.h"

enum {
    FORGOTTEN_AFTER = 24 * 60 * 60,
    LONGEST_WAIT = 60,
    FREE_OF_ADDRESS = 10,
    PURGED_AT_ONCE = 50,
};

static const struct actor door = {S_INIT("sign-in"), S_INIT("web"), S_INIT("")};

/* --- a browser that was here before --- */

static struct str device_mark(struct session *s, struct arena *a, struct str name,
                              struct str random, struct faults *faults)
{
    struct str text = str_format(a, "%.*s\n%.*s", STR_ARG(name), STR_ARG(random));
    return str_slice(secret_keyed(s, a, "known browser", text, faults), 0, TOKEN_TEXT);
}

bool attempts_device(struct session *s, struct arena *a, struct str name,
                     char text[DEVICE_TEXT + 1], struct faults *faults)
{
    secret_token(text);
    struct str mark = device_mark(s, a, name, (struct str){text, TOKEN_TEXT}, faults);
    if (!mark.n)
        return false;
    text[TOKEN_TEXT] = '.';
    for (size_t i = 0; i < mark.n; i++)
        text[TOKEN_TEXT + 1 + i] = mark.p[i];
    text[DEVICE_TEXT] = 0;
    return true;
}

/* What stands before the mark when the mark is ours and of this name; else empty. */
static struct str known_device(struct session *s, struct arena *a, struct str device,
                               struct str name, struct faults *faults)
{
    struct str random = str_slice(device, 0, TOKEN_TEXT);
    struct str mark = device_mark(s, a, name, random, faults);
    bool known = device.n == DEVICE_TEXT && secret_same(mark, str_from(device, TOKEN_TEXT + 1));
    return known ? random : (struct str){0};
}

/* --- counting --- */

static bool add(struct session *s, struct arena *a, struct attempts *t, const char *kind,
                struct str whose, int free, struct faults *faults)
{
    struct str text = str_format(a, "%s %.*s", kind, STR_ARG(whose));
    struct attempt *one = &t->items[t->count++];
    *one = (struct attempt){.whose = secret_keyed(s, a, "failed sign-ins", text, faults),
                            .free = free};
    return one->whose.n;
}

static bool choose(struct session *s, struct arena *a, const struct sign_in_request *request,
                   struct str name, struct attempts *t, struct faults *faults)
{
    struct str device = known_device(s, a, request->device, name, faults);
    *t = (struct attempts){.known_device = device.n};
    if (device.n)
        return add(s, a, t, "browser", device, 0, faults);
    return add(s, a, t, "name", name, 0, faults) &&
           (!request->address.n ||
            add(s, a, t, "address", request->address, FREE_OF_ADDRESS, faults));
}

static int wait_of(const struct attempt *one, int64_t now)
{
    int64_t counted = one->before_failures - one->free;
    if (counted <= 0)
        return 0;
    int64_t wait = counted > 6 ? LONGEST_WAIT : INT64_C(1) << (counted - 1);
    wait = wait < LONGEST_WAIT ? wait : LONGEST_WAIT;
    int64_t left = one->before_at + wait - now;
    return left <= 0 ? 0 : left < wait ? (int)left : (int)wait;
}

static bool put(struct session *s, struct arena *a, struct record *r, struct faults *faults)
{
    return r->version ? store_update(s, a, r, NULL, faults) : store_insert(s, r, faults);
}

/* Reads how it stands, and counts one more into the record (not stored yet). */
static struct record *count_one(struct session *s, struct arena *a, struct attempt *one,
                                int64_t now, struct faults *faults)
{
    size_t before = faults->total;
    struct record *r = staff_by_key(s, a, "attempt", one->whose, faults);
    if (faults->total != before)
        return NULL;
    if (!r) {
        r = record_new(a, model_type(session_model(s), S("attempt")));
        record_set(r, "whose", value_text(one->whose));
    }
    one->before_at = moment_read(record_text(r, "last_at"));
    one->before_failures =
        one->before_at + FORGOTTEN_AFTER > now ? record_integer(r, "failures") : 0;
    record_set(r, "failures", value_integer(one->before_failures + 1));
    record_set(r, "last_at", value_text(moment_text(a, now)));
    return r;
}

/* Inside the change: a few of those that are older than a day go. */
static bool purge(struct session *s, struct arena *a, int64_t now, struct faults *faults)
{
    struct condition old = {"last_at", LESS, value_text(moment_text(a, now - FORGOTTEN_AFTER))};
    return identity_delete(s, a, "attempt", &old, PURGED_AT_ONCE, faults);
}

static bool count_all(struct session *s, struct arena *a, struct attempts *t, int *wait,
                      struct faults *faults)
{
    int64_t now = moment_now();
    struct record *records[2];
    *wait = 0;
    if (!purge(s, a, now, faults))
        return false;
    for (size_t i = 0; i < t->count; i++) {
        records[i] = count_one(s, a, &t->items[i], now, faults);
        if (!records[i])
            return false;
        int due = wait_of(&t->items[i], now);
        *wait = due > *wait ? due : *wait;
    }
    return *wait || put(s, a, records[0], faults);
}

bool attempts_count(struct session *s, struct arena *a, const struct sign_in_request *request,
                    struct str name, struct attempts *t, int *wait, struct faults *faults)
{
    if (!choose(s, a, request, name, t, faults) || !store_begin(s, &door, faults))
        return false;
    bool ok = count_all(s, a, t, wait, faults);
    if (ok && !*wait)
        return store_commit(s, faults);
    store_rollback(s);
    return ok;
}

/* The wait begins when the refusal is told, not when the looking began. */
static bool begin_wait(struct session *s, struct arena *a, const struct attempt *one, int64_t now,
                       struct faults *faults)
{
    size_t before = faults->total;
    struct record *r = staff_by_key(s, a, "attempt", one->whose, faults);
    if (!r)
        return faults->total == before;
    record_set(r, "last_at", value_text(moment_text(a, now)));
    return store_update(s, a, r, NULL, faults);
}

bool attempts_failed(struct session *s, struct arena *a, struct attempts *t, struct faults *faults)
{
    int64_t now = moment_now();
    if (!begin_wait(s, a, &t->items[0], now, faults))
        return false;
    if (t->count < 2)
        return true;
    struct record *r = count_one(s, a, &t->items[1], now, faults);
    return r && put(s, a, r, faults);
}

/* Inside a change: the try that was counted first was none; `forget`: nor were those before it. */
static bool undo(struct session *s, struct arena *a, const struct attempt *one, bool forget,
                 struct faults *faults)
{
    size_t before = faults->total;
    struct record *r = staff_by_key(s, a, "attempt", one->whose, faults);
    if (!r)
        return faults->total == before;
    int64_t failures = record_integer(r, "failures") - 1;
    if (forget || failures <= 0)
        return store_delete(s, r, faults);
    record_set(r, "failures", value_integer(failures));
    if (failures == one->before_failures)
        record_set(r, "last_at", value_text(moment_text(a, one->before_at)));
    return store_update(s, a, r, NULL, faults);
}

bool attempts_take_back(struct session *s, struct arena *a, const struct attempts *t,
                        struct faults *faults)
{
    return undo(s, a, &t->items[0], false, faults);
}

bool attempts_forget(struct session *s, struct arena *a, const struct attempts *t,
                     struct faults *faults)
{
    return undo(s, a, &t->items[0], true, faults);
}
