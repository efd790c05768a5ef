#include "web/api_document.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "web/route.h"

static bool is_open(const struct route *r)
{
    return (r->data || r->file) && r->who == WHO_EVERYBODY && route_reaches(r, true);
}

static struct node *map_in(struct arena *a, struct node *map, const char *key)
{
    return node_set(a, map, str_of(key), node_map(a));
}

static void set(struct arena *a, struct node *map, const char *key, const char *text)
{
    node_set_str(a, map, str_of(key), str_of(text));
}

static void add_schema(struct arena *a, struct node *parameter, struct str kind)
{
    struct node *schema = map_in(a, parameter, "schema");
    bool year = str_eq(kind, S("year"));
    set(a, schema, "type", year || str_eq(kind, S("integer")) ? "integer" : "string");
    if (year) {
        node_set_int(a, schema, S("minimum"), 1990);
        node_set_int(a, schema, S("maximum"), 2100);
    }
}

static void add_parameter(struct arena *a, struct node *list, const struct route_parameter *p)
{
    struct node *one = node_add(a, list, node_map(a));
    set(a, one, "name", p->name);
    set(a, one, "in", p->place == IN_PATH ? "path" : "query");
    node_set_bool(a, one, S("required"), p->place == IN_PATH);
    set(a, one, "description", p->means);
    add_schema(a, one, str_of(p->kind));
    set(a, one, "example", p->example);
}

static void add_language(struct arena *a, struct node *list)
{
    struct node *one = node_add(a, list, node_map(a));
    set(a, one, "name", "language");
    set(a, one, "in", "query");
    node_set_bool(a, one, S("required"), false);
    set(a, one, "description", "Language of words in the answer; English when left out.");
    struct node *schema = map_in(a, one, "schema");
    set(a, schema, "type", "string");
    struct node *codes = node_set(a, schema, S("enum"), node_list(a));
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        node_add(a, codes, node_str(a, language_code((enum language)i)));
}

static void add_answer(struct arena *a, struct node *answers, const char *status,
                       const char *description, const char *type, const char *schema)
{
    struct node *answer = map_in(a, answers, status);
    set(a, answer, "description", description);
    struct node *media = map_in(a, map_in(a, answer, "content"), type);
    struct node *shape = map_in(a, media, "schema");
    if (schema)
        set(a, shape, "$ref", schema);
    else
        set(a, shape, "type", "object");
}

static void add_operation(struct arena *a, struct node *paths, const struct route *r)
{
    bool home = r->pattern[1] == '\0';
    struct str path = home ? S("/api/v1") : str_format(a, "/api/v1%s", r->pattern);
    if (str_eq(str_of(r->name), S("openapi")))
        path = S("/api/openapi.json");
    struct node *get = map_in(a, node_set(a, paths, path, node_map(a)), "get");
    set(a, get, "operationId", r->name);
    set(a, get, "summary", r->summary);
    struct node *parameters = node_set(a, get, S("parameters"), node_list(a));
    for (size_t i = 0; i < route_parameter_count(r); i++)
        add_parameter(a, parameters, &r->parameters[i]);
    add_language(a, parameters);
    struct node *answers = map_in(a, get, "responses");
    add_answer(a, answers, "200", "The answer.", "application/json", NULL);
    add_answer(a, answers, "400", "A parameter is wrong; the answer names it.",
               "application/problem+json", "#/components/schemas/problem");
    add_answer(a, answers, "404", "There is no such thing.", "application/problem+json",
               "#/components/schemas/problem");
}

static void add_problem(struct arena *a, struct node *document)
{
    static const char *const texts[] = {"title", "detail", "instance"};
    struct node *schemas = map_in(a, map_in(a, document, "components"), "schemas");
    struct node *problem = map_in(a, schemas, "problem");
    set(a, problem, "type", "object");
    struct node *members = map_in(a, problem, "properties");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        set(a, map_in(a, members, texts[i]), "type", "string");
    set(a, map_in(a, members, "status"), "type", "integer");
    struct node *errors = map_in(a, members, "errors");
    set(a, errors, "type", "array");
    set(a, map_in(a, errors, "items"), "type", "object");
}

struct node *api_document(struct arena *a)
{
    struct node *document = node_map(a);
    set(a, document, "openapi", "3.1.0");
    struct node *info = map_in(a, document, "info");
    set(a, info, "title", "Himaya");
    set(a, info, "version", "1");
    set(a, info, "description",
        "What is published on child labour, country by country and year by year: figures with "
        "their state, basis and sources. Open to everybody, read only.");
    struct node *paths = map_in(a, document, "paths");
    const struct route *r;
    for (size_t i = 0; (r = route_at(i)); i++)
        if (is_open(r))
            add_operation(a, paths, r);
    add_problem(a, document);
    return document;
}

struct str api_markdown(struct arena *a)
{
    struct buffer b = {.arena = a};
    buffer_add(&b, S("# The interface for programs\n\n"
                     "Made from the table of routes (`src/web/routes_*.c`) by `ninja -C build "
                     "api-document`; do not edit. Everything here is open, read only, JSON, and "
                     "described to programs at `/api/openapi.json`. `?language=en|az|ru` chooses "
                     "the language of words. A wrong request is answered with "
                     "`application/problem+json` that names the parameter.\n"));
    const struct route *r;
    for (size_t i = 0; (r = route_at(i)); i++) {
        if (!is_open(r) || str_eq(str_of(r->name), S("openapi")))
            continue;
        buffer_add(&b, str_format(a, "\n## GET /api/v1%s\n\n%s\n", r->pattern[1] ? r->pattern : "",
                                  r->summary));
        size_t count = route_parameter_count(r);
        if (count)
            buffer_add(&b, S("\n| parameter | where | what | example |\n|---|---|---|---|\n"));
        for (size_t p = 0; p < count; p++)
            buffer_add(&b, str_format(a, "| `%s` | %s | %s | `%s` |\n", r->parameters[p].name,
                                      r->parameters[p].place == IN_PATH ? "path" : "query",
                                      r->parameters[p].means, r->parameters[p].example));
    }
    return buffer_str(&b);
}
