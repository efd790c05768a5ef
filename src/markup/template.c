#include "markup/template.h"

#include "base/arena.h"
#include "base/resource.h"
#include "markup/escape.h"
#include "markup/template_parse.h"

#include <math.h>
#include <string.h>

struct page *templates_find(const struct templates *t, struct str name)
{
    for (size_t i = 0; i < t->count; i++)
        if (str_eq(t->pages[i].name, name))
            return &t->pages[i];
    return NULL;
}

/* --- joining what was read --- */

struct joiner {
    struct templates *templates;
    struct faults *faults;
    const struct page *page;
};

static void number_operands(struct joiner *j, struct part *part)
{
    for (size_t i = 0; i < part->argument_count; i++) {
        part->arguments[i].number = j->templates->names;
        j->templates->names += part->arguments[i].path_count;
    }
}

static bool join_parts(struct joiner *j, struct parts *parts)
{
    bool good = true;
    for (size_t i = 0; i < parts->count; i++) {
        struct part *part = &parts->items[i];
        number_operands(j, part);
        if (part->kind == PART_PARTIAL && !(part->page = templates_find(j->templates, part->text)))
            good = FAULT(j->faults, FAULT_INPUT,
                         ((struct place){.file = j->page->file, .line = part->line}),
                         N_("There is no template \"{1}\"."), part->text);
        good = join_parts(j, &part->body) && good;
        good = join_parts(j, &part->otherwise) && good;
    }
    return good;
}

static bool has_block(const struct parts *parts, struct str name)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        if ((part->kind == PART_BLOCK && str_eq(part->text, name)) ||
            has_block(&part->body, name) || has_block(&part->otherwise, name))
            return true;
    }
    return false;
}

static bool join_page(struct joiner *j, struct page *page)
{
    bool good = join_parts(j, &page->parts);
    for (size_t i = 0; i < page->block_count; i++)
        good = join_parts(j, &page->blocks[i].parts) && good;
    if (!page->layout_name.n)
        return good;
    page->layout = templates_find(j->templates, page->layout_name);
    if (!page->layout || page->layout->layout_name.n)
        return FAULT(j->faults, FAULT_INPUT, ((struct place){.file = page->file, .line = 1}),
                     N_("There is no layout \"{1}\" (a layout has no layout itself)."),
                     page->layout_name);
    for (size_t i = 0; i < page->block_count; i++)
        if (!has_block(&page->layout->parts, page->blocks[i].name))
            good = FAULT(j->faults, FAULT_INPUT,
                         ((struct place){.file = page->file, .line = page->blocks[i].line}),
                         N_("The layout has no block \"{1}\"."), page->blocks[i].name);
    return good;
}

enum { VISIT_OPEN = 1, VISIT_DONE = 2 };

static bool contains_itself(struct joiner *j, struct page *page);

static bool parts_return(struct joiner *j, const struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        if (part->kind == PART_PARTIAL &&
            contains_itself(j, templates_find(j->templates, part->text)))
            return true;
        if (parts_return(j, &part->body) || parts_return(j, &part->otherwise))
            return true;
    }
    return false;
}

static bool contains_itself(struct joiner *j, struct page *page)
{
    if (!page || page->visit == VISIT_DONE)
        return false;
    if (page->visit == VISIT_OPEN)
        return true;
    page->visit = VISIT_OPEN;
    bool found = parts_return(j, &page->parts);
    for (size_t i = 0; i < page->block_count && !found; i++)
        found = parts_return(j, &page->blocks[i].parts);
    page->visit = VISIT_DONE;
    return found;
}

const struct templates *templates_read(struct arena *a, const struct template_source *sources,
                                       size_t count, struct faults *faults)
{
    struct templates *t = arena_new(a, struct templates);
    bool good = true;
    t->pages = arena_array(a, count, struct page);
    t->count = count;
    t->kept = kept_parts_new(a);
    for (size_t i = 0; i < count; i++) {
        t->pages[i].name = sources[i].name;
        t->pages[i].file = sources[i].file;
        good = template_parse(a, &t->pages[i], sources[i].text, faults) && good;
    }
    struct joiner j = {.templates = t, .faults = faults};
    for (size_t i = 0; i < count; i++) {
        j.page = &t->pages[i];
        good = join_page(&j, &t->pages[i]) && good;
    }
    for (size_t i = 0; i < count && good; i++)
        if (contains_itself(&j, &t->pages[i]))
            good = FAULT(faults, FAULT_INPUT, (struct place){.file = t->pages[i].file},
                         N_("This template contains itself."));
    return good ? t : NULL;
}

