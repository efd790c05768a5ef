#include "web/law_page.h"

#include "base/money.h"
#include "law/power.h"
#include "register/register.h"

static void put(struct call *c, struct node *map, const char *key, struct str text)
{
    if (text.n)
        node_set_str(c->arena, map, str_of(key), text);
}

static void put_day(struct call *c, struct node *map, const char *key, int32_t day)
{
    if (day && day != LAW_FIRST_DAY && day != LAW_LAST_DAY)
        put(c, map, key, date_print(c->arena, law_date(day)));
}

static void put_words(struct call *c, struct node *map, const char *key, struct str text)
{
    put(c, map, key, words(c->language, text));
}

static struct node *put_list(struct call *c, struct node *map, const char *key)
{
    return node_set(c->arena, map, str_of(key), node_list(c->arena));
}

static struct node *add(struct call *c, struct node *list)
{
    return node_add(c->arena, list, node_map(c->arena));
}

static bool holds(int32_t from, int32_t to, int32_t day)
{
    return day >= from && day <= to;
}

/* --- rules --- */

static struct str severity_words(struct call *c, enum law_severity severity)
{
    static const char *const said[] = {N_("formal"), N_("minor"), N_("serious"), N_("grave")};
    return words(c->language, str_of(said[severity]));
}

static void add_rule(struct call *c, const struct law *law, const struct law_rule *rule,
                     const struct law_span *span, int32_t day, struct node *list)
{
    struct node *n = add(c, list), *cites;
    put(c, n, "id", rule->id);
    put_words(c, n, "means", rule->means);
    put(c, n, "severity", severity_words(c, rule->severity));
    put(c, n, "when", span->text);
    put_day(c, n, "from", span->from);
    put_day(c, n, "to", span->to);
    put(c, n, "amended", span->amended);
    put_day(c, n, "refused_from", rule->refused_from);
    node_set_bool(c->arena, n, S("refuses"), rule->refused_from && rule->refused_from <= day);
    node_set_bool(c->arena, n, S("to_check"), rule->certainty == LAW_TO_CHECK);
    put(c, n, "source", str_join(c->arena, &rule->source, S(", ")));
    cites = put_list(c, n, "cites");
    for (size_t i = 0; i < rule->cites.count; i++) {
        const struct law_provision *p = law_provision_find(law, rule->cites.items[i]);
        struct node *one = add(c, cites);
        put(c, one, "article", rule->cites.items[i]);
        if (p)
            put_words(c, one, "means", p->means);
    }
}

static void add_rules(struct call *c, const struct law *law, int32_t day, struct node *out)
{
    struct node *rules = put_list(c, out, "rules"), *asleep = put_list(c, out, "asleep");
    for (size_t i = 0; i < law->rule_count; i++) {
        const struct law_rule *rule = &law->rules[i];
        const struct law_span *span = law_rule_on(rule, day);
        if (span) {
            add_rule(c, law, rule, span, day, rules);
            continue;
        }
        struct node *n = add(c, asleep);
        put(c, n, "id", rule->id);
        put_words(c, n, "means", rule->means);
        put_day(c, n, "from", rule->spans[0].from);
        put_day(c, n, "to", rule->spans[rule->span_count - 1].to);
    }
}

/* --- fines --- */

/* Units of the currency: every amount of a fine is far from where a double rounds. */
static void put_amount(struct call *c, struct node *map, const char *key, int64_t minor,
                       struct str currency)
{
    double units = 0;
    if (str_to_real(money_print(c->arena, minor, currency), &units))
        node_set(c->arena, map, str_of(key), node_real(c->arena, units));
}

static struct str offender_words(struct call *c, enum law_party party)
{
    const char *said = party == LAW_INDIVIDUAL ? N_("an individual")
                       : party == LAW_OFFICIAL ? N_("an official")
                                               : N_("a legal entity");
    return words(c->language, str_of(said));
}

