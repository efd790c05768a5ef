#include "base/fault.h"

#include "base/arena.h"

enum { DEFAULT_LIMIT = 1000 };

bool fault_add(struct faults *f, enum fault_kind kind, struct place where, const char *message,
               const struct str *details, size_t detail_count)
{
    f->total++;
    if (f->count >= (f->limit ? f->limit : DEFAULT_LIMIT))
        return false;
    struct fault *fault = arena_push(f->arena, f);
    fault->kind = kind;
    fault->file = str_copy(f->arena, where.file.n ? where.file : f->file);
    fault->line = where.line;
    fault->column = where.column;
    fault->field = str_copy(f->arena, where.field);
    fault->message = str_c(f->arena, str_of(message)); /* a declared one may end before the fault */
    for (size_t i = 0; i < detail_count && i < 4; i++)
        fault->details[i] = str_copy(f->arena, details[i]);
    return false;
}

struct str fault_fill(struct arena *a, struct str message, const struct fault *fault)
{
    struct str done = {0};
    size_t from = 0;
    for (size_t i = 0; i + 2 < message.n; i++) {
        if (message.p[i] != '{' || message.p[i + 2] != '}')
            continue;
        unsigned which = (unsigned)(message.p[i + 1] - '1');
        if (which >= 4)
            continue;
        done = str_format(a, "%.*s%.*s%.*s", STR_ARG(done), STR_ARG(str_slice(message, from, i)),
                          STR_ARG(fault->details[which]));
        from = i + 3;
    }
    return from ? str_concat(a, done, str_from(message, from)) : message;
}

struct str fault_place(struct arena *a, const struct fault *fault)
{
    struct str s = fault->file;
    if (fault->line)
        s = str_format(a, "%.*s:%ld", STR_ARG(s), fault->line);
    if (fault->line && fault->column)
        s = str_format(a, "%.*s:%ld", STR_ARG(s), fault->column);
    if (fault->field.n)
        s = str_format(a, "%.*s%s%.*s", STR_ARG(s), s.n ? ": " : "", STR_ARG(fault->field));
    return s.n ? str_concat(a, s, S(": ")) : s;
}

struct str fault_english(struct arena *a, const struct fault *fault)
{
    return str_concat(a, fault_place(a, fault), fault_fill(a, str_of(fault->message), fault));
}
