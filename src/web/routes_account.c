/* Sign-in and one's own account. */
#include "web/route.h"

const struct route_table routes_account = {NULL, 0};
