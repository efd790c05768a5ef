/* Acts of programs beside changing a record: an import, an emergency. */
#pragma once

#include "web/route.h"

/* POST /records/TYPE/import with a CSV file as body (Content-Type: text/csv): orders the import as
 * a job; 202 {job} with its address as Location. */
void api_import(struct call *c);
/* POST /records/TYPE/ID/emergency {reason, hours}: opens the record to the person for at most a
 * day; audited, and the privacy officer reads the reason. Answers the record. */
void api_emergency(struct call *c);
