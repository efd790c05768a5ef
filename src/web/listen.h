/* Sockets to listen at. */
#pragma once

#include "base/fault.h"

/* Opens what server_settings.address names; *port is 0 for unix. Returns the socket, or -1 with a
 * fault. */
int listen_at(struct arena *a, struct str address, unsigned *port, struct faults *faults);
