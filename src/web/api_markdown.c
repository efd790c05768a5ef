/* docs/api.md: the interface for people to read. */
#include "base/arena.h"
#include "base/buffer.h"
#include "web/api_document.h"
#include "web/route.h"

static const char introduction[] =
    "# The interface for programs\n\n"
    "Made from the table of routes (`src/web/routes_*.c`) by `ninja -C build api-document`; do not "
    "edit. It is described to programs at `/api/openapi.json`, there with the fields of every "
    "record type. Everything is JSON; `?language=en|az|ru` chooses the language of words. A wrong "
    "request is answered with `application/problem+json`, whose `errors` name the parameter or "
    "field; parameters, members and fields that are not known are refused.\n\n"
    "What is marked *staff* needs a token: `Authorization: Bearer …`, made under *Account* or with "
    "`himaya token add`. It can do what the person may who holds it, and no more. A browser's "
    "session works too; its changes need the header `Himaya-Form-Token`, which `/api/v1/me` "
    "gives.\n\n"
    "A change is `{\"values\": {field: value}, \"reason\": \"…\"}`. Changing or deleting needs "
    "`If-Match` with the version that was read (the `ETag` of a record): 428 without it, 412 with "
    "both values in `conflicts` when somebody else was faster. A POST with `Idempotency-Key` may "
    "be sent again for a day: it is carried out once. Webhooks tell other systems of changes: "
    "`{type, id, action, version, at, number}` with `Himaya-Signature: t=…,v1=…`, the HMAC-SHA256 "
    "of `t.body` under the webhook's secret; answer with 2xx, or it comes again.\n";

static void print_parameters(struct buffer *b, const struct route *r)
{
    size_t count = route_parameter_count(r);
    if (count)
        buffer_add(b, S("\n| parameter | where | what | example |\n|---|---|---|---|\n"));
    for (size_t p = 0; p < count; p++)
        buffer_add(b, str_format(b->arena, "| `%s` | %s | %s | `%s` |\n", r->parameters[p].name,
                                 r->parameters[p].place == IN_PATH ? "path" : "query",
                                 r->parameters[p].means, r->parameters[p].example));
}

static void print_statuses(struct buffer *b, const struct route *r)
{
    int statuses[API_MOST_STATUSES];
    api_statuses(r, statuses);
    buffer_add(b, S("\nAnswers"));
    for (size_t i = 0; i < API_MOST_STATUSES && statuses[i]; i++)
        buffer_add(b, str_format(b->arena, "%s %d", i ? "," : "", statuses[i]));
    buffer_add(b, S(".\n"));
}

struct str api_markdown(struct arena *a)
{
    struct buffer b = {.arena = a};
    const struct route *r;
    buffer_add(&b, str_of(introduction));
    for (size_t i = 0; (r = route_at(i)); i++) {
        if (!route_reaches(r, true) || str_eq(str_of(r->name), S("openapi")))
            continue;
        buffer_add(&b, str_format(a, "\n## %.*s /api/v1%s%s\n\n%s\n", STR_ARG(api_method(r)),
                                  r->pattern[1] ? r->pattern : "",
                                  r->who == WHO_EVERYBODY ? "" : " (staff)", r->summary));
        print_parameters(&b, r);
        print_statuses(&b, r);
    }
    return buffer_str(&b);
}
