/* Sealing and opening one value. A sealed value is
 *
 *   1 | nonce | ciphertext          under the key of the record itself
 *   2 | n | "type id" | nonce | ciphertext   under the key of another record, named by n bytes
 *
 * with XChaCha20-Poly1305; bound to it are table, field, record and whose key it is. Inside is the
 * kind of the value and its bytes, filled up to a multiple of 32 so that lengths tell little. */
#include "store/person_key.h"

#include <sodium.h>
#include <string.h>

enum {
    OWN = 1,
    ANOTHERS = 2,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    BLOCK = 32,
};

struct subject seal_subject(const struct type *type, struct str id, const struct value *values)
{
    const struct value *other = type->subject ? &values[type->subject->index] : NULL;
    if (!other || other->kind != VALUE_TEXT)
        return (struct subject){type->name, id};
    return (struct subject){type->subject->to->name, other->text};
}

static bool same_subject(const struct subject *one, const struct subject *two)
{
    return str_eq(one->type, two->type) && str_eq(one->id, two->id);
}

/* --- bytes --- */

static void add_part(struct buffer *b, struct str part)
{
    buffer_add(b, str_format(b->arena, "%zu:", part.n));
    buffer_add(b, part);
}

static struct str bound_to(struct arena *a, const struct sealing *what)
{
    struct buffer b = {.arena = a};
    buffer_add(&b, S("himaya field 1"));
    add_part(&b, what->type->name);
    add_part(&b, what->field->name);
    add_part(&b, what->id);
    add_part(&b, what->subject.type);
    add_part(&b, what->subject.id);
    return buffer_str(&b);
}

/* Kind and bytes, filled up; cleared by the taker. */
static struct str packed(struct arena *a, const struct value *v)
{
    size_t n = v->kind == VALUE_TEXT || v->kind == VALUE_BLOB ? v->text.n : 8, whole = 0;
    unsigned char *p = arena_alloc(a, n + 1 + BLOCK);
    p[0] = (unsigned char)v->kind;
    if (v->kind == VALUE_INTEGER)
        memcpy(p + 1, &v->integer, 8);
    else if (v->kind == VALUE_REAL)
        memcpy(p + 1, &v->real, 8);
    else
        memcpy(p + 1, v->text.p, n);
    sodium_pad(&whole, p, n + 1, BLOCK, n + 1 + BLOCK);
    return (struct str){(const char *)p, whole};
}

static bool unpacked(struct str bytes, struct value *v)
{
    size_t n;
    *v = (struct value){0};
    if (sodium_unpad(&n, (const unsigned char *)bytes.p, bytes.n, BLOCK) != 0 || n < 1)
        return false;
    v->kind = (enum value_kind)bytes.p[0];
    if (v->kind == VALUE_INTEGER && n == 9)
        memcpy(&v->integer, bytes.p + 1, 8);
    else if (v->kind == VALUE_REAL && n == 9)
        memcpy(&v->real, bytes.p + 1, 8);
    else if (v->kind == VALUE_TEXT || v->kind == VALUE_BLOB)
        v->text = (struct str){bytes.p + 1, n - 1};
    else
        return false;
    return true;
}

static struct str head(struct arena *a, const struct sealing *what)
{
    struct subject own = {what->type->name, what->id};
    if (same_subject(&what->subject, &own))
        return S("\1");
    struct str whose =
        str_format(a, "%.*s %.*s", STR_ARG(what->subject.type), STR_ARG(what->subject.id));
    return str_format(a, "\2%c%.*s", (int)whose.n, STR_ARG(whose));
}

/* Reads the head; what->subject is whose key it is. False when it is none. */
static bool read_head(struct str *bytes, struct sealing *what)
{
    if (bytes->n && bytes->p[0] == OWN) {
        what->subject = (struct subject){what->type->name, what->id};
        *bytes = str_from(*bytes, 1);
        return true;
    }
    size_t n = bytes->n > 1 && bytes->p[0] == ANOTHERS ? (unsigned char)bytes->p[1] : 0;
    struct str whose = str_slice(*bytes, 2, 2 + n);
    size_t space = str_find_char(whose, ' ', 0);
    if (!n || whose.n != n || space == STR_NONE)
        return false;
    what->subject = (struct subject){str_slice(whose, 0, space), str_from(whose, space + 1)};
    *bytes = str_from(*bytes, 2 + n);
    return true;
}

/* --- one value --- */

bool seal_value(struct session *s, struct arena *a, const struct sealing *what,
                const struct value *plain, struct value *sealed, struct faults *faults)
{
    unsigned char key[KEY_SIZE];
    if (!person_key_for_sealing(s, &what->subject, key, faults))
        return false;
    struct arena inner = {0};
    struct str with = bound_to(&inner, what), first = head(&inner, what);
    struct str text = packed(&inner, plain);
    size_t size = first.n + NONCE + text.n + TAG;
    unsigned char *p = arena_alloc(a, size), *nonce = p + first.n;
    memcpy(p, first.p, first.n);
    randombytes_buf(nonce, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE, NULL, (const unsigned char *)text.p,
                                               text.n, (const unsigned char *)with.p, with.n, NULL,
                                               nonce, key);
    *sealed = (struct value){.kind = VALUE_SEALED, .text = {(const char *)p, size}};
    sodium_memzero((char *)text.p, text.n);
    sodium_memzero(key, sizeof key);
    arena_free(&inner);
    return true;
}

