/* Reads one template into its parts (markup/template.h says what may stand in it). */
#include "markup/template_parse.h"

#include "base/arena.h"

#include <string.h>

enum { DEEPEST = 32 };

struct parser {
    struct arena *arena;
    struct faults *faults;
    struct page *page;
    struct str text;
    size_t at;
    struct html_place place;
    int depth;
    struct str tag; /* the tag that ended the last list of parts: "else", "else if x", "/if" */
    long tag_line;
    size_t line_at; /* lines are counted from here on */
    long line;
};

static bool parse_parts(struct parser *p, struct parts *parts);

static long line_of(struct parser *p, size_t at)
{
    for (; p->line_at < at; p->line_at++)
        p->line += p->text.p[p->line_at] == '\n';
    return p->line;
}

#define REFUSE(p, at_line, message, ...)                                                           \
    FAULT((p)->faults, FAULT_INPUT, ((struct place){.file = (p)->page->file, .line = (at_line)}),  \
          message, ##__VA_ARGS__)

/* The next word of a tag: a name, a "text", or one of | = != ; false at its end. */
static bool next_word(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    if (!rest->n)
        return false;
    size_t end = 1;
    if (rest->p[0] == '"') {
        end = str_find_char(*rest, '"', 1);
        end = end == STR_NONE ? rest->n : end + 1;
    } else if (str_starts(*rest, S("!="))) {
        end = 2;
    } else if (rest->p[0] != '|' && rest->p[0] != '=') {
        while (end < rest->n && !char_is_space(rest->p[end]) && !strchr("|=!\"", rest->p[end]))
            end++;
    }
    *word = str_slice(*rest, 0, end);
    *rest = str_from(*rest, end);
    return true;
}

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_alpha(s.p[i]) && !char_is_digit(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
            return false;
    return s.n > 0;
}

static bool read_special(struct str word, enum special *special)
{
    static const struct {
        struct str name;
        enum special special;
    } specials[] = {{S_INIT("."), SPECIAL_THIS},         {S_INIT("@index"), SPECIAL_INDEX},
                    {S_INIT("@number"), SPECIAL_NUMBER}, {S_INIT("@first"), SPECIAL_FIRST},
                    {S_INIT("@last"), SPECIAL_LAST},     {S_INIT("@key"), SPECIAL_KEY}};
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
        if (str_eq(word, specials[i].name)) {
            *special = specials[i].special;
            return true;
        }
    return false;
}

static bool read_operand(struct parser *p, struct str word, struct operand *operand)
{
    if (word.p[0] == '"') {
        if (word.n < 2 || word.p[word.n - 1] != '"')
            return REFUSE(p, p->tag_line, N_("A text is not closed: a \" is missing in {1}."),
                          word);
        operand->literal = true;
        operand->text = str_slice(word, 1, word.n - 1);
        return true;
    }
    if (read_special(word, &operand->special))
        return true;
    size_t capacity = 0;
    for (struct str part, rest = word; str_cut(&rest, '.', &part);) {
        if (!is_name(part))
            return REFUSE(p, p->tag_line, N_("\"{1}\" is not a name. A name is like figure.label."),
                          word);
        operand->path = arena_grow(p->arena, operand->path, operand->path_count, &capacity,
                                   sizeof *operand->path);
        operand->path[operand->path_count++] = part;
    }
    return operand->path_count > 0 ||
           REFUSE(p, p->tag_line, N_("\"{1}\" is not a name. A name is like figure.label."), word);
}

static bool read_filter(struct parser *p, struct str *rest, struct operand *operand)
{
    static const struct {
        struct str name;
        enum filter filter;
    } filters[] = {{S_INIT("number"), FILTER_NUMBER}, {S_INIT("number1"), FILTER_NUMBER1},
                   {S_INIT("date"), FILTER_DATE},     {S_INIT("upper"), FILTER_UPPER},
                   {S_INIT("path"), FILTER_PATH},     {S_INIT("id"), FILTER_ID},
                   {S_INIT("figure"), FILTER_FIGURE}};
    struct str name = {0};
    next_word(rest, &name);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (str_eq(name, filters[i].name) && operand->filter_count < TEMPLATE_FILTERS) {
            operand->filters[operand->filter_count++] = filters[i].filter;
            return true;
        }
    return REFUSE(
        p, p->tag_line,
        N_("There is no filter \"{1}\". There are number, number1, date, upper, path, id, figure."),
        name);
}

/* Reads the operands of a tag, with their filters and, for partials, their names. */
static bool read_arguments(struct parser *p, struct str rest, struct part *part)
{
    part->arguments = arena_array(p->arena, TEMPLATE_ARGUMENTS, struct operand);
    part->names = arena_array(p->arena, TEMPLATE_ARGUMENTS, struct str);
    for (struct str word; next_word(&rest, &word);) {
        bool after = part->argument_count > 0;
        if (str_eq(word, S("|")) && after) {
            if (!read_filter(p, &rest, &part->arguments[part->argument_count - 1]))
                return false;
            continue;
        }
        if (part->kind == PART_IF && part->argument_count == 1 && !part->compared &&
            (str_eq(word, S("=")) || str_eq(word, S("!=")))) {
            part->compared = true;
            part->negated ^= str_eq(word, S("!="));
            continue;
        }
        if (part->argument_count == TEMPLATE_ARGUMENTS)
            return REFUSE(p, p->tag_line, N_("This tag has more than eight details."));
        if (part->kind == PART_PARTIAL) {
            struct str equals = {0};
            part->names[part->argument_count] = word;
            if (!is_name(word) || !next_word(&rest, &equals) || !str_eq(equals, S("=")) ||
                !next_word(&rest, &word))
                return REFUSE(p, p->tag_line,
                              N_("What is handed to another template has a name: {{> cell "
                                 "value=row.now}}."));
        }
        if (!read_operand(p, word, &part->arguments[part->argument_count++]))
            return false;
    }
    return true;
}

/* Decides how a value at this place is escaped; refuses places where none would help. */
static bool choose_escape(struct parser *p, struct part *part)
{
    switch (p->place.state) {
    case HTML_TEXT:
    case HTML_TITLE: part->escape = ESCAPE_TEXT; return true;
    case HTML_DOUBLE:
    case HTML_SINGLE: break;
    case HTML_CODE:
        return REFUSE(p, p->tag_line,
                      N_("A value may not stand inside script or style. Put it into a data-… "
                         "attribute and read it from there."));
    case HTML_BEFORE_VALUE:
    case HTML_BARE:
        return REFUSE(p, p->tag_line,
                      N_("A value in an attribute needs quotation marks: class=\"{{name}}\"."));
    default:
        return REFUSE(p, p->tag_line,
                      N_("A value may not stand in a tag or a comment, only in text and in the "
                         "value of an attribute."));
    }
    enum html_value value = html_value(&p->place);
    if (value == HTML_DANGEROUS)
        return REFUSE(p, p->tag_line,
                      N_("A value may not stand in style, srcdoc, srcset or an attribute that "
                         "begins with on."));
    bool path = part->kind == PART_VALUE && part->arguments[0].filter_count &&
                part->arguments[0].filters[part->arguments[0].filter_count - 1] == FILTER_PATH;
    if (value == HTML_ADDRESS)
        part->escape = !p->place.started ? ESCAPE_WHOLE_ADDRESS
                       : path            ? ESCAPE_ADDRESS_PATH
                                         : ESCAPE_ADDRESS_PART;
    html_value_put(&p->place);
    return true;
}

static bool parse_value(struct parser *p, struct str rest, enum part_kind kind, struct parts *parts)
{
    struct part part = {.kind = kind, .line = p->tag_line};
    if (!read_arguments(p, rest, &part))
        return false;
    size_t least = kind == PART_COUNT ? 3 : 1;
    if (part.argument_count < least || (kind == PART_VALUE && part.argument_count > 1))
        return REFUSE(p, p->tag_line,
                      N_("This tag is not understood: {1}. A value is {{name}}, a message {{t "
                         "\"Sources\"}}, a count {{tn n \"{1} file\" \"{1} files\"}}."),
                      rest);
    if (!choose_escape(p, &part))
        return false;
    *arena_push(p->arena, parts) = part;
    return true;
}

static bool parse_context_words(struct parser *p, struct str rest, struct parts *parts)
{
    struct str word;
    struct operand context = {0};
    if (!next_word(&rest, &word) || word.p[0] != '"' || !read_operand(p, word, &context))
        return REFUSE(p, p->tag_line,
                      N_("A message with a context is like {{tc \"state\" \"Open\"}}."));
    if (!parse_value(p, rest, PART_WORDS, parts))
        return false;
    parts->items[parts->count - 1].text = context.text;
    return true;
}

static bool same_place(struct parser *p, const struct html_place *before, long line)
{
    return html_same(before, &p->place) ||
           REFUSE(p, line,
                  N_("The ways through this part end in different places of the HTML: one of them "
                     "opens a tag or a quotation mark that it does not close."));
}

/* Reads the parts up to {{/name}}, with {{else}} between if it may have one. */
static bool parse_body(struct parser *p, struct part *part, struct str name)
{
    struct html_place before = p->place;
    long line = p->tag_line;
    bool loops = part->kind == PART_EACH || part->kind == PART_BLOCK || part->kind == PART_ONCE;
    if (++p->depth > DEEPEST)
        return REFUSE(p, line, N_("Parts stand more than 32 deep in each other here."));
    if (!parse_parts(p, &part->body))
        return false;
    struct html_place after = p->place;
    if (loops && !same_place(p, &before, line))
        return false;
    p->place = before;
    if (str_starts(p->tag, S("else")) && part->kind != PART_BLOCK) {
        struct str condition = str_trim(str_from(p->tag, 4));
        if (str_starts(condition, S("if ")) && part->kind == PART_IF) {
            struct part inner = {.kind = PART_IF, .line = p->tag_line};
            if (!read_arguments(p, str_from(condition, 3), &inner) || !parse_body(p, &inner, name))
                return false;
            p->depth--;
            *arena_push(p->arena, &part->otherwise) = inner;
            return same_place(p, &after, line);
        }
        if (condition.n)
            return REFUSE(p, p->tag_line, N_("{{else}} or {{else if name}} is expected here."));
        if (!parse_parts(p, &part->otherwise))
            return false;
    }
    if (!same_place(p, &after, line))
        return false;
    p->depth--;
    return (p->tag.n && p->tag.p[0] == '/' && str_eq(str_trim(str_from(p->tag, 1)), name)) ||
           REFUSE(p, line, N_("This part is not closed: {{/{1}}} is missing."), name);
}

static bool parse_block(struct parser *p, struct str name, struct parts *parts)
{
    struct part part = {.kind = PART_BLOCK, .text = name, .line = p->tag_line};
    if (!is_name(name))
        return REFUSE(p, p->tag_line, N_("A block has a name: {{#block main}}."));
    bool fills = p->page->layout_name.n > 0;
    if (p->place.state != HTML_TEXT && p->place.state != HTML_TITLE)
        return REFUSE(p, p->tag_line, N_("A block may only stand in text, not inside a tag."));
    if (!parse_body(p, &part, S("block")))
        return false;
    if (!fills) {
        *arena_push(p->arena, parts) = part;
        return true;
    }
    struct page *page = p->page;
    page->blocks = arena_grow(p->arena, page->blocks, page->block_count, &page->block_capacity,
                              sizeof *page->blocks);
    page->blocks[page->block_count++] = (struct block){name, part.body, part.line};
    return true;
}

static bool parse_section(struct parser *p, struct str tag, struct parts *parts)
{
    struct str word, rest = tag;
    struct part part = {.line = p->tag_line};
    if (!next_word(&rest, &word))
        word = (struct str){0};
    if (str_eq(word, S("block")))
        return parse_block(p, str_trim(rest), parts);
    if (str_eq(word, S("if")) || str_eq(word, S("unless")))
        part.kind = PART_IF;
    else if (str_eq(word, S("each")))
        part.kind = PART_EACH;
    else if (str_eq(word, S("with")))
        part.kind = PART_WITH;
    else if (str_eq(word, S("once")))
        part.kind = PART_ONCE;
    else
        return REFUSE(p, p->tag_line,
                      N_("There is no {{#{1}}}. There are if, unless, each, with, once and block."),
                      word);
    part.negated = str_eq(word, S("unless"));
    if (!read_arguments(p, rest, &part))
        return false;
    if (part.argument_count != (part.compared ? 2u : 1u))
        return REFUSE(p, p->tag_line,
                      N_("A condition is one name, or one compared: {{#if state = \"value\"}}."));
    if (part.kind == PART_ONCE && p->place.state != HTML_TEXT)
        return REFUSE(p, p->tag_line, N_("What is kept may only stand in text, not inside a tag."));
    if (!parse_body(p, &part, word))
        return false;
    *arena_push(p->arena, parts) = part;
    return true;
}

static bool parse_partial(struct parser *p, struct str rest, struct parts *parts)
{
    struct part part = {.kind = PART_PARTIAL, .line = p->tag_line};
    if (!next_word(&rest, &part.text) || !is_name(part.text))
        return REFUSE(p, p->tag_line, N_("Another template is called by its name: {{> cell}}."));
    if (p->place.state != HTML_TEXT)
        return REFUSE(p, p->tag_line,
                      N_("Another template may only be put into text, not inside a tag."));
    if (!read_arguments(p, rest, &part))
        return false;
    *arena_push(p->arena, parts) = part;
    return true;
}

static bool parse_layout(struct parser *p, struct str rest)
{
    struct str word = {0};
    struct operand name = {0};
    if (!next_word(&rest, &word) || !read_operand(p, word, &name) || !name.literal)
        return REFUSE(p, p->tag_line, N_("A layout is named like this: {{layout \"page\"}}."));
    p->page->layout_name = name.text;
    return true;
}

/* One tag that is not an end of something. */
static bool parse_tag(struct parser *p, struct str tag, struct parts *parts)
{
    struct str word, rest = tag;
    if (!tag.n || tag.p[0] == '!')
        return true;
    if (tag.p[0] == '#')
        return parse_section(p, str_from(tag, 1), parts);
    if (tag.p[0] == '>')
        return parse_partial(p, str_from(tag, 1), parts);
    if (!next_word(&rest, &word))
        return true;
    if (str_eq(word, S("layout")))
        return parse_layout(p, rest);
    if (str_eq(word, S("t")))
        return parse_value(p, rest, PART_WORDS, parts);
    if (str_eq(word, S("tn")))
        return parse_value(p, rest, PART_COUNT, parts);
    if (str_eq(word, S("tc")))
        return parse_context_words(p, rest, parts);
    return parse_value(p, tag, PART_VALUE, parts);
}

static void add_text(struct parser *p, struct str text, struct parts *parts)
{
    if (!text.n)
        return;
    html_advance(&p->place, text);
    *arena_push(p->arena, parts) = (struct part){.kind = PART_TEXT, .text = text};
}

/* A tag that puts nothing in by itself, alone on its line, takes the line with it. Returns where
 * the text before it ends and moves *after behind the line. */
static size_t alone_on_line(const struct parser *p, size_t start, size_t *after)
{
    char first = start + 2 < p->text.n ? p->text.p[start + 2] : ' ';
    struct str inside = str_from(p->text, start + 2);
    if (!strchr("#/>!", first) && !str_starts(inside, S("else")) &&
        !str_starts(inside, S("layout")))
        return start;
    size_t from = start, to = *after;
    while (from > 0 && (p->text.p[from - 1] == ' ' || p->text.p[from - 1] == '\t'))
        from--;
    while (to < p->text.n && (p->text.p[to] == ' ' || p->text.p[to] == '\t'))
        to++;
    if ((from > 0 && p->text.p[from - 1] != '\n') || (to < p->text.n && p->text.p[to] != '\n'))
        return start;
    *after = to < p->text.n ? to + 1 : to;
    return from;
}

/* Reads up to the end of the text or an {{else}} or {{/…}}, which is left in p->tag. */
static bool parse_parts(struct parser *p, struct parts *parts)
{
    for (;;) {
        size_t start = str_find(p->text, S("{{"), p->at);
        p->tag = (struct str){0};
        if (start == STR_NONE) {
            add_text(p, str_from(p->text, p->at), parts);
            p->at = p->text.n;
            return true;
        }
        size_t end = str_find(p->text, S("}}"), start);
        p->tag_line = line_of(p, start);
        if (end == STR_NONE)
            return REFUSE(p, p->tag_line, N_("This tag is not closed: }} is missing."));
        struct str tag = str_trim(str_slice(p->text, start + 2, end));
        size_t after = end + 2, text_end = alone_on_line(p, start, &after);
        add_text(p, str_slice(p->text, p->at, text_end > p->at ? text_end : p->at), parts);
        p->at = after;
        if (str_starts(tag, S("/")) || str_eq(tag, S("else")) || str_starts(tag, S("else "))) {
            p->tag = tag;
            return true;
        }
        if (!parse_tag(p, tag, parts))
            return false;
    }
}

bool template_parse(struct arena *a, struct page *page, struct str text, struct faults *faults)
{
    struct parser p = {.arena = a, .faults = faults, .page = page, .text = text, .line = 1};
    if (!parse_parts(&p, &page->parts))
        return false;
    if (p.tag.n)
        return REFUSE(&p, p.tag_line, N_("Nothing is open here that {{{1}}} could end."), p.tag);
    return p.place.state == HTML_TEXT ||
           REFUSE(&p, line_of(&p, text.n),
                  N_("The template ends inside a tag, a comment or a title."));
}
