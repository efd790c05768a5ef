#include "web/route.h"

#include "base/arena.h"

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

static const struct route_table *const tables[] = {
    &routes_public,   &routes_casework,     &routes_desk,    &routes_staff,
    &routes_account,  &routes_admin,        &routes_keeping, &routes_users,
    &routes_register, &routes_inspectorate, &routes_api};

const struct route *route_at(size_t i)
{
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        if (i < tables[t]->count)
            return &tables[t]->rows[i];
        i -= tables[t]->count;
    }
    return NULL;
}

bool route_reaches(const struct route *r, bool api)
{
    if (r->reach != REACH_USUAL)
        return api == (r->reach == REACH_API);
    if (r->act)
        return !api;
    return api || r->page || r->file;
}

const struct route *route_find(const struct route_wish *wish, struct str *values)
{
    enum http_method method = wish->method == HTTP_HEAD ? HTTP_GET : wish->method;
    const struct route *r;
    for (size_t i = 0; (r = route_at(i)); i++) {
        memset(values, 0, ROUTE_PARAMETERS * sizeof *values);
        if (r->method == method && route_reaches(r, wish->api) && matches(r, wish->path, values))
            return r;
    }
    return NULL;
}

struct str route_methods(struct arena *a, const struct route_wish *wish)
{
    static const struct {
        enum http_method method;
        struct str name;
    } methods[] = {{HTTP_GET, S_INIT("GET, HEAD")},
                   {HTTP_POST, S_INIT("POST")},
                   {HTTP_PUT, S_INIT("PUT")},
                   {HTTP_PATCH, S_INIT("PATCH")},
                   {HTTP_DELETE, S_INIT("DELETE")}};
    struct str_list found = {0};
    struct str values[ROUTE_PARAMETERS];
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct route_wish other = {methods[i].method, wish->api, wish->path};
        if (route_find(&other, values))
            *arena_push(a, &found) = methods[i].name;
    }
    return str_join(a, &found, S(", "));
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
