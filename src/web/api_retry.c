#include "web/api_retry.h"

#include "base/arena.h"
#include "base/date.h"
#include "web/error_page.h"

#include <sodium.h>

enum { LONGEST_KEY = 200, DAY = 24 * 60 * 60 };

static const struct actor program = {S_INIT("program"), S_INIT("job"), {0}};

static void add(crypto_hash_sha256_state *state, struct str part)
{
    if (part.n)
        crypto_hash_sha256_update(state, (const unsigned char *)part.p, part.n);
    crypto_hash_sha256_update(state, (const unsigned char *)"", 1);
}

static struct str hash_of(struct arena *a, struct str one, struct str two, struct str three)
{
    crypto_hash_sha256_state state;
    unsigned char bytes[crypto_hash_sha256_BYTES];
    char *hex = arena_array(a, 2 * sizeof bytes + 1, char);
    crypto_hash_sha256_init(&state);
    add(&state, one);
    add(&state, two);
    add(&state, three);
    crypto_hash_sha256_final(&state, bytes);
    sodium_bin2hex(hex, 2 * sizeof bytes + 1, bytes, sizeof bytes);
    return (struct str){hex, 2 * sizeof bytes};
}

static const struct type *kept_type(const struct session *s)
{
    return model_type(session_model(s), S("kept_request"));
}

static bool refuse(struct call *c, int status, const char *message)
{
    error_answer(c, status, message);
    return false;
}

bool api_retry_read(struct call *c, struct api_retry *retry)
{
    struct str key = http_header(&c->request->headers, S("Idempotency-Key"));
    if (!key.n)
        return true;
    if (key.n > LONGEST_KEY)
        return refuse(c, 400, N_("An idempotency key has at most 200 letters."));
    retry->key = hash_of(c->arena, c->visit.who.user, c->visit.who.session, key);
    retry->request = hash_of(c->arena, c->path, c->request->body, (struct str){0});
    struct value wanted = value_text(retry->key);
    struct record *kept =
        store_find(c->session, c->arena, kept_type(c->session), &wanted, &c->faults);
    if (c->faults.total) {
        error_from_faults(c);
        return false;
    }
    if (!kept)
        return true;
    if (!str_eq(record_text(kept, "request_hash"), retry->request))
        return refuse(c, 422,
                      N_("This idempotency key was used for another request. Make a new "
                         "key for each request."));
    retry->record = record_text(kept, "record");
    return true;
}

bool api_retry_keep(struct call *c, const struct api_retry *retry, const struct type *type,
                    struct str id)
{
    if (!retry->key.n)
        return true;
    struct record *kept = record_new(c->arena, kept_type(c->session));
    record_set(kept, "key_hash", value_text(retry->key));
    record_set(kept, "request_hash", value_text(retry->request));
    record_set(kept, "record_type", value_text(type->name));
    record_set(kept, "record", value_text(id));
    record_set(kept, "kept_at", value_text(date_now(c->arena)));
    return store_insert(c->session, kept, &c->faults);
}

bool api_retry_forget(struct store *store, struct session *session, struct arena *a, void *context,
                      struct faults *faults)
{
    (void)store, (void)context;
    struct condition old = {"kept_at", LESS, value_text(date_moment(a, -DAY))};
    struct query q = {
        .type = kept_type(session), .conditions = &old, .condition_count = 1, .limit = 1000};
    struct records found = {0};
    if (!store_query(session, a, &q, &found, faults))
        return false;
    if (!found.count)
        return true;
    bool good = store_begin(session, &program, faults);
    for (size_t i = 0; good && i < found.count; i++)
        good = store_delete(session, found.items[i], faults);
    return good && store_commit(session, faults);
}
