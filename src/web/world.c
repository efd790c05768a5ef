#include "web/world.h"

#include "base/arena.h"

static void set_number(struct arena *a, struct node *map, struct str key, struct str text)
{
    double number;
    if (str_to_real(text, &number))
        node_set(a, map, key, node_real(a, number));
}

const struct node *world_read(struct arena *a, struct str bytes)
{
    struct node *world = node_map(a), *places = node_list(a);
    struct str line;
    for (int n = 0; str_cut(&bytes, '\n', &line); n++) {
        struct str rest = line, code = {0}, x = {0}, y = {0}, path = {0};
        if (!line.n || !str_cut(&rest, ',', &code) || !str_cut(&rest, ',', &x))
            continue;
        if (n < 3) {
            set_number(a, world, code, x);
            continue;
        }
        str_cut(&rest, ',', &y);
        str_cut(&rest, ',', &path);
        struct node *place = node_add(a, places, node_map(a));
        node_set_str(a, place, S("code"), code);
        if (path.n) {
            node_set_str(a, place, S("path"), path);
        } else {
            set_number(a, place, S("x"), x);
            set_number(a, place, S("y"), y);
        }
    }
    node_set(a, world, S("places"), places);
    return world;
}
