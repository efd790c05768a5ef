/* Routes that answer with a file to keep. */
#pragma once

#include "web/route.h"

void file_report(struct call *c);
void file_document(struct call *c);
