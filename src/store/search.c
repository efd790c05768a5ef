/* Search: the words of the fields that types declare as `search`, kept beside the records in the
 * same change. A word is folded (base/fold.h) and found by its beginning: every one that begins
 * with "aliav" lies between "aliav" and "aliaw", so one index serves, in any database that orders
 * small ASCII letters by their bytes. Sealed fields have no words here. */
#include "store/db_rows.h"
#include "store/inside.h"

#include "base/fold.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_WORDS = 8,         /* of a text that is searched for */
    MOST_CANDIDATES = 5000, /* records that are looked at closely */
    MOST_COUNTED = 2000     /* beginnings of one word, to see which word is rare */
};

/* --- keeping the words --- */

static bool is_searched(const struct field *f)
{
    return !f->sealed && !f->secret && f->kind != FIELD_BLOB && f->kind != FIELD_REF;
}

static bool has_words(const struct type *type)
{
    return type && !type->internal && type->search.count;
}

/* What is kept of a type; when it changes, the words are made anew. */
static struct str definition(struct arena *a, const struct type *type)
{
    struct buffer b = {.arena = a};
    for (size_t i = 0; !type->internal && i < type->search.count; i++) {
        const struct field *f = type->search.items[i];
        if (!is_searched(f))
            continue;
        buffer_add(&b, f->name);
        buffer_char(&b, ':');
        buffer_add(&b, kind_text(a, f));
        buffer_char(&b, ' ');
    }
    return buffer_str(&b);
}

static struct str words_of(struct session *s, const struct field *f, const struct value *v)
{
    if (v->kind == VALUE_EMPTY || v->kind == VALUE_SEALED)
        return (struct str){0};
    return fold_key(&s->scratch, value_print(&s->scratch, f, v, (struct str){0}));
}

static bool add_words(struct session *s, const struct type *type, struct str id,
                      const struct value *values, struct faults *faults)
{
    static const struct db_rows rows = {.into =
                                            "store_word (\"type\", \"record\", \"field\", word)",
                                        .columns = 4,
                                        .then = " ON CONFLICT DO NOTHING"};
    struct {
        struct value *items;
        size_t count, capacity;
    } words = {0};
    for (size_t i = 0; i < type->search.count; i++) {
        const struct field *f = type->search.items[i];
        struct str rest = is_searched(f) ? words_of(s, f, &values[f->index]) : (struct str){0};
        for (struct str word; str_cut(&rest, ' ', &word);) {
            if (!word.n)
                continue;
            *arena_push(&s->scratch, &words) = value_text(type->name);
            *arena_push(&s->scratch, &words) = value_text(id);
            *arena_push(&s->scratch, &words) = value_text(f->name);
            *arena_push(&s->scratch, &words) = value_text(word);
        }
    }
    return db_insert_rows(s->db, &rows, words.items, words.count / 4, faults);
}

static bool drop_words(struct session *s, const struct type *type, struct str id,
                       struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db,
                   id.n ? S("DELETE FROM store_word WHERE \"type\" = $1 AND \"record\" = $2")
                        : S("DELETE FROM store_word WHERE \"type\" = $1"),
                   faults);
    if (!q)
        return false;
    db_bind_text(q, type->name);
    if (id.n)
        db_bind_text(q, id);
    return db_send(s->db, q, &(struct db_sending){0}, faults) == DB_DONE;
}

static bool words_changed(const struct type *type, const struct value *before,
                          const struct value *after)
{
    for (size_t i = 0; i < type->search.count; i++) {
        size_t at = type->search.items[i]->index;
        if (!value_eq(&before[at], &after[at]))
            return true;
    }
    return false;
}

bool search_keep(struct session *s, const struct type *type, struct str id,
                 const struct value *before, const struct value *after, struct faults *faults)
{
    if (!has_words(type) || (before && after && !words_changed(type, before, after)))
        return true;
    struct arena_mark mark = arena_mark(&s->scratch);
    bool ok = (!before || drop_words(s, type, id, faults)) &&
              (!after || add_words(s, type, id, after, faults));
    arena_rewind(&s->scratch, mark);
    return ok;
}

/* --- making the words of a store anew --- */

static bool kept_definition(struct session *s, const struct type *type, struct str *kept,
                            struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db, S("SELECT fields FROM store_searched WHERE \"type\" = $1"), faults);
    if (!q)
        return false;
    db_bind_text(q, type->name);
    enum db_outcome outcome = db_step(q, faults);
    *kept = outcome == DB_ROW ? db_text(q, &s->scratch, 0) : (struct str){0};
    db_done(q);
    return outcome != DB_FAILED;
}

static bool keep_definition(struct session *s, const struct type *type, struct str fields,
                            struct faults *faults)
{
    struct db_statement *q =
        db_prepare(s->db,
                   S("INSERT INTO store_searched (\"type\", fields) VALUES ($1, $2) "
                     "ON CONFLICT (\"type\") DO UPDATE SET fields = excluded.fields"),
                   faults);
    if (!q)
        return false;
    db_bind_text(q, type->name);
    db_bind_text(q, fields);
    bool ok = db_step(q, faults) == DB_DONE;
    db_done(q);
    return ok;
}

