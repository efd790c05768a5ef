/* What an error of PostgreSQL means to the one who works with the store. */
#pragma once

/* The sentence for an SQLSTATE ("40P01"); {1} stands for the server's own words. */
const char *db_postgres_message(const char *state);
