/* The audit chain: every change of a record adds a row whose hash covers the row and the hash
 * before it, so that no row can be changed, taken out, put in or moved unseen; the head keeps
 * number and hash of the newest, sealed with the key of the store, so that a cut end shows too. In
 * the hash every part has its length in front: nothing can be shifted from one part into the next.
 */
#include "store/digest.h"
#include "store/inside.h"

#include "store/sealed.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const char chain_label[] = "himaya audit 1";
static const char content_label[] = "himaya record 1";

bool table_is_audited(const struct table *t)
{
    return !t->type || !t->type->unaudited;
}

static void hash_number(struct digest *state, uint64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> (56 - 8 * i));
    digest_add(state, bytes, sizeof bytes);
}

static void hash_bytes(struct digest *state, struct str bytes)
{
    hash_number(state, bytes.n);
    if (bytes.n)
        digest_add(state, bytes.p, bytes.n);
}

static void hash_value(struct digest *state, const struct value *v)
{
    uint64_t bits;
    unsigned char kind = (unsigned char)v->kind;
    digest_add(state, &kind, 1);
    if (v->kind == VALUE_INTEGER) {
        hash_number(state, (uint64_t)v->integer);
    } else if (v->kind == VALUE_REAL) {
        memcpy(&bits, &v->real, sizeof bits);
        hash_number(state, bits);
    } else {
        hash_bytes(state, v->text);
    }
}

void audit_content(const struct table *t, const struct value *values, unsigned char digest[DIGEST])
{
    struct digest state;
    digest_begin(&state);
    hash_bytes(&state, str_of(content_label));
    for (size_t i = 0; i < t->count; i++) {
        size_t column = t->by_name[i];
        if (values[column].kind == VALUE_EMPTY)
            continue; /* so that a new, empty column changes no digest */
        hash_bytes(&state, t->columns[column].name);
        hash_value(&state, &values[column]);
    }
    digest_end(&state, digest);
}

void audit_hash(const unsigned char before[DIGEST], const struct audit_row *row,
                unsigned char hash[DIGEST])
{
    const struct str parts[] = {row->at,   row->actor,  row->channel,    row->reason, row->action,
                                row->type, row->record, row->difference, row->content};
    struct digest state;
    digest_begin(&state);
    hash_bytes(&state, str_of(chain_label));
    hash_bytes(&state, (struct str){(const char *)before, DIGEST});
    hash_number(&state, (uint64_t)row->number);
    hash_number(&state, (uint64_t)row->version);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash_bytes(&state, parts[i]);
    digest_end(&state, hash);
}

static bool keep_row(struct session *s, const struct audit_row *row, struct faults *faults)
{
    struct db_statement *q = db_prepare(
        s->db,
        S("INSERT INTO store_audit (number, at, actor, channel, reason, action, type, record, "
          "version, difference, content, hash) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"),
        faults);
    if (!q)
        return false;
    db_bind_integer(q, row->number);
    db_bind_text(q, row->at);
    db_bind_text(q, row->actor);
    db_bind_text(q, row->channel);
    db_bind_text(q, row->reason);
    db_bind_text(q, row->action);
    db_bind_text(q, row->type);
    db_bind_text(q, row->record);
    db_bind_integer(q, row->version);
    db_bind_text(q, row->difference);
    db_bind_blob(q, row->content);
    db_bind_blob(q, (struct str){(const char *)s->hash, DIGEST});
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)row->number);
    struct db_sending how = {
        .when_taken = N_("The end of the audit chain was tampered with: row {1} is there already. "
                         "Run: himaya audit verify"),
        .detail = str_of(number)};
    return db_send(s->db, q, &how, faults) == DB_DONE;
}

bool audit_append(struct session *s, struct audit_row *row, struct faults *faults)
{
    unsigned char hash[DIGEST];
    if (s->beside) /* the chain has one order, and this change has no place in it */
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("No change was begun, so nothing can be stored."));
    row->number = s->number + 1;
    row->at = s->at;
    row->actor = s->actor.name;
    row->channel = s->actor.channel;
    row->reason = s->actor.reason;
    audit_hash(s->hash, row, hash);
    memcpy(s->hash, hash, DIGEST);
    s->number++;
    s->moved = true;
    return keep_row(s, row, faults);
}

