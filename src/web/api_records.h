/* Changes of records by programs. A body is {"values": {field: value}, "reason": "…"}; what is
 * answered is the record as GET answers it. */
#pragma once

#include "web/route.h"

/* POST /records/TYPE: 201 with Location. With the header Idempotency-Key the same request sent
 * again within a day answers the record made the first time. */
void api_insert(struct call *c);
/* PUT /records/TYPE/ID: what is not given becomes empty, as far as the person may write it. */
void api_replace(struct call *c);
/* PATCH /records/TYPE/ID: only what is given changes; null empties. */
void api_change(struct call *c);
/* DELETE /records/TYPE/ID. PUT, PATCH and DELETE need If-Match with the version that was read:
 * 428 without it, 412 with both values when it is stale. */
void api_delete(struct call *c);
/* POST /records/TYPE/ID/open {reason}: the record with its sealed fields, audited. */
void api_open(struct call *c);
/* POST /records/TYPE/bulk {changes: [{id, version, values | delete: true}], reason}: each is done
 * or refused by itself; answers {results: [{id, status, version | errors}]}. */
void api_bulk(struct call *c);
