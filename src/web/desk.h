/* What the pages of the desk and of administration share. */
#pragma once

#include "jobs/jobs.h"
#include "web/route.h"

/* True when the person may do this thing ("audit.read"); otherwise a fault, and the refusal is in
 * the chain. */
bool desk_may(struct call *c, const char *thing);
/* An option of a form: {value, label, chosen}. */
void desk_option(struct call *c, struct node *list, struct str value, struct str label,
                 struct str chosen);
/* Records of an internal type that meet one condition, at most `limit`; none where the model has no
 * such type. */
bool desk_records(struct call *c, const char *type, const struct condition *where,
                  const char *order, size_t limit, struct records *found);
/* A job as pages and the interface show it: {number, kind, state, asked_by, asked_at, finished_at,
 * done, total, percent, waiting, running, result, faults: [text]}. */
struct node *desk_job(struct call *c, const struct job *job);

/* What a kind of job is called, in English; the kind itself when it has no name. */
struct str desk_job_label(struct str kind);

/* /jobs/{number}: a job that the person asked for, or any for who keeps the jobs. */
struct node *data_job(struct call *c);
void dress_job(struct call *c, struct node *data);
void act_job_stop(struct call *c);
