#include "web/api_schema.h"

#include "base/arena.h"

static struct node *map_in(struct arena *a, struct node *map, struct str key)
{
    return node_set(a, map, key, node_map(a));
}

static void set(struct arena *a, struct node *map, const char *key, struct str text)
{
    node_set_str(a, map, str_of(key), text);
}

struct node *api_reference(struct arena *a, struct str name)
{
    struct node *n = node_map(a);
    set(a, n, "$ref", str_concat(a, S("#/components/schemas/"), name));
    return n;
}

/* {"type": ["string", "null"]}: every field may come empty. */
static void set_type(struct arena *a, struct node *schema, const char *type)
{
    struct node *types = node_set(a, schema, S("type"), node_list(a));
    node_add(a, types, node_str(a, str_of(type)));
    node_add(a, types, node_str(a, S("null")));
}

static void add_codes(struct arena *a, struct node *schema, const struct code_list *list)
{
    struct node *codes = node_set(a, schema, S("enum"), node_list(a));
    for (size_t i = 0; i < list->count; i++)
        node_add(a, codes, node_str(a, list->items[i].code));
    node_add(a, codes, node_null(a));
}

static void add_limits(struct arena *a, struct node *schema, const struct field *f)
{
    if (f->has_least)
        node_set(a, schema, S("minimum"), node_real(a, f->least));
    if (f->has_most)
        node_set(a, schema, S("maximum"), node_real(a, f->most));
}

static void add_kind(struct arena *a, struct node *schema, const struct field *f)
{
    switch (f->kind) {
    case FIELD_INTEGER: set_type(a, schema, "integer"); break;
    case FIELD_NUMBER: set_type(a, schema, "number"); break;
    case FIELD_BOOLEAN: set_type(a, schema, "boolean"); break;
    default: set_type(a, schema, "string"); break;
    }
    switch (f->kind) {
    case FIELD_DATE: /* "2019", "2019-03" or "2019-03-07": as precise as it is known */
        set(a, schema, "pattern", S("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"));
        break;
    case FIELD_TIME: set(a, schema, "format", S("date-time")); break;
    case FIELD_MONEY:
        set(a, schema, "pattern", S("^-?[0-9]+(\\.[0-9]+)?$"));
        set(a, schema, "description",
            str_format(a, "An amount, as in \"1160.50\"; its currency is in %.*s.",
                       STR_ARG(f->currency)));
        break;
    case FIELD_REF:
        set(a, schema, "pattern", S("^[0-9a-z]{26}$"));
        set(a, schema, "description",
            str_format(a, "Id of a record of type %.*s.", STR_ARG(f->to_name)));
        break;
    case FIELD_CODE: add_codes(a, schema, f->list); break;
    case FIELD_INTEGER:
    case FIELD_NUMBER: add_limits(a, schema, f); break;
    default: break;
    }
}

static void add_values(struct arena *a, struct node *schemas, const struct type *type)
{
    struct node *values = map_in(a, schemas, str_concat(a, S("values_"), type->name));
    set(a, values, "type", S("object"));
    set(a, values, "description", type->means);
    struct node *members = map_in(a, values, S("properties"));
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        struct node *schema = map_in(a, members, f->name);
        add_kind(a, schema, f);
        set(a, schema, "title", f->label);
        if (f->by_program)
            node_set_bool(a, schema, S("readOnly"), true);
    }
    node_set_bool(a, values, S("additionalProperties"), false);
}

static void add_record(struct arena *a, struct node *schemas, const struct type *type)
{
    struct node *record = map_in(a, schemas, str_concat(a, S("record_"), type->name));
    struct node *all = node_set(a, record, S("allOf"), node_list(a));
    node_add(a, all, api_reference(a, S("record")));
    struct node *own = node_add(a, all, node_map(a));
    node_set(a, map_in(a, own, S("properties")), S("values"),
             api_reference(a, str_concat(a, S("values_"), type->name)));
}

static void add_texts(struct arena *a, struct node *members, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        set(a, map_in(a, members, str_of(names[i])), "type", S("string"));
}

static void add_list(struct arena *a, struct node *members, const char *name, const char *means)
{
    struct node *list = map_in(a, members, str_of(name));
    set(a, list, "type", S("array"));
    set(a, list, "description", str_of(means));
    set(a, map_in(a, list, S("items")), "type", S("string"));
}

static void add_common(struct arena *a, struct node *schemas)
{
    static const char *const texts[] = {"id", "name", "type", NULL};
    struct node *record = map_in(a, schemas, S("record"));
    set(a, record, "type", S("object"));
    struct node *members = map_in(a, record, S("properties"));
    add_texts(a, members, texts);
    set(a, map_in(a, members, S("version")), "type", S("integer"));
    set(a, map_in(a, members, S("values")), "type", S("object"));
    add_list(a, members, "masked", "Fields that have a value you may not read.");
    add_list(a, members, "sealed", "Fields that are read by POST to /open, with a reason.");
    struct node *required = node_set(a, record, S("required"), node_list(a));
    static const char *const needed[] = {"id", "version", "values"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        node_add(a, required, node_str(a, str_of(needed[i])));
}

static void add_problem(struct arena *a, struct node *schemas)
{
    static const char *const texts[] = {"title", "detail", "instance", NULL};
    static const char *const of_error[] = {"field", "text", NULL};
    struct node *problem = map_in(a, schemas, S("problem"));
    set(a, problem, "type", S("object"));
    struct node *members = map_in(a, problem, S("properties"));
    add_texts(a, members, texts);
    set(a, map_in(a, members, S("status")), "type", S("integer"));
    struct node *errors = map_in(a, members, S("errors"));
    set(a, errors, "type", S("array"));
    struct node *error = map_in(a, errors, S("items"));
    set(a, error, "type", S("object"));
    add_texts(a, map_in(a, error, S("properties")), of_error);
    struct node *conflicts = map_in(a, members, S("conflicts"));
    set(a, conflicts, "type", S("array"));
    set(a, conflicts, "description",
        S("With 412: field, yours and theirs of each field that differs; version is theirs."));
    set(a, map_in(a, conflicts, S("items")), "type", S("object"));
    set(a, map_in(a, members, S("version")), "type", S("integer"));
}

void api_schemas(struct arena *a, const struct model *model, struct node *schemas)
{
    add_problem(a, schemas);
    add_common(a, schemas);
    for (size_t i = 0; i < model->type_count; i++) {
        if (model->types[i].internal)
            continue;
        add_values(a, schemas, &model->types[i]);
        add_record(a, schemas, &model->types[i]);
    }
}