const struct templates *templates_load(struct arena *a, struct faults *faults)
{
    static const struct str folder = S_INIT("web/templates/"), ending = S_INIT(".html");
    struct {
        struct template_source *items;
        size_t count, capacity;
    } sources = {0};
    struct resource r;
    for (size_t i = 0; resource_next(folder, i, &r); i++) {
        if (!str_ends(r.name, ending))
            continue;
        /* The newline that ends a file would stand as a space wherever the file is put in. */
        struct str text = r.bytes;
        if (str_ends(text, S("\n")))
            text.n--;
        *arena_push(a, &sources) = (struct template_source){
            str_slice(r.name, folder.n, r.name.n - ending.n), r.name, text};
    }
    return templates_read(a, sources.items, sources.count, faults);
}

/* --- writing --- */

struct scope {
    const struct scope *around;
    const struct node *value;
    size_t index, count; /* in a loop */
    bool loop;
    struct str key;
    const struct str *names; /* of a partial: what was handed to it */
    const struct node **values;
    size_t name_count;
};

/* Where a name stood the last time it was looked for: at `at` in maps with these names, and not at
 * all in maps with those. Rows of a list are alike, and mostly share their names. */
struct found {
    const struct str *names, *without;
    uint32_t at, without_count;
};

struct writer {
    struct buffer *out;
    const struct templates *templates;
    const struct page *page; /* whose blocks fill the layout */
    enum language language;
    struct found *found; /* of each name of the templates */
};

static void write_parts(struct writer *w, const struct parts *parts, const struct scope *scope);

static const struct node *look_up(struct found *f, const struct node *map, struct str name)
{
    if (f->at < map->count && str_eq(map->keys[f->at], name)) {
        f->names = map->keys;
        return map->items[f->at];
    }
    for (size_t i = 0; i < map->count; i++)
        if (str_eq(map->keys[i], name)) {
            f->names = map->keys;
            f->at = (uint32_t)i;
            return map->items[i];
        }
    f->without = map->keys;
    f->without_count = (uint32_t)map->count;
    return NULL;
}

static inline const struct node *member(struct writer *w, const struct node *map, struct str name,
                                        size_t number)
{
    struct found *f = &w->found[number];
    if (!map || map->kind != NODE_MAP)
        return NULL;
    if (map->keys == f->names && f->at < map->count)
        return map->items[f->at];
    if (map->keys == f->without && map->count == f->without_count)
        return NULL;
    return look_up(f, map, name);
}

static const struct node *scope_get(struct writer *w, const struct scope *scope,
                                    const struct operand *o)
{
    for (size_t i = 0; i < scope->name_count; i++)
        if (str_eq(scope->names[i], o->path[0]))
            return scope->values[i];
    return member(w, scope->value, o->path[0], o->number);
}

static const struct node *special_value(struct writer *w, const struct operand *o,
                                        const struct scope *scope)
{
    static const struct node truth[] = {{.kind = NODE_BOOL}, {.kind = NODE_BOOL, .flag = true}};
    struct arena *a = w->out->arena;
    if (o->special == SPECIAL_THIS) {
        while (scope && !scope->value)
            scope = scope->around;
        return scope ? scope->value : NULL;
    }
    while (scope && !scope->loop)
        scope = scope->around;
    if (!scope)
        return NULL;
    switch (o->special) {
    case SPECIAL_INDEX: return node_int(a, (int64_t)scope->index);
    case SPECIAL_NUMBER: return node_int(a, (int64_t)scope->index + 1);
    case SPECIAL_FIRST: return &truth[scope->index == 0];
    case SPECIAL_LAST: return &truth[scope->index + 1 == scope->count];
    case SPECIAL_KEY: return node_str(a, scope->key);
    default: return NULL;
    }
}

