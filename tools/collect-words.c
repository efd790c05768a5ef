/* collect-words ROOT: prints the messages of the project as a gettext template (po/himaya.pot).
 * collect-words ROOT check: names each message that po/az.po or po/ru.po does not have; fails
 * when there is one.
 *
 * From where: {{t}} and {{tn}} in web/templates, N_("…"), words(…), words_in(…) and words_count(…)
 * in src/, the texts of model/, packs/ and instruments/ that people read (label, plural, means,
 * help, title, …), and the label column of code lists. Files are taken in byte order of their names
 * and a message stands once, where it was met first, so the same tree gives the same bytes.
 */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/csv.h"
#include "base/file.h"
#include "markup/po.h"
#include "model/declaration.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LARGEST_FILE = 16 * 1000 * 1000 };

struct message {
    struct str context, one, many, files;
};

struct collector {
    struct arena *arena;
    struct faults *faults;
    struct message *items;
    size_t count, capacity;
    struct str file; /* being read, from the root */
};

static struct arena paths_arena;
static struct str_list paths;

static void add(struct collector *c, struct str context, struct str one, struct str many)
{
    if (!str_trim(one).n)
        return;
    for (size_t i = 0; i < c->count; i++) {
        struct message *m = &c->items[i];
        if (!str_eq(m->one, one) || !str_eq(m->context, context))
            continue;
        if (many.n)
            m->many = many;
        if (!str_ends(m->files, c->file))
            m->files = str_format(c->arena, "%.*s %.*s", STR_ARG(m->files), STR_ARG(c->file));
        return;
    }
    *arena_push(c->arena, c) = (struct message){context, one, many, c->file};
}

/* Reads a "…" from *at on and, in C (`joined`), those that follow it (spaces, S( and backslashes
 * before line ends between them); moves *at behind. Empty when there is none. */
static struct str literal(struct collector *c, struct str text, size_t *at, bool joined)
{
    struct buffer out = {.arena = c->arena};
    size_t i = *at;
    for (;;) {
        while (i < text.n && (char_is_space(text.p[i]) || text.p[i] == '\\'))
            i++;
        if (str_starts(str_from(text, i), S("S(")))
            i += 2;
        if (str_starts(str_from(text, i), S("N_(")))
            i += 3;
        if (i >= text.n || text.p[i] != '"')
            break;
        for (i++; i < text.n && text.p[i] != '"'; i++) {
            if (text.p[i] == '\\' && i + 1 < text.n) {
                i++;
                buffer_char(&out, text.p[i] == 'n' ? '\n' : text.p[i]);
            } else {
                buffer_char(&out, text.p[i]);
            }
        }
        *at = ++i;
        if (!joined)
            break;
    }
    return buffer_str(&out);
}

/* The literal that is argument `number` (from 0) of a call whose "(" ends before `at`. */
static struct str argument(struct collector *c, struct str text, size_t *at, int number)
{
    int depth = 0;
    for (; *at < text.n && number > 0; ++*at) {
        char ch = text.p[*at];
        if (ch == '(')
            depth++;
        else if (ch == ')' && depth-- == 0)
            return (struct str){0};
        else if (ch == ',' && depth == 0)
            number--;
    }
    struct str found = literal(c, text, at, true);
    while (*at < text.n && text.p[*at] == ')' && found.n)
        ++*at; /* of S( */
    return found;
}

static bool name_before(struct str text, size_t at)
{
    return at && (char_is_alpha(text.p[at - 1]) || text.p[at - 1] == '_');
}

