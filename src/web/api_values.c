#include "web/api_values.h"

#include "base/arena.h"
#include "web/answer.h"
#include "web/error_page.h"
#include "web/staff_data.h"

enum { ID_LENGTH = 26, LONGEST_REASON = 500 };

static bool bad(struct call *c, struct str field, const char *message, struct str detail)
{
    return FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = field}), message, detail);
}

bool api_take_reason(struct call *c)
{
    const struct node *reason = node_get(c->json, S("reason"));
    if (reason && (reason->kind != NODE_STR || reason->text.n > LONGEST_REASON))
        return bad(c, S("reason"), N_("A reason is a text of at most 500 letters."),
                   (struct str){0});
    c->visit.reason = reason ? reason->text : (struct str){0};
    return true;
}

bool api_members_are(struct call *c, const struct node *body, const char *const *known)
{
    if (!body || body->kind != NODE_MAP)
        return bad(c, (struct str){0}, N_("Send an object, as in {\"values\": {\"name\": \"…\"}}."),
                   (struct str){0});
    for (size_t i = 0; i < body->count; i++) {
        bool found = false;
        for (size_t k = 0; known[k]; k++)
            found = found || str_eq(body->keys[i], str_of(known[k]));
        if (!found)
            return bad(c, body->keys[i],
                       N_("There is no member \"{1}\" here. /api/openapi.json lists them."),
                       body->keys[i]);
    }
    return true;
}

static bool kind_fits(const struct field *f, const struct node *n)
{
    switch (n->kind) {
    case NODE_STR: return true;
    case NODE_BOOL: return f->kind == FIELD_BOOLEAN;
    case NODE_INT:
        return f->kind == FIELD_INTEGER || f->kind == FIELD_NUMBER || f->kind == FIELD_MONEY;
    case NODE_REAL: return f->kind == FIELD_NUMBER || f->kind == FIELD_MONEY;
    default: return false;
    }
}

/* The currency that stands beside an amount, given or stored. */
static struct str currency_of(struct call *c, const struct field *f, const struct node *values,
                              const struct record *r)
{
    struct str given = f->currency.n ? node_get_str(values, f->currency) : (struct str){0};
    (void)c;
    return given.n || !f->currency.n ? given : value_currency(r->type, f, r->values);
}

static bool read_one(struct call *c, const struct field *f, const struct node *values,
                     const struct node *n, struct record *r)
{
    struct place where = {.field = f->name};
    struct value *v = &r->values[f->index];
    if (n->kind == NODE_NULL) {
        *v = (struct value){0};
        return true;
    }
    if (!kind_fits(f, n))
        return bad(c, f->name, N_("\"{1}\" is of another kind; /api/v1/types says which."),
                   f->name);
    struct str text = n->kind == NODE_STR ? n->text : node_text(c->arena, n);
    if (f->kind == FIELD_REF && text.n && text.n != ID_LENGTH)
        return bad(c, f->name, N_("\"{1}\" is no id of a record. Ids have 26 letters and digits."),
                   text);
    return value_read(c->arena, f, text, currency_of(c, f, values, r), where, v, &c->faults);
}

bool api_values_read(struct call *c, const struct node *values, struct record *r, bool *given)
{
    bool good = true;
    if (!values || values->kind != NODE_MAP)
        return bad(c, S("values"),
                   N_("\"values\" is needed: an object with a member for each field."),
                   (struct str){0});
    for (size_t i = 0; i < values->count; i++) {
        const struct field *f = type_field(r->type, values->keys[i]);
        if (!f)
            return bad(c, values->keys[i], N_("There is no field \"{1}\" in this type of record."),
                       values->keys[i]);
        given[f->index] = true;
        good = read_one(c, f, values, values->items[i], r) && good;
    }
    return good;
}

int64_t api_if_match(struct call *c)
{
    struct str header = str_trim(http_header(&c->request->headers, S("If-Match")));
    int64_t version = 0;
    if (!header.n) {
        error_answer(c, 428, N_("Say which version you read, as in If-Match: \"3\"."));
        return 0;
    }
    if (str_starts(header, S("W/")))
        header = str_from(header, 2);
    if (header.n > 2 && header.p[0] == '"' && header.p[header.n - 1] == '"')
        header = str_slice(header, 1, header.n - 1);
    if (str_to_int(header, &version) && version > 0)
        return version;
    error_answer(c, 400, N_("If-Match is to be one version, as in If-Match: \"3\"."));
    return 0;
}

void api_answer_record(struct call *c, int status, const struct type *type, struct str id)
{
    /* As it stands now, and as this person may see it: what they wrote they need not be able to
     * read. */
    const struct view *view = visit_get(&c->visit, type, id);
    struct node *out = view ? staff_record_node(c, view, NULL, 0) : NULL;
    if (!out) {
        error_from_faults(c);
        return;
    }
    node_set_str(c->arena, out, S("type"), type->name);
    http_set_header(c->arena, c->response, S("ETag"),
                    str_format(c->arena, "\"%lld\"", (long long)view->record->version));
    answer_json(c, status, out);
}
