/* Settings of the store: texts under names, kept and audited like any record. */
#include "store/inside.h"

struct type *setting_type(struct arena *a)
{
    struct field *value = arena_new(a, struct field);
    struct type *t = arena_new(a, struct type);
    *value = (struct field){.name = S("value"), .label = S("Value"), .class = S("F1")};
    value->kind = FIELD_TEXT;
    *t = (struct type){.name = S("store_setting"),
                       .label = S("Setting"),
                       .plural = S("Settings"),
                       .named = S("{value}"),
                       .fields = value,
                       .field_count = 1};
    return t;
}

bool setting_read(struct db *db, struct arena *a, struct str name, struct str *value,
                  struct faults *faults)
{
    struct db_statement *q =
        db_prepare(db, S("SELECT \"value\" FROM \"store_setting\" WHERE \"id\" = $1"), faults);
    if (!q)
        return false;
    db_bind_text(q, name);
    enum db_outcome outcome = db_step(q, faults);
    *value = outcome == DB_ROW ? db_text(q, a, 0) : (struct str){0};
    db_done(q);
    return outcome != DB_FAILED;
}

bool store_setting_get(struct session *s, struct arena *a, struct str name, struct str *value,
                       struct faults *faults)
{
    return setting_read(s->db, a, name, value, faults);
}

bool store_setting_set(struct session *s, struct str name, struct str value, struct faults *faults)
{
    const struct type *type = s->store->setting;
    size_t before = faults->total;
    struct record *r = store_get(s, &s->change, type, name, faults);
    if (faults->total != before)
        return false;
    bool is_new = !r;
    if (is_new)
        r = record_new(&s->change, type);
    r->id = str_copy(&s->change, name);
    r->values[0] = value_text(str_copy(&s->change, value));
    return is_new ? insert_as(s, table_of(s->store, type), r, faults)
                  : store_update(s, &s->change, r, NULL, faults);
}
