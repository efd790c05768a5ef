/* Takes the words of the command line apart: options anywhere, as --name value or --name=value; the
 * command (one or two words) and its operands; -- ends the options. */
#pragma once

#include "cli/cli.h"

extern const struct command_option arguments_common[]; /* options that every command takes */

/* False with a fault when something does not belong there. `cli->command` stays NULL when no
 * command is named. */
bool arguments_read(struct cli *cli, int argc, char **argv);
