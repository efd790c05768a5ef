#include "law/condition.h"

#include "base/arena.h"
#include "base/near.h"
#include "base/utf8.h"

#include <string.h>

enum { DEEPEST = 40, LONGEST = 10000, OLDEST = 200 };

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,   /* a column, a list, or a word of the language */
    TOKEN_NUMBER, /* also a date: 36, 36.5, -1, 2020-11-01 */
    TOKEN_TEXT,   /* 'text' */
    TOKEN_SIGN,   /* = <> < <= > >= ( ) */
};

struct token {
    enum token_kind kind;
    struct str text; /* TOKEN_TEXT: without its quotes */
    size_t at, end;
};

struct parser {
    struct arena *arena;
    const struct law_lists *lists;
    struct str text;
    struct place where;
    struct faults *faults;
    struct token token; /* the one to be read next */
    int depth;
};

/* What stands on one side of a comparison. */
struct side {
    enum { SIDE_AGE, SIDE_COLUMN, SIDE_VALUE } kind;
    enum law_column column;
    struct token token;
};

static struct law_condition *parse_condition(struct parser *p);

/* --- tokens --- */

static void *refuse_at(const struct parser *p, size_t at, const char *message, struct str detail,
                       struct str more)
{
    struct place where = p->where;
    where.column = (where.column ? where.column : 1) + (long)utf8_count(str_slice(p->text, 0, at));
    FAULT(p->faults, FAULT_INPUT, where, message, detail, more);
    return NULL;
}

static struct str token_words(const struct parser *p)
{
    return p->token.kind == TOKEN_END ? S("the end") : p->token.text;
}

static void *refuse(const struct parser *p, const char *message)
{
    return refuse_at(p, p->token.at, message, token_words(p), (struct str){0});
}

static bool is_word_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

static bool read_text(struct parser *p, size_t at)
{
    size_t end = str_find_char(p->text, '\'', at + 1);
    if (end == STR_NONE)
        return refuse_at(p, at, N_("The quotation mark that opens here is never closed."),
                         (struct str){0}, (struct str){0});
    for (size_t i = at + 1; i < end; i++)
        if ((unsigned char)p->text.p[i] < ' ')
            return refuse_at(p, i,
                             N_("A text between quotation marks holds no control characters."),
                             (struct str){0}, (struct str){0});
    p->token = (struct token){TOKEN_TEXT, str_slice(p->text, at + 1, end), at, end + 1};
    return true;
}

static bool advance(struct parser *p)
{
    struct str s = p->text;
    size_t at = p->token.end;
    while (at < s.n && char_is_space(s.p[at]))
        at++;
    p->token = (struct token){TOKEN_END, {0}, s.n, s.n};
    if (at >= s.n)
        return true;
    char c = s.p[at];
    size_t end = at + 1;
    enum token_kind kind = TOKEN_SIGN;
    if (c == '\'')
        return read_text(p, at);
    if (char_is_digit(c) || (c == '-' && end < s.n && char_is_digit(s.p[end]))) {
        kind = TOKEN_NUMBER;
        while (end < s.n && (is_word_char(s.p[end]) || s.p[end] == '-' || s.p[end] == '.'))
            end++;
    } else if (is_word_char(c)) {
        kind = TOKEN_WORD;
        while (end < s.n && is_word_char(s.p[end]))
            end++;
    } else if (end < s.n && ((c == '<' && (s.p[end] == '=' || s.p[end] == '>')) ||
                             (c == '>' && s.p[end] == '='))) {
        end++;
    } else if (!strchr("=<>()", c)) {
        utf8_next(s, &at);
        return refuse_at(p, end - 1, N_("\"{1}\" has no meaning in a rule."),
                         str_slice(s, end - 1, at), (struct str){0});
    }
    p->token = (struct token){kind, str_slice(s, at, end), at, end};
    return true;
}

static bool is_word(const struct parser *p, const char *word)
{
    return p->token.kind == TOKEN_WORD && str_eq(p->token.text, str_of(word));
}

static bool is_sign(const struct parser *p, const char *sign)
{
    return p->token.kind == TOKEN_SIGN && str_eq(p->token.text, str_of(sign));
}

/* Takes the word when it stands there. A fault behind it shows when the next token is asked for:
 * then the token is TOKEN_END and a fault was added. */
