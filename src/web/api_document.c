#include "web/api_document.h"

#include "base/arena.h"
#include "web/api_schema.h"
#include "web/route.h"

#include <string.h>

static struct node *map_in(struct arena *a, struct node *map, const char *key)
{
    return node_set(a, map, str_of(key), node_map(a));
}

static void set(struct arena *a, struct node *map, const char *key, const char *text)
{
    node_set_str(a, map, str_of(key), str_of(text));
}

static bool is(const struct route *r, const char *name)
{
    return strcmp(r->name, name) == 0;
}

struct str api_method(const struct route *r)
{
    static const struct str names[] = {S_INIT("GET"), S_INIT("HEAD"),  S_INIT("POST"),
                                       S_INIT("PUT"), S_INIT("PATCH"), S_INIT("DELETE")};
    return names[r->method];
}

static void add_status(int *statuses, int status)
{
    while (*statuses)
        statuses++;
    *statuses = status;
}

void api_statuses(const struct route *r, int statuses[API_MOST_STATUSES])
{
    bool changes = r->method == HTTP_PUT || r->method == HTTP_PATCH || r->method == HTTP_DELETE;
    bool makes = r->method == HTTP_POST && strncmp(r->name, "insert_", 7) == 0;
    memset(statuses, 0, API_MOST_STATUSES * sizeof *statuses);
    add_status(statuses, r->method == HTTP_DELETE  ? 204
                         : makes                   ? 201
                         : is(r, "import_records") ? 202
                                                   : 200);
    add_status(statuses, 400);
    if (r->who != WHO_EVERYBODY) {
        add_status(statuses, 401);
        add_status(statuses, 403);
    }
    add_status(statuses, 404);
    if (makes)
        add_status(statuses, 409);
    if (changes) {
        add_status(statuses, 409);
        add_status(statuses, 412);
        add_status(statuses, 428);
    }
    if (r->act && r->method != HTTP_DELETE)
        add_status(statuses, 415);
    if (makes)
        add_status(statuses, 422);
    if (r->slow)
        add_status(statuses, 503);
}

static const char *meaning(int status)
{
    switch (status) {
    case 200: return "The answer.";
    case 201: return "Made; Location says where it is.";
    case 202: return "Taken; Location says where its progress is.";
    case 204: return "Done.";
    case 400: return "The request is wrong; errors names the parameter or field.";
    case 401: return "Nobody is signed in: send a token.";
    case 403: return "Not allowed to this person, or to this token.";
    case 404: return "There is no such thing, or it is not for this person to see.";
    case 409: return "Another record has this key, or stands against it.";
    case 412: return "It was changed in the meantime: conflicts has both values.";
    case 415: return "The body is of a kind that is not taken here.";
    case 422: return "The idempotency key was used for another request.";
    case 428: return "If-Match is needed, with the version that was read.";
    default: return "Very many ask for this now: come again after Retry-After seconds.";
    }
}

/* --- parameters --- */

static void add_parameter(struct arena *a, struct node *list, const struct route_parameter *p)
{
    struct str kind = str_of(p->kind);
    bool year = str_eq(kind, S("year"));
    struct node *one = node_add(a, list, node_map(a));
    set(a, one, "name", p->name);
    set(a, one, "in", p->place == IN_PATH ? "path" : "query");
    node_set_bool(a, one, S("required"), p->place == IN_PATH);
    set(a, one, "description", p->means);
    struct node *schema = map_in(a, one, "schema");
    set(a, schema, "type", year || str_eq(kind, S("integer")) ? "integer" : "string");
    if (year) {
        node_set_int(a, schema, S("minimum"), 1990);
        node_set_int(a, schema, S("maximum"), 2100);
    }
    set(a, one, "example", p->example);
}

