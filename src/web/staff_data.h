/* Records of the staff application as trees: what the JSON interface answers, and what pages are
 * made from. Everything comes through the visit of the call, so it holds what this person may see
 * and nothing else. */
#pragma once

#include "web/route.h"

/* The record type that the address names. NULL with FAULT_MISSING for one that is not there, is
 * internal, or of which the person may know nothing. */
const struct type *staff_type(struct call *c);
/* The record that the address names; NULL with FAULT_MISSING. */
struct view *staff_view(struct call *c, const struct type *type);
/* True when the person may see at least whether the field is filled, in some scope. */
bool staff_sees(const struct call *c, const struct type *type, const struct field *f);
/* "/records/complaint", "/records/complaint/01h…" */
struct str staff_path(struct arena *a, const struct type *type, struct str id);

/* One value as JSON has it: text, number, true or false, ISO date, code, id; money as "1160.50". */
struct node *staff_value(struct arena *a, const struct type *type, const struct field *f,
                         const struct value *values);
/* {id, version, name, values: {field: value}, masked: [field], sealed: [field]}: masked fields have
 * a value that may not be read, sealed ones are opened with a reason. `only`: these fields, or all
 * when NULL. */
struct node *staff_record_node(struct call *c, const struct view *view,
                               const struct field *const *only, size_t count);

/* /records: {types: [{type, label, plural, means, group, count}]} */
struct node *staff_types(struct call *c);
/* `groups` of types: [{label, types}] in the order of work, and `others` that are looked for
 * rarely. */
void staff_types_dress(struct call *c, struct node *data);
/* /records/TYPE: {type, total, page, pages, size, columns, records: […]}; the query holds filters
 * (web/staff_filter.h). As a page: also what web/templates/staff-list.html shows. */
struct node *staff_list(struct call *c);
/* /records/TYPE/ID: a record as above with `type` and `may: {edit, delete, erase, open}`. As a
 * page: also what web/templates/staff-record.html shows. */
struct node *staff_record(struct call *c);
/* /records/TYPE/ID/history: {type, id, name, changes: [{number, at, actor, channel, reason, action,
 * version, difference: {field: {before, after}}}]}, newest first. */
struct node *staff_history(struct call *c);
