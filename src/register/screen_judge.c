#include "register/screen_judge.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "register/screen_row.h"

/* --- what is refused --- */

static bool refuse(struct screen_judge *j, const char *row, struct screen_refusal refusal)
{
    size_t at = (size_t)(row - j->block->bytes);
    const char *from = j->block->bytes + j->counted;
    j->line += (int64_t)j->plan->eyes->lines(from, at - j->counted);
    j->counted = at;
    refusal.line = j->line;
    return screen_batch_refuse(j->batch, refusal);
}

/* The place of the cell in which byte `at` of the row stands, and the cell. */
static size_t cell_of(struct screen_judge *j, struct str row, size_t at, struct str *cell)
{
    size_t count = screen_row_cells(row, j->plan->separator, j->cells, j->plan->width + 1);
    for (size_t i = 0; i < count && i < j->plan->width; i++) {
        *cell = j->cells[i];
        if (j->cells[i].p + j->cells[i].n > row.p + at)
            return i;
    }
    return SCREEN_NOWHERE;
}

/* A byte 0 or bad UTF-8 in a suspect block. */
static bool text_is_good(struct screen_judge *j, struct str row, struct screen_refusal *refusal)
{
    const char *nul = memchr(row.p, 0, row.n);
    *refusal = (struct screen_refusal){.kind = nul ? SCREEN_NUL : SCREEN_ENCODING};
    if (!nul && j->plan->eyes->utf8(row.p, row.n))
        return true;
    size_t at = nul ? (size_t)(nul - row.p) : 0;
    if (!nul)
        utf8_valid(row, &at);
    refusal->value = row;
    refusal->column = cell_of(j, row, at, &refusal->value);
    return false;
}

/* --- one row with all care --- */

static bool refuse_values(struct screen_judge *j, const char *row, uint32_t columns)
{
    const struct screen_plan *plan = j->plan;
    for (bool further = false; columns; columns &= columns - 1, further = true) {
        size_t at = plan->at[__builtin_ctz(columns)];
        if (!refuse(
                j, row,
                (struct screen_refusal){
                    .kind = SCREEN_VALUE, .column = at, .value = j->cells[at], .further = further}))
            return false;
    }
    return true;
}

/* The cells of the row are in j->cells, as many as the plan is wide. */
static bool judge_cells(struct screen_judge *j, struct str row)
{
    const struct screen_plan *plan = j->plan;
    struct str cells[LAW_COLUMNS] = {{0}};
    for (uint32_t left = plan->columns; left; left &= left - 1) {
        unsigned column = (unsigned)__builtin_ctz(left);
        cells[column] = screen_cell(j->batch->arena, j->cells[plan->at[column]]);
    }
    struct law_contract contract;
    law_contract_read(&contract, cells, plan->columns);
    struct law_verdict verdict = law_judge(plan->law, &contract);
    if (!verdict.judged) {
        size_t at = plan->at[LAW_START_DATE];
        return refuse(
            j, row.p,
            (struct screen_refusal){.kind = SCREEN_START, .column = at, .value = j->cells[at]});
    }
    uint64_t before = plan->before ? law_judge(plan->before, &contract).rules : 0;
    if (verdict.unreadable && !refuse_values(j, row.p, verdict.unreadable))
        return false;
    if (!verdict.rules && !before)
        return true;
    struct str district = screen_cell(j->batch->arena, j->cells[plan->at[LAW_DISTRICT]]);
    return screen_batch_flag(j->batch, plan, row,
                             (struct screen_flag){verdict.rules, before, district});
}

/* A row of any width, without its line end; an empty one is passed over. */
static bool judge_row(struct screen_judge *j, struct str row)
{
    struct screen_refusal refusal;
    if (row.n == 0)
        return true;
    j->batch->rows++;
    if (j->suspect && !text_is_good(j, row, &refusal))
        return refuse(j, row.p, refusal);
    size_t width = j->plan->width;
    size_t count = screen_row_cells(row, j->plan->separator, j->cells, width);
    if (count == width)
        return judge_cells(j, row);
    return refuse(
        j, row.p,
        (struct screen_refusal){
            .kind = SCREEN_WIDTH, .column = SCREEN_NOWHERE, .columns = count, .value = row});
}

/* --- a block with broken rows --- */

static bool refuse_broken(struct screen_judge *j, const char *row, struct screen_extent e)
{
    j->batch->rows++;
    bool quotes = e.kind == SCREEN_BROKEN;
    struct str line = screen_row_text(row, e.n);
    size_t at = quotes && e.at < line.n ? e.at : 0;
    return refuse(j, row,
                  (struct screen_refusal){.kind = quotes ? SCREEN_QUOTES : SCREEN_LONG,
                                          .column = SCREEN_NOWHERE,
                                          .value = str_from(line, at > 10 ? at - 10 : 0)});
}

static bool judge_walking(struct screen_judge *j)
{
    const struct screen_block *b = j->block;
    for (size_t at = b->start; at < b->end;) {
        const char *row = b->bytes + at;
        /* Broken rows and endless lines are seen as they were when the block was cut. */
        struct screen_extent e = screen_extent(row, b->filled - at, b->last, j->plan->separator);
        bool whole = e.kind == SCREEN_WHOLE;
        if (!(whole ? judge_row(j, screen_row_text(row, e.n)) : refuse_broken(j, row, e)))
            return false;
        at += e.n;
    }
    return true;
}

/* --- a clean block --- */

static bool judge_clean(struct screen_judge *j, int64_t *line_ends)
{
    const struct screen_block *b = j->block;
    const struct screen_plan *plan = j->plan;
    const struct screen_rows rows = {.bytes = b->bytes,
                                     .marks = b->marks,
                                     .end = b->end,
                                     .width = plan->width,
                                     .birth = plan->at[LAW_BIRTH_DATE],
                                     .start = plan->at[LAW_START_DATE],
                                     /* In a suspect block every row is looked at. */
                                     .adult_span = j->suspect ? SCREEN_NO_ADULTS : plan->adult_span,
                                     .separator = plan->separator};
    int64_t adults = 0, others = 0;
    for (size_t at = b->start, end; plan->eyes->adults(&rows, &at, &end, &adults); at = end) {
        others++;
        if (!judge_row(j, screen_row_text(b->bytes + at, end - at)))
            return false;
    }
    j->batch->rows += adults;
    *line_ends = adults + others;
    return true;
}

bool screen_judge_block(struct screen_judge *j, const struct screen_block *block, int64_t *lines)
{
    const struct screen_plan *plan = j->plan;
    const char *rows = block->bytes + block->start;
    size_t n = block->end - block->start;
    j->block = block;
    j->counted = block->start;
    j->line = block->lines_before;
    *lines = block->lines_before;
    if (!n)
        return true;
    j->suspect = block->glance.nul || (block->glance.beyond_ascii && !plan->eyes->utf8(rows, n));
    int64_t line_ends = 0;
    if (!(block->clean ? judge_clean(j, &line_ends) : judge_walking(j)))
        return false;
    bool counted = block->clean && !block->broken_lines;
    *lines += counted ? line_ends : (int64_t)plan->eyes->lines(rows, n);
    return true;
}