static bool take_word(struct parser *p, const char *word, bool *failed)
{
    if (!is_word(p, word))
        return false;
    *failed = !advance(p);
    return true;
}

static struct law_condition *make(struct parser *p, enum law_condition_kind kind)
{
    struct law_condition *c = arena_new(p->arena, struct law_condition);
    c->kind = kind;
    return c;
}

static struct law_condition *negate(struct parser *p, bool negated, struct law_condition *c)
{
    if (!negated || !c)
        return c;
    struct law_condition *not = make(p, CONDITION_NOT);
    *arena_push(p->arena, not ) = c;
    return not ;
}

/* --- sides --- */

static bool read_side(struct parser *p, struct side *side)
{
    static const char *const of_language[] = {"and",  "or",         "not", "between", "is",
                                              "true", "unreadable", "on",  "missing"};
    *side = (struct side){SIDE_VALUE, LAW_COLUMNS, p->token};
    if (p->token.kind == TOKEN_NUMBER || p->token.kind == TOKEN_TEXT)
        return advance(p);
    bool is_name = p->token.kind == TOKEN_WORD;
    for (size_t i = 0; i < sizeof of_language / sizeof *of_language; i++)
        is_name = is_name && !is_word(p, of_language[i]);
    if (!is_name)
        return refuse(p, N_("age, a column or a value is expected here, and \"{1}\" stands."));
    if (is_word(p, "age")) {
        side->kind = SIDE_AGE;
        return advance(p);
    }
    side->kind = SIDE_COLUMN;
    if (law_column_find(p->token.text, &side->column))
        return advance(p);
    struct str_list names = {0};
    for (int i = 0; i < LAW_COLUMNS; i++)
        *arena_push(p->arena, &names) = law_column_name((enum law_column)i);
    struct str near = near_words(p->arena, p->token.text, &names);
    return refuse_at(p, p->token.at,
                     N_("A contract has no column \"{1}\". Its columns are or are near: {2}."),
                     p->token.text, near.n ? near : str_join(p->arena, &names, S(", ")));
}

/* --- values --- */

static bool whole_years(struct parser *p, const struct token *t, int64_t *years)
{
    if (t->kind == TOKEN_NUMBER && str_to_int(t->text, years) && *years >= 0 && *years <= OLDEST)
        return true;
    return refuse_at(p, t->at,
                     N_("An age is compared with whole years from 0 to 200, as in age < 15, and "
                        "\"{1}\" is none."),
                     t->text, (struct str){0});
}

static const char *expected_value(enum law_column_kind kind)
{
    switch (kind) {
    case LAW_KIND_DATE:
        return N_("{2} is a day and is compared with one, as in 2020-11-01; \"{1}\" is none.");
    case LAW_KIND_NUMBER:
        return N_("{2} is a number and is compared with one, as in 36 or 36.5; \"{1}\" is none.");
    case LAW_KIND_TRUTH:
        return N_("{2} is true or not: write \"{2} is true\" or \"{2} is not true\".");
    case LAW_KIND_CODE:
    case LAW_KIND_TEXT: break;
    }
    return N_("{2} is a text and is compared with one between ' marks; {1} is none.");
}

/* Puts the value into `c`, read as the column is. */
static bool read_value(struct parser *p, enum law_column column, const struct token *t,
                       struct law_condition *c)
{
    enum law_column_kind kind = law_column_kind(column);
    bool text = kind == LAW_KIND_TEXT || kind == LAW_KIND_CODE;
    struct law_value value = law_value_read(column, t->text);
    bool fits = value.state == LAW_GIVEN && kind != LAW_KIND_TRUTH &&
                t->kind == (text ? TOKEN_TEXT : TOKEN_NUMBER);
    if (!fits)
        return refuse_at(p, t->at, expected_value(kind), t->text, law_column_name(column));
    c->number = value.number;
    c->text = text ? str_copy(p->arena, t->text) : (struct str){0};
    return true;
}

/* --- tests --- */

static enum law_comparison mirrored(enum law_comparison c)
{
    static const enum law_comparison mirror[] = {LAW_EQUAL,    LAW_UNEQUAL, LAW_ABOVE,
                                                 LAW_AT_LEAST, LAW_BELOW,   LAW_AT_MOST};
    return mirror[c];
}

