#include "store/db_rows.h"

#include "base/arena.h"
#include "base/buffer.h"

enum { MOST_AT_ONCE = 32, MOST_PARAMETERS = 256 };

/* "$12" */
static void add_parameter(struct buffer *b, size_t number)
{
    char digits[20];
    size_t n = sizeof digits;
    do
        digits[--n] = (char)('0' + number % 10);
    while (number /= 10);
    buffer_char(b, '$');
    buffer_add(b, (struct str){digits + n, sizeof digits - n});
}

static struct str statement(struct arena *a, const struct db_rows *rows, size_t count)
{
    struct buffer b = {.arena = a};
    size_t parameter = 0;
    buffer_add(&b, S("INSERT INTO "));
    buffer_add(&b, str_of(rows->into));
    buffer_add(&b, S(" VALUES "));
    for (size_t i = 0; i < count; i++) {
        buffer_add(&b, i ? S(", (") : S("("));
        for (size_t k = 0; k < rows->columns; k++) {
            buffer_add(&b, k ? S(", ") : (struct str){0});
            add_parameter(&b, ++parameter);
        }
        buffer_char(&b, ')');
    }
    buffer_add(&b, str_of(rows->then ? rows->then : ""));
    return buffer_str(&b);
}

static bool insert(struct db *db, const struct db_rows *rows, const struct value *values,
                   size_t count, struct faults *faults)
{
    struct arena own = {0};
    struct db_statement *q = db_prepare(db, statement(&own, rows, count), faults);
    for (size_t i = 0; q && i < count * rows->columns; i++)
        db_bind(q, &values[i]);
    bool ok = q && db_send(db, q, &(struct db_sending){0}, faults) == DB_DONE;
    arena_free(&own);
    return ok;
}

bool db_insert_rows(struct db *db, const struct db_rows *rows, const struct value *values,
                    size_t count, struct faults *faults)
{
    size_t most = MOST_AT_ONCE;
    for (size_t done = 0, some; done < count; done += some) {
        while (most > 1 && (most > count - done || most * rows->columns > MOST_PARAMETERS))
            most /= 2;
        some = most;
        if (!insert(db, rows, values + done * rows->columns, some, faults))
            return false;
    }
    return true;
}
