/* Records from a file, by a page: upload, look, import, take back. */
#pragma once

#include "web/route.h"

/* /records/TYPE/import: {type, label, plural, fields: [{name, label, help, required}], header,
 * imports: [{number, file_name, at, added, changed, undone}]}. */
struct node *data_import(struct call *c);
/* Takes the upload, checks it whole and shows how it was understood; nothing is stored. */
void act_import_check(struct call *c);
/* Orders what was shown as a job. */
void act_import_go(struct call *c);

/* /imports/NUMBER: {number, file_name, type, label, plural, by, at, added, changed, undone_at,
 * undone_by, may_undo}. */
struct node *data_import_run(struct call *c);
void dress_import_run(struct call *c, struct node *data);
/* Orders the taking back as a job. */
void act_import_undo(struct call *c);
