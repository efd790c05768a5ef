/* Setting up one-time codes. */
#include "base/arena.h"
#include "web/account.h"
#include "web/answer.h"
#include "web/error_page.h"
#include "web/qr.h"

static void show(struct call *c, int status)
{
    struct node *data = node_map(c->arena);
    struct set_up set_up;
    struct str address, seed;
    if (!identity_set_up(c->session, c->visit.who.user, &set_up, &c->faults) ||
        !identity_codes_show(c->session, c->arena, &c->visit.who, &address, &seed, &c->faults)) {
        error_from_faults(c);
        return;
    }
    node_set_bool(c->arena, data, S("has_codes"), set_up.has_codes);
    node_set_str(c->arena, data, S("name"), c->visit.who.name);
    if (seed.n) {
        struct buffer groups = {.arena = c->arena};
        for (size_t i = 0; i < seed.n; i += 4) {
            buffer_add(&groups, str_slice(seed, i, i + 4));
            buffer_char(&groups, ' ');
        }
        node_set_str(c->arena, data, S("address"), address);
        node_set_str(c->arena, data, S("seed"), str_trim(buffer_str(&groups)));
        node_set(c->arena, data, S("qr"), qr_draw(c->arena, address));
    }
    account_answer(c, status, "account-codes", data);
}

void account_codes_page(struct call *c)
{
    show(c, 200);
}

/* New codes are a new way in: who has them already shows once more who they are. */
static bool may_begin(struct call *c)
{
    struct set_up set_up;
    if (!identity_set_up(c->session, c->visit.who.user, &set_up, &c->faults))
        return false;
    return !set_up.has_codes || account_proves(c);
}

static void begin(struct call *c)
{
    if (may_begin(c) && identity_codes_begin(c->session, &c->visit.who, &c->faults))
        answer_go(c, S("/account/codes"));
    else
        show(c, 422);
}

static void confirm(struct call *c)
{
    struct new_codes codes;
    struct node *data = node_map(c->arena);
    if (!identity_codes_confirm(c->session, &c->visit.who, account_typed(c, "code"),
                                account_browser(c), &codes, &c->faults)) {
        show(c, 422);
        return;
    }
    account_keep_token(c, codes.token);
    struct node *list = node_set(c->arena, data, S("recovery"), node_list(c->arena));
    for (size_t i = 0; i < RECOVERY_CODES; i++)
        node_add(c->arena, list, node_str(c->arena, str_copy(c->arena, str_of(codes.recovery[i]))));
    account_answer(c, 200, "account-codes-done", data);
}

void account_codes(struct call *c)
{
    if (str_eq(account_typed(c, "step"), S("confirm")))
        confirm(c);
    else
        begin(c);
}
