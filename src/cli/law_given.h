/* The law that a command works with, from its options --pack, --rules FILE and --list NAME=FILE
 * (the last as often as wanted; a bare FILE names the list itself, as hazardous.csv). */
#pragma once

#include "cli/cli.h"
#include "law/law.h"

/* The pack's law with the given lists in place of its own; with `changed`, and with the rules of
 * the file in --rules as well. NULL with faults. */
const struct law *law_given(struct cli *cli, bool changed);
