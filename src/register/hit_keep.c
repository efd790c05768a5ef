/* Making hits, opening them again, and noting that they ceased. */
#include "register/hit.h"

#include "base/arena.h"

enum { HIGHEST_RANK = 100000 };

bool hits_of(struct session *s, struct arena *a, const struct registry *r, struct str contract,
             struct records *found, struct faults *faults)
{
    const struct condition of_contract = {"contract", IS, value_text(contract)};
    const struct query q = {
        .type = r->hit, .conditions = &of_contract, .condition_count = 1, .order = {"rule"}};
    return store_query(s, a, &q, found, faults);
}

/* --- what can be done --- */

static enum law_party party_of(const struct record *employer)
{
    enum law_party party = LAW_ANYBODY;
    if (employer)
        law_party_find(record_text(employer, "legal_form"), &party);
    return party;
}

bool hit_may_fine(const struct registry *r, const struct record *employer, struct date on,
                  struct str *ground, struct faults *why)
{
    const struct law_question fine = {.agency = r->agency,
                                      .power = S("assess_penalties"),
                                      .whom = party_of(employer),
                                      .basis = S("register"),
                                      .on = on};
    return law_may(r->law, &fine, ground, why);
}

/* The ground of a fine, or in words why there is none. */
static struct str ground_of(struct arena *a, const struct registry *r,
                            const struct record *employer, struct date on)
{
    struct faults why = {.arena = a};
    struct str ground = {0};
    if (hit_may_fine(r, employer, on, &ground, &why) || !why.count)
        return ground;
    return fault_fill(a, str_of(why.items[0].message), &why.items[0]);
}

struct hit_remedy hit_remedy_on(struct arena *a, const struct registry *r,
                                const struct record *employer, struct date on)
{
    static const struct str codes[] = {[LAW_DETECT_ONLY] = S_INIT("detect_only"),
                                       [LAW_REQUEST_INFORMATION] = S_INIT("request_information"),
                                       [LAW_REFER_TO_COURT] = S_INIT("refer_to_court"),
                                       [LAW_FINE] = S_INIT("fine")};
    enum law_party party = party_of(employer);
    enum law_remedy remedy = law_remedy_on(r->law, r->agency, party, on);
    return (struct hit_remedy){remedy, codes[remedy], ground_of(a, r, employer, on)};
}

/* --- one hit --- */

static int days_to_decide(const struct registry *r, enum law_severity severity)
{
    const struct code_list *list = type_field(r->hit, S("severity"))->list;
    const struct code *code = code_find(list, law_severity_word(severity));
    struct str days = code ? node_get_str(code->row, S("days")) : (struct str){0};
    int64_t n = 0;
    return str_to_int(days, &n) ? (int)n : 30;
}

/* What follows from the law of today, whenever the hit was found. */
static void set_remedy(struct arena *a, const struct hit_finding *f, struct record *hit,
                       size_t place)
{
    struct hit_remedy remedy = hit_remedy_on(a, f->registry, f->employer, f->today);
    int rank = law_hit_rank(f->registry->law, LAW_RULE_BIT(place), remedy.remedy);
    record_set(hit, "can_be_done", value_text(remedy.code));
    record_set(hit, "ground", value_text(remedy.ground));
    record_set(hit, "rank", value_integer(HIGHEST_RANK - rank));
}

static void copy(struct record *hit, const struct record *contract, const char *field)
{
    record_set(hit, field, *record_get(contract, field));
}

