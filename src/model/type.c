#include "model/type.h"

#include "base/arena.h"
#include "base/file.h"
#include "model/conduct.h"
#include "model/declaration.h"
#include "model/list.h"
#include "model/procedure.h"

enum {
    LONGEST_TYPE_NAME = 28,
    LONGEST_FIELD_NAME = 30
}; /* index names hold two: PostgreSQL's 63 */

#define ON(kind) (1u << FIELD_##kind)
enum {
    DATES = ON(DATE) | ON(TIME),
    NUMBERS = ON(INTEGER) | ON(NUMBER) | ON(MONEY),
    ANY_KIND = (1u << (FIELD_BLOB + 1)) - 1
};

static const struct str kind_words[] = {
    [FIELD_TEXT] = S_INIT("text"),     [FIELD_INTEGER] = S_INIT("integer"),
    [FIELD_NUMBER] = S_INIT("number"), [FIELD_BOOLEAN] = S_INIT("boolean"),
    [FIELD_DATE] = S_INIT("date"),     [FIELD_TIME] = S_INIT("time"),
    [FIELD_MONEY] = S_INIT("money"),   [FIELD_CODE] = S_INIT("code"),
    [FIELD_REF] = S_INIT("ref"),       [FIELD_BLOB] = S_INIT("blob"),
};