static const struct node *operand_value(struct writer *w, const struct operand *o,
                                        const struct scope *scope)
{
    if (o->literal)
        return node_str(w->out->arena, o->text);
    if (o->special)
        return special_value(w, o, scope);
    const struct node *found = NULL;
    for (const struct scope *s = scope; s && !found; s = s->around)
        found = scope_get(w, s, o);
    for (size_t i = 1; found && i < o->path_count; i++)
        found = member(w, found, o->path[i], o->number + i);
    return found;
}

static struct str filter_number(struct writer *w, const struct node *n, struct str text, int digits)
{
    struct arena *a = w->out->arena;
    int64_t integer;
    double real;
    if (n && n->kind == NODE_INT)
        return words_integer(a, w->language, n->integer);
    if (n && n->kind == NODE_REAL)
        return words_real(a, w->language, n->real, digits);
    if (str_to_int(text, &integer))
        return words_integer(a, w->language, integer);
    return str_to_real(text, &real) ? words_real(a, w->language, real, digits) : text;
}

static struct str fit_for_id(struct arena *a, struct str text)
{
    char *out = arena_array(a, text.n + 1, char);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        out[i] = char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '-' ? c : '-';
    }
    return (struct str){out, text.n};
}

static struct str upper(struct arena *a, struct str text)
{
    char *out = arena_array(a, text.n + 1, char);
    for (size_t i = 0; i < text.n; i++)
        out[i] = (char)(text.p[i] >= 'a' && text.p[i] <= 'z' ? text.p[i] - 32 : text.p[i]);
    return (struct str){out, text.n};
}

static struct str operand_text(struct writer *w, const struct operand *o, const struct scope *scope)
{
    struct arena *a = w->out->arena;
    const struct node *n = o->literal ? NULL : operand_value(w, o, scope);
    struct str text = o->literal ? o->text : n && n->kind == NODE_STR ? n->text : node_text(a, n);
    for (size_t i = 0; i < o->filter_count; i++, n = NULL)
        switch (o->filters[i]) {
        case FILTER_NUMBER: text = filter_number(w, n, text, 2); break;
        case FILTER_NUMBER1: text = filter_number(w, n, text, 1); break;
        case FILTER_DATE: text = words_date(a, w->language, text); break;
        case FILTER_UPPER: text = upper(a, text); break;
        case FILTER_ID: text = fit_for_id(a, text); break;
        case FILTER_FIGURE: text = words_figure(a, w->language, text); break;
        case FILTER_PATH: break;
        }
    return text;
}

static void write_escaped(struct writer *w, struct str text, enum escape escape)
{
    switch (escape) {
    case ESCAPE_TEXT: escape_html(w->out, text); break;
    case ESCAPE_WHOLE_ADDRESS: escape_address(w->out, text); break;
    case ESCAPE_ADDRESS_PART: escape_part(w->out, text, false); break;
    case ESCAPE_ADDRESS_PATH: escape_part(w->out, text, true); break;
    }
}

static void write_words(struct writer *w, const struct part *part, const struct scope *scope)
{
    struct str details[TEMPLATE_ARGUMENTS], message;
    size_t count = 0, first = 1;
    if (part->kind == PART_COUNT) {
        const struct node *n = operand_value(w, &part->arguments[0], scope);
        int64_t number = n && n->kind == NODE_INT ? n->integer : (int64_t)node_count(n);
        message = words_count(w->language, operand_text(w, &part->arguments[1], scope),
                              operand_text(w, &part->arguments[2], scope), number);
        details[count++] = words_integer(w->out->arena, w->language, number);
        first = 3;
    } else {
        message = words_in(w->language, part->text, operand_text(w, &part->arguments[0], scope));
    }
    for (size_t i = first; i < part->argument_count; i++)
        details[count++] = operand_text(w, &part->arguments[i], scope);
    write_escaped(w, words_fill(w->out->arena, message, details, count), part->escape);
}

