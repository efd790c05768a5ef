/* Is it all in the capital? How evenly something is spread over the districts of a country. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The chance, from 0 to 1, that two of them picked at random (the second from all again) stand in
 * the same district: the sum of the squares of the shares (Herfindahl). 1 means all in one; 1/n
 * that n districts have the same. 0 when there is none at all. Negative parts count as none. */
double concentration_same(const int64_t *parts, size_t count);
/* Gini: 0 when every district has the same, towards 1 when one has it all. `parts` is put in order.
 * Districts without any count too, so all of them belong into `parts`. */
double concentration_gini(int64_t *parts, size_t count);
/* The part in percent; 0 of nothing. */
double concentration_share(int64_t part, int64_t whole);
