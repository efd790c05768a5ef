/* The data dictionary: every record type, field and list as people read them, in Markdown. */
#pragma once

#include "model/type.h"

struct str model_dictionary(struct arena *a, const struct model *m);
