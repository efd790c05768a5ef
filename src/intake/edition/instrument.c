#include "intake/edition/instrument.h"

#include "base/arena.h"
#include "model/declaration.h"

static bool wrong(struct faults *faults, struct str file, const struct node *at, struct str what)
{
    return FAULT(faults, FAULT_INPUT,
                 ((struct place){.file = file, .line = at ? at->line : 0, .field = what}),
                 N_("\"{1}\" is missing or empty here."), what);
}

static const struct str figures_file = S_INIT("instruments/findings/figures.yaml");
static const struct str edition_file = S_INIT("instruments/findings/edition.yaml");

/* Adds the place of every figure that has one in editions of 2015 and later. */
static bool add_figures(struct arena *a, struct edition_instrument *into, const struct node *list,
                        struct faults *faults)
{
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *figure = node_at(list, i);
        struct str path = node_get_str(figure, S("edition")),
                   type = node_get_str(figure, S("type"));
        if (!path.n)
            continue;
        struct edition_spot *spot = arena_push(a, &into->spots);
        spot->figure = node_get_str(figure, S("key"));
        spot->table = node_get_str(figure, S("table"));
        spot->path = path;
        spot->is_share = str_eq(type, S("percent"));
        spot->is_standard = str_eq(type, S("standard"));
        if (!spot->figure.n)
            return wrong(faults, figures_file, figure, S("key"));
    }
    return into->spots.count || wrong(faults, figures_file, list, S("figures"));
}

static const struct edition_spot *spot_of(const struct edition_instrument *i, struct str figure)
{
    for (size_t k = 0; k < i->spots.count; k++)
        if (str_eq(i->spots.items[k].figure, figure))
            return &i->spots.items[k];
    return NULL;
}

static bool add_earlier(struct arena *a, struct edition_instrument *into, const struct node *list,
                        struct faults *faults)
{
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *line = node_at(list, i);
        const struct edition_spot *now = spot_of(into, node_get_str(line, S("figure")));
        if (!now)
            return wrong(faults, edition_file, line, S("figure"));
        struct edition_spot earlier = *now;
        earlier.path = node_get_str(line, S("path"));
        earlier.age = node_get_str(line, S("age"));
        if (!earlier.path.n)
            return wrong(faults, edition_file, line, S("path"));
        *arena_push(a, &into->spots) = earlier;
    }
    return true;
}

static bool add_names(struct arena *a, struct edition_names *into, const struct node *list,
                      const struct str members[2], struct faults *faults)
{
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *line = node_at(list, i);
        struct edition_name *name = arena_push(a, into);
        name->printed = node_get_str(line, members[0]);
        name->key = node_get_str(line, members[1]);
        for (int m = 0; m < 2; m++)
            if (!node_get_str(line, members[m]).n)
                return wrong(faults, edition_file, line, members[m]);
    }
    return true;
}

static void add_words(struct arena *a, struct str_list *into, const struct node *list)
{
    for (size_t i = 0; i < node_count(list); i++)
        *arena_push(a, into) = node_text(a, node_at(list, i));
}

const struct edition_instrument *edition_instrument_load(struct arena *a, struct faults *faults)
{
    const struct node *figures = declaration_resource(a, figures_file, faults);
    const struct node *edition = declaration_resource(a, edition_file, faults);
    if (!figures || !edition)
        return NULL;
    struct edition_instrument *made = arena_new(a, struct edition_instrument);
    const struct str area[] = {S("tag"), S("area")}, mechanism[] = {S("path"), S("key")};
    if (!add_figures(a, made, node_get(figures, S("figures")), faults) ||
        !add_earlier(a, made, node_get(edition, S("earlier")), faults) ||
        !add_names(a, &made->areas, node_get(edition, S("areas")), area, faults) ||
        !add_names(a, &made->mechanisms, node_get(edition, S("mechanisms")), mechanism, faults))
        return NULL;
    add_words(a, &made->assessment, node_get(edition, S("assessment")));
    add_words(a, &made->whole_country, node_get(edition, S("whole_country")));
    add_words(a, &made->no_action, node_get(edition, S("no_action")));
    return made;
}
