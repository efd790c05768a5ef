#include "web/enter.h"

#include "base/arena.h"
#include "identity/identity.h"
#include "web/answer.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/error_page.h"

static struct str bearer_of(const struct http_request *request)
{
    struct str header = http_header(&request->headers, S("Authorization"));
    return str_starts_nocase(header, S("Bearer ")) ? str_trim(str_from(header, 7))
                                                   : (struct str){0};
}

/* A page that everybody may see, but with a form: its token makes it one reader's own. */
static bool has_form(const struct call *c)
{
    struct str values[ROUTE_PARAMETERS];
    struct route_wish wish = {HTTP_POST, c->api, c->path};
    return c->route->act || route_find(&wish, values);
}

/* False with an answer when the token is none. */
static bool read_bearer(struct call *c, struct str bearer)
{
    if (cookie_get(c->request, S(COOKIE_SESSION)).n) {
        error_answer(c, 400, N_("Send either a token or the cookie of a session, not both."));
        return false;
    }
    if (!identity_token(c->session, c->arena, bearer, &c->visit.who, &c->faults)) {
        if (c->faults.total)
            error_from_faults(c);
        else
            enter_ask_to_sign_in(c);
        return false;
    }
    c->visit.who.by_token = true;
    c->proved = true;
    return true;
}

static bool read_cookie(struct call *c)
{
    struct str token = cookie_get(c->request, S(COOKIE_SESSION));
    if (token.n &&
        identity_session(c->session, c->arena, token, &c->visit.who, &c->proved, &c->faults)) {
        c->token = token;
        c->secret = csrf_secret(c->arena, c->app->form_key, token);
    } else if (c->faults.total) {
        error_from_faults(c);
        return false;
    }
    return true;
}

/* Before there is a session a form is bound to a nonce of the visitor. */
static void know_visitor(struct call *c)
{
    if (c->secret.n || c->api || c->visit.who.by_token)
        return;
    struct str nonce = cookie_get(c->request, S(COOKIE_VISITOR));
    if (!nonce.n && !c->route->act) {
        nonce = csrf_nonce(c->arena);
        cookie_set(c->arena, c->response, S(COOKIE_VISITOR), nonce, 0);
    }
    c->secret = csrf_secret(c->arena, c->app->form_key, nonce);
}

static bool identify(struct call *c)
{
    struct str bearer = bearer_of(c->request);
    c->visit = (struct visit){.access = c->app->access,
                              .session = c->session,
                              .arena = c->arena,
                              .who = identity_public(),
                              .channel = c->api ? "api" : "web",
                              .faults = &c->faults};
    if (bearer.n && (c->api || c->route->bearer))
        return read_bearer(c, bearer);
    return read_cookie(c);
}

void enter_ask_to_sign_in(struct call *c)
{
    if (c->api || c->route->bearer) {
        http_set_header(c->arena, c->response, S("WWW-Authenticate"), S("Bearer realm=\"himaya\""));
        error_answer(c, 401,
                     N_("This is for the staff. Send a token that is good now, as in "
                        "\"Authorization: Bearer …\"."));
        return;
    }
    size_t mark = str_find_char(c->request->target, '?', 0);
    struct str query = mark == STR_NONE ? (struct str){0} : str_from(c->request->target, mark);
    struct str next =
        c->request->method == HTTP_GET ? str_concat(c->arena, c->path, query) : c->path;
    answer_go(c, str_concat(c->arena, S("/sign-in?next="), answer_encode(c->arena, next)));
}

static bool may_look(struct call *c)
{
    if (access_may(c->app->access, &c->visit.who, S("health")))
        return true;
    visit_refused(&c->visit, "health", NULL, (struct str){0});
    error_answer(c, 403, N_("This is for those who look after the program."));
    return false;
}

bool enter(struct call *c)
{
    c->personal = c->route->who != WHO_EVERYBODY || has_form(c);
    c->response->private = c->personal;
    if (!c->personal || (c->route->who == WHO_HERE && c->request->here))
        return true;
    if (!identify(c))
        return false;
    know_visitor(c);
    if (c->route->who == WHO_EVERYBODY)
        return true;
    if (!c->visit.who.user.n) {
        enter_ask_to_sign_in(c);
        return false;
    }
    if (c->route->who == WHO_HERE && c->proved)
        return may_look(c);
    if (c->route->who != WHO_HALF && !c->proved) {
        if (c->api)
            error_answer(c, 403,
                         N_("Before anything else, set up a password of your own and "
                            "one-time codes on the pages."));
        else
            answer_go(c, S("/account"));
        return false;
    }
    return true;
}

bool enter_is_known(struct call *c)
{
    return identify(c) && c->visit.who.user.n;
}
