/* The body of a request into call->form, call->uploads or call->json, by what it says it is and
 * what the route takes; and the check that a change was not forged by another site. */
#pragma once

#include "web/route.h"

/* False when it answered by itself: 400 malformed, 415 of a kind that is not taken here. */
bool body_read(struct call *c);
/* False when it answered by itself with 403: the form's token (form field `form_token`; for
 * programs with a session's cookie the header Himaya-Form-Token) is missing, not this session's, or
 * another site began the request. A bearer's token needs none of this. */
bool body_is_from_us(struct call *c);
