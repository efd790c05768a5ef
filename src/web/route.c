#include "web/route.h"

#include <string.h>

size_t route_parameter_count(const struct route *r)
{
    size_t n = 0;
    while (n < ROUTE_PARAMETERS && r->parameters[n].name)
        n++;
    return n;
}

static size_t parameter_index(const struct route *r, struct str name)
{
    size_t count = route_parameter_count(r);
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, str_of(r->parameters[i].name)))
            return i;
    return STR_NONE;
}

/* Compares part by part; {name} takes one part. */
static bool matches(const struct route *r, struct str path, struct str *values)
{
    struct str pattern = str_of(r->pattern), wanted, given;
    pattern = str_from(pattern, 1);
    path = str_from(path, 1);
    for (;;) {
        bool more = str_cut(&pattern, '/', &wanted), got = str_cut(&path, '/', &given);
        if (!more || !got)
            return more == got;
        if (wanted.n && wanted.p[0] == '{') {
            if (!given.n)
                return false;
            values[parameter_index(r, str_slice(wanted, 1, wanted.n - 1))] = given;
        } else if (!str_eq(wanted, given)) {
            return false;
        }
    }
}

const struct route *route_find(enum http_method method, struct str path, struct str *values,
                               bool *others)
{
    if (method == HTTP_HEAD)
        method = HTTP_GET;
    *others = false;
    for (size_t i = 0; i < route_count; i++) {
        memset(values, 0, ROUTE_PARAMETERS * sizeof *values);
        if (!matches(&routes[i], path, values))
            continue;
        if (routes[i].method == method)
            return &routes[i];
        *others = true;
    }
    return NULL;
}

struct str call_value(const struct call *c, const char *name)
{
    size_t i = parameter_index(c->route, str_of(name));
    return i == STR_NONE ? (struct str){0} : c->values[i];
}

int call_number(const struct call *c, const char *name)
{
    int64_t number;
    return str_to_int(call_value(c, name), &number) ? (int)number : 0;
}

static bool is_code(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_alpha(s.p[i]) && !char_is_digit(s.p[i]) && !strchr("_-.", s.p[i]))
            return false;
    return s.n <= 100;
}

static bool check_one(const struct route_parameter *p, struct str value, struct faults *faults)
{
    struct str kind = str_of(p->kind), name = str_of(p->name);
    int64_t number = 0;
    bool good = value.n <= 200;
    if (str_eq(kind, S("year")))
        good = str_to_int(value, &number) && number >= 1990 && number <= 2100 && value.n == 4;
    else if (str_eq(kind, S("integer")))
        good = str_to_int(value, &number) && number >= 0 && number <= 100000000;
    else if (str_eq(kind, S("code")))
        good = is_code(value);
    return good || FAULT(faults, FAULT_INPUT, (struct place){.field = name},
                         N_("\"{1}\" cannot stand here. An example of what can: {2}."), value,
                         str_of(p->example));
}

bool route_check(const struct route *r, const struct str *values, struct faults *faults)
{
    size_t count = route_parameter_count(r);
    bool good = true;
    for (size_t i = 0; i < count; i++)
        if (values[i].n)
            good = check_one(&r->parameters[i], values[i], faults) && good;
    return good;
}
