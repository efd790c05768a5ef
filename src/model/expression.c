#include "model/expression.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/near.h"
#include "base/utf8.h"

#include <string.h>

enum { DEEPEST = 40, LONGEST = 10000 };

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,   /* a name, a code, or one of and or not in is null */
    TOKEN_NUMBER, /* also a date: 2019, 2019-03-07, -1.5 */
    TOKEN_TEXT,   /* 'text' */
    TOKEN_SIGN,   /* = <> < <= > >= ( ) , */
};

struct token {
    enum token_kind kind;
    struct str text; /* TOKEN_TEXT: without its quotes, '' made ' */
    size_t at;
};

struct parser {
    struct arena *arena;
    const struct model *model;
    const struct type *type;
    struct str text;
    struct place where;
    struct faults *faults;
    struct token token; /* the one to be read next */
    int depth;
};

/* One side of a comparison before its literal is read by the other side's field. */
struct operand {
    struct expression *made; /* a field or a parameter; NULL for a literal */
    const struct field *field;
    struct token token;
};

/* --- tokens --- */

static struct place place_at(const struct parser *p, size_t at)
{
    struct place where = p->where;
    where.column = (where.column ? where.column : 1) + (long)utf8_count(str_slice(p->text, 0, at));
    return where;
}

static void *refuse(const struct parser *p, size_t at, const char *message, struct str detail)
{
    FAULT(p->faults, FAULT_INPUT, place_at(p, at), message, detail);
    return NULL;
}

static bool is_word_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static bool read_text_token(struct parser *p, size_t start)
{
    size_t at = start + 1;
    for (;; at++) {
        if (at >= p->text.n)
            return refuse(p, start, N_("The quotation mark that opens here is never closed."),
                          (struct str){0});
        if (p->text.p[at] != '\'')
            continue;
        if (at + 1 >= p->text.n || p->text.p[at + 1] != '\'')
            break;
        at++;
    }
    struct str inside = str_slice(p->text, start + 1, at);
    p->token = (struct token){TOKEN_TEXT, str_replace(p->arena, inside, S("''"), S("'")), start};
    return true;
}

static size_t token_end(const struct token *t, const struct parser *p)
{
    if (t->kind != TOKEN_TEXT)
        return t->at + t->text.n;
    size_t at = t->at + 1;
    while (p->text.p[at] != '\'' || (at + 1 < p->text.n && p->text.p[at + 1] == '\''))
        at += p->text.p[at] == '\'' ? 2 : 1;
    return at + 1;
}

/* Moves to the token that begins at or after `at`. */
static bool read_token(struct parser *p, size_t at)
{
    struct str s = p->text;
    while (at < s.n && char_is_space(s.p[at]))
        at++;
    if (at >= s.n) {
        p->token = (struct token){TOKEN_END, {0}, s.n};
        return true;
    }
    char c = s.p[at];
    size_t end = at + 1;
    enum token_kind kind = TOKEN_SIGN;
    if (c == '\'')
        return read_text_token(p, at);
    if (char_is_digit(c) || (c == '-' && end < s.n && char_is_digit(s.p[end]))) {
        kind = TOKEN_NUMBER;
        while (end < s.n && (is_word_char(s.p[end]) || s.p[end] == '-' || s.p[end] == ':'))
            end++;
    } else if (is_word_char(c)) {
        kind = TOKEN_WORD;
        while (end < s.n && is_word_char(s.p[end]))
            end++;
    } else if (end < s.n && ((c == '<' && (s.p[end] == '=' || s.p[end] == '>')) ||
                             (c == '>' && s.p[end] == '='))) {
        end++;
    } else if (!strchr("=<>(),", c)) {
        return refuse(p, at, N_("\"{1}\" has no meaning here."), str_slice(s, at, end));
    }
    p->token = (struct token){kind, str_slice(s, at, end), at};
    return true;
}

static bool advance(struct parser *p)
{
    return read_token(p, token_end(&p->token, p));
}

static bool is_word(const struct parser *p, const char *word)
{
    return p->token.kind == TOKEN_WORD && str_eq_nocase(p->token.text, str_of(word));
}

static bool is_sign(const struct parser *p, const char *sign)
{
    return p->token.kind == TOKEN_SIGN && str_eq(p->token.text, str_of(sign));
}

static struct str token_words(const struct parser *p)
{
    return p->token.kind == TOKEN_END ? S("the end") : p->token.text;
}

/* --- names --- */

static struct expression *make(struct parser *p, enum expression_kind kind)
{
    struct expression *e = arena_new(p->arena, struct expression);
    e->kind = kind;
    return e;
}