static bool make(struct session *s, struct arena *a, const struct hit_finding *f, size_t place,
                 struct str facts, struct faults *faults)
{
    const struct law_rule *rule = &f->registry->law->rules[place];
    struct record *hit = record_new(a, f->registry->hit);
    struct str today = date_print(a, f->today);
    int days = days_to_decide(f->registry, rule->severity);
    record_set(hit, "contract", value_text(f->contract->id));
    record_set(hit, "rule", value_text(rule->id));
    record_set(hit, "meaning", value_text(rule->means));
    copy(hit, f->contract, "employer");
    copy(hit, f->contract, "district");
    record_set(hit, "severity", value_text(law_severity_word(rule->severity)));
    record_set(hit, "found_on", value_text(today));
    record_set(hit, "law_on", *record_get(f->contract, "terms_from"));
    record_set(hit, "facts", value_text(facts));
    record_set(hit, "articles", value_text(register_articles(a, rule)));
    record_set(hit, "due_on", value_text(date_print(a, date_add_days(f->today, days))));
    record_set(hit, "status", value_text(S("open")));
    set_remedy(a, f, hit, place);
    return store_insert(s, hit, faults);
}

/* The decision becomes the one before; the history has the rest. */
static void open_again(struct arena *a, const struct hit_finding *f, struct record *hit,
                       size_t place, struct str changed)
{
    const struct law_rule *rule = &f->registry->law->rules[place];
    int days = days_to_decide(f->registry, rule->severity);
    record_set(hit, "earlier_decision", *record_get(hit, "decision"));
    record_set(hit, "status", value_text(S("open")));
    record_set(hit, "reopened_on", value_text(date_print(a, f->today)));
    record_set(hit, "reopened_because", value_text(changed));
    record_set(hit, "due_on", value_text(date_print(a, date_add_days(f->today, days))));
    record_set(hit, "decision", (struct value){0});
    record_set(hit, "reason", (struct value){0});
    record_set(hit, "decided_by", (struct value){0});
    record_set(hit, "decided_on", (struct value){0});
    record_set(hit, "same_as", (struct value){0});
}

/* The same rule on a contract that had it before. */
static bool find_again(struct session *s, struct arena *a, const struct hit_finding *f,
                       struct record *hit, size_t place, struct hit_count *count,
                       struct faults *faults)
{
    struct str facts = register_facts(a, f->registry, f->facts, place);
    struct str before = record_text(hit, "facts");
    bool same = str_eq(facts, before), ceased = record_text(hit, "ceased_on").n;
    if (same && !ceased)
        return true;
    if (!same && str_eq(record_text(hit, "status"), S("decided"))) {
        open_again(a, f, hit, place, register_facts_changed(a, before, facts));
        count->opened++;
    }
    record_set(hit, "facts", value_text(facts));
    record_set(hit, "law_on", *record_get(f->contract, "terms_from"));
    record_set(hit, "ceased_on", (struct value){0});
    set_remedy(a, f, hit, place);
    return store_update(s, a, hit, NULL, faults);
}

static bool cease(struct session *s, struct arena *a, const struct hit_finding *f,
                  struct record *hit, struct hit_count *count, struct faults *faults)
{
    if (record_text(hit, "ceased_on").n)
        return true;
    record_set(hit, "ceased_on", value_text(date_print(a, f->today)));
    count->ceased++;
    return store_update(s, a, hit, NULL, faults);
}

static struct record *hit_of(const struct records *known, struct str rule)
{
    for (size_t i = 0; known && i < known->count; i++)
        if (str_eq(record_text(known->items[i], "rule"), rule))
            return known->items[i];
    return NULL;
}

bool hit_keep(struct session *s, struct arena *a, const struct hit_finding *f,
              const struct records *known, struct hit_count *count, struct faults *faults)
{
    const struct law *law = f->registry->law;
    struct hit_count own = {0};
    count = count ? count : &own;
    for (size_t i = 0; i < law->rule_count; i++) {
        bool fires = f->rules & LAW_RULE_BIT(i);
        struct record *hit = hit_of(known, law->rules[i].id);
        if (fires && !hit) {
            if (!make(s, a, f, i, register_facts(a, f->registry, f->facts, i), faults))
                return false;
            count->made++;
        } else if (fires && !find_again(s, a, f, hit, i, count, faults)) {
            return false;
        } else if (!fires && hit && !cease(s, a, f, hit, count, faults)) {
            return false;
        }
    }
    return true;
}
