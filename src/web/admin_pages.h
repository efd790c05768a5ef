/* Administration beside users, roles and health: code lists, retention, keys, jobs. Each needs its
 * thing of model/permissions.yaml. */
#pragma once

#include "web/route.h"

/* /admin: {parts: [{address, label, says}]}: those that are open to the person. */
struct node *data_admin(struct call *c);

/* /admin/lists: {lists: [{name, codes, local, used_in: [{type, label, field, field_label}]}],
 * folder}. */
struct node *data_admin_lists(struct call *c);
/* /admin/lists/LIST: {name, codes: [{code, label, also, uses, local, labels: [{language, text}]}]}:
 * `uses` is how many records hold the code. */
struct node *data_admin_list(struct call *c);
/* Adds a local code. */
void act_admin_list_add(struct call *c);

/* /admin/retention: {types: [{type, label, plural, years, since, due, held}], holds: [{id,
 * record_type, label, record, reason, placed_by, placed_at}], due, daily}: `due` of a type is what
 * may be removed now, `held` what is held back of what would be. */
struct node *data_admin_retention(struct call *c);
void dress_admin_retention(struct call *c, struct node *data);
void act_hold_place(struct call *c);
void act_hold_lift(struct call *c);
/* Removes what is due now, as a job, or sets whether that is done each day; asks for the password.
 */
void act_retention(struct call *c);

/* /admin/keys: {version, made_at, file, people, erased, rotating, wrong}. */
struct node *data_admin_keys(struct call *c);
void dress_admin_keys(struct call *c, struct node *data);
void act_keys_rotate(struct call *c);

/* /admin/jobs: {jobs: [as desk_job]}, the newest hundred. */
struct node *data_admin_jobs(struct call *c);
void dress_admin_jobs(struct call *c, struct node *data);
void act_admin_job_stop(struct call *c);
/* Orders the same again; what needed a file must be handed in again instead. */
void act_admin_job_again(struct call *c);
