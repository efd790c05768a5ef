#include "law/read.h"

#include "base/arena.h"
#include "base/resource.h"
#include "base/utf8.h"
#include "model/declaration.h"

const struct node *law_file(struct law_reader *r, struct str pack, struct str name, bool needed)
{
    struct resource file = {
        .name = str_format(r->arena, "packs/%.*s/law/%.*s", STR_ARG(pack), STR_ARG(name))};
    r->file = file.name;
    r->bytes = (struct str){0};
    if (resource_get(file.name, &file.bytes)) {
        r->bytes = file.bytes;
        return declaration_file(r->arena, &file, r->faults);
    }
    if (needed)
        FAULT(r->faults, FAULT_MISSING, ((struct place){.file = file.name}),
              N_("The pack \"{1}\" has no law: this file is not part of the program."), pack);
    return NULL;
}

/* The bytes of a line, from 1. */
static struct str line_of(struct str bytes, long line)
{
    struct str text = {0}, rest = bytes;
    for (long i = 0; i < line; i++)
        if (!str_cut(&rest, '\n', &text))
            return (struct str){0};
    return text;
}

struct place law_place(const struct law_reader *r, const struct node *at, struct str text)
{
    struct place where = {.file = r->file, .line = at ? at->line : 0};
    struct str line = line_of(r->bytes, where.line);
    size_t found = text.n ? str_find(line, text, 0) : STR_NONE;
    size_t bad;
    if (found != STR_NONE && utf8_valid(line, &bad))
        where.column = (long)utf8_count(str_slice(line, 0, found)) + 1;
    return where;
}

bool law_refuse(const struct law_reader *r, const struct node *at, const char *message,
                struct str detail, struct str more)
{
    struct str text = at && at->kind < NODE_LIST ? node_text(r->arena, at) : (struct str){0};
    return FAULT(r->faults, FAULT_INPUT, law_place(r, at, text), message, detail, more);
}

static bool is_one_of(struct str key, const char *keys)
{
    for (struct str word, rest = str_of(keys); str_cut(&rest, ' ', &word);)
        if (str_eq(word, key))
            return true;
    return false;
}

bool law_map(const struct law_reader *r, const struct node *n, const struct node *near,
             const char *keys)
{
    size_t had = r->faults->total;
    struct str expected = str_replace(r->arena, str_of(keys), S(" "), S(", "));
    if (!n || n->kind != NODE_MAP)
        return law_refuse(r, n ? n : near, N_("Members are expected here: {1}."), expected,
                          (struct str){0});
    for (size_t i = 0; i < n->count; i++)
        if (!is_one_of(n->keys[i], keys))
            FAULT(r->faults, FAULT_INPUT, law_place(r, n->items[i], n->keys[i]),
                  N_("\"{1}\" is not known here; these are: {2}."), n->keys[i], expected);
    return r->faults->total == had;
}

struct str law_text(const struct law_reader *r, const struct node *map, const char *key,
                    bool needed)
{
    const struct node *n = node_get(map, str_of(key));
    bool scalar = n && n->kind < NODE_LIST;
    if (n && !scalar)
        law_refuse(r, n, N_("\"{1}\" is a single text."), str_of(key), (struct str){0});
    else if (needed && (!n || !node_text(r->arena, n).n))
        law_refuse(r, map, N_("\"{1}\" is missing here."), str_of(key), (struct str){0});
    return scalar ? str_copy(r->arena, node_text(r->arena, n)) : (struct str){0};
}

int32_t law_read_day(const struct law_reader *r, const struct node *map, const char *key,
                     int32_t otherwise)
{
    struct str text = law_text(r, map, key, false);
    struct law_value value = law_value_read(LAW_START_DATE, text);
    if (value.state == LAW_GIVEN)
        return (int32_t)value.number;
    if (value.state == LAW_UNREADABLE)
        law_refuse(r, node_get(map, str_of(key)),
                   N_("\"{1}\" is no day; write year, month and day, as in 2020-11-01."), text,
                   (struct str){0});
    return otherwise;
}

struct str_list law_texts(const struct law_reader *r, const struct node *map, const char *key)
{
    struct str_list texts = {0};
    const struct node *n = node_get(map, str_of(key));
    if (!n)
        return texts;
    if (n->kind == NODE_MAP)
        law_refuse(r, n, N_("\"{1}\" is a list of texts, as in [one, another]."), str_of(key),
                   (struct str){0});
    else if (n->kind != NODE_LIST)
        *arena_push(r->arena, &texts) = str_copy(r->arena, node_text(r->arena, n));
    for (size_t i = 0; n->kind == NODE_LIST && i < n->count; i++) {
        if (n->items[i]->kind >= NODE_LIST)
            law_refuse(r, n->items[i], N_("\"{1}\" is a list of texts, as in [one, another]."),
                       str_of(key), (struct str){0});
        else
            *arena_push(r->arena, &texts) = str_copy(r->arena, node_text(r->arena, n->items[i]));
    }
    return texts;
}

int law_word(const struct law_reader *r, const struct node *map, const char *key,
             const char *const *words, int otherwise)
{
    struct str text = law_text(r, map, key, false);
    struct str_list known = {0};
    if (!text.n)
        return otherwise;
    for (int i = 0; words[i]; i++) {
        *arena_push(r->arena, &known) = str_of(words[i]);
        if (str_eq(text, str_of(words[i])))
            return i;
    }
    law_refuse(r, node_get(map, str_of(key)), N_("\"{1}\" is none of these: {2}."), text,
               str_join(r->arena, &known, S(", ")));
    return otherwise;
}

enum law_certainty law_read_certainty(const struct law_reader *r, const struct node *map)
{
    static const char *const words[] = {"confirmed", "to_check", NULL};
    return (enum law_certainty)law_word(r, map, "certainty", words, LAW_CONFIRMED);
}
