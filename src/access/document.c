/* docs/permissions.md: the table as people read it, made from what is in force. */
#include "access/table.h"
#include "base/buffer.h"

struct writer {
    struct arena *arena;
    struct buffer out;
    const struct access *access;
    size_t role;
};

__attribute__((format(printf, 2, 3))) static void add(struct writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buffer_add(&w->out, str_vformat(w->arena, format, args));
    va_end(args);
}

/* "own, assigned" of the lowest eight bits. */
static struct str scope_words(struct writer *w, unsigned bits)
{
    struct str_list words = {0};
    for (size_t i = 0; i < 6; i++)
        if (bits & 1u << i)
            *arena_push(w->arena, &words) = access_scope_words[i];
    return str_join(w->arena, &words, S(", "));
}

static struct str restriction_words(struct writer *w, const struct restriction *x)
{
    struct str_list parts = {0};
    if (x->within)
        *arena_push(w->arena, &parts) =
            str_format(w->arena, "within %.*s", STR_ARG(scope_words(w, x->within)));
    if (x->text.n)
        *arena_push(w->arena, &parts) = str_format(w->arena, "while `%.*s`", STR_ARG(x->text));
    return str_join(w->arena, &parts, S(", "));
}

/* "own, assigned; office while `assigned_to is null`"; what all covers is left out. */
static struct str cell_words(struct writer *w, size_t type, unsigned bits)
{
    const struct restricted *all = &w->access->restricted[type];
    struct str_list parts = {0};
    unsigned plain = bits & IN_ALL ? IN_ALL : bits & 0xff;
    if (plain)
        *arena_push(w->arena, &parts) = scope_words(w, plain);
    for (size_t k = 0; k < all->count && !(plain & IN_ALL); k++) {
        unsigned there = (bits >> (8 * (k + 1))) & 0xff & ~plain;
        if (there)
            *arena_push(w->arena, &parts) =
                str_format(w->arena, "%.*s %.*s", STR_ARG(scope_words(w, there)),
                           STR_ARG(restriction_words(w, &all->items[k])));
    }
    return str_join(w->arena, &parts, S("; "));
}

static const struct cells *cells_of(const struct writer *w, size_t type)
{
    return access_cells(w->access, w->role, type);
}

/* "F1, F2: own, assigned<br>F3: all": classes with the same scopes stand together. */
static struct str class_words(struct writer *w, size_t type, enum action action)
{
    const unsigned *of = cells_of(w, type)->of[action];
    struct str_list lines = {0};
    for (int class = 0; class < CLASS_COUNT; class ++) {
        struct str_list classes = {0};
        bool first = of[class] != 0;
        for (int before = 0; before < class; before++)
            first = first && of[before] != of[class];
        for (int other = class; first && other < CLASS_COUNT; other++)
            if (of[other] == of[class])
                *arena_push(w->arena, &classes) = str_format(w->arena, "F%d", other);
        if (first)
            *arena_push(w->arena, &lines) =
                str_format(w->arena, "%.*s: %.*s", STR_ARG(str_join(w->arena, &classes, S(", "))),
                           STR_ARG(cell_words(w, type, of[class])));
    }
    return str_join(w->arena, &lines, S("<br>"));
}

static struct str action_words(struct writer *w, size_t type, enum action action)
{
    if (action_has_class(action))
        return class_words(w, type, action);
    return cell_words(w, type, cells_of(w, type)->of[action][0]);
}

/* The line of a type behind its name; empty when nothing is allowed. */
static struct str line_of(struct writer *w, size_t type)
{
    static const enum action order[] = {ACTION_KNOW,   ACTION_COUNT,  ACTION_READ,   ACTION_MASKED,
                                        ACTION_WRITE,  ACTION_CREATE, ACTION_DELETE, ACTION_EXPORT,
                                        ACTION_IMPORT, ACTION_ERASE};
    struct buffer line = {.arena = w->arena};
    bool any = false;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        struct str cell = action_words(w, type, order[i]);
        any = any || cell.n;
        buffer_add(&line, S(" "));
        buffer_add(&line, cell);
        buffer_add(&line, S(" |"));
    }
    return any ? buffer_str(&line) : (struct str){0};
}

