/* What every page has around it: addresses, the switch of languages, the name of the place. */
#pragma once

#include "web/route.h"

/* Renders a template with `data` and, under the name `site`, what the layout needs. The answer's
 * status is left as it is. */
void page_write(struct call *c, struct str template, struct node *data);
/* The address of this page in another language, with its query. */
struct str page_address(struct call *c, enum language language);
/* What the person may do beside records: {administration, admin_users, audit_read, …}. */
struct node *page_permissions(struct call *c);
