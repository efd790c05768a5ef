/* Signing in and out, and what people keep of their own. */
#pragma once

#include "identity/identity.h"
#include "web/route.h"

/* --- pages and acts (routes_account.c) --- */
void account_sign_in_page(struct call *c);
void account_sign_in(struct call *c);
void account_code_page(struct call *c);
void account_code(struct call *c);
void account_sign_out(struct call *c);
void account_page(struct call *c);
void account_end_session(struct call *c);
void account_make_token(struct call *c);
void account_revoke_token(struct call *c);
void account_password_page(struct call *c);
void account_password(struct call *c);
void account_codes_page(struct call *c);
void account_codes(struct call *c);

/* --- what they share (account.c) --- */
/* A value of the form that was sent; empty when it was not. */
struct str account_typed(const struct call *c, const char *name);
/* "Firefox, Windows", of what the browser says of itself. */
struct str account_browser(const struct call *c);
/* The cookie of a new session, under which forms are made from now. */
void account_keep_token(struct call *c, const char *token);
/* The page with `errors`, a map of field -> what is wrong with it, beside the list `faults`. */
void account_answer(struct call *c, int status, const char *template, struct node *data);
/* 303 to the first thing that is still to be set up; false when nothing is. */
bool account_go_to_set_up(struct call *c);
/* The field `password` proves the person once more, before what gives somebody a way in or cannot
 * be undone; otherwise a fault at "password". */
bool account_proves(struct call *c);
/* The actor of the person whose call it is. */
struct actor account_actor(const struct call *c);