/* Adds the words of the records behind `last`, a thousand at most; *last is then the newest id. */
static bool fill_some(struct session *s, const struct type *type, struct str *last, size_t *count,
                      struct faults *faults)
{
    struct condition behind = {"id", MORE, value_text(*last)};
    struct query q = {.type = type, .order = {"id"}, .limit = 1000};
    struct arena some = {0};
    struct records found;
    q.conditions = &behind;
    q.condition_count = last->n ? 1 : 0;
    bool ok = store_query(s, &some, &q, &found, faults);
    for (size_t i = 0; i < found.count && ok; i++)
        ok = add_words(s, type, found.items[i]->id, found.items[i]->values, faults);
    if (ok && found.count)
        *last = str_copy(faults->arena, found.items[found.count - 1]->id);
    *count = found.count;
    arena_free(&some);
    return ok;
}

static bool fill_type(struct session *s, const struct type *type, struct faults *faults)
{
    struct str wanted = definition(faults->arena, type), kept, last = {0};
    size_t count = 1;
    if (!kept_definition(s, type, &kept, faults))
        return false;
    if (str_eq(wanted, kept))
        return true;
    bool ok = drop_words(s, type, (struct str){0}, faults);
    while (ok && has_words(type) && count)
        ok = fill_some(s, type, &last, &count, faults);
    return ok && keep_definition(s, type, wanted, faults);
}

bool search_bring_up(struct session *s, struct faults *faults)
{
    const struct model *m = s->store->model;
    for (size_t i = 0; i < m->type_count; i++) {
        struct arena_mark mark = arena_mark(&s->scratch);
        bool ok = fill_type(s, &m->types[i], faults);
        arena_rewind(&s->scratch, mark);
        if (!ok)
            return false;
    }
    return true;
}

/* --- finding --- */

struct candidate {
    const struct type *type;
    struct str record;
    int worth;
    size_t place; /* in the order of words */
};

struct finding {
    struct session *session;
    struct arena *arena; /* of the candidates */
    const struct search *search;
    struct str words[MOST_WORDS];
    size_t count;
    struct {
        struct candidate *items;
        size_t count, capacity;
    } candidates;
};

static bool type_allowed(const struct search *search, const struct type *type)
{
    for (size_t i = 0; has_words(type) && i < type->search.count; i++)
        if (is_searched(type->search.items[i]) &&
            search->allowed(search->context, type, type->search.items[i]))
            return true;
    return false;
}

/* " (alias).word >= 'aliav' AND (alias).word < 'aliaw'" */
static void between_sql(struct sql *q, struct arena *a, const char *alias, struct str word)
{
    char *end = str_c(a, word);
    end[word.n - 1]++;
    sql_add(q, alias);
    sql_add(q, ".word >= ");
    sql_value(q, value_text(word));
    sql_add(q, " AND ");
    sql_add(q, alias);
    sql_add(q, ".word < ");
    sql_value(q, value_text((struct str){end, word.n}));
}

/* The records that have a word for each one wanted, the first of which leads. */
static struct sql candidates_sql(struct finding *f)
{
    const struct model *m = f->session->store->model;
    struct arena *a = f->arena;
    struct sql q = {.text = {.arena = a}};
    bool any = false;
    sql_add(&q, "SELECT w.\"type\", w.\"record\" FROM store_word w WHERE ");
    between_sql(&q, a, "w", f->words[0]);
    sql_add(&q, " AND w.\"type\" IN (");
    for (size_t i = 0; i < m->type_count; i++) {
        if (!type_allowed(f->search, &m->types[i]))
            continue;
        sql_add(&q, any ? ", " : "");
        sql_value(&q, value_text(m->types[i].name));
        any = true;
    }
    sql_add(&q, any ? ")" : "NULL)");
    for (size_t i = 1; i < f->count; i++) {
        sql_add(&q, " AND EXISTS (SELECT 1 FROM store_word o WHERE o.\"type\" = w.\"type\" AND "
                    "o.\"record\" = w.\"record\" AND ");
        between_sql(&q, a, "o", f->words[i]);
        sql_add(&q, ")");
    }
    sql_add(&q, " ORDER BY w.word LIMIT ");
    sql_value(&q, value_integer(MOST_CANDIDATES));
    return q;
}

static bool read_candidates(struct finding *f, struct faults *faults)
{
    struct sql q = candidates_sql(f);
    struct map seen = {.arena = f->arena};
    struct db_statement *statement = sql_start(f->session, &q, faults);
    enum db_outcome outcome = DB_FAILED;
    while (statement && (outcome = db_step(statement, faults)) == DB_ROW) {
        struct str name = db_text(statement, f->arena, 0), record = db_text(statement, f->arena, 1);
        const struct type *type = model_type(f->session->store->model, name);
        if (!type || map_get(&seen, record, NULL))
            continue; /* two of its words answer */
        map_put(&seen, record, 1);
        size_t place = f->candidates.count;
        *arena_push(f->arena, &f->candidates) = (struct candidate){type, record, 0, place};
    }
    db_done(statement);
    return outcome == DB_DONE;
}

