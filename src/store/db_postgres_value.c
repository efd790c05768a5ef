#include "store/db_postgres_value.h"

#include "base/arena.h"

#include <sodium.h>
#include <stdlib.h>

const char *db_postgres_type(enum value_kind holds)
{
    switch (holds) {
    case VALUE_INTEGER: return "bigint";
    case VALUE_REAL: return "double precision";
    case VALUE_BLOB:
    case VALUE_SEALED: return "bytea";
    default: return "text COLLATE \"C\"";
    }
}

/* Of \x0aff… */
static struct str bytes_of(struct arena *a, struct str hex)
{
    struct str bytes = {NULL, 0};
    char *p = arena_alloc(a, hex.n / 2 + 1);
    sodium_hex2bin((unsigned char *)p, hex.n / 2, hex.p + 2, hex.n - 2, NULL, &bytes.n, NULL);
    bytes.p = p;
    return bytes;
}

struct value db_postgres_value(struct arena *a, struct str text, enum value_kind holds)
{
    struct value v = {.kind = holds};
    if (holds == VALUE_INTEGER)
        str_to_int(text, &v.integer);
    else if (holds == VALUE_REAL)
        v.real = strtod(text.p, NULL); /* the program's locale is C for numbers */
    else if (holds == VALUE_BLOB || holds == VALUE_SEALED)
        v.text = bytes_of(a, text);
    else
        v.text = str_copy(a, text);
    return v;
}