static void from_code(struct collector *c, struct str text)
{
    for (size_t at = 0; (at = str_find(text, S("N_("), at)) != STR_NONE;) {
        bool inside_name = name_before(text, at);
        at += 3;
        if (!inside_name)
            add(c, (struct str){0}, literal(c, text, &at, true), (struct str){0});
    }
    for (size_t at = 0; (at = str_find(text, S("words("), at)) != STR_NONE;) {
        at += 6;
        add(c, (struct str){0}, argument(c, text, &at, 1), (struct str){0});
    }
    for (size_t at = 0; (at = str_find(text, S("words_in("), at)) != STR_NONE;) {
        at += 9;
        struct str context = argument(c, text, &at, 1);
        add(c, context, argument(c, text, &at, 1), (struct str){0});
    }
    for (size_t at = 0; (at = str_find(text, S("words_count("), at)) != STR_NONE;) {
        at += 12;
        struct str one = argument(c, text, &at, 1);
        add(c, (struct str){0}, one, argument(c, text, &at, 1));
    }
}

static void from_template(struct collector *c, struct str text)
{
    for (size_t at = 0; (at = str_find(text, S("{{t"), at)) != STR_NONE;) {
        struct str rest = str_from(text, at += 3);
        bool plural = str_starts(rest, S("n ")), context = str_starts(rest, S("c "));
        if (!plural && !context && !str_starts(rest, S(" ")))
            continue;
        size_t end = str_find(text, S("}}"), at), quote = str_find_char(text, '"', at);
        if (quote == STR_NONE || quote > end)
            continue;
        at = quote;
        struct str first = literal(c, str_slice(text, 0, end), &at, false);
        if (plural || context) {
            quote = str_find_char(text, '"', at);
            at = quote == STR_NONE ? end : quote;
        }
        if (plural)
            add(c, (struct str){0}, first, literal(c, str_slice(text, 0, end), &at, false));
        else if (context)
            add(c, first, literal(c, str_slice(text, 0, end), &at, false), (struct str){0});
        else
            add(c, (struct str){0}, first, (struct str){0});
    }
}

static bool read_by_people(struct str key)
{
    static const char *const keys[] = {"label",       "plural", "means",    "help",    "title",
                                       "empty_means", "text",   "question", "summary", "note",
                                       "short",       "group",  "unit",     "says"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_eq(key, str_of(keys[i])))
            return true;
    return false;
}

static void from_tree(struct collector *c, const struct node *n)
{
    for (size_t i = 0; i < node_count(n); i++) {
        const struct node *item = n->items[i];
        if (n->kind == NODE_MAP && item->kind == NODE_STR && read_by_people(n->keys[i]))
            add(c, (struct str){0}, item->text, (struct str){0});
        from_tree(c, item);
    }
}

static void from_list(struct collector *c, struct str text)
{
    struct csv_reader r;
    struct csv_row row = {0};
    size_t label = STR_NONE, means = STR_NONE;
    if (!csv_start(&r, text, 0, c->faults) || !csv_next(&r, c->arena, &row))
        return;
    for (size_t i = 0; i < row.count; i++) {
        if (str_eq(row.items[i].text, S("label")))
            label = i;
        if (str_eq(row.items[i].text, S("means")))
            means = i;
        if (str_eq(row.items[i].text, S("name_az")))
            return; /* this list carries its own translations */
    }
    for (row = (struct csv_row){0}; label != STR_NONE && csv_next(&r, c->arena, &row);
         row = (struct csv_row){0}) {
        if (label < row.count)
            add(c, (struct str){0}, row.items[label].text, (struct str){0});
        if (means < row.count)
            add(c, (struct str){0}, row.items[means].text, (struct str){0});
    }
}

static int keep_path(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)place;
    if (kind == FTW_F)
        *arena_push(&paths_arena, &paths) = str_copy(&paths_arena, str_of(path));
    return 0;
}