/* What may be said of a field, of which kinds, in which shape. */
static const struct attribute {
    struct str name;
    unsigned kinds;
    enum node_kind shape; /* NODE_REAL: any number */
} field_attributes[] = {
    {S_INIT("kind"), ANY_KIND, NODE_STR},    {S_INIT("label"), ANY_KIND, NODE_STR},
    {S_INIT("help"), ANY_KIND, NODE_STR},    {S_INIT("required"), ANY_KIND, NODE_BOOL},
    {S_INIT("class"), ANY_KIND, NODE_STR},   {S_INIT("empty_means"), ANY_KIND, NODE_STR},
    {S_INIT("long"), ON(TEXT), NODE_BOOL},   {S_INIT("list"), ON(CODE), NODE_STR},
    {S_INIT("to"), ON(REF), NODE_STR},       {S_INIT("currency"), ON(MONEY), NODE_STR},
    {S_INIT("least"), NUMBERS, NODE_REAL},   {S_INIT("most"), NUMBERS, NODE_REAL},
    {S_INIT("latest"), DATES, NODE_STR},     {S_INIT("not_before"), DATES, NODE_STR},
    {S_INIT("sealed"), ANY_KIND, NODE_BOOL}, {S_INIT("secret"), ANY_KIND, NODE_BOOL},
    {S_INIT("set_by"), ANY_KIND, NODE_STR},  {S_INIT("pattern"), ON(TEXT), NODE_STR},
    {S_INIT("dated"), ON(TEXT), NODE_STR},
};
static const struct attribute type_attributes[] = {
    {S_INIT("type"), 0, NODE_STR},      {S_INIT("label"), 0, NODE_STR},
    {S_INIT("plural"), 0, NODE_STR},    {S_INIT("group"), 0, NODE_STR},
    {S_INIT("means"), 0, NODE_STR},     {S_INIT("named"), 0, NODE_STR},
    {S_INIT("keys"), 0, NODE_LIST},     {S_INIT("fields"), 0, NODE_MAP},
    {S_INIT("internal"), 0, NODE_BOOL}, {S_INIT("audited"), 0, NODE_BOOL},
    {S_INIT("scopes"), 0, NODE_MAP},    {S_INIT("subject"), 0, NODE_STR},
    {S_INIT("find_by"), 0, NODE_LIST},  {S_INIT("search"), 0, NODE_LIST},
    {S_INIT("list"), 0, NODE_MAP},      {S_INIT("sections"), 0, NODE_LIST},
    {S_INIT("work"), 0, NODE_LIST},     {S_INIT("retention"), 0, NODE_MAP},
    {S_INIT("stages"), 0, NODE_LIST},   {S_INIT("steps"), 0, NODE_LIST},
    {S_INIT("rules"), 0, NODE_LIST},    {S_INIT("kept"), 0, NODE_LIST},
    {S_INIT("file"), 0, NODE_LIST},     {S_INIT("hidden_from"), 0, NODE_LIST},
    {S_INIT("open"), 0, NODE_STR},      {S_INIT("page"), 0, NODE_MAP},
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Names that conditions, the columns of every table or a database have taken. */
static const struct str reserved[] = {
    S_INIT("id"),   S_INIT("version"), S_INIT("and"),  S_INIT("or"),    S_INIT("not"),
    S_INIT("in"),   S_INIT("is"),      S_INIT("null"), S_INIT("rowid"), S_INIT("oid"),
    S_INIT("true"), S_INIT("false"),   S_INIT("ctid"), S_INIT("xmin"),  S_INIT("xmax"),
};

struct builder {
    struct arena *arena;
    struct faults *faults;
    struct model *model;
    struct type *types; /* those of the model, while they are being read */
    struct code_list *lists;
};

static bool wrong(struct builder *b, const struct node *at, const char *message, struct str one,
                  struct str two)
{
    return FAULT(b->faults, FAULT_INPUT, ((struct place){.line = at ? at->line : 1}), message, one,
                 two);
}

struct str field_kind_word(enum field_kind kind)
{
    return kind_words[kind];
}

const struct type *model_type(const struct model *m, struct str name)
{
    for (size_t i = 0; i < m->type_count; i++)
        if (str_eq(m->types[i].name, name))
            return &m->types[i];
    return NULL;
}

const struct field *type_field(const struct type *t, struct str name)
{
    for (size_t i = 0; i < t->field_count; i++)
        if (str_eq(t->fields[i].name, name))
            return &t->fields[i];
    return NULL;
}

const struct code_list *model_list(const struct model *m, struct str name)
{
    for (size_t i = 0; i < m->list_count; i++)
        if (str_eq(m->lists[i].name, name))
            return &m->lists[i];
    return NULL;
}

/* --- one field --- */

static bool check_name(struct builder *b, const struct node *at, struct str name, size_t longest)
{
    bool good = name.n > 0 && name.n <= longest && name.p[0] >= 'a' && name.p[0] <= 'z';
    for (size_t i = 0; i < name.n && good; i++)
        good =
            (name.p[i] >= 'a' && name.p[i] <= 'z') || char_is_digit(name.p[i]) || name.p[i] == '_';
    if (!good)
        return wrong(b, at,
                     N_("\"{1}\" is no good name: a name has small letters, digits and "
                        "underscores, begins with a letter and is at most {2} long, as in "
                        "received_on."),
                     name, str_format(b->arena, "%zu", longest));
    for (size_t i = 0; i < COUNT(reserved); i++)
        if (str_eq(name, reserved[i]))
            return wrong(b, at, N_("The name \"{1}\" is taken by the program; choose another."),
                         name, (struct str){0});
    return true;
}

static bool has_shape(const struct node *value, enum node_kind shape)
{
    if (shape == NODE_REAL && value->kind == NODE_INT)
        return true;
    return value->kind == shape;
}

static struct str shape_word(enum node_kind shape)
{
    switch (shape) {
    case NODE_BOOL: return S("true or false");
    case NODE_REAL: return S("a number");
    case NODE_LIST: return S("a list");
    case NODE_MAP: return S("a group of names and values");
    default: return S("words");
    }
}

static bool check_attributes(struct builder *b, const struct node *map, unsigned kind,
                             const struct attribute *known, size_t known_count)
{
    bool ok = true;
    for (size_t i = 0; i < map->count; i++) {
        const struct attribute *found = NULL;
        for (size_t k = 0; k < known_count; k++)
            if (str_eq(map->keys[i], known[k].name))
                found = &known[k];
        if (!found)
            ok = wrong(b, map->items[i], N_("\"{1}\" is not known here; check its spelling."),
                       map->keys[i], (struct str){0});
        else if (kind && !(found->kinds & kind))
            ok = wrong(b, map->items[i], N_("\"{1}\" cannot be said of a field of this kind."),
                       map->keys[i], (struct str){0});
        else if (!has_shape(map->items[i], found->shape))
            ok = wrong(b, map->items[i], N_("\"{1}\" must be {2}."), map->keys[i],
                       shape_word(found->shape));
    }
    return ok;
}

static bool read_kind(struct builder *b, const struct node *declared, enum field_kind *kind)
{
    struct str word = node_get_str(declared, S("kind"));
    for (size_t i = 0; i < COUNT(kind_words); i++)
        if (str_eq(word, kind_words[i])) {
            *kind = (enum field_kind)i;
            return true;
        }
    return wrong(b, declared,
                 N_("\"{1}\" is no kind of field; the kinds are text, integer, number, boolean, "
                    "date, time, money, code, ref and blob."),
                 word, (struct str){0});
}

static void read_range(const struct node *declared, const char *name, bool *has, double *bound)
{
    const struct node *n = node_get(declared, str_of(name));
    *has = n != NULL;
    if (n)
        *bound = n->kind == NODE_INT ? (double)n->integer : n->real;
}

static bool read_class(struct builder *b, const struct node *declared, struct str *class)
{
    *class = node_get_str(declared, S("class"));
    if (!class->n)
        *class = S("F1");
    if (class->n == 2 && class->p[0] == 'F' && class->p[1] >= '0' && class->p[1] <= '6')
        return true;
    return wrong(b, node_get(declared, S("class")),
                 N_("\"{1}\" is no security class; the classes are F0 to F6."), *class,
                 (struct str){0});
}

static bool read_field(struct builder *b, const struct type *type, struct field *f)
{
    const struct node *d = f->declared;
    if (d->kind != NODE_MAP)
        return wrong(b, d,
                     N_("The field \"{1}\" needs at least a kind and a label, as in "
                        "{kind: date, label: Received on}."),
                     f->name, (struct str){0});
    bool ok = check_name(b, d, f->name, LONGEST_FIELD_NAME) && read_kind(b, d, &f->kind);
    if (!ok || !check_attributes(b, d, 1u << f->kind, field_attributes, COUNT(field_attributes)))
        return false;
    f->label = node_get_str(d, S("label"));
    f->help = node_get_str(d, S("help"));
    f->required = node_get_bool(d, S("required"));
    f->multiline = node_get_bool(d, S("long"));
    f->list_name = node_get_str(d, S("list"));
    f->to_name = node_get_str(d, S("to"));
    f->currency = node_get_str(d, S("currency"));
    f->pattern = node_get_str(d, S("pattern"));
    f->empty_means = node_get_str(d, S("empty_means"));
    struct str latest = node_get_str(d, S("latest"));
    f->not_after_today = latest.n > 0;
    f->secret = node_get_bool(d, S("secret"));
    f->by_program = str_eq(node_get_str(d, S("set_by")), S("program"));
    read_range(d, "least", &f->has_least, &f->least);
    read_range(d, "most", &f->has_most, &f->most);
    if (latest.n && !str_eq(latest, S("today")))
        ok = wrong(b, d, N_("\"latest\" can only be \"today\", not \"{1}\"."), latest,
                   (struct str){0});
    if (!f->label.n)
        ok = wrong(b, d, N_("The field \"{1}\" of {2} has no label; write what people call it."),
                   f->name, type->name);
    ok = read_class(b, d, &f->class) && ok;
    f->sealed =
        ok && (node_get_bool(d, S("sealed")) || (f->class.p[1] >= '3' && f->class.p[1] <= '5'));
    return ok;
}

/* --- what a field points at --- */

static bool connect_list(struct builder *b, struct field *f)
{
    f->list = model_list(b->model, f->list_name);
    return f->list ||
           wrong(b, f->declared,
                 N_("The field \"{1}\" takes its codes from the list \"{2}\", and there is no "
                    "such list in model/lists or in the pack."),
                 f->name, f->list_name);
}

static bool connect_currency(struct builder *b, const struct type *type, const struct field *f)
{
    const struct field *currency = type_field(type, f->currency);
    return (currency && (currency->kind == FIELD_CODE || currency->kind == FIELD_TEXT)) ||
           wrong(b, f->declared,
                 N_("The amount \"{1}\" needs a currency: name the field that holds it, as in "
                    "currency: currency (\"{2}\" is no such field)."),
                 f->name, f->currency);
}

static bool connect_not_before(struct builder *b, const struct type *type, struct field *f)
{
    struct str name = node_get_str(f->declared, S("not_before"));
    if (!name.n)
        return true;
    f->not_before = type_field(type, name);
    return (f->not_before && f->not_before->kind == f->kind) ||
           wrong(b, f->declared,
                 N_("\"{1}\" cannot be held against \"{2}\": that is no field of "
                    "this type and kind."),
                 f->name, name);
}

static bool connect_pattern(struct builder *b, const struct type *type, struct field *f)
{
    struct str dated = node_get_str(f->declared, S("dated"));
    f->dated = dated.n ? type_field(type, dated) : NULL;
    bool whole = str_ends(f->pattern, S("{serial}")) && str_contains(f->pattern, S("{year}"));
    return (whole && (!dated.n || (f->dated && f->dated->kind == FIELD_DATE))) ||
           wrong(b, f->declared,
                 N_("\"{1}\" is no pattern of numbers: it has {year}, ends with {serial}, and the "
                    "year is that of a date of the record, as in pattern: \"{2}\"."),
                 f->pattern, S("C-{year}-{serial}"));
}

static bool connect_field(struct builder *b, const struct type *type, struct field *f)
{
    if (f->kind == FIELD_CODE)
        return connect_list(b, f);
    if (f->kind == FIELD_MONEY)
        return connect_currency(b, type, f);
    if (f->kind == FIELD_DATE || f->kind == FIELD_TIME)
        return connect_not_before(b, type, f);
    if (f->pattern.n)
        return connect_pattern(b, type, f);
    if (f->kind != FIELD_REF)
        return true;
    f->to = model_type(b->model, f->to_name);
    return f->to || wrong(b, f->declared,
                          N_("The field \"{1}\" refers to records of type \"{2}\", and there is "
                             "no such type."),
                          f->name, f->to_name);
}

/* --- one type --- */

static bool read_key(struct builder *b, const struct type *type, const struct node *names,
                     struct key *key)
{
    if (names->kind != NODE_LIST || names->count == 0)
        return wrong(b, names, N_("A key is a list of fields, as in keys: [[number]]."),
                     (struct str){0}, (struct str){0});
    key->fields = arena_array(b->arena, names->count, size_t);
    for (size_t i = 0; i < names->count; i++) {
        struct str name = node_text(b->arena, names->items[i]);
        const struct field *f = type_field(type, name);
        if (!f)
            return wrong(b, names, N_("The key names \"{1}\", which is no field of {2}."), name,
                         type->name);
        for (size_t k = 0; k < i; k++)
            if (key->fields[k] == f->index)
                return wrong(b, names, N_("The key of {2} names \"{1}\" twice."), name, type->name);
        key->fields[key->count++] = f->index;
    }
    return true;
}

static bool read_keys(struct builder *b, struct type *type)
{
    const struct node *keys = node_get(type->declared, S("keys"));
    bool ok = true;
    if (!keys || keys->count == 0)
        return wrong(b, type->declared,
                     N_("The type {1} has no key; name the fields by which people tell its records "
                        "apart, as in keys: [[number]]."),
                     type->name, (struct str){0});
    struct key *read = arena_array(b->arena, keys->count, struct key);
    for (size_t i = 0; i < keys->count; i++)
        ok = read_key(b, type, keys->items[i], &read[i]) && ok;
    type->keys = read;
    type->key_count = keys->count;
    return ok;
}

/* Every {place} of the pattern must be a field. */
static bool check_named(struct builder *b, const struct type *type)
{
    const struct node *at = node_get(type->declared, S("named"));
    bool ok = type->named.n > 0 || wrong(b, type->declared,
                                         N_("The type {1} does not say how its records are named, "
                                            "as in named: \"{2}\"."),
                                         type->name, S("{number}"));
    for (size_t open, from = 0; (open = str_find_char(type->named, '{', from)) != STR_NONE;) {
        size_t close = str_find_char(type->named, '}', open);
        if (close == STR_NONE)
            return wrong(b, at, N_("A { is not closed in \"{1}\"."), type->named, (struct str){0});
        struct str name = str_slice(type->named, open + 1, close);
        if (!type_field(type, name))
            ok = wrong(b, at, N_("\"{1}\" names \"{2}\", which is no field of this type."),
                       type->named, name);
        from = close;
    }
    return ok;
}

static bool read_fields(struct builder *b, struct type *type)
{
    const struct node *declared = node_get(type->declared, S("fields"));
    if (!declared || declared->count == 0)
        return wrong(b, type->declared, N_("The type {1} has no fields."), type->name,
                     (struct str){0});
    struct field *fields = arena_array(b->arena, declared->count, struct field);
    bool ok = true;
    type->fields = fields;
    type->field_count = declared->count;
    for (size_t i = 0; i < declared->count; i++) {
        fields[i].name = declared->keys[i];
        fields[i].declared = declared->items[i];
        fields[i].index = i;
        ok = read_field(b, type, &fields[i]) && ok;
    }
    return ok;
}

/* The last part of a path without its ending: "model/types/law.yaml" is "law". */
static struct str stem(struct str path)
{
    struct str name = file_name(path);
    return str_slice(name, 0, str_find_char(name, '.', 0));
}

static bool read_type(struct builder *b, const struct resource *file)
{
    const struct node *d = declaration_file(b->arena, file, b->faults);
    if (!d)
        return false;
    if (d->kind != NODE_MAP || d->count == 0)
        return wrong(b, d, N_("This file declares no record type; it begins with type: {1}"),
                     stem(file->name), (struct str){0});
    bool ok = check_attributes(b, d, 0, type_attributes, COUNT(type_attributes));
    struct type type = {
        .name = node_get_str(d, S("type")),
        .label = node_get_str(d, S("label")),
        .plural = node_get_str(d, S("plural")),
        .means = node_get_str(d, S("means")),
        .group = node_get_str(d, S("group")),
        .named = node_get_str(d, S("named")),
        .declared = d,
        .file = file->name,
    };
    if (!str_eq(type.name, stem(file->name)))
        return wrong(b, d, N_("The type is called \"{1}\" but its file \"{2}\"; they must agree."),
                     type.name, file_name(file->name));
    ok = check_name(b, d, type.name, LONGEST_TYPE_NAME) && ok;
    if (str_starts(type.name, S("store_")) || str_starts(type.name, S("sqlite_")) ||
        str_starts(type.name, S("pg_")))
        ok = wrong(b, d, N_("The name \"{1}\" is taken by the program; choose another."), type.name,
                   (struct str){0});
    if (!type.label.n || !type.plural.n || !type.means.n || !type.group.n)
        ok = wrong(b, d, N_("The type {1} needs a label, a plural, a group and what it means."),
                   type.name, (struct str){0});
    ok = read_fields(b, &type) && ok;
    b->types[b->model->type_count++] = type;
    return ok;
}

static bool connect_type(struct builder *b, struct type *type)
{
    struct field *fields = (struct field *)type->fields;
    bool ok = true;
    for (size_t i = 0; i < type->field_count; i++)
        ok = connect_field(b, type, &fields[i]) && ok;
    ok = read_keys(b, type) && ok;
    return check_named(b, type) && ok;
}

/* --- the whole --- */

static bool read_lists(struct builder *b, const struct resource *files, size_t count)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(files[i].name, S(".csv")))
            continue;
        struct str name = stem(files[i].name);
        b->faults->file = files[i].name;
        const struct code_list *twice = model_list(b->model, name);
        if (twice)
            ok = wrong(b, NULL, N_("There are two lists called \"{1}\"; the other is {2}."), name,
                       twice->file);
        else
            ok = list_read(b->arena, name, &files[i], &b->lists[b->model->list_count++],
                           b->faults) &&
                 ok;
    }
    return ok;
}

