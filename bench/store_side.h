/* The two sides that store-bench holds beside each other: the program's store, and bare SQL on the
 * same database, in the same tables with the same indexes, made by the program too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One complaint as both sides write it. */
struct row {
    char id[27], number[24], received_on[12], district[3], answer_due_on[12];
    int64_t version;
};

enum work { INSERT, UPDATE };

/* A side. Whatever fails ends the program with what the database said. */
struct side {
    /* A connection of one writer or reader. */
    void *(*open)(const char *where);
    /* Writes the rows in one transaction, on disk when it returns. */
    void (*change)(void *connection, enum work work, struct row *rows, int count);
    /* The nth page of fifty of one district, newest first; how many bytes its values have. */
    size_t (*list)(void *connection, int n);
    /* The records whose words begin so, at most fifty; how many there are. */
    size_t (*search)(void *connection, const char *one, const char *two);
    void (*close)(void *connection);
};

extern const struct side ours, bare_sqlite, bare_postgres;

/* Employers with names of three words, as something to search in; and the rows of the chain that
 * are verified: how many, in how many seconds. */
void ours_fill_employers(void *connection, int count);
int64_t ours_verify(void *connection, double *seconds);

/* When true the bare sides write the row of the audit chain too (with bytes for its hashes). */
extern bool bare_with_history;
/* The next number of such a row; safe from several threads. */
int64_t next_audit_number(void);

/* Statements that both bare sides use, with $1, $2 … in the order in which SQLite meets them. */
#define BARE_INSERT                                                                                \
    "INSERT INTO complaint (id, version, number, received_on, channel, district, answer_due_on) "  \
    "VALUES ($1, 1, $2, $3, 'hotline', $4, $5)"
#define BARE_UPDATE "UPDATE complaint SET version = version + 1, closing_reason = $1 WHERE id = $2"
#define BARE_HISTORY                                                                               \
    "INSERT INTO store_audit (number, at, actor, channel, reason, action, type, record, version, " \
    "difference, content, hash) VALUES ($1, '2026-11-22T10:00:00Z', 'bench', 'bench', "            \
    "'measuring', 'update', 'complaint', $2, 1, $3, $4, $4)"
#define BARE_LIST                                                                                  \
    "SELECT * FROM complaint WHERE district = $1 ORDER BY received_on DESC NULLS LAST, id "        \
    "LIMIT 50 OFFSET $2"
#define BARE_SEARCH                                                                                \
    "SELECT DISTINCT w.record FROM store_word w JOIN store_word o ON o.record = w.record AND "     \
    "o.type = w.type WHERE w.word >= $1 AND w.word < $2 AND o.word >= $3 AND o.word < $4 AND "     \
    "w.type = 'employer' LIMIT 50"
#define BARE_DIFFERENCE "{\"closing_reason\":{\"before\":null,\"after\":\"answered\"}}"

static const char *const bench_districts[] = {"BA", "GA", "SM", "MI", "NA", "LA", "SA", "YE"};
enum { DISTRICTS = sizeof bench_districts / sizeof *bench_districts };
