#include "cli/person.h"

#include "identity/identity.h"

#include <stdlib.h>

static bool who_is_it(struct cli *cli, const struct rooms *rooms, struct principal *who)
{
    struct str token = str_trim(str_of(getenv("HIMAYA_TOKEN")));
    size_t had = cli->faults->total;
    if (!token.n) {
        *who = identity_operator(rooms->model);
        return true;
    }
    if (identity_token(rooms->session, cli->arena, token, who, cli->faults)) {
        who->by_token = true;
        return true;
    }
    if (cli->faults->total == had)
        FAULT(cli->faults, FAULT_REFUSED, (struct place){0},
              N_("$HIMAYA_TOKEN holds no token that is good now; \"himaya token add\" makes one."));
    return false;
}

bool person_visit(struct cli *cli, const struct rooms *rooms, const char *channel,
                  struct str reason, struct visit *visit)
{
    *visit = (struct visit){.session = rooms->session,
                            .arena = cli->arena,
                            .channel = channel,
                            .reason = reason,
                            .faults = cli->faults};
    visit->access = access_load(cli->arena, rooms->model, cli->faults);
    return visit->access && who_is_it(cli, rooms, &visit->who);
}

bool person_may(struct cli *cli, const struct rooms *rooms, const char *thing)
{
    struct visit visit;
    struct str name = str_of(cli->command->name);
    if (!person_visit(cli, rooms, "cli", name, &visit))
        return false;
    if (access_may(visit.access, &visit.who, str_of(thing)))
        return true;
    visit_refused(&visit, thing, NULL, (struct str){0});
    person_leave(&visit);
    return FAULT(cli->faults, FAULT_REFUSED, (struct place){0},
                 N_("You may not run \"himaya {1}\"."), name);
}

void person_leave(struct visit *visit)
{
    if (visit->session)
        visit_refusals_end(visit->session);
    *visit = (struct visit){0};
}
