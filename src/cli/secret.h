/* Passwords and passphrases from a person. */
#pragma once

#include "cli/cli.h"

/* One line of standard input; on a terminal it is asked for and not shown while it is typed. Empty
 * when nothing came. */
struct str secret_read(struct cli *cli, const char *question);