static void add(struct parser *p, struct expression *e, const struct expression *item)
{
    *arena_push(p->arena, e) = item;
}

static bool is_parameter(struct str name)
{
    return str_eq(name, S("year")) || str_eq(name, S("year_start")) ||
           str_eq(name, S("year_end")) || str_eq(name, S("today"));
}

static struct str near_fields(struct arena *a, const struct type *type, struct str name)
{
    struct str_list names = {0};
    for (size_t i = 0; i < type->field_count; i++)
        *arena_push(a, &names) = type->fields[i].name;
    struct str near = near_words(a, name, &names);
    return near.n ? near : str_join(a, &names, S(", "));
}

/* A path of fields; NULL with a fault when a part is none. */
static struct expression *field_path(struct parser *p, const struct token *word)
{
    struct expression *e = make(p, EXPRESSION_FIELD);
    const struct type *type = p->type;
    size_t parts = 1, capacity, at = word->at;
    for (size_t i = 0; i < word->text.n; i++)
        parts += word->text.p[i] == '.';
    capacity = parts;
    e->path = arena_array(p->arena, capacity, const struct field *);
    for (struct str part, rest = word->text; str_cut(&rest, '.', &part); at += part.n + 1) {
        const struct field *field = type ? type_field(type, part) : NULL;
        if (!type) {
            const struct field *before = e->path[e->path_count - 1];
            return refuse(p, at, N_("\"{1}\" is no reference, so nothing can follow its dot."),
                          before->name);
        }
        if (!field) {
            FAULT(p->faults, FAULT_INPUT, place_at(p, at),
                  N_("A {1} has no field \"{2}\". Its fields are or are near: {3}."), type->name,
                  part, near_fields(p->arena, type, part));
            return NULL;
        }
        e->path[e->path_count++] = field;
        type = field->kind == FIELD_REF ? field->to : NULL;
    }
    return e;
}

static bool begins_with_field(const struct parser *p, struct str word)
{
    size_t dot = str_find_char(word, '.', 0);
    return type_field(p->type, str_slice(word, 0, dot == STR_NONE ? word.n : dot)) != NULL;
}

/* `other` is the field on the other side when it is known: a word that is one of its codes is that
 * code and no field. */
static bool read_operand(struct parser *p, const struct field *other, struct operand *o)
{
    *o = (struct operand){.token = p->token};
    struct str word = p->token.text;
    if (p->token.kind == TOKEN_END || p->token.kind == TOKEN_SIGN)
        return refuse(p, p->token.at, N_("A field or a value is needed here, and {1} stands."),
                      token_words(p));
    bool is_code =
        other && other->kind == FIELD_CODE && other->list && code_find(other->list, word);
    bool is_answer = other && other->kind == FIELD_BOOLEAN;
    if (p->token.kind == TOKEN_WORD && !is_code && !is_answer) {
        if (begins_with_field(p, word)) {
            o->made = field_path(p, &p->token);
            if (!o->made)
                return false;
            o->field = o->made->path[o->made->path_count - 1];
        } else if (is_parameter(word)) {
            o->made = make(p, EXPRESSION_PARAMETER);
            o->made->parameter = str_copy(p->arena, word);
        } else if (!other) {
            return field_path(p, &p->token); /* says which fields there are */
        }
    }
    return advance(p);
}

/* --- types --- */

static bool is_ordered(enum field_kind kind)
{
    return kind == FIELD_INTEGER || kind == FIELD_NUMBER || kind == FIELD_DATE ||
           kind == FIELD_TIME || kind == FIELD_MONEY;
}

static bool same_kind(const struct field *a, const struct field *b)
{
    bool numbers = (a->kind == FIELD_INTEGER || a->kind == FIELD_NUMBER) &&
                   (b->kind == FIELD_INTEGER || b->kind == FIELD_NUMBER);
    if (a->kind == FIELD_REF && b->kind == FIELD_REF)
        return a->to == b->to;
    return numbers || a->kind == b->kind;
}

/* Whether a parameter can stand beside a field: `year` beside a number, the others beside a date.
 */
static bool parameter_fits(struct str name, const struct field *field)
{
    if (str_eq(name, S("year")))
        return field->kind == FIELD_INTEGER || field->kind == FIELD_NUMBER;
    return field->kind == FIELD_DATE || field->kind == FIELD_TIME;
}

