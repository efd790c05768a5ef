/* Prints the table of routes, one a line, for the tests that must try each of them: method, who may
 * call, name, pattern, whom it reaches (people, programs, both), then NAME:PLACE:EXAMPLE of every
 * parameter; tabs between. */
#include "web/route.h"

#include <stdio.h>

static const char *reaches(const struct route *r)
{
    if (!route_reaches(r, true))
        return "people";
    return route_reaches(r, false) ? "both" : "programs";
}

int main(void)
{
    static const char *const methods[] = {
        [HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD",   [HTTP_POST] = "POST",
        [HTTP_PUT] = "PUT", [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE",
    };
    static const char *const callers[] = {[WHO_EVERYBODY] = "everybody",
                                          [WHO_STAFF] = "staff",
                                          [WHO_HERE] = "here",
                                          [WHO_HALF] = "half"};
    const struct route *r;
    for (size_t i = 0; (r = route_at(i)); i++) {
        printf("%s\t%s\t%s\t%s\t%s", methods[r->method], callers[r->who], r->name, r->pattern,
               reaches(r));
        for (size_t p = 0; p < route_parameter_count(r); p++)
            printf("\t%s:%s:%s", r->parameters[p].name,
                   r->parameters[p].place == IN_PATH ? "path" : "query",
                   r->parameters[p].example ? r->parameters[p].example : "");
        putchar('\n');
    }
    return 0;
}
