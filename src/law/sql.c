#include "law/sql.h"

#include "base/arena.h"
#include "base/buffer.h"

/* Column expressions of the query, by what is made of them:
 *   "law_birth_date"   a day as YYYYMMDD, NULL when missing or unreadable
 *   "law_weekly_hours" a decimal with six digits, likewise
 *   "law_night_work"   a boolean, likewise
 *   "law_sex"          the text, likewise
 *   "law_age"          completed years
 * Unknown is NULL, and AND, OR and NOT of SQL are Kleene's. */

struct writer {
    struct buffer out;
    struct arena *arena;
    const struct law *law;
    enum law_dialect dialect;
};

bool law_dialect_find(struct str name, enum law_dialect *dialect)
{
    *dialect = LAW_POSTGRES;
    if (str_eq(name, S("postgres")))
        return true;
    *dialect = LAW_DUCKDB;
    return str_eq(name, S("duckdb"));
}

static void put(struct writer *w, struct str s)
{
    buffer_add(&w->out, s);
}

static void text(struct writer *w, const char *s)
{
    put(w, str_of(s));
}

static void number(struct writer *w, int64_t n)
{
    put(w, str_format(w->arena, "%lld", (long long)n));
}

/* A literal: quotes are doubled; a backslash has no meaning in either dialect. */
static void quoted(struct writer *w, struct str s)
{
    text(w, "'");
    put(w, str_replace(w->arena, s, S("'"), S("''")));
    text(w, "'");
}

static void name(struct writer *w, enum law_column column)
{
    put(w, law_column_name(column));
}

/* "text_birth_date": the cell as text, whatever the table has. */
static void cell(struct writer *w, enum law_column column)
{
    text(w, "text_");
    name(w, column);
}

/* "law_birth_date" */
static void value(struct writer *w, enum law_column column)
{
    text(w, "law_");
    name(w, column);
}

static void millionths(struct writer *w, int64_t n)
{
    uint64_t size = n < 0 ? (uint64_t)-n : (uint64_t)n;
    put(w, str_format(w->arena, "%s%llu.%06llu", n < 0 ? "-" : "",
                      (unsigned long long)(size / 1000000), (unsigned long long)(size % 1000000)));
}

/* --- conditions --- */

static void write_condition(struct writer *w, const struct law_condition *c);

static void write_literal(struct writer *w, const struct law_condition *c)
{
    switch (law_column_kind(c->column)) {
    case LAW_KIND_DATE: number(w, c->number); return;
    case LAW_KIND_NUMBER: millionths(w, c->number); return;
    case LAW_KIND_TEXT:
    case LAW_KIND_CODE:
    case LAW_KIND_TRUTH: break;
    }
    quoted(w, c->text);
}

/* The codes of a list that were on it in the same span of time. */
static bool write_codes(struct writer *w, const struct law_condition *c, size_t first)
{
    const struct law_code *like = &c->list->items[first];
    for (size_t i = 0; i < first; i++)
        if ((c->list->items[i].kinds & c->kinds) && c->list->items[i].from == like->from &&
            c->list->items[i].to == like->to)
            return false;
    value(w, c->column);
    text(w, " IN (");
    for (size_t i = first, count = 0; i < c->list->count; i++) {
        const struct law_code *code = &c->list->items[i];
        if (!(code->kinds & c->kinds) || code->from != like->from || code->to != like->to)
            continue;
        if (count)
            text(w, count % 16 ? ", " : ",\n         ");
        quoted(w, code->code);
        count++;
    }
    text(w, ")");
    if (like->from != LAW_FIRST_DAY || like->to != LAW_LAST_DAY) {
        text(w, " AND law_start_date BETWEEN ");
        number(w, like->from);
        text(w, " AND ");
        number(w, like->to);
    }
    return true;
}

