/* Administration of staff: who may sign in, and with which roles, which two people give. */
#pragma once

#include "identity/identity.h"
#include "web/route.h"

/* --- pages and acts (routes_admin.c) --- */
void admin_users_page(struct call *c);
void admin_users_new_page(struct call *c);
void admin_users_new(struct call *c);
void admin_users_one_page(struct call *c);
void admin_users_state(struct call *c);
void admin_users_password(struct call *c);
void admin_users_sessions(struct call *c);
void admin_users_ask_role(struct call *c);
void admin_roles_page(struct call *c);
void admin_roles_decide(struct call *c);
void admin_roles_ask_end(struct call *c);

/* --- what they share --- */
/* False with an answer (and its row of the chain) when the person may not do the thing. */
bool admin_may(struct call *c, const char *thing);
/* Shows a member of staff; `first_password` when one was just made, else NULL. */
void admin_users_show(struct call *c, struct str id, int status, const char *first_password);
/* Roles as {id, user, person, role, state, …} of one user, or everybody's that wait. Names of
 * people are added when `with_person`. NULL with a fault. */
struct node *admin_roles_list(struct call *c, struct str user, bool open, bool with_person);
/* The roles that a person can have, as {code, name, chosen}. */
struct node *admin_roles_choices(struct call *c, struct str chosen);
