#include "cli/rooms.h"

#include "cli/person.h"

#include "base/near.h"
#include "base/resource.h"
#include "intake/local_labels.h"

static struct str first_pack(void)
{
    struct resource file;
    size_t start = S("packs/").n;
    if (!resource_next(S("packs/"), 0, &file))
        return (struct str){0};
    return str_slice(file.name, start, str_find_char(file.name, '/', start));
}

const struct model *rooms_model(struct cli *cli, struct str pack)
{
    return model_load(cli->arena, pack.n ? pack : first_pack(), cli->faults);
}

const struct type *rooms_type(struct cli *cli, const struct model *model, struct str name)
{
    const struct type *type = model_type(model, name);
    if (type)
        return type;
    struct str_list names = {0};
    for (size_t i = 0; i < model->type_count; i++)
        *arena_push(cli->arena, &names) = model->types[i].name;
    struct str near = near_words(cli->arena, name, &names);
    FAULT(cli->faults, FAULT_MISSING, (struct place){0},
          N_("There is no record type \"{1}\". Its name may be one of: {2}."), name,
          near.n ? near : str_join(cli->arena, &names, S(", ")));
    return NULL;
}

bool rooms_open(struct cli *cli, struct str pack, struct rooms *rooms)
{
    *rooms = (struct rooms){0};
    rooms->store = store_open_pack(cli->store_file, pack, cli->faults);
    rooms->session = rooms->store ? session_open(rooms->store, cli->faults) : NULL;
    if (rooms->session) {
        rooms->model = session_model(rooms->session);
        local_labels_load(rooms->model);
        if (!cli->command->thing || person_may(cli, rooms, cli->command->thing))
            return true;
    }
    rooms_close(rooms);
    return false;
}

void rooms_close(struct rooms *rooms)
{
    if (rooms->session)
        session_close(rooms->session);
    if (rooms->store)
        store_close(rooms->store);
    *rooms = (struct rooms){0};
}

struct actor rooms_actor(const char *channel, struct str reason)
{
    return (struct actor){S("command line"), str_of(channel), reason};
}
