#include "register/screen_refusal.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "register/screen_row.h"

enum { LONGEST_VALUE = 60 }; /* bytes */

struct str screen_kind_word(enum screen_kind kind)
{
    static const struct str words[SCREEN_KINDS] = {
        [SCREEN_WIDTH] = S_INIT("width"),       [SCREEN_START] = S_INIT("start_date"),
        [SCREEN_VALUE] = S_INIT("value"),       [SCREEN_QUOTES] = S_INIT("quotes"),
        [SCREEN_LONG] = S_INIT("long"),         [SCREEN_NUL] = S_INIT("nul_byte"),
        [SCREEN_ENCODING] = S_INIT("encoding"),
    };
    return words[kind];
}

/* Bytes that are no text become U+FFFD. */
static struct str readable(struct arena *a, struct str raw)
{
    struct buffer b = {.arena = a};
    for (size_t i = 0, bad; i < raw.n; i++) {
        struct str rest = str_from(raw, i);
        size_t good = utf8_valid(rest, &bad) ? rest.n : bad;
        for (size_t k = 0; k < good; k++)
            if ((unsigned char)rest.p[k] < ' ')
                buffer_add(&b, rest.p[k] ? S(" ") : S("\xef\xbf\xbd"));
            else
                buffer_char(&b, rest.p[k]);
        i += good;
        if (i < raw.n)
            buffer_add(&b, S("\xef\xbf\xbd"));
    }
    return buffer_str(&b);
}

struct str screen_refusal_value(struct arena *a, const struct screen_refusal *refusal)
{
    if (refusal->kind == SCREEN_WIDTH)
        return str_format(a, "%zu", refusal->columns);
    struct str value = screen_cell(a, str_slice(refusal->value, 0, LONGEST_VALUE));
    bool cut = refusal->value.n > LONGEST_VALUE;
    while (cut && value.n && ((unsigned char)value.p[value.n - 1] & 0xc0) == 0x80)
        value.n--; /* not in the middle of a character */
    if (cut && value.n && (unsigned char)value.p[value.n - 1] >= 0xc0)
        value.n--;
    value = readable(a, value);
    return cut ? str_concat(a, value, S("…")) : value;
}

static const char *value_message(const struct screen_plan *plan, size_t column)
{
    for (unsigned c = 0; c < LAW_COLUMNS; c++)
        if (plan->at[c] == column)
            switch (law_column_kind((enum law_column)c)) {
            case LAW_KIND_DATE:
                return N_("\"{1}\" is no date that can be read; write it like 2019-09-01. Rules "
                          "that ask for it were not judged.");
            case LAW_KIND_NUMBER:
                return N_("\"{1}\" is no number that can be read; write it like 36 or 36.5. Rules "
                          "that ask for it were not judged.");
            case LAW_KIND_TRUTH:
                return N_("\"{1}\" is neither yes nor no; write 1 or 0. Rules that ask for it were "
                          "not judged.");
            default: break;
            }
    return N_("\"{1}\" is no code; write letters, digits, points and hyphens, like 7115. Rules "
              "that ask for it were not judged.");
}

static const char *message_of(const struct screen_plan *plan, const struct screen_refusal *refusal)
{
    switch (refusal->kind) {
    case SCREEN_WIDTH:
        return N_("This row has {1} columns and the first line {2}; it was not screened.");
    case SCREEN_START:
        if (!refusal->value.n)
            return N_("The start date is missing, so that no law can be found for this contract; "
                      "it was not screened.");
        return N_("\"{1}\" is no start date; write it like 2019-09-01. The row was not screened.");
    case SCREEN_VALUE: return value_message(plan, refusal->column);
    case SCREEN_QUOTES:
        return N_("The quotes of this row do not go together near \"{1}\": a cell that begins with "
                  "a quote ends with one, and quotes inside are doubled. It was not screened.");
    case SCREEN_LONG: return N_("This row is longer than a million bytes; it was not screened.");
    case SCREEN_NUL:
        return N_("There is a byte 0 in \"{1}\", which is no text; the row was not screened.");
    default:
        return N_("\"{1}\" is not UTF-8, as if it were saved in another encoding such as Latin-1; "
                  "the row was not screened.");
    }
}

void screen_refusal_tell(const struct screen_plan *plan, const struct screen_refusal *refusal,
                         struct str file, int64_t line, struct faults *faults)
{
    struct place where = {.file = file, .line = (long)line};
    if (refusal->column != SCREEN_NOWHERE)
        where.field = plan->names[refusal->column];
    FAULT(faults, FAULT_INPUT, where, message_of(plan, refusal),
          screen_refusal_value(faults->arena, refusal),
          str_format(faults->arena, "%zu", plan->width));
}