static int compare_paths(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void from_file(struct collector *c, struct str path)
{
    bool code = str_starts(path, S("src/")) && (str_ends(path, S(".c")) || str_ends(path, S(".h")));
    bool template = str_starts(path, S("web/")) && str_ends(path, S(".html"));
    bool tree = str_ends(path, S(".yaml"));
    bool list = str_ends(path, S(".csv")) && str_contains(path, S("lists/"));
    struct str text;
    c->file = path;
    if (!(code || template || tree || list) || str_eq(path, S("src/base/fault.h")) ||
        str_starts(path, S("src/markup/words")) ||
        !file_read(c->arena, path.p, LARGEST_FILE, &text, c->faults))
        return;
    if (code)
        from_code(c, text);
    else if (template)
        from_template(c, text);
    else if (tree)
        from_tree(c, declaration_read(c->arena, text, c->faults));
    else
        from_list(c, text);
    for (size_t i = 0; i < c->faults->count; i++)
        if (!c->faults->items[i].file.n)
            c->faults->items[i].file = path;
}

static void print_text(const char *keyword, struct str text)
{
    printf("%s \"", keyword);
    for (size_t i = 0; i < text.n; i++)
        switch (text.p[i]) {
        case '\n': fputs("\\n", stdout); break;
        case '"': fputs("\\\"", stdout); break;
        case '\\': fputs("\\\\", stdout); break;
        default: putchar(text.p[i]);
        }
    puts("\"");
}

static void print_all(const struct collector *c)
{
    puts("msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"");
    for (size_t i = 0; i < c->count; i++) {
        const struct message *m = &c->items[i];
        printf("\n#: %.*s\n", STR_ARG(m->files));
        if (m->context.n)
            print_text("msgctxt", m->context);
        print_text("msgid", m->one);
        if (m->many.n) {
            print_text("msgid_plural", m->many);
            puts("msgstr[0] \"\"\nmsgstr[1] \"\"");
        } else {
            puts("msgstr \"\"");
        }
    }
}

static bool has(const struct po *po, const struct message *m)
{
    for (size_t i = 0; i < po->count; i++)
        if (str_eq(po->items[i].message, m->one) && str_eq(po->items[i].context, m->context))
            return po->items[i].forms[0].n > 0 && (!m->many.n || po->items[i].forms[1].n > 0);
    return false;
}

/* How many messages the catalogue in `path` lacks; names each. */
static size_t lacking(struct collector *c, const char *path)
{
    struct str text;
    struct po po = {0};
    size_t count = 0;
    if (!file_read(c->arena, path, LARGEST_FILE, &text, c->faults) ||
        !po_read(c->arena, str_of(path), text, &po, c->faults))
        return 1;
    for (size_t i = 0; i < c->count; i++)
        if (!has(&po, &c->items[i])) {
            fprintf(stderr, "%s lacks \"%.*s\" (%.*s)\n", path, STR_ARG(c->items[i].one),
                    STR_ARG(c->items[i].files));
            count++;
        }
    return count;
}

static int check(struct collector *c)
{
    static const char *const catalogues[] = {"po/az.po", "po/ru.po"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof catalogues / sizeof *catalogues; i++)
        count += lacking(c, catalogues[i]);
    printf("%zu messages, %zu translations are missing\n", c->count, count);
    return count ? 1 : 0;
}

int main(int argc, char **argv)
{
    static const char *const folders[] = {"instruments", "model", "packs", "src", "web/templates"};
    struct arena arena = {0};
    struct faults faults = {.arena = &arena};
    struct collector c = {.arena = &arena, .faults = &faults};
    bool checks = argc == 3 && strcmp(argv[2], "check") == 0;
    if (argc < 2 || (argc > 2 && !checks) || chdir(argv[1]) != 0) {
        fputs("usage: collect-words ROOT [check] > po/himaya.pot\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        nftw(folders[i], keep_path, 16, FTW_PHYS);
    if (paths.count)
        qsort(paths.items, paths.count, sizeof *paths.items, compare_paths);
    for (size_t i = 0; i < paths.count; i++)
        from_file(&c, paths.items[i]);
    for (size_t i = 0; i < faults.count; i++)
        fprintf(stderr, "%s\n", str_c(&arena, fault_english(&arena, &faults.items[i])));
    if (checks && !faults.total)
        return check(&c);
    print_all(&c);
    return faults.total ? 1 : 0;
}