static struct law_condition *compare_columns(struct parser *p, const struct side *left,
                                             enum law_comparison how, const struct side *right)
{
    struct law_condition *c = make(p, CONDITION_COLUMNS);
    c->comparison = how;
    c->column = left->column;
    c->other = right->column;
    bool dates = left->kind == SIDE_COLUMN && right->kind == SIDE_COLUMN &&
                 law_column_kind(left->column) == LAW_KIND_DATE &&
                 law_column_kind(right->column) == LAW_KIND_DATE;
    return dates ? c
                 : refuse_at(p, right->token.at,
                             N_("Two columns can be compared when both are days, as in end_date < "
                                "start_date; \"{1}\" cannot stand here."),
                             right->token.text, (struct str){0});
}

static struct law_condition *compare(struct parser *p, struct side left, enum law_comparison how,
                                     struct side right)
{
    if (left.kind == SIDE_VALUE && right.kind == SIDE_VALUE)
        return refuse_at(p, left.token.at,
                         N_("Two values are compared here; one side has to be age or a column."),
                         (struct str){0}, (struct str){0});
    if (left.kind == SIDE_VALUE)
        return compare(p, right, mirrored(how), left);
    if (right.kind != SIDE_VALUE)
        return compare_columns(p, &left, how, &right);
    struct law_condition *c = make(p, left.kind == SIDE_AGE ? CONDITION_AGE : CONDITION_VALUE);
    c->comparison = how;
    c->column = left.column;
    bool good = left.kind == SIDE_AGE ? whole_years(p, &right.token, &c->number)
                                      : read_value(p, left.column, &right.token, c);
    enum law_column_kind kind =
        left.kind == SIDE_AGE ? LAW_KIND_NUMBER : law_column_kind(c->column);
    if (good && how > LAW_UNEQUAL && (kind == LAW_KIND_TEXT || kind == LAW_KIND_CODE))
        return refuse_at(p, left.token.at,
                         N_("{1} is a text: it can be = or <> to another, not below or above."),
                         left.token.text, (struct str){0});
    return good ? c : NULL;
}

static struct law_condition *parse_between(struct parser *p, struct side left)
{
    struct side least, most;
    struct law_condition *both = make(p, CONDITION_AND);
    if (!read_side(p, &least))
        return NULL;
    if (!is_word(p, "and"))
        return refuse(p, N_("\"between\" needs two values with \"and\" between them, as in age "
                            "between 15 and 17; \"{1}\" stands here."));
    if (!advance(p) || !read_side(p, &most))
        return NULL;
    const struct law_condition *above = compare(p, left, LAW_AT_LEAST, least);
    const struct law_condition *below = above ? compare(p, left, LAW_AT_MOST, most) : NULL;
    if (!below)
        return NULL;
    *arena_push(p->arena, both) = above;
    *arena_push(p->arena, both) = below;
    return both;
}

static bool is_column(const struct parser *p, const struct side *side, const char *word)
{
    if (side->kind == SIDE_COLUMN)
        return true;
    return refuse_at(p, side->token.at, N_("A column is expected before \"{2}\", not \"{1}\"."),
                     side->token.text, str_of(word));
}

static struct law_condition *parse_is(struct parser *p, const struct side *side)
{
    bool failed = false, negated = take_word(p, "not", &failed);
    struct law_condition *c = make(p, CONDITION_MISSING);
    if (failed || !is_column(p, side, "is"))
        return NULL;
    c->column = side->column;
    if (is_word(p, "unreadable"))
        c->kind = CONDITION_UNREADABLE;
    else if (is_word(p, "true"))
        c->kind = CONDITION_TRUE;
    else if (!is_word(p, "missing"))
        return refuse(p, N_("Behind \"is\" stands missing, unreadable or true (or not and one of "
                            "these), and not \"{1}\"."));
    if (c->kind == CONDITION_TRUE && law_column_kind(c->column) != LAW_KIND_TRUTH)
        return refuse_at(p, side->token.at,
                         N_("{1} is not a matter of true or false; night_work and written_consent "
                            "are."),
                         side->token.text, (struct str){0});
    return advance(p) ? negate(p, negated, c) : NULL;
}