static bool is_no_seal(const struct sealing *what, struct faults *faults)
{
    return FAULT(faults, FAULT_STORE, ((struct place){.field = what->field->name}),
                 N_("\"{1}\" of the record {2} is not what was sealed there: it was changed, cut "
                    "or brought from elsewhere, and is not opened. Run: himaya audit verify"),
                 what->field->label, what->id);
}

bool seal_open(struct session *s, struct arena *a, const struct sealing *given,
               const struct value *sealed, struct value *plain, struct faults *faults)
{
    struct sealing what = *given;
    struct str bytes = sealed->text, erased_at;
    unsigned char key[KEY_SIZE];
    *plain = (struct value){0};
    if (!read_head(&bytes, &what) || bytes.n < NONCE + TAG + BLOCK)
        return is_no_seal(&what, faults);
    if (!person_key_get(s, &what.subject, key, &erased_at, faults))
        return false;
    if (erased_at.n)
        return true;
    struct str with = bound_to(&s->scratch, &what);
    size_t size = bytes.n - NONCE - TAG;
    unsigned char *p = arena_alloc(a, size);
    const unsigned char *nonce = (const unsigned char *)bytes.p;
    bool ok = crypto_aead_xchacha20poly1305_ietf_decrypt(
                  p, NULL, NULL, nonce + NONCE, bytes.n - NONCE, (const unsigned char *)with.p,
                  with.n, nonce, key) == 0 &&
              unpacked((struct str){(const char *)p, size}, plain) &&
              plain->kind == kind_holds(what.field->kind);
    sodium_memzero(key, sizeof key);
    return ok || is_no_seal(&what, faults);
}

bool seal_forget(struct session *s, const struct table *t, struct str id, struct faults *faults)
{
    if (!t->sealed || table_is_audited(t))
        return true;
    struct db_statement *q =
        db_prepare(s->db, S("DELETE FROM store_key WHERE type = $1 AND record = $2"), faults);
    if (!q)
        return false;
    db_bind_text(q, t->name);
    db_bind_text(q, id);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

/* --- a record --- */

struct old_and_new {
    struct sealing what; /* with the subject of the new values */
    bool moved;          /* the record is about somebody else now */
    const struct value *old, *given;
};

/* Given as it was read: it must be what is stored there. */
static bool put_back(struct session *s, const struct old_and_new *c, struct value *sealed,
                     struct faults *faults)
{
    struct value plain;
    if (!c->old || !value_eq(c->old, c->given))
        return FAULT(faults, FAULT_INPUT, ((struct place){.field = c->what.field->name}),
                     N_("\"{1}\" is sealed for another record, or was sealed anew meanwhile, and "
                        "cannot be stored here."),
                     c->what.field->label);
    *sealed = *c->old;
    if (!c->moved)
        return true;
    return seal_open(s, &s->scratch, &c->what, c->old, &plain, faults) &&
           (plain.kind == VALUE_EMPTY ||
            seal_value(s, &s->scratch, &c->what, &plain, sealed, faults));
}

/* The same plain value again keeps its old bytes. */
static bool seal_anew(struct session *s, const struct old_and_new *c, struct value *sealed,
                      struct faults *faults)
{
    struct value plain;
    struct faults ignored = {.arena = &s->scratch};
    if (c->old && c->old->kind == VALUE_SEALED && !c->moved &&
        seal_open(s, &s->scratch, &c->what, c->old, &plain, &ignored) &&
        value_eq(&plain, c->given)) {
        *sealed = *c->old;
        return true;
    }
    return seal_value(s, &s->scratch, &c->what, c->given, sealed, faults);
}

const struct value *seal_record(struct session *s, const struct table *t, const struct record *r,
                                const struct value *row, struct faults *faults)
{
    if (!t->sealed)
        return r->values;
    const struct type *type = r->type;
    struct value *values = arena_array(&s->scratch, type->field_count, struct value);
    struct old_and_new c = {.what = {.type = type, .id = r->id}};
    c.what.subject = seal_subject(type, r->id, r->values);
    if (row) {
        struct subject before = seal_subject(type, r->id, row);
        c.moved = !same_subject(&before, &c.what.subject);
    }
    memcpy(values, r->values, type->field_count * sizeof *values);
    for (size_t i = 0; i < type->field_count; i++) {
        c.what.field = &type->fields[i];
        c.given = &r->values[i];
        c.old = row ? &row[i] : NULL;
        if (!type->fields[i].sealed || c.given->kind == VALUE_EMPTY)
            continue;
        bool ok = c.given->kind == VALUE_SEALED ? put_back(s, &c, &values[i], faults)
                                                : seal_anew(s, &c, &values[i], faults);
        if (!ok)
            return NULL;
    }
    return values;
}
