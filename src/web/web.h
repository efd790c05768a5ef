/* The web application: pages for people, the same as JSON for programs. */
#pragma once

#include "store/store.h"

/* Serves until SIGINT or SIGTERM. `address` is as in web/server.h ("127.0.0.1:8080"; a port alone
 * is on 127.0.0.1). Says on standard output where it listens. False with faults when it cannot
 * start. The environment variable HIMAYA_TLS=yes says that readers come over TLS (HSTS is then
 * told). */
bool web_serve(struct store *store, struct str address, struct faults *faults);
