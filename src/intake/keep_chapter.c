#include "intake/keep_parts.h"

#include "base/arena.h"

static void add_entries(struct keeping *k, struct records *list, struct str profile,
                        const struct chapter_entries *entries)
{
    int64_t position = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct chapter_entry *e = &entries->items[i];
        bool same_table = i && str_eq(e->table, entries->items[i - 1].table);
        position = same_table ? position + 1 : 1;
        struct record *r = keep_add(k, list, "entry", "profile", profile);
        keep_set(r, "table", e->table);
        keep_set_number(r, "position", position);
        keep_set_code(r, "sector", e->sector);
        keep_set(r, "territory", e->territory);
        keep_set(r, "name", e->name);
        keep_set(r, "years", e->years);
        keep_set(r, "text", e->text);
        keep_set(r, "marks", e->marks);
        keep_set(r, "sources", e->sources);
        keep_set_number(r, "line", e->line);
    }
}

static void add_references(struct keeping *k, struct records *list, struct str profile,
                           const struct chapter_references *references)
{
    for (size_t i = 0; i < references->count; i++) {
        const struct chapter_reference *reference = &references->items[i];
        if (reference->number < 1 || !reference->text.n)
            continue;
        struct record *r = keep_add(k, list, "reference", "profile", profile);
        keep_set_number(r, "number", reference->number);
        keep_set(r, "text", reference->text);
        keep_set_number(r, "line", reference->line);
    }
}

static void add_passages(struct keeping *k, struct records *list, struct str profile,
                         const struct chapter_passages *passages)
{
    const struct code_list *kinds = model_list(k->model, S("passage_kinds"));
    for (size_t i = 0; i < passages->count; i++) {
        const struct chapter_passage *passage = &passages->items[i];
        bool known = code_find(kinds, passage->kind) != NULL;
        if (!passage->text.n)
            continue;
        struct record *r = keep_add(k, list, "passage", "profile", profile);
        keep_set_number(r, "position", (int64_t)list->count);
        keep_set(r, "section", passage->section.n ? passage->section : S("summary"));
        keep_set(r, "kind", known ? passage->kind : S("paragraph"));
        keep_set(r, "text", passage->text);
        keep_set(r, "sources", passage->sources);
        keep_set_number(r, "line", passage->line);
    }
}

static struct record *profile_of(struct keeping *k, const struct chapter *c, struct str country,
                                 int year, struct str document)
{
    struct record *r = record_new(k->arena, model_type(k->model, S("profile")));
    keep_set(r, "country", country);
    keep_set_number(r, "year", year);
    keep_set(r, "origin", S("chapter"));
    keep_set_code(r, "level", c->level);
    keep_set_code(r, "qualifier", c->qualifier);
    keep_set(r, "label", c->label);
    keep_set(r, "document", document);
    const struct code *code = code_find(model_list(k->model, S("countries")), country);
    keep_set(r, "region", code ? node_get_str(code->row, S("region")) : (struct str){0});
    return r;
}

static bool put_lists(struct keeping *k, const struct chapter *c, struct str profile, bool fresh)
{
    struct records figures = {0}, entries = {0}, actions = {0}, references = {0}, passages = {0},
                   remarks = {0};
    keep_add_figures(k, &figures, profile, &c->figures);
    add_entries(k, &entries, profile, &c->entries);
    keep_add_actions(k, &actions, profile, &c->actions);
    add_references(k, &references, profile, &c->references);
    add_passages(k, &passages, profile, &c->passages);
    keep_add_remarks(k, &remarks, profile, &c->remarks, 0, 0);
    bool good = keep_put_children(k, "figure", "profile", profile, &figures, fresh) &&
                keep_put_children(k, "entry", "profile", profile, &entries, fresh) &&
                keep_put_children(k, "suggested_action", "profile", profile, &actions, fresh) &&
                keep_put_children(k, "reference", "profile", profile, &references, fresh) &&
                keep_put_children(k, "passage", "profile", profile, &passages, fresh);
    keep_add_left_out(k, &remarks, profile);
    return good && keep_put_children(k, "remark", "profile", profile, &remarks, fresh);
}

/* Inside the change. */
static bool put_chapter(struct keeping *k, const struct chapter *c, struct str country, int year,
                        const struct keep_document *d)
{
    bool known;
    struct record *document = keep_put_document(k, d, &known);
    if (!document)
        return false;
    struct record *profile = profile_of(k, c, country, year, document->id);
    if (!keep_put_head(k, profile, &k->done->replaced))
        return false;
    bool same = known && k->done->replaced && k->done->unchanged == 1;
    if (same && !k->keep->again) {
        k->done->same_file = true;
        return true;
    }
    return put_lists(k, c, profile->id, !k->done->replaced);
}

bool keep_chapter(const struct keep *keep, const struct chapter *chapter, struct str country,
                  int year, const struct keep_document *document, struct keep_done *done,
                  struct faults *faults)
{
    *done = (struct keep_done){.countries = 1};
    struct keeping k = {keep, session_model(keep->session), keep->arena, faults, done};
    if (!store_begin(keep->session, &keep->actor, faults))
        return false;
    if (!put_chapter(&k, chapter, country, year, document) || done->same_file) {
        store_rollback(keep->session);
        return done->same_file;
    }
    return store_commit(keep->session, faults);
}
