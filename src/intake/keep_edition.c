#include "intake/keep_parts.h"

#include "base/arena.h"

static void add_goods(struct keeping *k, struct records *list, struct str profile,
                      const struct edition_goods *goods)
{
    for (size_t i = 0; i < goods->count; i++) {
        const struct edition_good *good = &goods->items[i];
        if (!good->name.n)
            continue;
        struct record *r = keep_add(k, list, "good", "profile", profile);
        keep_set(r, "name", good->name);
        record_set(r, "child_labor", value_integer(good->child_labor));
        record_set(r, "forced_labor", value_integer(good->forced_labor));
        record_set(r, "forced_child_labor", value_integer(good->forced_child_labor));
    }
}

/* Projects and what the edition says of bodies, policies and programmes stand as rows of words. */
static void add_entries(struct keeping *k, struct records *list, struct str profile,
                        const struct edition_country *c)
{
    for (size_t i = 0; i < c->mechanisms.count; i++) {
        const struct edition_mechanism *mechanism = &c->mechanisms.items[i];
        struct record *r = keep_add(k, list, "entry", "profile", profile);
        keep_set(r, "table", S("mechanisms"));
        keep_set_number(r, "position", (int64_t)i + 1);
        keep_set(r, "name", mechanism->key);
        keep_set(r, "text", mechanism->text);
        keep_set_number(r, "line", mechanism->line);
    }
    for (size_t i = 0; i < c->projects.count; i++) {
        const struct edition_project *project = &c->projects.items[i];
        struct record *r = keep_add(k, list, "entry", "profile", profile);
        keep_set(r, "table", S("projects"));
        keep_set_number(r, "position", (int64_t)i + 1);
        keep_set(r, "name", project->title);
        keep_set(r, "text", project->link);
        keep_set_number(r, "line", project->line);
    }
}

static void add_description(struct keeping *k, struct records *list, struct str profile,
                            const struct edition_country *c)
{
    if (!c->description.n)
        return;
    struct record *r = keep_add(k, list, "passage", "profile", profile);
    keep_set_number(r, "position", 1);
    keep_set(r, "section", S("summary"));
    keep_set(r, "kind", S("paragraph"));
    keep_set(r, "text", c->description);
    keep_set_number(r, "line", c->line);
}

static struct record *profile_of(struct keeping *k, const struct edition_country *c,
                                 struct str country, int year, struct str document)
{
    struct record *r = record_new(k->arena, model_type(k->model, S("profile")));
    keep_set(r, "country", country);
    keep_set_number(r, "year", year);
    keep_set(r, "origin", S("edition"));
    keep_set_code(r, "level", c->level);
    keep_set_code(r, "qualifier", c->qualifier);
    keep_set(r, "label", c->label);
    keep_set(r, "region", c->region);
    keep_set(r, "document", document);
    return r;
}

/* One country; `next` is the line of the one behind it, 0 for the last. */
static bool put_country(struct keeping *k, const struct edition *e, const struct edition_country *c,
                        struct str document, long next)
{
    const struct code *country =
        keep_country(k->keep, c->iso2, c->name, (struct str){0}, k->faults);
    bool was_there = false;
    if (!country)
        return false;
    struct record *profile = profile_of(k, c, country->code, e->year, document);
    if (!keep_put_head(k, profile, &was_there))
        return false;
    k->done->replaced = k->done->replaced || was_there;
    k->done->countries++;
    struct records figures = {0}, actions = {0}, goods = {0}, entries = {0}, passages = {0},
                   remarks = {0};
    struct str id = profile->id;
    keep_add_figures(k, &figures, id, &c->figures);
    keep_add_actions(k, &actions, id, &c->actions);
    add_goods(k, &goods, id, &c->goods);
    add_entries(k, &entries, id, c);
    add_description(k, &passages, id, c);
    keep_add_remarks(k, &remarks, id, &e->remarks, c->line, next);
    bool good = keep_put_children(k, "figure", "profile", id, &figures, !was_there) &&
                keep_put_children(k, "suggested_action", "profile", id, &actions, !was_there) &&
                keep_put_children(k, "good", "profile", id, &goods, !was_there) &&
                keep_put_children(k, "entry", "profile", id, &entries, !was_there) &&
                keep_put_children(k, "passage", "profile", id, &passages, !was_there);
    keep_add_left_out(k, &remarks, id);
    return good && keep_put_children(k, "remark", "profile", id, &remarks, !was_there);
}

/* Whether profiles of this document and year are there. */
static bool was_read(struct keeping *k, struct str document, int year, bool *read)
{
    int64_t count = 0;
    const struct condition conditions[] = {{"document", IS, value_text(document)},
                                           {"year", IS, value_integer(year)},
                                           {"origin", IS, value_text(S("edition"))}};
    const struct query q = {
        .type = model_type(k->model, S("profile")), .conditions = conditions, .condition_count = 3};
    if (!store_count(k->keep->session, &q, &count, k->faults))
        return false;
    *read = count > 0;
    return true;
}

/* Inside the change. */
static bool put_edition(struct keeping *k, const struct edition *e, const struct keep_document *d)
{
    bool known, read = false;
    struct record *document = keep_put_document(k, d, &known);
    if (!document || (known && !was_read(k, document->id, e->year, &read)))
        return false;
    if (read && !k->keep->again) {
        k->done->same_file = true;
        return true;
    }
    bool good = true;
    for (size_t i = 0; i < e->countries.count; i++) {
        const struct edition_country *c = &e->countries.items[i];
        long next = i + 1 < e->countries.count ? c[1].line : 0;
        size_t had = k->faults->count;
        if (!put_country(k, e, c, document->id, next)) {
            good = false;
            for (size_t f = had; f < k->faults->count; f++)
                if (!k->faults->items[f].line)
                    k->faults->items[f].line = c->line;
            if (k->faults->count == had || k->faults->items[had].kind != FAULT_MISSING)
                return false; /* the change itself is broken */
        }
        progress_show(k->keep->progress, i + 1, e->countries.count);
    }
    return good;
}

bool keep_edition(const struct keep *keep, const struct edition *edition,
                  const struct keep_document *document, struct keep_done *done,
                  struct faults *faults)
{
    *done = (struct keep_done){0};
    struct keeping k = {keep, session_model(keep->session), keep->arena, faults, done};
    if (!store_begin(keep->session, &keep->actor, faults))
        return false;
    bool good = put_edition(&k, edition, document);
    progress_show(keep->progress, 0, 0);
    if (!good || done->same_file) {
        store_rollback(keep->session);
        return good;
    }
    return store_commit(keep->session, faults);
}
