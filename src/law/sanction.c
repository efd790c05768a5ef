#include "law/sanction.h"

#include "law/read.h"

#include "base/arena.h"
#include "base/money.h"

static const char *const parties[] = {"",         "individual", "official", "legal_entity",
                                      "employee", NULL};

struct str law_party_word(enum law_party party)
{
    return str_of(parties[party]);
}

bool law_party_find(struct str word, enum law_party *party)
{
    for (int i = 0; parties[i]; i++)
        if (str_eq(str_of(parties[i]), word)) {
            *party = (enum law_party)i;
            return true;
        }
    return false;
}

/* --- reading --- */

struct sanctions {
    struct law_sanction *items;
    size_t count, capacity;
};

static int64_t read_amount(const struct law_reader *r, const struct node *map, const char *key,
                           struct str currency)
{
    int64_t minor = 0;
    struct str text = law_text(r, map, key, true);
    if (text.n)
        money_read(text, currency, law_place(r, node_get(map, str_of(key)), text), &minor,
                   r->faults);
    return minor;
}

/* What all offenders of an article share. */
static struct law_sanction read_article(const struct law_reader *r, const struct node *n,
                                        struct str article)
{
    return (struct law_sanction){
        .article = str_copy(r->arena, article),
        .means = law_text(r, n, "means", true),
        .kinds = law_texts(r, n, "kinds"),
        .source = law_texts(r, n, "source"),
        .line = n->line,
    };
}

static void read_fine(const struct law_reader *r, const struct node *n, const struct node *near,
                      struct law_sanction sanction, struct sanctions *sanctions)
{
    if (!law_map(r, n, near, "offender least most from to certainty"))
        return;
    sanction.offender = (enum law_party)law_word(r, n, "offender", parties, LAW_ANYBODY);
    sanction.least = read_amount(r, n, "least", sanction.currency);
    sanction.most = read_amount(r, n, "most", sanction.currency);
    sanction.from = law_read_day(r, n, "from", LAW_FIRST_DAY);
    sanction.to = law_read_day(r, n, "to", LAW_LAST_DAY);
    sanction.certainty = law_read_certainty(r, n);
    sanction.line = n->line;
    if (sanction.offender == LAW_ANYBODY || sanction.offender == LAW_EMPLOYEE)
        law_refuse(r, n, N_("\"offender\" is individual, official or legal_entity."),
                   (struct str){0}, (struct str){0});
    if (sanction.most < sanction.least || sanction.to < sanction.from)
        law_refuse(r, n, N_("This range ends below its beginning."), (struct str){0},
                   (struct str){0});
    *arena_push(r->arena, sanctions) = sanction;
}

bool law_read_sanctions(struct law_reader *r, struct law *law)
{
    const struct node *document = law_file(r, law->pack, S("sanctions.yaml"), false);
    struct sanctions sanctions = {0};
    size_t had = r->faults->total;
    if (!document)
        return true;
    if (!law_map(r, document, NULL, "currency sanctions"))
        return false;
    struct str currency = law_text(r, document, "currency", true);
    const struct node *articles = node_get(document, S("sanctions"));
    for (size_t i = 0; i < node_count(articles); i++) {
        const struct node *n = articles->items[i];
        if (articles->kind != NODE_MAP || !law_map(r, n, articles, "means kinds source fines"))
            continue;
        struct law_sanction shared = read_article(r, n, articles->keys[i]);
        const struct node *fines = node_get(n, S("fines"));
        shared.currency = currency;
        for (size_t k = 0; k < node_count(fines); k++)
            read_fine(r, fines->items[k], fines, shared, &sanctions);
    }
    law->sanctions = sanctions.items;
    law->sanction_count = sanctions.count;
    return r->faults->total == had;
}

/* --- asking --- */

static bool is_on(const struct law_sanction *s, struct date on)
{
    int32_t day = law_day(on);
    return day >= s->from && day <= s->to;
}

static bool refuse(struct faults *faults, const char *message, struct str article, struct str day,
                   struct str asked)
{
    return FAULT(faults, FAULT_REFUSED, ((struct place){0}), message, article, day, asked);
}

/* Whole sentences for each kind of offender, so that each can be said in other languages. */
static const char *none_for(enum law_party offender)
{
    switch (offender) {
    case LAW_INDIVIDUAL: return N_("{1} sets no fine for an individual.");
    case LAW_OFFICIAL: return N_("{1} sets no fine for an official.");
    case LAW_LEGAL_ENTITY: return N_("{1} sets no fine for a legal entity.");
    case LAW_EMPLOYEE:
    case LAW_ANYBODY: break;
    }
    return N_("{1} fines individuals, officials or legal entities; say which one is meant.");
}

static const char *outside(enum law_party offender)
{
    if (offender == LAW_INDIVIDUAL)
        return N_("For an individual, {2} sets a fine of {3} to {4}; {1} is outside this range.");
    if (offender == LAW_OFFICIAL)
        return N_("For an official, {2} sets a fine of {3} to {4}; {1} is outside this range.");
    return N_("For a legal entity, {2} sets a fine of {3} to {4}; {1} is outside this range.");
}

const struct law_sanction *law_sanction_find(const struct law *law, struct str article,
                                             enum law_party offender, struct date on,
                                             struct faults *faults)
{
    const struct law_sanction *of_article = NULL, *of_offender = NULL;
    for (size_t i = 0; i < law->sanction_count; i++) {
        const struct law_sanction *s = &law->sanctions[i];
        if (!str_eq_nocase(s->article, article))
            continue;
        of_article = s;
        if (s->offender != offender)
            continue;
        if (is_on(s, on))
            return s;
        of_offender = of_offender ? of_offender : s;
    }
    struct str asked = date_print(faults->arena, on);
    if (!of_article)
        refuse(faults,
               N_("The sanction table has no article \"{1}\". Example: Administrative Offences "
                  "192.8"),
               article, asked, (struct str){0});
    else if (!of_offender)
        refuse(faults, none_for(offender), of_article->article, asked, (struct str){0});
    else
        refuse(faults, N_("The fines of {1} hold from {2} on, and not on {3}."),
               of_article->article, date_print(faults->arena, law_date(of_offender->from)), asked);
    return NULL;
}

static bool punishes(const struct law_sanction *s, struct str kind)
{
    for (size_t i = 0; i < s->kinds.count; i++)
        if (str_eq(s->kinds.items[i], kind))
            return true;
    return false;
}

const struct law_sanction *law_sanction_for(const struct law *law, struct str violation_kind,
                                            enum law_party offender, struct date on, size_t i)
{
    for (size_t k = 0; k < law->sanction_count; k++) {
        const struct law_sanction *s = &law->sanctions[k];
        bool fits = punishes(s, violation_kind) && is_on(s, on) &&
                    (offender == LAW_ANYBODY || s->offender == offender);
        if (fits && i-- == 0)
            return s;
    }
    return NULL;
}

bool law_sanction_allows(const struct law_sanction *sanction, int64_t amount, struct str currency,
                         struct faults *faults)
{
    struct arena *a = faults->arena;
    if (!str_eq(currency, sanction->currency))
        return FAULT(faults, FAULT_INPUT, ((struct place){0}),
                     N_("{1} sets its fines in {2}, and this one is in {3}."), sanction->article,
                     sanction->currency, currency.n ? currency : S("-"));
    if (amount >= sanction->least && amount <= sanction->most)
        return true;
    return FAULT(faults, FAULT_INPUT, ((struct place){0}), outside(sanction->offender),
                 money_print(a, amount, currency), sanction->article,
                 money_print(a, sanction->least, currency),
                 money_print(a, sanction->most, currency));
}
