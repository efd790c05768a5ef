/* Opens what most commands work with: the model with its country pack, and the store. */
#pragma once

#include "cli/cli.h"
#include "store/store.h"

/* The model with the lists of a pack; an empty name takes the first pack inside the program. NULL
 * with a fault. */
const struct model *rooms_model(struct cli *cli, struct str pack);
/* The record type of that name. NULL with a fault that says which names are near. */
const struct type *rooms_type(struct cli *cli, const struct model *model, struct str name);

/* The store of this run, made when it is missing, with a session to work in. */
struct rooms {
    struct store *store;
    struct session *session;
    const struct model *model;
};
/* An empty pack means the one the store was made for. Checks that whoever runs
 * the command may (its `thing`). False with a fault; then nothing is open. */
bool rooms_open(struct cli *cli, struct str pack, struct rooms *rooms);
void rooms_close(struct rooms *rooms);
/* "command line", with what is being done as the reason. */
struct actor rooms_actor(const char *channel, struct str reason);