static void add_sanctions(struct call *c, const struct law *law, int32_t day, struct node *out)
{
    struct node *list = put_list(c, out, "sanctions"), *fines = NULL;
    struct str article = {0};
    for (size_t i = 0; i < law->sanction_count; i++) {
        const struct law_sanction *s = &law->sanctions[i];
        if (!holds(s->from, s->to, day))
            continue;
        if (!str_eq(s->article, article)) {
            struct node *one = add(c, list);
            article = s->article;
            put(c, one, "article", article);
            put_words(c, one, "means", s->means);
            fines = put_list(c, one, "fines");
        }
        struct node *fine = add(c, fines);
        put(c, fine, "offender", offender_words(c, s->offender));
        put_amount(c, fine, "least", s->least, s->currency);
        put_amount(c, fine, "most", s->most, s->currency);
        put(c, fine, "currency", s->currency);
        node_set_bool(c->arena, fine, S("to_check"), s->certainty == LAW_TO_CHECK);
    }
}

/* --- powers --- */

static struct str label_of(struct call *c, const char *list, struct str code)
{
    const struct code_list *codes = model_list(c->app->model, str_of(list));
    const struct code *found = codes ? code_find(codes, code) : NULL;
    return found ? words(c->language, found->label) : code;
}

static void add_powers(struct call *c, const struct law *law, int32_t day, struct node *out)
{
    struct node *list = put_list(c, out, "powers"), *withheld = put_list(c, out, "withheld");
    for (size_t i = 0; i < law->power_count; i++) {
        const struct law_power *p = &law->powers[i];
        if (!holds(p->from, p->to, day))
            continue;
        struct node *n = add(c, list);
        put(c, n, "agency", p->agency);
        put(c, n, "kind", label_of(c, "powers", p->kind));
        if (p->whom.n)
            put(c, n, "whom", label_of(c, "power_targets", p->whom));
        put_day(c, n, "from", p->from);
        put_day(c, n, "to", p->to);
        put(c, n, "ground", p->ground);
    }
    for (size_t i = 0; i < law->withheld_count; i++) {
        struct node *n = add(c, withheld);
        put(c, n, "kind", label_of(c, "powers", law->withheld[i].kind));
        put_words(c, n, "means", law->withheld[i].means);
        put(c, n, "cites", str_join(c->arena, &law->withheld[i].cites, S("; ")));
    }
}

static void add_suspension(struct call *c, const struct law *law, struct date on, struct node *out)
{
    const struct law_suspension *s = law_suspension_on(law, on);
    const struct law_moratorium *m = law->moratorium;
    if (!s)
        return;
    struct node *n = node_set(c->arena, out, S("suspension"), node_map(c->arena));
    put(c, n, "article", m->article);
    put_words(c, n, "means", m->means);
    put(c, n, "act", s->act);
    put_day(c, n, "from", m->spans[0].from);
    put_day(c, n, "to", s->to);
    node_set_bool(c->arena, n, S("to_check"), s->certainty == LAW_TO_CHECK);
    struct node *exceptions = put_list(c, n, "exceptions");
    for (size_t i = 0; i < m->exception_count; i++) {
        struct node *one = add(c, exceptions);
        put(c, one, "id", m->exceptions[i].id);
        put_words(c, one, "means", m->exceptions[i].means);
    }
}

struct node *data_law(struct call *c)
{
    struct str given = call_value(c, "on");
    struct law_value day = law_value_read(LAW_START_DATE, given);
    if (!c->app->registry) {
        FAULT(&c->faults, FAULT_MISSING, (struct place){0},
              N_("The country of this store has no law on file."));
        return NULL;
    }
    if (day.state == LAW_UNREADABLE) {
        FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("on")}),
              N_("\"{1}\" is no day; write year, month and day, as in 2020-11-01."), given);
        return NULL;
    }
    const struct law *law = c->app->registry->law;
    struct date on = date_today();
    if (day.state == LAW_GIVEN)
        on = law_date((int32_t)day.number);
    else
        c->personal = true; /* the answer is another one tomorrow */
    struct node *out = node_map(c->arena);
    put(c, out, "on", date_print(c->arena, on));
    add_rules(c, law, law_day(on), out);
    add_sanctions(c, law, law_day(on), out);
    add_powers(c, law, law_day(on), out);
    add_suspension(c, law, on, out);
    return out;
}
