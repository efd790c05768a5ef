/* The units in which enforcement is counted (instruments/enforcement/units.yaml). */
#pragma once

#include "figures/instrument.h"

/* Reads the units into `i`, whose figures are read already. */
bool units_load_all(struct arena *a, struct instrument *i, struct faults *faults);
