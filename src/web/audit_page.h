/* The chain of changes for who may read it, and its check. */
#pragma once

#include "web/route.h"

/* {rows: [{number, at, actor, channel, action, reason, type, label, record, name, version, fields:
 * [label], details: [{key, value}]}], next}: newest first, at most 100; `next` is the number to go
 * on behind. Values of fields are never told. */
struct node *data_audit(struct call *c);
/* What the page adds: times and actions in words, the form of filters. */
void dress_audit(struct call *c, struct node *data);
/* The same rows as CSV, at most 100,000; that they were taken is in the chain. */
void file_audit(struct call *c);
/* Orders a check of the whole chain as a job. */
void act_audit_verify(struct call *c);

/* One row of the above, and what a page adds to it. */
struct node *audit_row(struct call *c, const struct change *change);
void audit_dress_row(struct call *c, struct node *row);

/* /emergencies/ID: {id, full_name, record_type, record, reason, begun_at, ends_at, reviewed_by,
 * reviewed_at, deeds: [rows as above]} (emergency_page.c). */
struct node *data_emergency(struct call *c);
void dress_emergency(struct call *c, struct node *data);
/* Notes that it was looked at. */
void act_emergency_reviewed(struct call *c);
