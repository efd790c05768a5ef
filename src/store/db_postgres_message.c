#include "store/db_postgres_message.h"

#include "base/fault.h"

static const struct {
    const char *state; /* begin of the SQLSTATE */
    const char *message;
} messages[] = {
    {"08",
     N_("The connection to the database was lost. What was being stored is not stored, unless "
        "you were told so; try again in a moment.")},
    {"57P",
     N_("The database is being stopped or started just now. Nothing was changed; try again in "
        "a moment.")},
    {"55P03", N_("Another program is writing to the store just now, and has been for some time. "
                 "Nothing was changed; try again in a moment.")},
    {"40", N_("Two changes stood in each other's way and this one was taken back. Nothing was "
              "changed; try again.")},
    {"53100",
     N_("The disk of the database is full. Nothing of this change was stored; make room and "
        "try again.")},
    {"53",
     N_("The database has too few connections or too little memory left just now. Nothing was "
        "changed; try again in a moment.")},
    {"57014", N_("The database took too long and was stopped. Nothing was changed; try again.")},
    {"25006", N_("The database may only be read here: it is a replica. Use the address of the main "
                 "server.")},
    {"42501", N_("The user of the database has not the rights that the program needs "
                 "(docs/operations.md): {1}.")},
    {"28", N_("The database does not let the program in: {1}.")},
    {"XX", N_("The database says that it is damaged ({1}). Keep it as it is and restore the latest "
              "backup.")},
};

const char *db_postgres_message(const char *state)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (str_starts(str_of(state), str_of(messages[i].state)))
            return messages[i].message;
    return N_("The database could not do this: {1}.");
}
