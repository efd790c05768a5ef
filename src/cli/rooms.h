/* Opens what most commands work with: the model with its country pack, and the store. */
#pragma once

#include "cli/cli.h"
#include "model/type.h"

/* The model with the lists of a pack; an empty name takes the first pack inside the program. NULL
 * with a fault. */
const struct model *rooms_model(struct cli *cli, struct str pack);
/* The record type of that name. NULL with a fault that says which names are near. */
const struct type *rooms_type(struct cli *cli, const struct model *model, struct str name);