/* The literal read by the rules of the field beside it. */
static const struct expression *literal(struct parser *p, const struct field *field,
                                        const struct token *token)
{
    struct place where = place_at(p, token->at);
    bool words = field->kind == FIELD_TEXT || field->kind == FIELD_TIME;
    if (field->kind == FIELD_BLOB)
        return refuse(p, token->at, N_("\"{1}\" holds a file and cannot be compared."),
                      field->name);
    if (field->kind == FIELD_REF)
        return refuse(
            p, token->at,
            N_("\"{1}\" names another record; compare one of its fields, as in {1}.name."),
            field->name);
    if (words && token->kind != TOKEN_TEXT)
        return refuse(p, token->at, N_("\"{1}\" is a text; put it in quotation marks: '{1}'."),
                      token->text);
    struct field lenient = *field; /* a rule may speak of days to come and of no text at all */
    lenient.not_after_today = lenient.required = lenient.has_least = lenient.has_most = false;
    struct expression *e = make(p, EXPRESSION_LITERAL);
    if (!value_read(p->arena, &lenient, token->text, (struct str){0}, where, &e->literal,
                    p->faults))
        return NULL;
    if (field->kind == FIELD_INTEGER)
        e->literal = value_integer(e->literal.integer);
    return e;
}

/* The finished expression of an operand beside one of `field`. */
static const struct expression *fitted(struct parser *p, struct operand *o,
                                       const struct field *field)
{
    if (!o->made)
        return literal(p, field, &o->token);
    bool fits = o->field ? same_kind(o->field, field) : parameter_fits(o->made->parameter, field);
    if (fits)
        return o->made;
    FAULT(p->faults, FAULT_INPUT, place_at(p, o->token.at),
          N_("\"{1}\" and \"{2}\" are of different kinds and cannot be compared."), o->token.text,
          field->name);
    return NULL;
}

/* --- grammar --- */

static bool read_comparison_sign(struct parser *p, enum comparison *comparison)
{
    static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (is_sign(p, signs[i])) {
            *comparison = (enum comparison)i;
            return true;
        }
    }
    return false;
}

/* field in (a, b, c) */
static const struct expression *read_in(struct parser *p, struct operand *left)
{
    if (!left->field)
        return refuse(p, left->token.at, N_("A field must stand before \"in\", and {1} stands."),
                      left->token.text);
    struct expression *e = make(p, EXPRESSION_IN);
    add(p, e, left->made);
    if (!advance(p))
        return NULL;
    if (!is_sign(p, "("))
        return refuse(p, p->token.at, N_("\"in\" is followed by a list, as in (a, b); {1} stands."),
                      token_words(p));
    do {
        struct operand item;
        if (!advance(p) || !read_operand(p, left->field, &item))
            return NULL;
        const struct expression *value = fitted(p, &item, left->field);
        if (!value)
            return NULL;
        add(p, e, value);
    } while (is_sign(p, ","));
    if (!is_sign(p, ")"))
        return refuse(p, p->token.at, N_("A comma or ) is needed here, and {1} stands."),
                      token_words(p));
    return advance(p) ? e : NULL;
}

static const struct expression *negated(struct parser *p, const struct expression *inner)
{
    struct expression *e = make(p, EXPRESSION_NOT);
    add(p, e, inner);
    return e;
}

/* field is null, field is not null */
static const struct expression *read_is(struct parser *p, struct operand *left)
{
    if (!left->field)
        return refuse(p, left->token.at, N_("A field must stand before \"is\", and {1} stands."),
                      left->token.text);
    if (!advance(p))
        return NULL;
    bool is_not = is_word(p, "not");
    if (is_not && !advance(p))
        return NULL;
    if (!is_word(p, "null"))
        return refuse(
            p, p->token.at,
            N_("\"is\" is followed by null or not null; {1} stands. For a value write =."),
            token_words(p));
    struct expression *e = make(p, EXPRESSION_IS_NULL);
    add(p, e, left->made);
    if (!advance(p))
        return NULL;
    return is_not ? negated(p, e) : e;
}

static const struct expression *read_compare(struct parser *p, struct operand *left,
                                             enum comparison comparison)
{
    struct operand right;
    size_t sign_at = p->token.at;
    if (!advance(p) || !read_operand(p, left->field, &right))
        return NULL;
    const struct field *field = left->field ? left->field : right.field;
    if (!field)
        return refuse(p, left->token.at, N_("One side of a comparison must be a field."),
                      (struct str){0});
    if (comparison != EQUAL && comparison != UNEQUAL && !is_ordered(field->kind))
        return refuse(p, sign_at, N_("\"{1}\" has no order; compare it with = or <>."),
                      field->name);
    const struct expression *one = fitted(p, left, field),
                            *two = one ? fitted(p, &right, field) : NULL;
    if (!two)
        return NULL;
    struct expression *e = make(p, EXPRESSION_COMPARE);
    e->comparison = comparison;
    add(p, e, one);
    add(p, e, two);
    return e;
}

