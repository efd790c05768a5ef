#include "register/screen_output.h"

#include "base/arena.h"
#include "base/csv.h"
#include "register/screen_refusal.h"

#include <errno.h>
#include <sys/stat.h>

enum { MOST_TOLD = 20 };

static bool make_folder(const char *folder, struct faults *faults)
{
    if (!folder || mkdir(folder, 0755) == 0 || errno == EEXIST)
        return true;
    return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = str_of(folder)}),
                 N_("This folder cannot be made: {1}."), str_of(strerror(errno)));
}

/* The rules of the law before and of the law that have the same id. */
static void find_twins(struct screen_output *o)
{
    const struct law *law = o->plan->law, *before = o->plan->before;
    for (size_t b = 0; before && b < before->rule_count; b++)
        for (size_t r = 0; r < law->rule_count; r++)
            if (str_eq(before->rules[b].id, law->rules[r].id))
                o->twin[b] = LAW_RULE_BIT(r);
}

bool screen_output_open(struct screen_output *o, struct faults *faults)
{
    const struct screen_plan *plan = o->plan;
    struct arena *a = o->arena;
    o->line.arena = a;
    o->districts = (struct screen_counts){.arena = a, .law = plan->law};
    for (size_t k = 0; k < SCREEN_KINDS; k++)
        o->result->kinds[k] = (struct faults){.arena = a, .limit = MOST_TOLD};
    find_twins(o);
    if (!make_folder(o->folder, faults) ||
        !screen_file_open(a, &o->flagged, o->folder, "flagged.csv", faults) ||
        !screen_file_open(a, &o->refused, o->folder, "refused.csv", faults) ||
        !screen_file_open(a, &o->counts, o->folder, "counts.csv", faults) ||
        (plan->before && !screen_file_open(a, &o->compare, o->folder, "compare.csv", faults)))
        return false;
    screen_file_write(&o->flagged, plan->first_line);
    screen_file_write(&o->flagged, (struct str){&plan->separator, 1});
    screen_file_write(&o->flagged, S("rules"));
    screen_file_write(&o->flagged, plan->line_end);
    screen_file_write(&o->refused, S("line,column,what,value\n"));
    return true;
}

static void take_flag(struct screen_output *o, const struct screen_flag *flag)
{
    struct screen_result *result = o->result;
    uint64_t was = 0;
    for (uint64_t left = flag->rules; left; left &= left - 1)
        result->rules[__builtin_ctzll(left)]++;
    result->flagged += flag->rules != 0;
    screen_counts_add(&o->districts, flag->district, flag->rules);
    if (!o->plan->before)
        return;
    for (uint64_t left = flag->before; left; left &= left - 1) {
        size_t b = (size_t)__builtin_ctzll(left);
        result->before[b]++;
        o->gone[b] += (o->twin[b] & flag->rules) == 0;
        was |= o->twin[b];
    }
    for (uint64_t left = flag->rules & ~was; left; left &= left - 1)
        o->gained[__builtin_ctzll(left)]++;
    result->gone += flag->before && !flag->rules;
    result->gained += flag->rules && !flag->before;
}

static void take_refusal(struct screen_output *o, const struct screen_refusal *refusal)
{
    struct faults *kind = &o->result->kinds[refusal->kind];
    int64_t line = o->lines + refusal->line + 1;
    o->result->refused += !refusal->further;
    if (kind->count < MOST_TOLD)
        screen_refusal_tell(o->plan, refusal, o->source, line, kind);
    else
        kind->total++;
    o->line.count = 0;
    buffer_add(&o->line, str_format(&o->scratch, "%lld,", (long long)line));
    if (refusal->column != SCREEN_NOWHERE)
        csv_write_cell(&o->line, o->plan->names[refusal->column], true);
    buffer_char(&o->line, ',');
    buffer_add(&o->line, screen_kind_word(refusal->kind));
    buffer_char(&o->line, ',');
    csv_write_cell(&o->line, screen_refusal_value(&o->scratch, refusal), true);
    buffer_char(&o->line, '\n');
    screen_file_write(&o->refused, buffer_str(&o->line));
}