static void write_on(struct writer *w, const struct law_condition *c)
{
    bool any = false;
    text(w, "(");
    for (size_t i = 0; i < c->list->count; i++) {
        struct buffer before = w->out;
        if (!(c->list->items[i].kinds & c->kinds))
            continue;
        if (any)
            text(w, "\n      OR ");
        if (write_codes(w, c, i))
            any = true;
        else
            w->out.count = before.count;
    }
    if (!any) {
        value(w, c->column);
        text(w, " <> ");
        value(w, c->column);
    }
    text(w, ")");
}

static void write_joined(struct writer *w, const struct law_condition *c, const char *between)
{
    text(w, "(");
    for (size_t i = 0; i < c->count; i++) {
        if (i)
            text(w, between);
        write_condition(w, c->items[i]);
    }
    text(w, ")");
}

static void write_condition(struct writer *w, const struct law_condition *c)
{
    static const char *const signs[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};
    switch (c->kind) {
    case CONDITION_OR: write_joined(w, c, " OR "); return;
    case CONDITION_AND: write_joined(w, c, " AND "); return;
    case CONDITION_NOT:
        text(w, "NOT ");
        write_condition(w, c->items[0]);
        return;
    case CONDITION_AGE:
        text(w, "law_age");
        text(w, signs[c->comparison]);
        number(w, c->number);
        return;
    case CONDITION_VALUE:
        value(w, c->column);
        text(w, signs[c->comparison]);
        write_literal(w, c);
        return;
    case CONDITION_COLUMNS:
        value(w, c->column);
        text(w, signs[c->comparison]);
        value(w, c->other);
        return;
    case CONDITION_MISSING:
        text(w, "(coalesce(");
        cell(w, c->column);
        text(w, ", '') = '')");
        return;
    case CONDITION_UNREADABLE:
        text(w, "(coalesce(");
        cell(w, c->column);
        text(w, ", '') <> '' AND ");
        value(w, c->column);
        text(w, " IS NULL)");
        return;
    case CONDITION_TRUE:
        text(w, "(coalesce(");
        cell(w, c->column);
        text(w, ", '') <> '' AND ");
        value(w, c->column);
        text(w, ")");
        return;
    case CONDITION_ON: write_on(w, c); return;
    }
}

/* --- reading columns --- */

static void matches(struct writer *w, enum law_column column, const char *pattern)
{
    text(w, w->dialect == LAW_POSTGRES ? "" : "regexp_full_match(");
    cell(w, column);
    text(w, w->dialect == LAW_POSTGRES ? " ~ '^(" : ", '");
    text(w, pattern);
    text(w, w->dialect == LAW_POSTGRES ? ")$'" : "')");
}

/* First step: a date of the right form as a number; the calendar comes in the second. */
static void write_first(struct writer *w, enum law_column column)
{
    switch (law_column_kind(column)) {
    case LAW_KIND_DATE:
        text(w, "CASE WHEN ");
        matches(w, column, "[0-9]{4}-[0-9]{2}-[0-9]{2}");
        text(w, w->dialect == LAW_POSTGRES ? " THEN CAST(replace(" : " THEN TRY_CAST(replace(");
        cell(w, column);
        text(w, ", '-', '') AS INTEGER) END AS day_");
        name(w, column);
        return;
    case LAW_KIND_NUMBER:
        text(w, "CASE WHEN ");
        matches(w, column, "-?[0-9]{1,9}([.][0-9]{1,6})?");
        text(w, w->dialect == LAW_POSTGRES ? " THEN CAST(" : " THEN TRY_CAST(");
        cell(w, column);
        text(w, " AS DECIMAL(15,6)) END AS ");
        value(w, column);
        return;
    case LAW_KIND_TRUTH:
        text(w, "CASE WHEN lower(");
        cell(w, column);
        text(w, ") IN ('1', 'true', 'yes') THEN TRUE WHEN lower(");
        cell(w, column);
        text(w, ") IN ('0', 'false', 'no') THEN FALSE END AS ");
        value(w, column);
        return;
    case LAW_KIND_CODE:
        text(w, "CASE WHEN ");
        matches(w, column, "[A-Za-z0-9._-]{1,16}");
        text(w, " THEN ");
        cell(w, column);
        text(w, " END AS ");
        value(w, column);
        return;
    case LAW_KIND_TEXT: break;
    }
    text(w, "nullif(");
    cell(w, column);
    text(w, ", '') AS ");
    value(w, column);
}