static const struct expression *read_or(struct parser *p);

static const struct expression *read_group(struct parser *p)
{
    if (++p->depth > DEEPEST)
        return refuse(p, p->token.at, N_("This condition is nested too deep."), (struct str){0});
    size_t opened = p->token.at;
    const struct expression *inner = advance(p) ? read_or(p) : NULL;
    p->depth--;
    if (!inner)
        return NULL;
    if (!is_sign(p, ")"))
        return refuse(p, opened, N_("The bracket that opens here is never closed."),
                      (struct str){0});
    return advance(p) ? inner : NULL;
}

/* A comparison, a bracket, or a yes-or-no field alone. */
static const struct expression *read_condition(struct parser *p)
{
    struct operand left;
    enum comparison comparison;
    if (is_sign(p, "("))
        return read_group(p);
    if (!read_operand(p, NULL, &left))
        return NULL;
    if (read_comparison_sign(p, &comparison))
        return read_compare(p, &left, comparison);
    if (is_word(p, "in"))
        return read_in(p, &left);
    if (is_word(p, "is"))
        return read_is(p, &left);
    if (!left.field || left.field->kind != FIELD_BOOLEAN)
        return refuse(p, p->token.at,
                      N_("A comparison is needed here (=, <>, <, <=, >, >=, in, is null); {1} "
                         "stands."),
                      token_words(p));
    struct expression *e = make(p, EXPRESSION_COMPARE), *yes = make(p, EXPRESSION_LITERAL);
    yes->literal = value_integer(1);
    add(p, e, left.made);
    add(p, e, yes);
    return e;
}

static const struct expression *read_not(struct parser *p)
{
    bool is_negated = false;
    while (is_word(p, "not")) {
        is_negated = !is_negated;
        if (!advance(p))
            return NULL;
    }
    const struct expression *e = read_condition(p);
    return e && is_negated ? negated(p, e) : e;
}

/* Conditions joined by one word; a single one stays as it is. */
static const struct expression *read_joined(struct parser *p, const char *word,
                                            enum expression_kind kind,
                                            const struct expression *(*read_part)(struct parser *))
{
    const struct expression *first = read_part(p);
    if (!first || !is_word(p, word))
        return first;
    struct expression *e = make(p, kind);
    add(p, e, first);
    while (is_word(p, word)) {
        const struct expression *next = advance(p) ? read_part(p) : NULL;
        if (!next)
            return NULL;
        add(p, e, next);
    }
    return e;
}

static const struct expression *read_and(struct parser *p)
{
    return read_joined(p, "and", EXPRESSION_AND, read_not);
}

static const struct expression *read_or(struct parser *p)
{
    return read_joined(p, "or", EXPRESSION_OR, read_and);
}

const struct expression *expression_parse(struct arena *a, const struct model *model,
                                          const struct type *type, struct str text,
                                          struct place where, struct faults *faults)
{
    struct parser p = {a, model, type, text, where, faults, {0}, 0};
    size_t bad = 0;
    if (text.n > LONGEST)
        return refuse(&p, 0, N_("This condition is longer than {1} characters."), S("10,000"));
    if (!utf8_valid(text, &bad))
        return refuse(&p, 0, N_("This condition is not UTF-8."), (struct str){0});
    if (!read_token(&p, 0))
        return NULL;
    const struct expression *e = read_or(&p);
    if (e && p.token.kind != TOKEN_END)
        return refuse(&p, p.token.at,
                      N_("The condition ends here, and {1} stands; \"and\" or "
                         "\"or\" may be missing."),
                      token_words(&p));
    return e;
}

const struct expression *expression_bind(struct arena *a, const struct expression *e,
                                         const struct parameter *parameters, size_t count,
                                         struct faults *faults)
{
    struct expression *bound = arena_new(a, struct expression);
    *bound = *e;
    if (e->kind == EXPRESSION_PARAMETER) {
        for (size_t i = 0; i < count; i++) {
            if (str_eq(parameters[i].name, e->parameter)) {
                bound->kind = EXPRESSION_LITERAL;
                bound->literal = parameters[i].value;
                return bound;
            }
        }
        FAULT(faults, FAULT_MISSING, (struct place){0},
              N_("This condition needs a value for \"{1}\", and none is given."), e->parameter);
        return NULL;
    }
    bound->items = arena_array(a, e->count, const struct expression *);
    bound->capacity = e->count;
    for (size_t i = 0; i < e->count; i++) {
        bound->items[i] = expression_bind(a, e->items[i], parameters, count, faults);
        if (!bound->items[i])
            return NULL;
    }
    return bound;
}
