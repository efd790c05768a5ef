/* Answers that say what is wrong: a page for people, problem+json (RFC 9457) for programs. */
#pragma once

#include "web/route.h"

void error_answer(struct call *c, int status, const char *message);
/* From the call's faults: the status follows the kind of the first. */
void error_from_faults(struct call *c);
