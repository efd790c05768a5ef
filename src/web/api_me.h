/* What a program asks about itself. */
#pragma once

#include "web/route.h"

/* {user, name, full_name, agency, office, district, roles: [code], by_token, read_only, types,
 * may: [thing], form_token}: form_token for a session's cookie only, to be sent back in the header
 * Himaya-Form-Token with every change. */
struct node *api_me(struct call *c);
/* {types: [{type, label, plural, means, may: {create, delete, export, import}, fields: [{name,
 * label, kind, required, list, codes, to, sealed, read, write}]}]}: read and write say whether the
 * person may with some records; which, depends on how each stands to them. */
struct node *api_types(struct call *c);
