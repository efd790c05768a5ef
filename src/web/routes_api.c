/* What only programs can do: /api/v1 beyond the data of pages; and /metrics. */
#include "web/route.h"

const struct route_table routes_api = {NULL, 0};
