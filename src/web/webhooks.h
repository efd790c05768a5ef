/* Tells other systems when records change. Each webhook is a lasting job (jobs/jobs.h) that looks
 * at the new rows of the audit chain and POSTs, one for each change of a record that the webhook's
 * user may know of:
 *
 *   {"type": "referral", "id": "01h…", "action": "insert", "version": 1, "at": "2026-…Z", "number":
 * 57} Himaya-Signature: t=1790000000,v1=<HMAC-SHA256 of "t.body" under the secret, as hex>
 *
 * It says that something changed, never what: the other system reads the record through the
 * interface, as its user. What is not answered with 2xx is sent again, later and later, up to a day
 * apart; then the job fails with a note, and an administrator begins it again. Changes come in
 * their order, each at least once (number tells twice-sent ones apart).
 */
#pragma once

#include "jobs/worker.h"
#include "web/application.h"

/* Starts the thread. NULL with a fault. */
struct worker *webhooks_start(struct arena *a, struct application *app, struct faults *faults);

/* "t=…,v1=…" of a body at a time (seconds since 1970). */
struct str webhook_signature(struct arena *a, struct str secret, struct str body, int64_t at);

/* The number of the job of a webhook. */
struct str webhook_job_number(struct arena *a, struct str id);
