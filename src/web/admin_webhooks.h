/* Webhooks: which other systems are told when records change (web/webhooks.h). For those with the
 * right "admin.jobs". */
#pragma once

#include "web/route.h"

/* /admin/webhooks: {webhooks: [{id, address, types, user, state, job: {state, number, at, note}}]}
 */
struct node *admin_webhooks(struct call *c);
/* Makes one from a form: address, types, user (sign-in name); its secret is shown this once. */
void admin_webhook_make(struct call *c);
/* Begins again one that had failed; form: id. */
void admin_webhook_again(struct call *c);
/* POST /webhooks {address, types, user}: 201 {id, secret}; user is an id, the caller when left out.
 */
void api_webhook_make(struct call *c);