static struct law_condition *parse_on(struct parser *p, const struct side *side)
{
    struct law_condition *c = make(p, CONDITION_ON);
    struct str_list names = {0};
    if (!is_column(p, side, "on"))
        return NULL;
    c->column = side->column;
    c->kinds = side->column == LAW_OCCUPATION_CODE ? LAW_CODE_OCCUPATION : LAW_CODE_INDUSTRY;
    if (law_column_kind(side->column) != LAW_KIND_CODE)
        return refuse_at(p, side->token.at,
                         N_("Only occupation_code and industry_code can be on a list, and \"{1}\" "
                            "is none of them."),
                         side->token.text, (struct str){0});
    for (size_t i = 0; i < p->lists->count; i++) {
        *arena_push(p->arena, &names) = p->lists->items[i]->name;
        if (p->token.kind == TOKEN_WORD && str_eq(p->lists->items[i]->name, p->token.text))
            c->list = p->lists->items[i];
    }
    if (!c->list)
        return refuse_at(p, p->token.at, N_("There is no list \"{1}\". The lists are: {2}."),
                         token_words(p), str_join(p->arena, &names, S(", ")));
    return advance(p) ? c : NULL;
}

static struct law_condition *parse_compared(struct parser *p, const struct side *left)
{
    static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};
    struct side right;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!is_sign(p, signs[i]))
            continue;
        return advance(p) && read_side(p, &right) ? compare(p, *left, (enum law_comparison)i, right)
                                                  : NULL;
    }
    return refuse(p, N_("A comparison (= <> < <= > >=), between, is or on is expected here, and "
                        "\"{1}\" stands."));
}

static struct law_condition *parse_test(struct parser *p)
{
    struct side side;
    bool failed = false;
    if (!read_side(p, &side))
        return NULL;
    if (take_word(p, "is", &failed))
        return failed ? NULL : parse_is(p, &side);
    bool negated = take_word(p, "not", &failed);
    if (!failed && take_word(p, "between", &failed))
        return failed ? NULL : negate(p, negated, parse_between(p, side));
    if (!failed && take_word(p, "on", &failed))
        return failed ? NULL : negate(p, negated, parse_on(p, &side));
    if (failed)
        return NULL;
    if (negated)
        return refuse(p, N_("Behind \"not\" stands between or on here, and not \"{1}\"."));
    return parse_compared(p, &side);
}

/* --- joining --- */

static struct law_condition *parse_single(struct parser *p)
{
    struct law_condition *c;
    if (++p->depth > DEEPEST)
        return refuse(p, N_("This condition is nested too deeply; write it with fewer brackets."));
    if (is_word(p, "not")) {
        c = advance(p) ? negate(p, true, parse_single(p)) : NULL;
    } else if (is_sign(p, "(")) {
        c = advance(p) ? parse_condition(p) : NULL;
        if (c && !is_sign(p, ")"))
            return refuse(p, N_("A closing bracket is expected here, and \"{1}\" stands."));
        if (c && !advance(p))
            return NULL;
    } else {
        c = parse_test(p);
    }
    p->depth--;
    return c;
}

static struct law_condition *parse_condition(struct parser *p)
{
    struct law_condition *first = parse_single(p), *joined = NULL;
    const char *by = is_word(p, "and") ? "and" : "or";
    if (!first)
        return NULL;
    while (is_word(p, "and") || is_word(p, "or")) {
        if (!is_word(p, by))
            return refuse(p, N_("\"and\" and \"or\" stand together here, which people read in "
                                "different ways; set brackets, as in (a and b) or c."));
        if (!joined) {
            joined = make(p, *by == 'a' ? CONDITION_AND : CONDITION_OR);
            *arena_push(p->arena, joined) = first;
        }
        const struct law_condition *next = advance(p) ? parse_single(p) : NULL;
        if (!next)
            return NULL;
        *arena_push(p->arena, joined) = next;
    }
    return joined ? joined : first;
}

const struct law_condition *condition_parse(struct arena *a, struct str text,
                                            const struct law_lists *lists, struct place where,
                                            struct faults *faults)
{
    struct parser p = {.arena = a, .lists = lists, .text = text, .where = where, .faults = faults};
    size_t bad;
    if (text.n > LONGEST || !utf8_valid(text, &bad)) {
        FAULT(faults, FAULT_INPUT, where,
              N_("A condition is plain text of at most 10,000 bytes, and this one is not."));
        return NULL;
    }
    if (!advance(&p))
        return NULL;
    const struct law_condition *c = parse_condition(&p);
    if (c && p.token.kind != TOKEN_END)
        return refuse(&p, N_("The condition is complete before \"{1}\"; write and or or between "
                             "two conditions."));
    return c;
}
