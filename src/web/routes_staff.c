/* Records: lists, records, forms (src/web/staff*), work, search and import. */
#include "web/route.h"

const struct route_table routes_staff = {NULL, 0};
