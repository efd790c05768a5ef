#include "intake/keep_parts.h"

#include "base/arena.h"

static struct str state_code(enum answer_state state)
{
    switch (state) {
    case ANSWER_GIVEN: return S("value");
    case ANSWER_NOT_APPLICABLE: return S("not_applicable");
    case ANSWER_BLANK: break;
    }
    return S("not_stated");
}

/* The letters of the options that are ticked: "a, c"; an option without a letter stands with its
 * words. */
static struct str ticked(struct arena *a, const struct answers_options *options)
{
    struct str_list letters = {0};
    for (size_t i = 0; i < options->count; i++) {
        const struct answers_option *o = &options->items[i];
        if (o->ticked)
            *arena_push(a, &letters) = o->letter.n ? o->letter : o->text;
    }
    return str_join(a, &letters, S(", "));
}

static void add_question(struct keeping *k, struct records *list, struct str questionnaire,
                         const struct answers_section *section, const struct answers_question *q)
{
    struct record *r = keep_add(k, list, "answer", "questionnaire", questionnaire);
    keep_set_number(r, "position", (int64_t)list->count);
    keep_set(r, "section", section->key);
    keep_set(r, "question", q->text.n ? q->text : q->number);
    keep_set(r, "number", q->number);
    keep_set(r, "key", q->key);
    keep_set(r, "code", q->code);
    keep_set(r, "state", state_code(q->state));
    keep_set(r, "text", q->answer);
    keep_set(r, "options", ticked(k->arena, &q->options));
    keep_set_number(r, "line", q->line);
}

/* Inside the change. */
static bool put_answers(struct keeping *k, const struct answers *answers, struct str country,
                        int year, const struct keep_document *d)
{
    bool known;
    struct record *document = keep_put_document(k, d, &known);
    if (!document)
        return false;
    struct record *head = record_new(k->arena, model_type(k->model, S("questionnaire")));
    keep_set(head, "country", country);
    keep_set_number(head, "year", year);
    keep_set(head, "instrument", S("p029"));
    keep_set(head, "document", document->id);
    if (!keep_put_head(k, head, &k->done->replaced))
        return false;
    if (known && k->done->replaced && k->done->unchanged == 1 && !k->keep->again) {
        k->done->same_file = true;
        return true;
    }
    struct records list = {0};
    for (size_t i = 0; i < answers->sections.count; i++) {
        const struct answers_section *section = &answers->sections.items[i];
        for (size_t q = 0; q < section->questions.count; q++)
            add_question(k, &list, head->id, section, &section->questions.items[q]);
    }
    return keep_put_children(k, "answer", "questionnaire", head->id, &list, !k->done->replaced);
}

bool keep_answers(const struct keep *keep, const struct answers *answers, struct str country,
                  int year, const struct keep_document *document, struct keep_done *done,
                  struct faults *faults)
{
    *done = (struct keep_done){.countries = 1};
    struct keeping k = {keep, session_model(keep->session), keep->arena, faults, done};
    if (!store_begin(keep->session, &keep->actor, faults))
        return false;
    if (!put_answers(&k, answers, country, year, document) || done->same_file) {
        store_rollback(keep->session);
        return done->same_file;
    }
    return store_commit(keep->session, faults);
}
