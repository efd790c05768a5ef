#include "web/api_acts.h"

#include "base/arena.h"
#include "jobs/jobs.h"
#include "web/answer.h"
#include "web/api_values.h"
#include "web/staff_data.h"

enum { LONGEST_EMERGENCY = 24 };

void api_import(struct call *c)
{
    struct arena *a = c->arena;
    const struct type *type = staff_type(c);
    struct str number, name = str_format(a, "%.*s.csv", STR_ARG(call_value(c, "type")));
    if (!type)
        return;
    if (!visit_may(&c->visit, type, ACTION_IMPORT)) {
        visit_refused(&c->visit, "import", type, (struct str){0});
        FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
              N_("You may not import records of this type."));
        return;
    }
    if (!c->request->body.n || c->json) {
        FAULT(&c->faults, FAULT_INPUT, (struct place){0},
              N_("Send the CSV file as the body, with \"Content-Type: text/csv\"."));
        return;
    }
    struct node *work = node_map(a);
    node_set_str(a, work, S("user"), c->visit.who.user);
    node_set_str(a, work, S("type"), type->name);
    node_set_str(a, work, S("file_name"), name);
    struct actor actor = visit_actor(&c->visit);
    struct job_order order = {.kind = "import", .work = work, .input = c->request->body};
    if (!jobs_add(c->session, a, &actor, &order, &number, &c->faults))
        return;
    struct node *out = node_map(a);
    node_set_str(a, out, S("job"), number);
    http_set_header(a, c->response, S("Location"), str_concat(a, S("/api/v1/jobs/"), number));
    answer_json(c, 202, out);
}

void api_emergency(struct call *c)
{
    static const char *const known[] = {"reason", "hours", NULL};
    const struct type *type = staff_type(c);
    struct str id = call_value(c, "id");
    if (!type || !api_members_are(c, c->json, known))
        return;
    int64_t hours = node_get_int(c->json, S("hours"), LONGEST_EMERGENCY);
    if (hours < 1 || hours > LONGEST_EMERGENCY) {
        FAULT(&c->faults, FAULT_INPUT, (struct place){.field = S("hours")},
              N_("An emergency lasts from 1 to 24 hours."));
        return;
    }
    if (visit_emergency(&c->visit, type, id, node_get_str(c->json, S("reason")), (int)hours))
        api_answer_record(c, 200, type, id);
}
