#include "intake/chapter/chart.h"

#include "intake/chapter/fold.h"
#include "intake/chapter/lines.h"

/* Bytes of "91.9%", "91.9 %" or (2016) "57.5" at the start of `s`; 0 when it begins otherwise. */
static size_t percent(struct str s)
{
    size_t at = 0;
    while (at < s.n && (char_is_digit(s.p[at]) || s.p[at] == '.'))
        at++;
    size_t end = at;
    while (end < s.n && char_is_space(s.p[end]))
        end++;
    if (at && end < s.n && s.p[end] == '%')
        return end + 1;
    bool tenths = at > 2 && s.p[at - 2] == '.';
    return tenths && end == s.n ? at : 0;
}

/* Nothing but sectors and shares: "Agriculture", "7.0% Industry". Counts both. */
static bool is_chart(const struct chapter_reading *r, struct str text, int chart, int *sectors,
                     int *shares)
{
    *sectors = *shares = 0;
    if (text.n > 80)
        return false;
    for (size_t at = 0; at < text.n;) {
        struct str rest = str_from(text, at);
        size_t taken = char_is_space(rest.p[0]) ? 1 : percent(rest);
        *shares += taken > 1;
        for (size_t i = 0; !taken && i < r->instrument->figures.count; i++) {
            const struct instrument_figure *f = &r->instrument->figures.items[i];
            if (f->table == chart && char_is_alpha(rest.p[0])) {
                taken = fold_starts(rest, f->labels.items[0]);
                *sectors += taken > 0;
            }
        }
        if (!taken)
            return false;
        at += taken;
    }
    return *sectors + *shares > 0;
}

/* "Agriculture" above "91.9%", or both on one line. */
static void mark_shares(struct chapter_reading *r, size_t at, int chart)
{
    struct chapter_line *line = &r->lines.items[at];
    int sectors, shares, next_sectors, next_shares;
    if (!is_chart(r, line->text, chart, &sectors, &shares))
        return;
    size_t before = lines_before(&r->lines, at), next = lines_next(&r->lines, at);
    bool goes_on = before < r->lines.count && r->lines.items[before].kind == LINE_CHART;
    bool begins = next < r->lines.count &&
                  is_chart(r, r->lines.items[next].text, chart, &next_sectors, &next_shares) &&
                  next_shares;
    if ((sectors && shares) || (shares && goes_on) || (sectors && begins)) {
        line->kind = LINE_CHART;
        line->table = chart;
    }
}

/* "Ages 7-14" below "Figure 1. Working Children by Sector,". */
static void mark_caption_end(struct chapter_reading *r, size_t at, int chart)
{
    struct chapter_line *line = &r->lines.items[at];
    struct chapter_line *before = at > 0 ? line - 1 : NULL;
    if (before && before->kind == LINE_TITLE && before->table == chart && line->text.n <= 30 &&
        (fold_starts(line->text, S("Ages")) || fold_starts(line->text, S("Sector")) ||
         fold_starts(line->text, S("by Sector")) ||
         fold_length(line->text) == lines_digits(line->text))) {
        line->kind = LINE_TITLE;
        line->table = chart;
    }
}

void chart_mark(struct chapter_reading *r, size_t at)
{
    int chart = chapter_instrument_table(r->instrument, S("sectors_of_work"));
    const struct chapter_line *line = &r->lines.items[at];
    if (line->kind == LINE_TEXT)
        mark_caption_end(r, at, chart);
    if (line->kind == LINE_TEXT)
        mark_shares(r, at, chart);
}
