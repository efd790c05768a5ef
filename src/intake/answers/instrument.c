#include "intake/answers/instrument.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/resource.h"
#include "intake/answers/words.h"
#include "model/declaration.h"

static const struct str file = S_INIT("instruments/p029/questions.yaml");

static bool wrong(struct faults *faults, const struct node *at, struct str what)
{
    return FAULT(faults, FAULT_INPUT,
                 ((struct place){.file = file, .line = at ? at->line : 0, .field = what}),
                 N_("\"{1}\" is missing or empty here."), what);
}

static struct str_list plain(struct arena *a, const struct node *map, struct str member)
{
    return answers_plain_words(a, node_get_str(map, member));
}

static struct str status_of(const struct node *map)
{
    struct str status = node_get_str(map, S("status"));
    return status.n ? status : S("seen");
}

static bool add_heading(struct arena *a, struct answers_instrument *into, const struct node *map,
                        struct faults *faults)
{
    struct answers_heading *h = arena_push(a, &into->headings);
    const struct node *also = node_get(map, S("also"));
    h->key = node_get_str(map, S("key"));
    h->title = node_get_str(map, S("title"));
    h->status = status_of(map);
    h->level = (int)node_get_int(map, S("level"), 1);
    h->forms[h->form_count++] = plain(a, map, S("begins"));
    for (size_t i = 0; i < node_count(also) && h->form_count < 4; i++)
        h->forms[h->form_count++] = answers_plain_words(a, node_text(a, node_at(also, i)));
    h->ends = plain(a, map, S("ends"));
    h->own = answers_plain_words(a, h->title);
    if (!h->key.n)
        return wrong(faults, map, S("key"));
    if (!h->title.n)
        return wrong(faults, map, S("title"));
    return h->forms[0].count || wrong(faults, map, S("begins"));
}

static bool add_wording(struct arena *a, struct answers_instrument *into, const struct node *map,
                        struct faults *faults)
{
    struct answers_wording *w = arena_push(a, &into->wordings);
    const struct node *condition = node_get(map, S("visible_if"));
    w->number = node_text(a, node_get(map, S("number")));
    w->key = node_get_str(map, S("key"));
    w->section = node_get_str(map, S("section"));
    w->code = node_get_str(map, S("code"));
    w->type = node_get_str(map, S("type"));
    w->status = status_of(map);
    w->text = node_get_str(map, S("text"));
    w->for_each = node_get(map, S("for_each")) != NULL;
    w->begins = plain(a, map, S("begins"));
    w->ends = plain(a, map, S("ends"));
    w->own = answers_plain_words(a, w->text);
    w->options = node_get(map, S("options"));
    w->condition = node_text(a, node_get(condition, S("question")));
    w->condition_answer = node_get_str(condition, S("is"));
    if (!w->number.n)
        return wrong(faults, map, S("number"));
    if (!w->type.n)
        return wrong(faults, map, S("type"));
    if (str_eq(w->status, S("unknown")))
        return true;
    if (!w->ends.count || !w->begins.count)
        return wrong(faults, map, w->begins.count ? S("ends") : S("begins"));
    return w->text.n || wrong(faults, map, S("text"));
}

static void add_place(struct arena *a, struct answers_instrument *into, struct str name,
                      struct str country)
{
    /* Codes of two and three letters are left out: they are words of other languages as well. */
    if (name.n > 3)
        *arena_push(a, &into->places) =
            (struct answers_place){answers_plain_words(a, name), country};
}

/* The names of countries, by which a questionnaire that does not say its country is placed. */
static void add_places(struct arena *a, struct answers_instrument *into)
{
    struct faults unread = {.arena = a};
    struct csv_reader reader;
    struct csv_row row;
    struct str bytes, name;
    if (!resource_get(S("model/lists/countries.csv"), &bytes) ||
        !csv_start(&reader, bytes, 0, &unread) || !csv_next(&reader, a, &row))
        return;
    while (csv_next(&reader, a, &row)) {
        if (row.count < 3)
            continue;
        struct str country = str_copy(a, row.items[1].text), also = row.items[2].text;
        add_place(a, into, country, country);
        while (str_cut(&also, '|', &name))
            if (!str_eq(name, country))
                add_place(a, into, name, country);
    }
}

const struct answers_instrument *answers_instrument_load(struct arena *a, struct faults *faults)
{
    const struct node *all = declaration_resource(a, file, faults);
    if (!all)
        return NULL;
    struct answers_instrument *made = arena_new(a, struct answers_instrument);
    const struct node *headings = node_get(all, S("sections"));
    const struct node *wordings = node_get(all, S("questions"));
    const struct node *known = node_get(all, S("known_by"));
    made->title = node_get_str(all, S("title"));
    for (size_t i = 0; i < node_count(known); i++)
        *arena_push(a, &made->known_by) = node_text(a, node_at(known, i));
    for (size_t i = 0; i < node_count(headings); i++)
        if (!add_heading(a, made, node_at(headings, i), faults))
            return NULL;
    for (size_t i = 0; i < node_count(wordings); i++)
        if (!add_wording(a, made, node_at(wordings, i), faults))
            return NULL;
    if (!made->wordings.count || !made->headings.count) {
        wrong(faults, all, S("questions"));
        return NULL;
    }
    add_places(a, made);
    return made;
}
