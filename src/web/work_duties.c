/* Work that record types declare: for each duty that falls to this person, their office, agency or
 * district, the records for which it holds. */
#include "web/work.h"

#include "base/arena.h"
#include "model/expression_make.h"

enum { ROWS_OF_A_DUTY = 50 };

/* --- whose it is --- */

/* What of the person the duty's `for` must lead to; empty when nothing of them can. */
static struct str whose(const struct principal *who, const struct field *f)
{
    if (f->kind == FIELD_REF && str_eq(f->to->name, S("user")))
        return who->user;
    if (f->kind == FIELD_REF && str_eq(f->to->name, S("office")))
        return who->office;
    if (f->kind == FIELD_REF && str_eq(f->to->name, S("agency")))
        return who->agency;
    if (f->kind == FIELD_CODE && str_eq(f->list_name, S("districts")))
        return who->district;
    return (struct str){0};
}

/* --- one duty --- */

struct ask {
    const struct type *type;
    const struct duty *duty;
    const struct expression *where;
    enum work_list list;
};

static bool put_all(struct work *w, const struct ask *ask)
{
    struct arena *a = w->call->arena;
    const struct field *due = ask->duty->due;
    struct query q = {
        .type = ask->type, .where = ask->where, .limit = ROWS_OF_A_DUTY, .brief = true};
    struct views found;
    int64_t total = 0;
    if (due)
        q.order[0] = str_c(a, due->name);
    if (!visit_list_readable(&w->call->visit, &q, &found, &total))
        return false;
    w->counts[ask->list] += total;
    for (size_t i = 0; i < found.count; i++) {
        struct view *view = &found.items[i];
        bool told = due && view->sight[due->index] == SIGHT_FULL;
        work_put(w, ask->list,
                 &(struct work_item){.view = view,
                                     .step = ask->duty->says,
                                     .due = told ? view->record->values[due->index].text
                                                 : (struct str){0}});
    }
    return true;
}

static bool put_duty(struct work *w, const struct type *type, const struct duty *duty)
{
    struct arena *a = w->call->arena;
    struct str mine = whose(&w->call->visit.who, duty->whom.fields[duty->whom.count - 1]);
    if (!mine.n)
        return true;
    struct ask ask = {
        type, duty,
        expression_both(a, duty->when, expression_compared(a, &duty->whom, EQUAL, mine)),
        duty->waiting ? WORK_WAITING : WORK_TODAY};
    if (!duty->due)
        return put_all(w, &ask);
    struct path due = {.fields = arena_array(a, 1, const struct field *), .count = 1};
    due.fields[0] = duty->due;
    struct ask late = ask, timely = ask, open = ask;
    late.list = WORK_OVERDUE;
    late.where = expression_both(a, ask.where, expression_compared(a, &due, BELOW, w->today));
    timely.where =
        expression_both(a, ask.where, expression_compared(a, &due, AT_OR_ABOVE, w->today));
    open.where = expression_both(a, ask.where, expression_is_null(a, &due));
    return put_all(w, &late) && put_all(w, &timely) && put_all(w, &open);
}

bool work_duties(struct work *w)
{
    const struct model *m = w->call->app->model;
    for (size_t i = 0; i < m->type_count; i++) {
        const struct type *type = &m->types[i];
        if (!type->duty_count || !visit_knows_type(&w->call->visit, type))
            continue;
        for (size_t k = 0; k < type->duty_count; k++)
            if (!put_duty(w, type, &type->duties[k]))
                return false;
    }
    return true;
}
