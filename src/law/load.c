#include "law/law.h"

#include "law/read.h"

#include "base/arena.h"
#include "base/resource.h"
#include "model/declaration.h"

/* --- lists --- */

static const struct law_list_given *given_list(const struct law_source *source, struct str name)
{
    for (size_t i = 0; i < source->list_count; i++)
        if (str_eq(source->lists[i].name, name))
            return &source->lists[i];
    return NULL;
}

static struct str list_name(struct str file)
{
    size_t from = 0;
    for (size_t i = 0; i < file.n; i++)
        if (file.p[i] == '/')
            from = i + 1;
    return str_slice(file, from, str_ends(file, S(".csv")) ? file.n - S(".csv").n : file.n);
}

static void read_list(struct law_reader *r, struct law *law, struct str name, struct str file,
                      struct str bytes)
{
    const struct law_list *list = law_list_read(r->arena, name, file, bytes, r->faults);
    if (list)
        *arena_push(r->arena, &law->lists) = list;
}

/* The pack's lists, those given in their place, and no others: a list that nobody asks is a slip.
 */
static void read_lists(struct law_reader *r, const struct law_source *source, struct law *law)
{
    struct str folder = str_format(r->arena, "packs/%.*s/law/lists/", STR_ARG(law->pack));
    struct resource file;
    struct str_list names = {0};
    for (size_t i = 0; resource_next(folder, i, &file); i++) {
        struct str name = list_name(file.name);
        const struct law_list_given *given = given_list(source, name);
        *arena_push(r->arena, &names) = name;
        read_list(r, law, name, given ? given->file : file.name, given ? given->bytes : file.bytes);
    }
    for (size_t i = 0; i < source->list_count; i++) {
        bool known = false;
        for (size_t k = 0; k < names.count; k++)
            known = known || str_eq(names.items[k], source->lists[i].name);
        if (!known)
            FAULT(r->faults, FAULT_INPUT, ((struct place){0}),
                  N_("There is no list \"{1}\". The lists are: {2}."), source->lists[i].name,
                  str_join(r->arena, &names, S(", ")));
    }
}

/* --- the whole --- */

static struct str first_pack(void)
{
    struct resource file;
    size_t start = S("packs/").n;
    if (!resource_next(S("packs/"), 0, &file))
        return (struct str){0};
    return str_slice(file.name, start, str_find_char(file.name, '/', start));
}

static bool read_rules(struct law_reader *r, const struct law_source *source, struct law *law)
{
    const struct node *document;
    if (source->rules_file.n) {
        struct str before = r->faults->file;
        r->file = r->faults->file = source->rules_file;
        r->bytes = source->rules;
        document = declaration_read(r->arena, source->rules, r->faults);
        r->faults->file = before;
    } else {
        document = law_file(r, law->pack, S("rules.yaml"), true);
    }
    law->rules_file = r->file;
    return document && law_read_rules(r, document, law);
}

const struct law *law_load(struct arena *a, const struct law_source *source, struct faults *faults)
{
    struct law *law = arena_new(a, struct law);
    struct law_reader r = {.arena = a, .faults = faults};
    size_t had = faults->total;
    law->pack = source->pack.n ? str_copy(a, source->pack) : first_pack();
    read_lists(&r, source, law);
    if (faults->total == had) {
        read_rules(&r, source, law);
        law_read_provisions(&r, law);
        law_read_sanctions(&r, law);
        law_read_moratorium(&r, law);
        law_read_powers(&r, law);
    }
    return faults->total == had ? law : NULL;
}

/* --- looking up --- */

const struct law_rule *law_rule_find(const struct law *law, struct str id)
{
    for (size_t i = 0; i < law->rule_count; i++)
        if (str_eq_nocase(law->rules[i].id, id))
            return &law->rules[i];
    return NULL;
}

const struct law_span *law_rule_on(const struct law_rule *rule, int32_t day)
{
    for (size_t i = 0; i < rule->span_count; i++)
        if (day >= rule->spans[i].from && day <= rule->spans[i].to)
            return &rule->spans[i];
    return NULL;
}

const struct law_provision *law_provision_find(const struct law *law, struct str article)
{
    for (size_t i = 0; i < law->provision_count; i++)
        if (str_eq_nocase(law->provisions[i].article, article))
            return &law->provisions[i];
    return NULL;
}

struct str law_severity_word(enum law_severity severity)
{
    static const struct str words[] = {S_INIT("formal"), S_INIT("minor"), S_INIT("serious"),
                                       S_INIT("grave")};
    return words[severity];
}

struct str law_certainty_word(enum law_certainty certainty)
{
    return certainty == LAW_CONFIRMED ? S("confirmed") : S("to_check");
}