/* Stages first, since steps of other types ask for them. */
static bool read_procedures(struct builder *b)
{
    bool ok = true;
    for (int steps = 0; steps < 2; steps++)
        for (size_t i = 0; i < b->model->type_count; i++) {
            b->faults->file = b->types[i].file;
            ok = (steps ? procedure_read_steps : procedure_read_stages)(b->arena, b->model,
                                                                        &b->types[i], b->faults) &&
                 ok;
        }
    return ok;
}

static bool read_types(struct builder *b, const struct resource *files, size_t count)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        b->faults->file = files[i].name;
        if (str_ends(files[i].name, S(".yaml")))
            ok = read_type(b, &files[i]) && ok;
    }
    for (size_t i = 0; i < b->model->type_count; i++) {
        b->faults->file = b->types[i].file;
        ok = connect_type(b, &b->types[i]) && ok;
    }
    for (size_t i = 0; ok && i < b->model->type_count; i++) {
        b->faults->file = b->types[i].file;
        ok = conduct_read(b->arena, b->model, &b->types[i], b->faults) && ok;
    }
    return ok && read_procedures(b);
}

const struct model *model_read(struct arena *a, const struct resource *files, size_t count,
                               struct str pack, struct faults *faults)
{
    struct builder b = {.arena = a, .faults = faults, .model = arena_new(a, struct model)};
    struct str before = faults->file;
    b.types = arena_array(a, count, struct type);
    b.lists = arena_array(a, count, struct code_list);
    b.model->types = b.types;
    b.model->lists = b.lists;
    b.model->pack = str_copy(a, pack);
    bool ok = read_lists(&b, files, count);
    ok = read_types(&b, files, count) && ok;
    faults->file = before;
    return ok ? b.model : NULL;
}

struct files {
    struct resource *items;
    size_t count, capacity;
};

static size_t gather(struct arena *a, struct str folder, struct files *files)
{
    struct resource file;
    size_t before = files->count;
    for (size_t i = 0; resource_next(folder, i, &file); i++)
        *arena_push(a, files) = file;
    return files->count - before;
}

const struct model *model_load(struct arena *a, struct str pack, struct faults *faults)
{
    struct files files = {0};
    gather(a, S("model/types/"), &files);
    gather(a, S("model/lists/"), &files);
    if (pack.n && !gather(a, str_format(a, "packs/%.*s/lists/", STR_ARG(pack)), &files)) {
        FAULT(faults, FAULT_MISSING, (struct place){0},
              N_("There is no country pack called \"{1}\". The pack of Azerbaijan is called az."),
              pack);
        return NULL;
    }
    return model_read(a, files.items, files.count, pack, faults);
}
