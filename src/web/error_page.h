/* Answers that say what is wrong: a page for people, problem+json (RFC 9457) for programs. */
#pragma once

#include "web/route.h"

void error_answer(struct call *c, int status, const char *message);
/* From the call's faults: the status follows the kind of the first. */
void error_from_faults(struct call *c);
/* The same with a status of the caller's and further members for the problem (programs only). */
void error_from_faults_as(struct call *c, int status, const struct node *extra);
/* The status that error_from_faults would give. */
int error_status(const struct call *c);
