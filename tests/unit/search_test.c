#include "store/inside.h"
#include "store_help.h"

#define HEAD                                                                                       \
    "type: employer\nlabel: Employer\nplural: Employers\ngroup: parties\nmeans: Who employs\n"     \
    "named: \"{name}\"\nkeys: [[tax_id]]\n"
#define FIELDS                                                                                     \
    "fields:\n  tax_id: {kind: text, required: true, label: Tax number}\n"                         \
    "  name: {kind: text, label: Name}\n  remark: {kind: text, label: Remark}\n"
#define SEARCHED HEAD "search: [tax_id, name, remark]\n" FIELDS

static bool everything(void *context, const struct type *type, const struct field *field)
{
    (void)context, (void)type, (void)field;
    return true;
}

static bool all_but_remarks(void *context, const struct type *type, const struct field *field)
{
    (void)context, (void)type;
    return !str_eq(field->name, S("remark"));
}

/* Tax numbers of what is found, in the order found. */
static struct str found(struct place_of_work *w, const char *text,
                        bool (*allowed)(void *, const struct type *, const struct field *))
{
    struct search search = {.text = str_of(text), .allowed = allowed};
    struct str_list numbers = {0};
    struct hits hits;
    CHECK(store_search(w->s, &a, &search, &hits, &w->faults));
    for (size_t i = 0; i < hits.count; i++) {
        struct record *r =
            store_get(w->s, &a, hits.items[i].type, hits.items[i].record, &w->faults);
        *arena_push(&a, &numbers) = r ? str_copy(&a, record_text(r, "tax_id")) : S("?");
    }
    CHECK_STR(told(w), "");
    return str_join(&a, &numbers, S(" "));
}
#define FINDS(text, numbers) CHECK_STR(found(&w, text, everything), numbers)

static struct record *add(struct place_of_work *w, const char *number, const char *name,
                          const char *remark)
{
    struct record *e = employer(w, number, name);
    record_set(e, "remark", value_text(str_of(remark)));
    CHECK(put(w, e));
    return e;
}

TEST(names_are_found_in_every_alphabet)
{
    struct place_of_work w = opened(new_path(), model_of(SEARCHED, NULL));
    REQUIRE(w.s);
    add(&w, "AZ-0001", "Əliyev və oğulları MMC", "");
    add(&w, "AZ-0002", "Məmmədova Aysel", "");
    FINDS("Əliyev", "AZ-0001");
    FINDS("aliyev", "AZ-0001");
    FINDS("Eliyev", "AZ-0001");
    FINDS("Алиев", "AZ-0001");
    FINDS("Мамедова", "AZ-0002");
    FINDS("mammadova ays", "AZ-0002");
    FINDS("Айсель Мамед", "AZ-0002");
    FINDS("aysel aliyev", ""); /* all words in one record */
    FINDS("AZ-0002", "AZ-0002");
    FINDS("az 000", "AZ-0001 AZ-0002");
    FINDS("liyev", "");
    FINDS("", "");
    FINDS("%", "");
    FINDS("' OR 1=1 --", "");
    leave(&w);
}

TEST(words_follow_their_record)
{
    struct place_of_work w = opened(new_path(), model_of(SEARCHED, NULL));
    struct record *e = add(&w, "1", "Baku Market", "");
    FINDS("bakı", "1");
    REQUIRE(change(&w, e, "name", value_text(S("Sheki Market"))));
    FINDS("bakı", "");
    FINDS("Şəki", "1");
    REQUIRE(change(&w, e, "name", (struct value){0}));
    FINDS("market", "");
    record_set(e, "name", value_text(S("Gone")));
    REQUIRE(store_begin(w.s, &tester, &w.faults) && store_update(w.s, &a, e, NULL, &w.faults));
    store_rollback(w.s);
    e->version--;
    FINDS("gone", ""); /* what was rolled back leaves no words */
    REQUIRE(store_begin(w.s, &tester, &w.faults) && store_delete(w.s, e, &w.faults) &&
            store_commit(w.s, &w.faults));
    FINDS("1", "");
    leave(&w);
}

TEST(whole_words_and_names_come_first)
{
    struct place_of_work w = opened(new_path(), model_of(SEARCHED, NULL));
    add(&w, "1", "Other", "garden");
    add(&w, "2", "Gardener", "");
    add(&w, "3", "Garden", "");
    FINDS("garden", "3 1 2");
    CHECK_STR(found(&w, "garden", all_but_remarks), "3 2");
    CHECK_STR(found(&w, "other garden", all_but_remarks), "");
    struct search one = {.text = S("garden"), .allowed = everything, .limit = 1};
    struct hits hits;
    REQUIRE(store_search(w.s, &a, &one, &hits, &w.faults));
    CHECK_INT(hits.count, 1);
    leave(&w);
}

TEST(a_store_that_is_there_gets_its_words)
{
    struct place_of_work w = opened(new_path(), model_of(HEAD FIELDS, NULL));
    add(&w, "1", "Gəncə bazarı", "old");
    FINDS("ganja", "");
    leave(&w);
    w = opened(w.path, model_of(HEAD "search: [name]\n" FIELDS, NULL));
    REQUIRE(w.s);
    FINDS("gence", "1");
    FINDS("old", "");
    leave(&w);
    w = opened(w.path, model_of(SEARCHED, NULL));
    FINDS("bazari old", "1");
    leave(&w);
}

TEST(sealed_fields_have_no_words)
{
    CHECK(!model_of(HEAD "search: [tax_id, name]\nfields:\n"
                         "  tax_id: {kind: text, required: true, label: Tax number}\n"
                         "  name: {kind: text, label: Name, class: F3}\n",
                    NULL));
}
