/* The law as the public reads it: what is in force on a day. */
#pragma once

#include "web/route.h"

/* {on, rules: [{id, means, severity, when, from, to?, amended?, cites: [{article, means?}],
 *  refused_from?, refuses, to_check, source}], asleep: [{id, means, from, to?}] (not in force
 * then), sanctions: [{article, means, fines: [{offender, least, most, currency, to_check}]}],
 *  powers: [{agency, kind, whom, from, ground}],
 *  suspension?: {article, means, act, from, to, to_check, exceptions: [{id, means}]},
 *  withheld: [{kind, means, cites}]}. Only what holds on the day `on`; today when it is not given.
 */
struct node *data_law(struct call *c);
