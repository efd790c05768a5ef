#include "store/own_table.h"

#include "base/arena.h"
#include "base/buffer.h"

#define TEXT(name)                                                                                 \
    {                                                                                              \
        name, VALUE_TEXT, false                                                                    \
    }
#define NUMBER(name)                                                                               \
    {                                                                                              \
        name, VALUE_INTEGER, false                                                                 \
    }
#define BYTES(name)                                                                                \
    {                                                                                              \
        name, VALUE_BLOB, false                                                                    \
    }

const struct own_table own_tables[] = {
    {.name = "store_layout",
     .key = "one",
     .columns = {NUMBER("one"), NUMBER("layout")},
     .of_database = true},
    {.name = "store_model",
     .key = "number",
     .columns = {NUMBER("number"), TEXT("digest"), TEXT("at")}},
    {.name = "store_head",
     .key = "one",
     .columns = {NUMBER("one"), NUMBER("number"), BYTES("hash")}},
    {.name = "store_field",
     .key = "type, field",
     .columns = {TEXT("type"), TEXT("field"), TEXT("kind"), NUMBER("kept")}},
    {.name = "store_index",
     .key = "name",
     .columns = {TEXT("name"), TEXT("definition")},
     .of_database = true},
    {.name = "store_audit",
     .key = "number",
     .columns = {NUMBER("number"), TEXT("at"), TEXT("actor"), TEXT("channel"), TEXT("reason"),
                 TEXT("action"), TEXT("type"), TEXT("record"), NUMBER("version"),
                 TEXT("difference"), BYTES("content"), BYTES("hash")},
     /* Events have the version 0: however often a record was read, its changes are found at once.
      */
     .indexes = {{"store_audit_of_version", "record, version, number"},
                 {"store_audit_of_actor", "actor, at, number"},
                 {"store_audit_of_action", "action, at, number"},
                 {"store_audit_of_time", "at, number"}}},
    /* Words of records, and which fields of each type they were taken from. */
    {.name = "store_word",
     .columns = {TEXT("type"), TEXT("record"), TEXT("field"), TEXT("word")},
     .indexes = {{"store_word_by_word", "word, type, record, field", true},
                 {"store_word_of_record", "record, type"}}},
    {.name = "store_searched", .key = "type", .columns = {TEXT("type"), TEXT("fields")}},
    /* Which key file belongs to the store, the wrapped key of each person, and where their sealed
       fields are found by. */
    {.name = "store_key_file", .key = "one", .columns = {NUMBER("one"), TEXT("name")}},
    {.name = "store_key",
     .key = "type, record",
     .columns = {TEXT("type"),
                 TEXT("record"),
                 NUMBER("version"),
                 {"wrapped", VALUE_BLOB, true},
                 {"destroyed_at", VALUE_TEXT, true}},
     .indexes = {{"store_key_of_version", "version"}}},
    {.name = "store_blind",
     .key = "type, fields, hash, record",
     .columns = {TEXT("type"), TEXT("fields"), BYTES("hash"), TEXT("record")},
     .indexes = {{"store_blind_of_record", "record, type"}}},
    {.name = "store_blind_index", .key = "type, fields", .columns = {TEXT("type"), TEXT("fields")}},
};
const size_t own_table_count = sizeof own_tables / sizeof *own_tables;

static struct str table_sql(struct arena *a, const struct db *db, const struct own_table *t)
{
    struct buffer b = {.arena = a};
    buffer_add(&b, str_format(a, "CREATE TABLE IF NOT EXISTS %s (", t->name));
    for (size_t i = 0; i < OWN_COLUMNS && t->columns[i].name; i++)
        buffer_add(&b, str_format(a, "%s\"%s\" %s%s", i ? ", " : "", t->columns[i].name,
                                  db_column_type(db, t->columns[i].holds),
                                  t->columns[i].optional ? "" : " NOT NULL"));
    if (t->key)
        buffer_add(&b, str_format(a, ", PRIMARY KEY (%s)", t->key));
    buffer_char(&b, ')');
    buffer_add(&b, str_of(db_table_options(db)));
    return buffer_str(&b);
}

struct str own_tables_sql(struct arena *a, const struct db *db)
{
    struct buffer b = {.arena = a};
    for (size_t i = 0; i < own_table_count; i++) {
        const struct own_table *t = &own_tables[i];
        buffer_add(&b, table_sql(a, db, t));
        buffer_add(&b, S(";\n"));
        for (size_t k = 0; k < OWN_INDEXES && t->indexes[k].name; k++)
            buffer_add(&b, str_format(a, "CREATE %sINDEX IF NOT EXISTS %s ON %s (%s);\n",
                                      t->indexes[k].unique ? "UNIQUE " : "", t->indexes[k].name,
                                      t->name, t->indexes[k].columns));
    }
    return buffer_str(&b);
}

bool own_tables_make(struct db *db, struct faults *faults)
{
    return db_run(db, own_tables_sql(faults->arena, db), faults);
}