static void write_day(struct writer *w, enum law_column column)
{
    struct str d = str_format(w->arena, "day_%.*s", STR_ARG(law_column_name(column)));
    struct str year = w->dialect == LAW_POSTGRES
                          ? str_format(w->arena, "(%.*s / 10000)", STR_ARG(d))
                          : str_format(w->arena, "(%.*s // 10000)", STR_ARG(d));
    struct str month = w->dialect == LAW_POSTGRES
                           ? str_format(w->arena, "(%.*s / 100 %% 100)", STR_ARG(d))
                           : str_format(w->arena, "(%.*s // 100 %% 100)", STR_ARG(d));
    put(w,
        str_format(w->arena,
                   "CASE WHEN %.*s >= 1 AND %.*s BETWEEN 1 AND 12 AND %.*s %% 100 BETWEEN 1 AND\n"
                   "      CASE WHEN %.*s IN (4, 6, 9, 11) THEN 30 WHEN %.*s <> 2 THEN 31\n"
                   "           WHEN (%.*s %% 4 = 0 AND %.*s %% 100 <> 0) OR %.*s %% 400 = 0 THEN "
                   "29 ELSE 28 END\n"
                   "      THEN %.*s END AS law_%.*s",
                   STR_ARG(year), STR_ARG(month), STR_ARG(d), STR_ARG(month), STR_ARG(month),
                   STR_ARG(year), STR_ARG(year), STR_ARG(year), STR_ARG(d),
                   STR_ARG(law_column_name(column))));
}

/* --- the query --- */

static uint32_t columns_read(const struct law *law)
{
    return law->columns | LAW_COLUMN_BIT(LAW_START_DATE) | LAW_COLUMN_BIT(LAW_BIRTH_DATE);
}

static void write_comment(struct writer *w)
{
    put(w,
        str_format(w->arena,
                   "-- The law of pack \"%.*s\" (%.*s) as one query, printed by himaya law sql.\n"
                   "-- It needs a table or view \"contracts\" with these columns, best as text: ",
                   STR_ARG(w->law->pack), STR_ARG(w->law->rules_file)));
    for (int i = 0; i < LAW_COLUMNS; i++) {
        text(w, i ? i % 7 ? ", " : ",\n-- " : "\n-- ");
        name(w, (enum law_column)i);
    }
    text(
        w,
        "\n-- It gives the rows on which a rule fires, with the rules in the order declared. Rows\n"
        "-- whose start_date is no real day (YYYY-MM-DD) cannot be judged and are left out.\n");
    if (w->dialect == LAW_DUCKDB)
        text(w,
             "-- For a file: CREATE VIEW contracts AS\n"
             "--   SELECT * FROM read_csv('contracts.csv', header = true, all_varchar = true);\n");
}

/* Ends a step. PostgreSQL would put each step's expressions into the next as often as they are
 * named there, and judge them each time; OFFSET 0 keeps it from that without storing the step. */
static void end_step(struct writer *w)
{
    text(w, w->dialect == LAW_POSTGRES ? "\n  OFFSET 0\n)" : "\n)");
}