static bool condition_holds(struct writer *w, const struct part *part, const struct scope *scope)
{
    bool holds;
    if (part->compared)
        holds = str_eq(operand_text(w, &part->arguments[0], scope),
                       operand_text(w, &part->arguments[1], scope));
    else
        holds = node_truth(operand_value(w, &part->arguments[0], scope));
    return holds != part->negated;
}

static void write_each(struct writer *w, const struct part *part, const struct scope *scope)
{
    const struct node *list = operand_value(w, &part->arguments[0], scope);
    struct scope item = {.around = scope, .loop = true, .count = node_count(list)};
    if (!item.count)
        write_parts(w, &part->otherwise, scope);
    for (; item.index < item.count; item.index++) {
        item.value = node_at(list, item.index);
        item.key = list->kind == NODE_MAP ? list->keys[item.index] : (struct str){0};
        write_parts(w, &part->body, &item);
    }
}

static void write_with(struct writer *w, const struct part *part, const struct scope *scope)
{
    const struct node *value = operand_value(w, &part->arguments[0], scope);
    struct scope inner = {.around = scope, .value = value};
    if (node_truth(value))
        write_parts(w, &part->body, &inner);
    else
        write_parts(w, &part->otherwise, scope);
}

/* Nothing is kept under an empty key. */
static void write_once(struct writer *w, const struct part *part, const struct scope *scope)
{
    struct str key = operand_text(w, &part->arguments[0], scope), text;
    size_t start = w->out->count;
    if (key.n && kept_parts_get(w->templates->kept, w->language, key, &text)) {
        buffer_add(w->out, text);
        return;
    }
    write_parts(w, &part->body, scope);
    if (key.n)
        kept_parts_put(w->templates->kept, w->language, key, str_from(buffer_str(w->out), start));
}

static void write_partial(struct writer *w, const struct part *part, const struct scope *scope)
{
    const struct node *values[TEMPLATE_ARGUMENTS];
    for (size_t i = 0; i < part->argument_count; i++) {
        const struct operand *o = &part->arguments[i];
        values[i] = o->filter_count ? node_str(w->out->arena, operand_text(w, o, scope))
                                    : operand_value(w, o, scope);
        if (!values[i]) /* a name that was handed over hides one further out, even when empty */
            values[i] = node_null(w->out->arena);
    }
    struct scope inner = {.around = scope,
                          .names = part->names,
                          .values = values,
                          .name_count = part->argument_count};
    write_parts(w, &part->page->parts, &inner);
}

static void write_block(struct writer *w, const struct part *part, const struct scope *scope)
{
    for (size_t i = 0; i < w->page->block_count; i++)
        if (str_eq(w->page->blocks[i].name, part->text)) {
            write_parts(w, &w->page->blocks[i].parts, scope);
            return;
        }
    write_parts(w, &part->body, scope);
}

static void write_parts(struct writer *w, const struct parts *parts, const struct scope *scope)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        switch (part->kind) {
        case PART_TEXT: buffer_add(w->out, part->text); break;
        case PART_VALUE:
            write_escaped(w, operand_text(w, &part->arguments[0], scope), part->escape);
            break;
        case PART_WORDS:
        case PART_COUNT: write_words(w, part, scope); break;
        case PART_IF:
            write_parts(w, condition_holds(w, part, scope) ? &part->body : &part->otherwise, scope);
            break;
        case PART_EACH: write_each(w, part, scope); break;
        case PART_WITH: write_with(w, part, scope); break;
        case PART_ONCE: write_once(w, part, scope); break;
        case PART_PARTIAL: write_partial(w, part, scope); break;
        case PART_BLOCK: write_block(w, part, scope); break;
        }
    }
}

bool template_keeps(const struct templates *t, enum language language, struct str key)
{
    struct str text;
    return kept_parts_get(t->kept, language, key, &text);
}

void template_render(const struct templates *t, struct str name, const struct node *data,
                     enum language language, struct buffer *out)
{
    const struct page *page = templates_find(t, name);
    struct scope scope = {.value = data};
    struct writer w = {.out = out, .templates = t, .page = page, .language = language};
    w.found = arena_array(out->arena, t->names + 1, struct found);
    if (page)
        write_parts(&w, page->layout ? &page->layout->parts : &page->parts, &scope);
}