static void add_header(struct arena *a, struct node *list, const char *name, const char *means)
{
    struct node *one = node_add(a, list, node_map(a));
    set(a, one, "name", name);
    set(a, one, "in", "header");
    node_set_bool(a, one, S("required"), false);
    set(a, one, "description", means);
    set(a, map_in(a, one, "schema"), "type", "string");
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

/* Any field narrows a list: one parameter of style form that explodes into names of fields. */
static void add_filters(struct arena *a, struct node *list, const struct type *type)
{
    struct node *one = node_add(a, list, node_map(a));
    set(a, one, "name", "filters");
    set(a, one, "in", "query");
    set(a, one, "style", "form");
    node_set_bool(a, one, S("explode"), true);
    set(a, one, "description",
        "Fields by their names: received_on=2019, received_on.from=2019-03, "
        "received_on.until=2019, "
        "closed_on=- (empty), closed_on=* (filled).");
    struct node *schema = map_in(a, one, "schema");
    set(a, schema, "type", "object");
    struct node *members = map_in(a, schema, "properties");
    for (size_t i = 0; i < type->field_count; i++)
        if (!type->fields[i].sealed && !type->fields[i].secret)
            node_set_str(a, node_set(a, members, type->fields[i].name, node_map(a)), S("type"),
                         S("string"));
}

static void add_parameters(struct arena *a, struct node *operation, const struct route *r,
                           const struct type *type)
{
    struct node *list = node_set(a, operation, S("parameters"), node_list(a));
    for (size_t i = 0; i < route_parameter_count(r); i++) {
        struct str name = str_of(r->parameters[i].name);
        if (type && r->parameters[i].place == IN_PATH && str_eq(name, S("type")))
            continue;
        if (type && str_eq(name, S("filter")))
            add_filters(a, list, type);
        else
            add_parameter(a, list, &r->parameters[i]);
    }
    add_language(a, list);
    if (r->method == HTTP_PUT || r->method == HTTP_PATCH || r->method == HTTP_DELETE)
        add_header(a, list, "If-Match", "The version that was read, as in \"3\". Needed.");
    if (is(r, "insert_record"))
        add_header(a, list, "Idempotency-Key",
                   "A text of your own for each request: sent again within a day, the record made "
                   "the first time is answered.");
}

/* --- bodies and answers --- */

static void add_member(struct arena *a, struct node *schema, const char *name, struct node *shape)
{
    struct node *members = (struct node *)node_get(schema, S("properties"));
    if (!members)
        members = map_in(a, schema, "properties");
    node_set(a, members, str_of(name), shape);
}

static struct node *of_type(struct arena *a, const char *type)
{
    struct node *n = node_map(a);
    set(a, n, "type", type);
    return n;
}

static struct node *values_of(struct arena *a, const struct type *type)
{
    return api_reference(a, str_concat(a, S("values_"), type->name));
}

static void describe_body(struct arena *a, struct node *schema, const struct route *r,
                          const struct type *type)
{
    set(a, schema, "type", "object");
    if (type && is(r, "change_many")) {
        struct node *list = of_type(a, "array"), *one = of_type(a, "object");
        add_member(a, one, "id", of_type(a, "string"));
        add_member(a, one, "version", of_type(a, "integer"));
        add_member(a, one, "values", values_of(a, type));
        add_member(a, one, "delete", of_type(a, "boolean"));
        node_set(a, list, S("items"), one);
        node_set_int(a, list, S("maxItems"), 200);
        add_member(a, schema, "changes", list);
    } else if (type && is(r, "emergency")) {
        add_member(a, schema, "hours", of_type(a, "integer"));
    } else if (type && !is(r, "open_record")) {
        add_member(a, schema, "values", values_of(a, type));
    }
    if (is(r, "insert_webhook")) {
        static const char *const names[] = {"address", "types", "user"};
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            add_member(a, schema, names[i], of_type(a, "string"));
    } else {
        add_member(a, schema, "reason", of_type(a, "string"));
    }
}

static struct node *good_answer(struct arena *a, const struct route *r, const struct type *type)
{
    static const char *const records[] = {"record",        "insert_record", "replace_record",
                                          "change_record", "open_record",   "emergency"};
    for (size_t i = 0; type && i < sizeof records / sizeof *records; i++)
        if (is(r, records[i]))
            return api_reference(a, str_concat(a, S("record_"), type->name));
    struct node *schema = of_type(a, "object");
    if (type && is(r, "record_list")) {
        struct node *list = of_type(a, "array");
        node_set(a, list, S("items"), api_reference(a, str_concat(a, S("record_"), type->name)));
        add_member(a, schema, "total", of_type(a, "integer"));
        add_member(a, schema, "page", of_type(a, "integer"));
        add_member(a, schema, "pages", of_type(a, "integer"));
        add_member(a, schema, "records", list);
    }
    return schema;
}

static void add_answers(struct arena *a, struct node *operation, const struct route *r,
                        const struct type *type)
{
    struct node *answers = map_in(a, operation, "responses");
    int statuses[API_MOST_STATUSES];
    api_statuses(r, statuses);
    for (size_t i = 0; i < API_MOST_STATUSES && statuses[i]; i++) {
        struct node *answer = node_set(a, answers, str_format(a, "%d", statuses[i]), node_map(a));
        set(a, answer, "description", meaning(statuses[i]));
        if (statuses[i] == 204)
            continue;
        bool good = statuses[i] < 300;
        const char *media = !good     ? "application/problem+json"
                            : r->file ? "*/*"
                                      : "application/json";
        struct node *content = map_in(a, map_in(a, answer, "content"), media);
        if (!r->file || !good)
            node_set(a, content, S("schema"),
                     good ? good_answer(a, r, type) : api_reference(a, S("problem")));
    }
}

static void add_security(struct arena *a, struct node *operation, const struct route *r)
{
    static const char *const schemes[] = {"token", "session"};
    struct node *list = node_set(a, operation, S("security"), node_list(a));
    for (size_t i = 0; r->who != WHO_EVERYBODY && i < sizeof schemes / sizeof *schemes; i++)
        node_set(a, node_add(a, list, node_map(a)), str_of(schemes[i]), node_list(a));
}

/* `type` NULL: the route as it is. */
static void add_operation(struct arena *a, struct node *paths, const struct route *r,
                          const struct type *type)
{
    struct str path = str_concat(a, S("/api/v1"), r->pattern[1] ? str_of(r->pattern) : S(""));
    struct str name = str_of(r->name);
    if (str_eq(name, S("openapi")))
        path = S("/api/openapi.json");
    if (type) {
        path = str_replace(a, path, S("{type}"), type->name);
        name = str_format(a, "%s_%.*s", r->name, STR_ARG(type->name));
    }
    struct node *at = (struct node *)node_get(paths, path);
    if (!at)
        at = node_set(a, paths, path, node_map(a));
    struct node *operation = node_set(a, at, str_lower(a, api_method(r)), node_map(a));
    node_set_str(a, operation, S("operationId"), name);
    set(a, operation, "summary", r->summary);
    if (type)
        node_add(a, node_set(a, operation, S("tags"), node_list(a)), node_str(a, type->plural));
    add_security(a, operation, r);
    add_parameters(a, operation, r, type);
    if (r->act && r->method != HTTP_DELETE) {
        struct node *body = map_in(a, operation, "requestBody");
        struct node *content = map_in(a, body, "content");
        if (r->takes_csv)
            map_in(a, content, "text/csv");
        else
            describe_body(a, map_in(a, map_in(a, content, "application/json"), "schema"), r, type);
        node_set_bool(a, body, S("required"), true);
    }
    add_answers(a, operation, r, type);
}

static void add_schemes(struct arena *a, struct node *components)
{
    struct node *schemes = map_in(a, components, "securitySchemes");
    struct node *token = map_in(a, schemes, "token"), *session = map_in(a, schemes, "session");
    set(a, token, "type", "http");
    set(a, token, "scheme", "bearer");
    set(a, token, "description",
        "A token of a member of the staff: /account, or himaya token add.");
    set(a, session, "type", "apiKey");
    set(a, session, "in", "cookie");
    set(a, session, "name", "__Host-himaya");
    set(a, session, "description",
        "The session of a browser. Changes then need the header Himaya-Form-Token, which "
        "/api/v1/me gives.");
}

struct node *api_document(struct arena *a, const struct model *model)
{
    struct node *document = node_map(a);
    set(a, document, "openapi", "3.1.0");
    struct node *info = map_in(a, document, "info");
    set(a, info, "title", "Himaya");
    set(a, info, "version", "1");
    set(a, info, "description",
        "What is published on child labour, country by country and year by year, open to "
        "everybody; and the records of the staff application, for programs with a token.");
    struct node *paths = map_in(a, document, "paths");
    const struct route *r;
    for (size_t i = 0; (r = route_at(i)); i++) {
        if (!route_reaches(r, true))
            continue;
        bool typed = strstr(r->pattern, "/records/{type}") != NULL;
        if (!typed)
            add_operation(a, paths, r, NULL);
        for (size_t t = 0; typed && t < model->type_count; t++)
            if (!model->types[t].internal)
                add_operation(a, paths, r, &model->types[t]);
    }
    struct node *components = map_in(a, document, "components");
    api_schemas(a, model, map_in(a, components, "schemas"));
    add_schemes(a, components);
    return document;
}