static void write_steps(struct writer *w)
{
    uint32_t columns = columns_read(w->law);
    text(w, "WITH law_text AS (\n  SELECT contracts.*");
    for (int i = 0; i < LAW_COLUMNS; i++)
        if (columns & LAW_COLUMN_BIT(i)) {
            text(w, ",\n    CAST(");
            name(w, (enum law_column)i);
            text(w, w->dialect == LAW_POSTGRES ? " AS TEXT) AS " : " AS VARCHAR) AS ");
            cell(w, (enum law_column)i);
        }
    text(w, "\n  FROM contracts\n),\nlaw_read AS (\n  SELECT law_text.*");
    for (int i = 0; i < LAW_COLUMNS; i++)
        if (columns & LAW_COLUMN_BIT(i)) {
            text(w, ",\n    ");
            write_first(w, (enum law_column)i);
        }
    text(w, "\n  FROM law_text");
    end_step(w);
    text(w, ",\nlaw_dated AS (\n  SELECT law_read.*");
    for (int i = 0; i < LAW_COLUMNS; i++)
        if ((columns & LAW_COLUMN_BIT(i)) && law_column_kind((enum law_column)i) == LAW_KIND_DATE) {
            text(w, ",\n    ");
            write_day(w, (enum law_column)i);
        }
    text(w, "\n  FROM law_read");
    end_step(w);
    text(w, ",\nlaw_aged AS (\n  SELECT law_dated.*,\n"
            "    CAST(floor((law_start_date - law_birth_date) / 10000.0) AS INTEGER) AS law_age\n"
            "  FROM law_dated\n  WHERE law_start_date IS NOT NULL");
    end_step(w);
    text(w, ",\n");
}

static void write_rule(struct writer *w, size_t i)
{
    const struct law_rule *rule = &w->law->rules[i];
    text(w, ",\n    -- ");
    put(w, rule->id);
    text(w, ": ");
    put(w, str_replace(w->arena, rule->means, S("\n"), S(" ")));
    text(w, "\n    coalesce(");
    for (size_t k = 0; k < rule->span_count; k++) {
        const struct law_span *span = &rule->spans[k];
        if (k)
            text(w, "\n      OR ");
        text(w, "(law_start_date BETWEEN ");
        number(w, span->from);
        text(w, " AND ");
        number(w, span->to);
        text(w, " AND ");
        write_condition(w, span->when);
        text(w, ")");
    }
    put(w, str_format(w->arena, ", FALSE) AS law_rule_%zu", i + 1));
}

/* A rule that stands alone silences the others; of several the first. */
static void write_flag(struct writer *w, size_t i)
{
    const struct law *law = w->law;
    text(w, i ? ",\n      CASE WHEN " : "\n      CASE WHEN ");
    put(w, str_format(w->arena, "law_rule_%zu", i + 1));
    for (size_t k = 0; k < law->rule_count; k++)
        if (law->rules[k].alone && k != i && (!law->rules[i].alone || k < i))
            put(w, str_format(w->arena, " AND NOT law_rule_%zu", k + 1));
    text(w, " THEN ");
    quoted(w, law->rules[i].id);
    text(w, " END");
}

struct str law_sql(struct arena *a, const struct law *law, enum law_dialect dialect)
{
    struct writer w = {.out = {.arena = a}, .arena = a, .law = law, .dialect = dialect};
    write_comment(&w);
    write_steps(&w);
    text(&w, "law_judged AS (\n  SELECT law_aged.*");
    for (size_t i = 0; i < law->rule_count; i++)
        write_rule(&w, i);
    text(&w, "\n  FROM law_aged");
    end_step(&w);
    text(&w, ",\nlaw_named AS (\n  SELECT law_judged.*, concat_ws(';',");
    for (size_t i = 0; i < law->rule_count; i++)
        write_flag(&w, i);
    text(&w, ") AS rules\n  FROM law_judged");
    end_step(&w);
    text(&w, "\nSELECT ");
    for (int i = 0; i < LAW_COLUMNS; i++) {
        text(&w, i ? i % 7 ? ", " : ",\n  " : "");
        name(&w, (enum law_column)i);
    }
    text(&w, ", rules\nFROM law_named\nWHERE rules <> '';\n");
    return buffer_str(&w.out);
}
