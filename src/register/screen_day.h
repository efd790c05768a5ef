/* A day read in one go: the two dates of every row come through here. */
#pragma once

#include "law/contract.h"

/* The bytes of a date without those of "0000-00-00": digits become 0 to 9, hyphens 0. */
#define SCREEN_DAY_BLANK  0x2d30302d30303030ull
#define SCREEN_DAY_EXCESS 0x7f76767f76767676ull /* brings what is too much to the high bit */

/* "2019-03-07", with quotes around it or not, n bytes, as 20190307; 0 when it is anything else or
 * no day of the calendar (tests/unit/screen_test.c holds it against law_value_read). */
static inline int32_t screen_day(const char *p, size_t n)
{
    uint64_t head;
    if (n == 12 && p[0] == '"' && p[11] == '"') {
        p++;
        n = 10;
    }
    if (n != 10)
        return 0;
    memcpy(&head, p, sizeof head);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    head = __builtin_bswap64(head);
#endif
    head ^= SCREEN_DAY_BLANK;
    uint32_t tens = (uint8_t)(p[8] - '0'), ones = (uint8_t)(p[9] - '0');
    if ((((head + SCREEN_DAY_EXCESS) | head) & 0x8080808080808080ull) || tens > 9 || ones > 9)
        return 0;
    uint32_t pairs = (uint32_t)(head * 10 + (head >> 8)) & 0x00ff00ff; /* the year's, by two */
    uint32_t year = (pairs & 0xff) * 100 + (pairs >> 16);
    uint32_t month = (uint32_t)(head >> 40 & 0xff) * 10 + (uint32_t)(head >> 48 & 0xff);
    uint32_t day = tens * 10 + ones;
    if (year == 0 || month - 1 > 11 || day == 0)
        return 0;
    if (day > 28 && day > (uint32_t)date_days_in_month((int)year, (int)month))
        return 0;
    return (int32_t)(year * 10000 + month * 100 + day);
}