bool screen_output_take(struct screen_output *o, struct screen_batch *batch)
{
    o->result->rows += batch->rows;
    for (size_t i = 0; i < batch->flag_count; i++)
        take_flag(o, &batch->flags[i]);
    if (batch->text_n)
        screen_file_write(&o->flagged, (struct str){batch->text, batch->text_n});
    for (size_t i = 0; i < batch->refusal_count; i++)
        take_refusal(o, &batch->refusals[i]);
    if (batch->refusal_count)
        arena_free(&o->scratch);
    batch->rows = 0;
    batch->flag_count = batch->refusal_count = batch->text_n = 0;
    arena_free(batch->arena);
    return !screen_file_failed(&o->flagged) && !screen_file_failed(&o->refused);
}

/* --- the end --- */

static void compare_line(struct screen_output *o, struct buffer *csv, struct str id, int64_t before,
                         int64_t after, int64_t gone, int64_t gained)
{
    csv_write_cell(csv, id, false);
    buffer_add(csv, str_format(o->arena, ",%lld,%lld,%lld,%lld\n", (long long)before,
                               (long long)after, (long long)gone, (long long)gained));
}

/* The rules of the law in their order, then those that only the law before has. */
static void write_compare(struct screen_output *o, struct buffer *csv)
{
    const struct law *law = o->plan->law, *before = o->plan->before;
    const struct screen_result *result = o->result;
    buffer_add(csv, S("rule,before,after,gone,new\n"));
    for (size_t r = 0; r < law->rule_count; r++) {
        int64_t was = 0, gone = 0;
        for (size_t b = 0; b < before->rule_count; b++)
            if (o->twin[b] == LAW_RULE_BIT(r)) {
                was = result->before[b];
                gone = o->gone[b];
            }
        compare_line(o, csv, law->rules[r].id, was, result->rules[r], gone, o->gained[r]);
    }
    for (size_t b = 0; b < before->rule_count; b++)
        if (!o->twin[b])
            compare_line(o, csv, before->rules[b].id, result->before[b], 0, o->gone[b], 0);
}

static bool finish(struct screen_output *o, struct faults *faults)
{
    struct buffer csv = {.arena = o->arena}, compare = csv;
    screen_counts_write(&o->districts, &csv);
    screen_file_write(&o->counts, buffer_str(&csv));
    o->result->districts_full = o->districts.further != 0;
    if (o->plan->before) {
        write_compare(o, &compare);
        screen_file_write(&o->compare, buffer_str(&compare));
    }
    return screen_file_finish(&o->flagged, faults) && screen_file_finish(&o->refused, faults) &&
           screen_file_finish(&o->counts, faults) &&
           (!o->plan->before || screen_file_finish(&o->compare, faults));
}

bool screen_output_keep(struct screen_output *o, struct faults *faults)
{
    if (!finish(o, faults))
        return false;
    if (!o->folder) {
        o->result->flagged_csv = buffer_str(&o->flagged.memory);
        o->result->refused_csv = buffer_str(&o->refused.memory);
        o->result->counts_csv = buffer_str(&o->counts.memory);
        o->result->compare_csv = buffer_str(&o->compare.memory);
        return true;
    }
    return screen_file_keep(&o->flagged, faults) && screen_file_keep(&o->refused, faults) &&
           screen_file_keep(&o->counts, faults) &&
           (!o->plan->before || screen_file_keep(&o->compare, faults));
}

void screen_output_drop(struct screen_output *o)
{
    arena_free(&o->scratch);
    screen_file_drop(&o->flagged);
    screen_file_drop(&o->refused);
    screen_file_drop(&o->counts);
    screen_file_drop(&o->compare);
}
