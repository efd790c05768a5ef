/* The outlines of countries that the map is drawn from. */
#pragma once

#include "base/node.h"

/* Reads web/static/world-map.csv: three lines "width,1000", "height,432", "radius,2.6", then a line
 * a country, "AF,,,M666…" (an outline) or "TV,991.2,270.1," (a point). Gives {width, height,
 * radius, places: [{code, path} | {code, x, y}]}; texts stay in `bytes`. */
const struct node *world_read(struct arena *a, struct str bytes);
