#include "register/screen_plan.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "register/screen_row.h"

static bool refuse(struct faults *faults, struct str file, const char *message, struct str detail)
{
    return FAULT(faults, FAULT_INPUT, ((struct place){.file = file, .line = 1}), message, detail);
}

static bool find_columns(struct screen_plan *plan, struct str file, struct faults *faults)
{
    bool good = true;
    for (size_t c = 0; c < LAW_COLUMNS; c++)
        plan->at[c] = SCREEN_NOWHERE;
    for (size_t i = 0; i < plan->width; i++) {
        enum law_column column;
        if (!law_column_find(plan->names[i], &column))
            continue;
        if (plan->at[column] != SCREEN_NOWHERE)
            good = refuse(faults, file, N_("The column \"{1}\" is there twice."), plan->names[i]);
        plan->at[column] = i;
    }
    uint32_t needed = plan->columns | LAW_COLUMN_BIT(LAW_BIRTH_DATE) | LAW_COLUMN_BIT(LAW_DISTRICT);
    for (unsigned c = 0; c < LAW_COLUMNS; c++)
        if ((needed & LAW_COLUMN_BIT(c)) && plan->at[c] == SCREEN_NOWHERE)
            good =
                refuse(faults, file,
                       N_("The column \"{1}\" is missing; the first line of a register names its "
                          "columns, such as contract_id,birth_date,start_date."),
                       law_column_name((enum law_column)c));
    return good;
}

static uint32_t span_of(int age)
{
    return age > 0 && age < 20000 ? (uint32_t)age << 16 : SCREEN_NO_ADULTS;
}

static void take_law(struct screen_plan *plan)
{
    const struct law *before = plan->before;
    plan->rules_room = 8;
    for (size_t i = 0; i < plan->law->rule_count; i++)
        plan->rules_room += plan->law->rules[i].id.n + 1;
    plan->columns = plan->law->columns | LAW_COLUMN_BIT(LAW_START_DATE);
    plan->adult_span = span_of(plan->law->adult_age);
    if (!before)
        return;
    uint32_t span = span_of(before->adult_age);
    plan->columns |= before->columns;
    plan->adult_span = span > plan->adult_span ? span : plan->adult_span;
}

bool screen_plan_make(struct arena *a, struct screen_plan *plan, struct str first_line,
                      struct str file, struct faults *faults)
{
    struct str raw[SCREEN_MOST_COLUMNS], line = screen_row_text(first_line.p, first_line.n);
    size_t bad;
    plan->first_line = str_copy(a, line);
    plan->line_end = line.n + 1 < first_line.n ? S("\r\n") : S("\n");
    if (memchr(line.p, 0, line.n) || !utf8_valid(line, &bad))
        return refuse(
            faults, file,
            N_("The first line is not UTF-8 text. Save the register as CSV in UTF-8 (in a "
               "spreadsheet: \"CSV UTF-8\")."),
            (struct str){0});
    if (str_starts(line, S("\xef\xbb\xbf")))
        line = str_from(line, 3);
    plan->separator = csv_guess_separator(line);
    plan->width = screen_row_cells(line, plan->separator, raw, SCREEN_MOST_COLUMNS);
    if (plan->width > SCREEN_MOST_COLUMNS)
        return refuse(faults, file, N_("The first line names more than {1} columns."),
                      str_format(a, "%d", SCREEN_MOST_COLUMNS));
    struct str *names = arena_array(a, plan->width, struct str);
    for (size_t i = 0; i < plan->width; i++)
        names[i] = str_copy(a, str_trim(screen_cell(a, raw[i])));
    plan->names = names;
    take_law(plan);
    return find_columns(plan, file, faults);
}
