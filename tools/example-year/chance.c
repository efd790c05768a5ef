#include "chance.h"

static uint64_t next(struct chance *c)
{
    uint64_t z = (c->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int chance_between(struct chance *c, int least, int most)
{
    return least + (int)(next(c) % (uint64_t)(most - least + 1));
}

int chance_of(struct chance *c, int percent)
{
    return chance_between(c, 0, 99) < percent;
}

size_t chance_pick(struct chance *c, const int *weights, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    int at = chance_between(c, 0, sum - 1);
    for (size_t i = 0; i < count; i++)
        if ((at -= weights[i]) < 0)
            return i;
    return count - 1;
}

void chance_share_out(struct chance *c, int *amounts, size_t count, int total, int least, int most,
                      int step)
{
    int mean = total / (int)count, left = total;
    int spread = (mean - least < most - mean ? mean - least : most - mean) / step;
    for (size_t i = 0; i < count; i++) {
        int one = mean / step * step + chance_between(c, -spread, spread) * step;
        amounts[i] = one < least ? least : one;
        left -= amounts[i];
    }
    /* What chance left over or took too much is put right in steps, wherever there is room. */
    while (left) {
        int *one = &amounts[chance_between(c, 0, (int)count - 1)];
        int by = left > 0 ? (left < step ? left : step) : (left > -step ? left : -step);
        if (*one + by < least || *one + by > most)
            continue;
        *one += by;
        left -= by;
    }
}