/* A field that names the record: part of its key or of its display name. */
static bool names_record(const struct type *type, const struct field *f)
{
    for (size_t i = 0; type->key_count && i < type->keys[0].count; i++)
        if (type->keys[0].fields[i] == f->index)
            return true;
    size_t at = str_find(type->named, f->name, 0);
    return at != STR_NONE && at > 0 && type->named.p[at - 1] == '{';
}

/* How well one kept word answers one wanted: 0 not at all. */
static int worth_of(const struct finding *f, const struct candidate *c, const struct field *field,
                    struct str kept, struct str wanted)
{
    if (!str_starts(kept, wanted) || !field ||
        !f->search->allowed(f->search->context, c->type, field))
        return 0;
    return 1 + (kept.n == wanted.n ? 2 : 0) + (names_record(c->type, field) ? 1 : 0);
}

/* Looks at all words of a candidate; worth stays 0 when what was found is not for this reader. */
static bool weigh(struct finding *f, struct candidate *c, struct faults *faults)
{
    int best[MOST_WORDS] = {0};
    struct db_statement *q = db_prepare(
        f->session->db,
        S("SELECT \"field\", word FROM store_word WHERE \"type\" = $1 AND \"record\" = $2"),
        faults);
    if (!q)
        return false;
    db_bind_text(q, c->type->name);
    db_bind_text(q, c->record);
    enum db_outcome outcome;
    struct arena_mark mark = arena_mark(f->arena);
    while ((outcome = db_step(q, faults)) == DB_ROW) {
        const struct field *field = type_field(c->type, db_text(q, f->arena, 0));
        struct str word = db_text(q, f->arena, 1);
        for (size_t i = 0; i < f->count; i++) {
            int worth = worth_of(f, c, field, word, f->words[i]);
            best[i] = worth > best[i] ? worth : best[i];
        }
    }
    db_done(q);
    arena_rewind(f->arena, mark);
    for (size_t i = 0; i < f->count; i++) {
        if (!best[i]) {
            c->worth = 0;
            return outcome == DB_DONE;
        }
        c->worth += best[i];
    }
    return outcome == DB_DONE;
}

static int by_worth(const void *one, const void *two)
{
    const struct candidate *a = one, *b = two;
    if (a->worth != b->worth)
        return a->worth < b->worth ? 1 : -1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void split(struct finding *f, struct str text)
{
    struct str key = fold_key(f->arena, text);
    for (struct str word; f->count < MOST_WORDS && str_cut(&key, ' ', &word);)
        if (word.n)
            f->words[f->count++] = word;
}

/* How many kept words begin so, as far as they were counted. */
static bool count_word(struct finding *f, struct str word, int64_t *count, struct faults *faults)
{
    struct sql q = {.text = {.arena = f->arena}};
    sql_add(&q, "SELECT count(*) FROM (SELECT 1 FROM store_word w WHERE ");
    between_sql(&q, f->arena, "w", word);
    sql_add(&q, " LIMIT ");
    sql_value(&q, value_integer(MOST_COUNTED));
    sql_add(&q, ") AS counted");
    struct db_statement *statement = sql_start(f->session, &q, faults);
    bool ok = statement && db_step(statement, faults) == DB_ROW;
    *count = ok ? db_integer(statement, 0) : 0;
    db_done(statement);
    return ok;
}

/* Puts the rarest word first: it leads the search, and the others only check. */
static bool rarest_first(struct finding *f, struct faults *faults)
{
    int64_t least = MOST_COUNTED + 1;
    size_t rarest = 0;
    for (size_t i = 0; i < f->count && f->count > 1; i++) {
        int64_t count;
        if (!count_word(f, f->words[i], &count, faults))
            return false;
        rarest = count <= least ? i : rarest;
        least = count < least ? count : least;
    }
    struct str first = f->words[0];
    f->words[0] = f->words[rarest];
    f->words[rarest] = first;
    return true;
}

bool store_search(struct session *s, struct arena *a, const struct search *search,
                  struct hits *found, struct faults *faults)
{
    struct arena own = {0};
    struct finding f = {.session = s, .arena = &own, .search = search};
    *found = (struct hits){0};
    split(&f, search->text);
    bool ok = !f.count || (rarest_first(&f, faults) && read_candidates(&f, faults));
    for (size_t i = 0; i < f.candidates.count && ok; i++)
        ok = weigh(&f, &f.candidates.items[i], faults);
    if (f.candidates.count)
        qsort(f.candidates.items, f.candidates.count, sizeof *f.candidates.items, by_worth);
    for (size_t i = 0; i < f.candidates.count && ok; i++)
        if (f.candidates.items[i].worth && (!search->limit || found->count < search->limit))
            *arena_push(a, found) =
                (struct hit){f.candidates.items[i].type, str_copy(a, f.candidates.items[i].record)};
    arena_free(&own);
    return ok;
}
