/* The pages of the contract register: overview, contracts under the law, notifications, hits. */
#pragma once

#include "register/hit.h"
#include "web/register_api.h"

/* --- overview (register_overview.c) --- */
/* {contracts, open, rules: [{rule, means, severity, count}], districts: [{district, count}], may:
 * {notify, decide, screen}} */
struct node *register_overview(struct call *c);
void register_overview_dress(struct call *c, struct node *data);
/* Orders the screening of the stored register as a job. */
void register_screen_start(struct call *c);

/* --- one contract under the law (register_contract.c) --- */
/* {number, …, judged_on, age, rules: [{rule, means, fires, facts, articles}], hits, notifications}
 */
struct node *register_contract(struct call *c);

/* --- hits (register_hits.c, register_hit.c) --- */
/* The ranked list, narrowed by rule, district and severity: {total, hits: […]}. */
struct node *register_hits(struct call *c);
void register_hits_dress(struct call *c, struct node *data);
void register_hits_decide(struct call *c); /* several at once */
struct node *register_hit(struct call *c);
void register_hit_decide(struct call *c);
void register_hit_file(struct call *c);

/* --- notifications (register_notify.c) --- */
struct node *register_notify_page(struct call *c);
void register_notify(struct call *c);
struct node *register_answer(struct call *c);
struct node *register_file_page(struct call *c);
void register_file(struct call *c);

/* --- shared --- */
/* Label of a code in the reader's language; the code itself when it is none. */
struct str register_label(struct call *c, const struct type *type, const char *field,
                          struct str code);
/* Sets `key` to the label of a code field of the view, when it may be read and is filled. */
void register_set_label(struct call *c, struct node *to, const struct view *view,
                        const char *field);
/* Text of a field as far as the person may read it. */
struct str register_text(const struct view *view, const char *field);
/* The texts of facts as [{label, value}], columns by their labels. */
struct node *register_facts_node(struct call *c, struct str facts);
/* True when the person may do this thing of the register ("register.decide"). */
bool register_may(struct call *c, const char *thing);
