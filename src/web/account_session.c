/* Signing in, in two steps, and out. */
#include "base/arena.h"
#include "markup/words.h"
#include "web/account.h"
#include "web/answer.h"
#include "web/cookie.h"
#include "web/error_page.h"
#include "web/metrics.h"

#define COOKIE_BROWSER "__Host-himaya-browser"
enum { BROWSER_KNOWN_FOR = 180 * 24 * 60 * 60 };

/* Where the person wanted to go. */
static struct str next_of(const struct call *c)
{
    struct str next = account_typed(c, "next");
    if (!next.n)
        next = http_field(&c->request->query, S("next"));
    return answer_is_ours(next) ? next : (struct str){0};
}

static void show(struct call *c, int status, const char *template)
{
    struct node *data = node_map(c->arena);
    node_set_str(c->arena, data, S("name"), account_typed(c, "name"));
    node_set_str(c->arena, data, S("next"), next_of(c));
    account_answer(c, status, template, data);
}

void account_sign_in_page(struct call *c)
{
    if (c->visit.who.user.n && !account_go_to_set_up(c))
        answer_go(c, next_of(c).n ? next_of(c) : S("/work"));
    if (!c->response->status)
        show(c, 200, "sign-in");
}

void account_code_page(struct call *c)
{
    if (c->visit.who.user.n || !cookie_get(c->request, S(COOKIE_SESSION)).n)
        answer_go(c, S("/sign-in"));
    else
        show(c, 200, "sign-in-code");
}

static struct sign_in_request request_of(const struct call *c)
{
    return (struct sign_in_request){
        .name = account_typed(c, "name"),
        .password = account_typed(c, "password"),
        .code = account_typed(c, "code"),
        .address = c->request->client,
        .browser = account_browser(c),
        .device = cookie_get(c->request, S(COOKIE_BROWSER)),
    };
}

/* Somebody is in: the old token of the browser is of no use any more. */
static void let_in(struct call *c, const struct sign_in_answer *answer)
{
    account_keep_token(c, answer->token);
    if (answer->device[0])
        cookie_set(c->arena, c->response, S(COOKIE_BROWSER),
                   str_copy(c->arena, str_of(answer->device)), BROWSER_KNOWN_FOR);
}

/* Says what is wrong beside `field`; never whether it was the name or the password. */
static void refuse(struct call *c, enum sign_in_outcome outcome, int seconds, const char *field,
                   const char *message)
{
    struct str wait = str_format(c->arena, "%d", seconds);
    struct place at = {.field = str_of(field)};
    if (outcome == SIGN_IN_WAIT) {
        FAULT(&c->faults, FAULT_LIMIT, at,
              N_("There were too many tries. Wait {1} s, then try again."), wait);
        http_set_header(c->arena, c->response, S("Retry-After"), wait);
    } else {
        FAULT(&c->faults, FAULT_INPUT, at, message);
    }
}

static void finish(struct call *c, enum sign_in_outcome outcome,
                   const struct sign_in_answer *answer)
{
    struct str next = next_of(c);
    let_in(c, answer);
    if (outcome == SIGN_IN_SET_UP)
        answer_go(c, S("/account"));
    else
        answer_go(c, next.n ? next : S("/work"));
}

static void want_code(struct call *c, const struct sign_in_answer *answer)
{
    struct str next = next_of(c), path = S("/sign-in/code");
    account_keep_token(c, answer->token);
    if (next.n)
        path =
            str_format(c->arena, "/sign-in/code?next=%.*s", STR_ARG(answer_encode(c->arena, next)));
    answer_go(c, path);
}

static bool is_filled(struct call *c)
{
    if (!str_trim(account_typed(c, "name")).n)
        FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("name")}),
              N_("Type your sign-in name, as in a.mammadova."));
    if (!account_typed(c, "password").n)
        FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("password")}),
              N_("Type your password."));
    return !c->faults.count;
}

void account_sign_in(struct call *c)
{
    struct sign_in_request request = request_of(c);
    struct sign_in_answer answer;
    if (!is_filled(c)) {
        show(c, 422, "sign-in");
        return;
    }
    enum sign_in_outcome outcome = identity_sign_in(c->session, &request, &answer, &c->faults);
    metrics_count_sign_in(c->app->metrics, outcome);
    switch (outcome) {
    case SIGN_IN_DONE:
    case SIGN_IN_SET_UP: finish(c, outcome, &answer); break;
    case SIGN_IN_WANTS_CODE: want_code(c, &answer); break;
    case SIGN_IN_FAILED: error_from_faults(c); break;
    default:
        refuse(c, outcome, answer.wait_seconds, "password",
               N_("The name or the password is not right. Try again; small and capital letters "
                  "differ."));
        show(c, outcome == SIGN_IN_WAIT ? 429 : 422, "sign-in");
    }
}

/* The second step came too late, or there was no first one. */
static void begin_again(struct call *c)
{
    cookie_forget(c->arena, c->response, S(COOKIE_SESSION));
    answer_go_saying(c, S("/sign-in"),
                     N_("The code came too late. Begin again with your name and password."),
                     (struct str){0});
}

void account_code(struct call *c)
{
    struct sign_in_request request = request_of(c);
    struct str token = cookie_get(c->request, S(COOKIE_SESSION));
    struct sign_in_answer answer;
    enum sign_in_outcome outcome =
        identity_sign_in_code(c->session, token, &request, &answer, &c->faults);
    metrics_count_sign_in(c->app->metrics, outcome);
    switch (outcome) {
    case SIGN_IN_DONE:
    case SIGN_IN_SET_UP: finish(c, outcome, &answer); break;
    case SIGN_IN_FAILED:
        if (c->faults.items[0].kind == FAULT_MISSING)
            begin_again(c);
        else
            error_from_faults(c);
        break;
    default:
        refuse(c, outcome, answer.wait_seconds, "code",
               N_("This is not the code of now, or it was used before. Wait for the next one and "
                  "type its six digits."));
        show(c, outcome == SIGN_IN_WAIT ? 429 : 422, "sign-in-code");
    }
}

void account_sign_out(struct call *c)
{
    if (!identity_sign_out(c->session, cookie_get(c->request, S(COOKIE_SESSION)), &c->faults)) {
        error_from_faults(c);
        return;
    }
    cookie_forget(c->arena, c->response, S(COOKIE_SESSION));
    http_set_header(c->arena, c->response, S("Clear-Site-Data"), S("\"cache\", \"storage\""));
    answer_go(c, S("/sign-in"));
}
