/* How long work tells how far it is: the one who wants to know passes a function. */
#pragma once

#include <stddef.h>

struct progress {
    void (*show)(void *context, size_t done, size_t total); /* may be NULL */
    void *context;
};

static inline void progress_show(const struct progress *p, size_t done, size_t total)
{
    if (p && p->show)
        p->show(p->context, done, total);
}
