#include "base/money.h"

#include <inttypes.h>

__extension__ typedef __int128 wide; /* products of two 64-bit numbers */

int money_digits(struct str currency)
{
    static const char none[][4] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                   "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
    static const char three[][4] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (str_eq(currency, str_of(none[i])))
            return 0;
    for (size_t i = 0; i < sizeof three / sizeof *three; i++)
        if (str_eq(currency, str_of(three[i])))
            return 3;
    return 2;
}

static int64_t power_of_ten(int digits)
{
    int64_t power = 1;
    while (digits-- > 0)
        power *= 10;
    return power;
}

static bool not_an_amount(struct faults *faults, struct place where, struct str text)
{
    return FAULT(faults, FAULT_INPUT, where,
                 N_("\"{1}\" is not an amount of money. Write it without thousands and without a "
                    "currency sign, as in 1160 or 1160.50."),
                 text);
}

bool money_read(struct str text, struct str currency, struct place where, int64_t *minor,
                struct faults *faults)
{
    int digits = money_digits(currency);
    struct str body = str_from(text, text.n && (text.p[0] == '-' || text.p[0] == '+'));
    size_t point = str_find_char(body, '.', 0);
    struct str whole = str_slice(body, 0, point == STR_NONE ? body.n : point);
    struct str part = point == STR_NONE ? (struct str){0} : str_from(body, point + 1);
    if (!whole.n || (point != STR_NONE && !part.n))
        return not_an_amount(faults, where, text);
    int64_t value = 0;
    for (size_t i = 0; i < whole.n + part.n; i++) {
        char c = i < whole.n ? whole.p[i] : part.p[i - whole.n];
        if (!char_is_digit(c))
            return not_an_amount(faults, where, text);
        if (i >= whole.n + (size_t)digits) { /* zeros beyond the smallest coin say nothing */
            if (c == '0')
                continue;
            return FAULT(
                faults, FAULT_INPUT, where,
                N_("\"{1}\" has more digits behind the point than the currency has ({2})."), text,
                str_format(faults->arena, "%d", digits));
        }
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, c - '0', &value))
            return FAULT(faults, FAULT_LIMIT, where, N_("\"{1}\" is too large an amount."), text);
    }
    int missing = digits - (part.n < (size_t)digits ? (int)part.n : digits);
    if (__builtin_mul_overflow(value, power_of_ten(missing), &value))
        return FAULT(faults, FAULT_LIMIT, where, N_("\"{1}\" is too large an amount."), text);
    *minor = text.p[0] == '-' ? -value : value;
    return true;
}

struct str money_print(struct arena *a, int64_t minor, struct str currency)
{
    int digits = money_digits(currency);
    uint64_t unit = (uint64_t)power_of_ten(digits);
    uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    const char *sign = minor < 0 ? "-" : "";
    if (!digits)
        return str_format(a, "%s%" PRIu64, sign, size);
    return str_format(a, "%s%" PRIu64 ".%0*" PRIu64, sign, size / unit, digits, size % unit);
}

/* above / below, half away from zero. */
static bool divide(wide above, wide below, int64_t *result)
{
    wide size = above < 0 ? -above : above;
    wide rounded = (size * 2 + below) / (below * 2);
    if (rounded > INT64_MAX)
        return false;
    *result = (int64_t)(above < 0 ? -rounded : rounded);
    return true;
}

bool money_divide_by_rate(int64_t minor, struct money_rate rate, struct str target, int64_t *result)
{
    if (rate.millionths <= 0)
        return false;
    wide above = (wide)minor * 1000000 * power_of_ten(money_digits(target));
    return divide(above, (wide)rate.millionths * power_of_ten(money_digits(rate.currency)), result);
}

bool money_multiply_by_rate(int64_t minor, struct str source, struct money_rate rate,
                            int64_t *result)
{
    wide product;
    if (rate.millionths <= 0 ||
        __builtin_mul_overflow((wide)minor * rate.millionths,
                               (wide)power_of_ten(money_digits(rate.currency)), &product) ||
        product > ((wide)INT64_MAX << 60) || product < -((wide)INT64_MAX << 60))
        return false;
    return divide(product, (wide)1000000 * power_of_ten(money_digits(source)), result);
}
