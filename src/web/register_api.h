/* Notifications to the contract register by programs. */
#pragma once

#include "register/register.h"
#include "web/route.h"

/* POST /register/notifications: one notification, or {"notifications": […]} with at most 200. Each
 * is answered at once; with Idempotency-Key the same answer is given again. */
void api_register_notify(struct call *c);
/* The answer to a notification as JSON and as pages have it: {id, number, kind, received_at,
 * answer, contract: {id, number}, findings: [{rule, means, severity, effect, articles, facts}]}. */
/* `contract`: its number, where it is known; empty: it is looked up. */
struct node *register_answer_node(struct call *c, const struct record *notification,
                                  struct str contract);
/* The register of this country; NULL with a fault where the pack has no law. */
const struct registry *register_of(struct call *c);