/* Types with the same line stand together. */
static void add_types(struct writer *w)
{
    const struct model *model = w->access->model;
    struct str *lines = arena_array(w->arena, model->type_count, struct str);
    bool any = false;
    for (size_t t = 0; t < model->type_count; t++) {
        lines[t] = line_of(w, t);
        any = any || lines[t].n;
    }
    if (!any) {
        add(w, "No record.\n");
        return;
    }
    add(w, "| records | knows of | counts | reads | sees masked | writes | adds | deletes | "
           "exports | imports | erases |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (size_t t = 0; t < model->type_count; t++) {
        struct str_list names = {0};
        bool first = lines[t].n != 0;
        for (size_t before = 0; before < t; before++)
            first = first && !str_eq(lines[before], lines[t]);
        for (size_t other = t; first && other < model->type_count; other++)
            if (str_eq(lines[other], lines[t]))
                *arena_push(w->arena, &names) = model->types[other].name;
        if (first)
            add(w, "| %.*s |%.*s\n", STR_ARG(str_join(w->arena, &names, S(", "))),
                STR_ARG(lines[t]));
    }
}

static void add_things(struct writer *w)
{
    struct str_list names = {0};
    for (size_t i = 0; i < w->access->thing_count; i++)
        if (w->access->things[i].roles & (uint32_t)1 << w->role)
            *arena_push(w->arena, &names) =
                str_format(w->arena, "`%.*s`", STR_ARG(w->access->things[i].name));
    if (names.count)
        add(w, "\nBesides records: %.*s.\n", STR_ARG(str_join(w->arena, &names, S(", "))));
}

static void add_role(struct writer *w)
{
    const struct code *role = &w->access->roles->items[w->role];
    struct str means = node_get_str(role->row, S("means"));
    add(w, "\n## %.*s\n\n`%.*s`. %.*s.%s\n\n", STR_ARG(role->label), STR_ARG(role->code),
        STR_ARG(means),
        w->access->by_token & (uint32_t)1 << w->role ? " Through a token only." : "");
    add_types(w);
    add_things(w);
}

static void add_internal(struct writer *w)
{
    const struct model *model = w->access->model;
    struct str_list names = {0};
    for (size_t t = 0; t < model->type_count; t++)
        if (model->types[t].internal)
            *arena_push(w->arena, &names) = model->types[t].name;
    add(w, "\nFor the program alone, so that nobody reads or writes them: %.*s.\n",
        STR_ARG(str_join(w->arena, &names, S(", "))));
}

struct str access_document(struct arena *a, const struct access *access, const struct model *model)
{
    struct writer w = {.arena = a, .out = {.arena = a}, .access = access};
    add(&w,
        "# Who may do what\n\nMade from `model/permissions.yaml`, which says it for all %zu record "
        "types; do not edit. What stands nowhere here is refused, on pages, in the interface for "
        "programs, in exports, search, imports and on the command line alike.\n\n"
        "A record is **own** to whoever recorded it, **assigned** to the person in charge, and in "
        "the **office** or **district** of the person whose office, agency or district it names; "
        "**emergency**: opened by the person for at most a day with a reason that the privacy "
        "officer reads.\n\nClasses of fields: F0 public; F1 dates, sector, status; F2 employer and "
        "contract; F3 who a child or victim is, and their story; F4 where somebody is safe; F5 who "
        "complained, and what they said; F6 keys, roles and settings. Fields of F3 to F5 are kept "
        "encrypted, and opening them has its row of the audit first. F4 is never exported. Whoever "
        "knows of a record sees what it is called and who has it.\n",
        model->type_count);
    add_internal(&w);
    for (w.role = 0; w.role < access->roles->count; w.role++)
        add_role(&w);
    return buffer_str(&w.out);
}
