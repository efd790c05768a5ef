#include "inspectorate/concentration.h"

#include <stdlib.h>

static double total(const int64_t *parts, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += parts[i] > 0 ? (double)parts[i] : 0;
    return sum;
}

double concentration_same(const int64_t *parts, size_t count)
{
    double whole = total(parts, count), same = 0;
    for (size_t i = 0; whole > 0 && i < count; i++) {
        double share = parts[i] > 0 ? (double)parts[i] / whole : 0;
        same += share * share;
    }
    return same;
}

static int ascending(const void *one, const void *two)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)two;
    return (a > b) - (a < b);
}

double concentration_gini(int64_t *parts, size_t count)
{
    double whole = total(parts, count), weighted = 0;
    if (count < 2 || whole <= 0)
        return 0;
    qsort(parts, count, sizeof *parts, ascending);
    for (size_t i = 0; i < count; i++)
        weighted +=
            (2.0 * (double)(i + 1) - (double)count - 1) * (parts[i] > 0 ? (double)parts[i] : 0);
    return weighted / ((double)count * whole);
}

double concentration_share(int64_t part, int64_t whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : 0;
}
