/* Pages and interface of casework: the stage of a record, its steps, its file in time, the letters,
 * and the deadlines. What may be done is the casework room's to say; these show and ask. */
#pragma once

#include "casework/acts/perform.h"
#include "web/staff_record.h"

/* --- of a record's page --- */
/* `line`: [{label, text, state: done|now|open}], the stages of the record. */
void casework_line(struct staff_page *p);
/* `next`: [{step, label, means, about, by, until, state, days, ground, own_rule, possible, others,
 * refused, may_try, address}]: what may be done, of the record and of those in its file, most
 * urgent first. */
void casework_next(struct staff_page *p);
/* `events`: [{date, what, name, address, shows, who}]: what happened in the whole file, in the
 * order in which it did. Only where the type declares a file. */
void casework_events(struct staff_page *p);

/* A part of the file of the record on the page, read once: what the person may know of. */
const struct views *casework_file(struct staff_page *p, size_t part);
/* A record in truth, whatever of it the person may see: for the engine alone. */
struct record *casework_truth(struct call *c, const struct record *r);
/* One state of a step as above. */
struct node *casework_step_node(struct call *c, const struct record *r,
                                const struct step_state *state);

/* --- routes --- */
/* /records/TYPE/ID/steps: {type, id, version, stage, stages: [{stage, label, since}], steps: […]}
 */
struct node *data_steps(struct call *c);
void api_step(struct call *c);
struct node *step_page(struct call *c);
void step_save(struct call *c);
/* /records/information_request/ID/letter: made from the request alone. */
struct node *letter_page(struct call *c);
/* /deadlines: {today, inspectors: [{name, overdue, soon}], rows: [{…}]} */
struct node *data_deadlines(struct call *c);
void dress_deadlines(struct call *c, struct node *data);
