/* Who asks: the cookie of a session or the token of a program made into call->visit, before the
 * route's own function runs. */
#pragma once

#include "web/route.h"

/* Fills call->visit, token, proved, personal and secret, and lets in whom the route is for. False
 * when it answered by itself: 303 to sign in for people, 401 for programs. */
bool enter(struct call *c);
/* The refusal of somebody who is not signed in. */
void enter_ask_to_sign_in(struct call *c);
/* For the server's plan: true when the request carries a session or token that is good now. */
bool enter_is_known(struct call *c);
