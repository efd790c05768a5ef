#include "web/error_page.h"

#include "base/arena.h"
#include "base/json.h"
#include "web/answer.h"
#include "web/page.h"

static struct str title_of(int status)
{
    switch (status) {
    case 401: return S(N_("Sign in first"));
    case 404: return S(N_("This page is not here"));
    case 409: return S(N_("Somebody else was first"));
    case 412: return S(N_("It was changed in the meantime"));
    case 413: return S(N_("This is too large"));
    case 428: return S(N_("Say which version this is about"));
    case 429:
    case 503: return S(N_("Too much at once"));
    case 403: return S(N_("This is not open to you"));
    case 405: return S(N_("This cannot be done here"));
    case 500: return S(N_("Something went wrong on our side"));
    default: return S(N_("The address or the request is not right"));
    }
}

static void write_problem(struct call *c, int status, const struct node *messages,
                          const struct node *extra)
{
    struct arena *a = c->arena;
    struct node *problem = node_map(a);
    node_set_str(a, problem, S("title"), words(c->language, title_of(status)));
    node_set_int(a, problem, S("status"), status);
    node_set_str(a, problem, S("detail"), node_get_str(node_at(messages, 0), S("text")));
    node_set_str(a, problem, S("instance"), c->request->path);
    struct node *errors = node_list(a);
    for (size_t i = 0; i < node_count(messages); i++)
        if (node_get_str(node_at(messages, i), S("field")).n)
            node_add(a, errors, messages->items[i]);
    if (errors->count)
        node_set(a, problem, S("errors"), errors);
    for (size_t i = 0; i < node_count(extra); i++)
        node_set(a, problem, extra->keys[i], extra->items[i]);
    c->response->content_type = S("application/problem+json");
    c->response->body = json_print(a, problem, 1);
}

static void write_error(struct call *c, int status, struct node *messages, const struct node *extra)
{
    struct arena *a = c->arena;
    c->response->status = status;
    if (status == 503 || status == 429)
        http_set_header(a, c->response, S("Retry-After"), S("30"));
    if (c->api) {
        write_problem(c, status, messages, extra);
        return;
    }
    struct node *data = node_map(a);
    node_set_int(a, data, S("status"), status);
    node_set_str(a, data, S("title"), title_of(status));
    node_set(a, data, S("messages"), messages);
    bool staff = c->route && c->route->who != WHO_EVERYBODY && c->visit.who.user.n;
    page_write(c, staff ? S("staff-error") : S("error"), data);
}

void error_answer(struct call *c, int status, const char *message)
{
    struct node *messages = node_list(c->arena);
    struct node *one = node_add(c->arena, messages, node_map(c->arena));
    node_set_str(c->arena, one, S("text"), words(c->language, str_of(message)));
    write_error(c, status, messages, NULL);
}

static int status_of(enum fault_kind kind)
{
    switch (kind) {
    case FAULT_INPUT: return 400;
    case FAULT_MISSING: return 404;
    case FAULT_CONFLICT: return 409;
    case FAULT_REFUSED: return 403;
    case FAULT_LIMIT: return 413;
    case FAULT_STORE:
    case FAULT_SYSTEM: return 500;
    }
    return 500;
}

int error_status(const struct call *c)
{
    return c->faults.count ? status_of(c->faults.items[0].kind) : 500;
}

void error_from_faults_as(struct call *c, int status, const struct node *extra)
{
    if (c->faults.count)
        write_error(c, status, answer_faults(c), extra);
    else
        error_answer(c, status, N_("The page could not be made. Try again in a moment."));
}

void error_from_faults(struct call *c)
{
    error_from_faults_as(c, error_status(c), NULL);
}