bool audit_add(struct session *s, const char *action, const struct table *t, struct str id,
               int64_t version, const struct value *values, struct str difference,
               struct faults *faults)
{
    unsigned char content[DIGEST] = {0};
    if (!table_is_audited(t))
        return true;
    if (values)
        audit_content(t, values, content);
    if (s->forgetting) {
        action = values ? "empty" : "remove";
        difference = (struct str){0};
    }
    struct audit_row row = {
        .version = version,
        .action = str_of(action),
        .type = t->name,
        .record = id,
        .difference = difference,
        .content = {(const char *)content, DIGEST},
    };
    return audit_append(s, &row, faults);
}

/* What the head is sealed with: HMAC-SHA256 of number and hash, so that rows behind the newest one
 * cannot be put in by somebody who has the database but not the key file. */
static bool head_seal(struct session *s, int64_t number, const unsigned char hash[DIGEST],
                      unsigned char seal[DIGEST], struct faults *faults)
{
    unsigned char key[32], text[8 + DIGEST];
    if (!store_derive_key(s, "audit head", key, faults))
        return false;
    for (int i = 0; i < 8; i++)
        text[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
    memcpy(text + 8, hash, DIGEST);
    crypto_auth_hmacsha256(seal, text, sizeof text, key);
    sodium_memzero(key, sizeof key);
    return true;
}

bool audit_head_is_sealed(struct session *s, const struct audit_head *head, bool *sealed,
                          struct faults *faults)
{
    unsigned char seal[DIGEST];
    if (!head_seal(s, head->number, head->hash, seal, faults))
        return false;
    *sealed = sodium_memcmp(seal, head->seal, DIGEST) == 0;
    return true;
}

bool audit_read_head(struct session *s, struct audit_head *head, struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db,
                   S("SELECT number, hash, (SELECT digest FROM store_model ORDER BY number DESC "
                     "LIMIT 1) FROM store_head WHERE one = 1"),
                   faults);
    if (!q)
        return false;
    enum db_outcome outcome = db_step(q, faults);
    if (outcome == DB_ROW)
        s->model_stands = str_eq(db_text(q, &s->scratch, 2), s->store->digest);
    struct str hash = outcome == DB_ROW ? db_blob(q, &s->scratch, 1) : (struct str){0};
    *head = (struct audit_head){.number = outcome == DB_ROW ? db_integer(q, 0) : 0};
    head->there = hash.n == DIGEST || hash.n == (size_t)2 * DIGEST;
    head->plain = hash.n == DIGEST;
    if (head->there)
        memcpy(head->hash, hash.p, DIGEST);
    if (head->there && !head->plain)
        memcpy(head->seal, hash.p + DIGEST, DIGEST);
    db_done(q);
    return outcome != DB_FAILED;
}

bool audit_begin(struct session *s, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct audit_head head;
    bool sealed = false;
    bool ok = audit_read_head(s, &head, faults);
    arena_rewind(&s->scratch, mark);
    if (!ok)
        return false;
    if (!head.there)
        return FAULT(faults, FAULT_STORE, (struct place){0},
                     N_("The head of the audit chain is missing, so nothing can be changed. "
                        "Restore the latest backup."));
    if (head.number == 0 || s->old_head)
        sealed = true; /* a new store, or one that was made before heads were sealed */
    else if (!audit_head_is_sealed(s, &head, &sealed, faults))
        return false;
    s->number = head.number;
    s->moved = s->old_head;
    memcpy(s->hash, head.hash, DIGEST);
    return sealed ||
           FAULT(faults, FAULT_STORE, (struct place){0},
                 N_("The end of the audit chain was not written by this program with the key of "
                    "this store, so nothing can be changed. Run: himaya audit verify"));
}

void audit_give_head(struct session *s)
{
    struct turn *t = &s->store->turn;
    t->number = s->number;
    t->moved = s->moved;
    memcpy(t->hash, s->hash, DIGEST);
}

void audit_take_head(struct session *s)
{
    const struct turn *t = &s->store->turn;
    s->number = t->number;
    s->moved = t->moved;
    memcpy(s->hash, t->hash, DIGEST);
}

bool audit_end(struct session *s, struct faults *faults)
{
    if (!s->moved)
        return true;
    unsigned char both[2 * DIGEST];
    if (!head_seal(s, s->number, s->hash, both + DIGEST, faults))
        return false;
    struct db_statement *q =
        db_prepare(s->db, S("UPDATE store_head SET number = $1, hash = $2 WHERE one = 1"), faults);
    if (!q)
        return false;
    memcpy(both, s->hash, DIGEST);
    db_bind_integer(q, s->number);
    db_bind_blob(q, (struct str){(const char *)both, sizeof both});
    return db_send(s->db, q, &(struct db_sending){0}, faults) == DB_DONE;
}
