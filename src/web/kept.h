/* A form that was sent after its session had ended: what was typed is kept in memory for half an
 * hour, and shown again to the same user, and nobody else, once they have signed in.
 *
 * Who sent it is known from the form's token (web/csrf.h), which the ended session signed. Nothing
 * is written to disk, so a restart loses it; files of a form are not kept. */
#pragma once

#include "web/route.h"

struct kept_forms;

struct kept_forms *kept_forms_new(struct arena *a);
void kept_forms_close(struct kept_forms *kept);
/* Called for a form that was answered with the way to the sign-in page: keeps it, and leads to
 * /kept/NUMBER from there. Does nothing when the form's token is not of the cookie that came. */
void kept_forms_keep(struct call *c);
/* /kept/NUMBER: {action, fields: [{name, label, value, lines}]}, to be looked at and sent again;
 * label only for fields of a record.
 * FAULT_MISSING for anybody but who sent it. */
struct node *kept_form(struct call *c);
