#include "law/power.h"

#include "law/read.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/resource.h"

/* --- reading powers.yaml --- */

struct suspensions {
    struct law_suspension *items;
    size_t count, capacity;
};

struct exceptions {
    struct law_exception *items;
    size_t count, capacity;
};

struct withheld {
    struct law_withheld *items;
    size_t count, capacity;
};

static void read_suspensions(const struct law_reader *r, const struct node *list,
                             struct law_moratorium *m)
{
    struct suspensions spans = {0};
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *n = list->items[i];
        if (!law_map(r, n, list, "from to act certainty source"))
            continue;
        struct law_suspension span = {.from = law_read_day(r, n, "from", LAW_FIRST_DAY),
                                      .to = law_read_day(r, n, "to", LAW_LAST_DAY),
                                      .act = law_text(r, n, "act", true),
                                      .certainty = law_read_certainty(r, n),
                                      .source = law_texts(r, n, "source")};
        if (span.to < span.from || (spans.count && span.from <= spans.items[spans.count - 1].to))
            law_refuse(r, n,
                       N_("This suspension ends before it begins, or before the one in front "
                          "of it has ended."),
                       (struct str){0}, (struct str){0});
        *arena_push(r->arena, &spans) = span;
    }
    m->spans = spans.items;
    m->span_count = spans.count;
}

static void read_exceptions(const struct law_reader *r, const struct node *map,
                            struct law_moratorium *m)
{
    struct exceptions exceptions = {0};
    for (size_t i = 0; i < node_count(map); i++)
        if (map->kind == NODE_MAP && law_map(r, map->items[i], map, "means source"))
            *arena_push(r->arena, &exceptions) =
                (struct law_exception){.id = str_copy(r->arena, map->keys[i]),
                                       .means = law_text(r, map->items[i], "means", true),
                                       .source = law_texts(r, map->items[i], "source")};
    m->exceptions = exceptions.items;
    m->exception_count = exceptions.count;
}

bool law_read_moratorium(struct law_reader *r, struct law *law)
{
    const struct node *document = law_file(r, law->pack, S("powers.yaml"), false);
    struct withheld withheld = {0};
    size_t had = r->faults->total;
    if (!document)
        return true;
    if (!law_map(r, document, NULL, "moratorium withheld"))
        return false;
    const struct node *n = node_get(document, S("moratorium"));
    if (n && law_map(r, n, document, "article means suspends spans exceptions")) {
        struct law_moratorium *m = arena_new(r->arena, struct law_moratorium);
        m->article = law_text(r, n, "article", true);
        m->means = law_text(r, n, "means", true);
        m->suspends = law_texts(r, n, "suspends");
        read_suspensions(r, node_get(n, S("spans")), m);
        read_exceptions(r, node_get(n, S("exceptions")), m);
        law->moratorium = m;
    }
    const struct node *map = node_get(document, S("withheld"));
    for (size_t i = 0; i < node_count(map); i++)
        if (map->kind == NODE_MAP && law_map(r, map->items[i], map, "means cites source"))
            *arena_push(r->arena, &withheld) =
                (struct law_withheld){.kind = str_copy(r->arena, map->keys[i]),
                                      .means = law_text(r, map->items[i], "means", true),
                                      .cites = law_texts(r, map->items[i], "cites"),
                                      .source = law_texts(r, map->items[i], "source")};
    law->withheld = withheld.items;
    law->withheld_count = withheld.count;
    return r->faults->total == had;
}

/* --- reading power.csv --- */

struct powers {
    struct law_power *items;
    size_t count, capacity;
};

static struct csv_cell cell(const struct csv_row *header, const struct csv_row *row,
                            const char *name)
{
    for (size_t i = 0; i < header->count && i < row->count; i++)
        if (str_eq(header->items[i].text, str_of(name)))
            return row->items[i];
    return (struct csv_cell){.line = row->line};
}

static int32_t day_of(struct csv_cell from, int32_t otherwise, struct faults *faults)
{
    struct law_value value = law_value_read(LAW_START_DATE, from.text);
    if (value.state == LAW_UNREADABLE)
        FAULT(faults, FAULT_INPUT, ((struct place){.line = from.line, .column = from.column}),
              N_("\"{1}\" is no day; write year, month and day, as in 2020-11-01."), from.text);
    return value.state == LAW_GIVEN ? (int32_t)value.number : otherwise;
}

bool law_read_powers(struct law_reader *r, struct law *law)
{
    struct str name = str_format(r->arena, "packs/%.*s/seed/power.csv", STR_ARG(law->pack));
    struct csv_row header = {0}, row = {0};
    struct csv_reader csv;
    struct powers powers = {0};
    size_t had = r->faults->total;
    if (!resource_get(name, &r->bytes))
        return true;
    struct str before = r->faults->file;
    r->faults->file = name;
    if (csv_start(&csv, r->bytes, ',', r->faults) && csv_next(&csv, r->arena, &header))
        for (; csv_next(&csv, r->arena, &row); row = (struct csv_row){0})
            *arena_push(r->arena, &powers) = (struct law_power){
                .agency = cell(&header, &row, "agency").text,
                .kind = cell(&header, &row, "kind").text,
                .whom = cell(&header, &row, "whom").text,
                .from = day_of(cell(&header, &row, "from_on"), LAW_FIRST_DAY, r->faults),
                .to = day_of(cell(&header, &row, "to_on"), LAW_LAST_DAY, r->faults),
                .ground = cell(&header, &row, "ground").text,
                .line = row.line};
    r->faults->file = before;
    law->powers = powers.items;
    law->power_count = powers.count;
    return r->faults->total == had;
}

/* --- asking --- */

const struct law_suspension *law_suspension_on(const struct law *law, struct date on)
{
    int32_t day = law_day(on);
    for (size_t i = 0; law->moratorium && i < law->moratorium->span_count; i++) {
        const struct law_suspension *s = &law->moratorium->spans[i];
        if (day >= s->from && day <= s->to)
            return s;
    }
    return NULL;
}

const struct law_exception *law_exception_find(const struct law *law, struct str id)
{
    for (size_t i = 0; law->moratorium && i < law->moratorium->exception_count; i++)
        if (str_eq(law->moratorium->exceptions[i].id, id))
            return &law->moratorium->exceptions[i];
    return NULL;
}

static bool covers(const struct law_power *power, enum law_party whom)
{
    if (!power->whom.n || whom == LAW_ANYBODY)
        return true;
    if (str_eq(power->whom, S("persons")))
        return whom == LAW_INDIVIDUAL || whom == LAW_OFFICIAL;
    return str_eq(power->whom, S("legal_entities")) && whom == LAW_LEGAL_ENTITY;
}

/* Powers of that kind, told apart by what is in the way. */
struct found {
    const struct law_power *holds;   /* nothing */
    const struct law_power *later;   /* it begins later */
    const struct law_power *earlier; /* it has ended */
    const struct law_power *other;   /* over another kind of party */
    const struct law_power *theirs;  /* of another body */
};

static struct found look_for(const struct law *law, struct str agency, struct str kind,
                             enum law_party whom, int32_t day)
{
    struct found f = {0};
    for (size_t i = 0; i < law->power_count; i++) {
        const struct law_power *p = &law->powers[i];
        if (!str_eq(p->kind, kind))
            continue;
        if (!str_eq(p->agency, agency))
            f.theirs = p;
        else if (!covers(p, whom))
            f.other = p;
        else if (day < p->from)
            f.later = !f.later || p->from < f.later->from ? p : f.later;
        else if (day > p->to)
            f.earlier = !f.earlier || p->to > f.earlier->to ? p : f.earlier;
        else
            f.holds = p;
    }
    return f;
}

static bool suspends(const struct law *law, struct str kind)
{
    for (size_t i = 0; law->moratorium && i < law->moratorium->suspends.count; i++)
        if (str_eq(law->moratorium->suspends.items[i], kind))
            return true;
    return false;
}

static bool refuse(struct faults *faults, const char *message, struct str one, struct str two,
                   struct str three)
{
    return FAULT(faults, FAULT_REFUSED, ((struct place){0}), message, one, two, three);
}

static struct str day_words(struct faults *faults, int32_t day)
{
    return date_print(faults->arena, law_date(day));
}

/* The last day of the suspension without a gap from `s` on. */
static int32_t suspended_until(const struct law_moratorium *m, const struct law_suspension *s)
{
    int32_t until = s->to;
    for (const struct law_suspension *next = s + 1; next < m->spans + m->span_count; next++)
        if (next->from == law_day(date_add_days(law_date(until), 1)))
            until = next->to;
    return until;
}

/* Under the suspension: an exception lets the power that was there before it through. */
static bool suspended(const struct law *law, const struct law_question *q,
                      const struct law_suspension *s, struct str *ground, struct faults *faults)
{
    struct str_list ids = {0};
    const struct law_moratorium *m = law->moratorium;
    const struct law_exception *exception = law_exception_find(law, q->exception);
    if (exception && ground)
        *ground =
            str_format(faults->arena, "%.*s: %.*s", STR_ARG(m->article), STR_ARG(exception->means));
    if (exception)
        return true;
    for (size_t i = 0; i < m->exception_count; i++)
        *arena_push(faults->arena, &ids) = m->exceptions[i].id;
    if (q->exception.n)
        return refuse(faults, N_("{1} has no exception \"{2}\"; its exceptions are: {3}."),
                      m->article, q->exception, str_join(faults->arena, &ids, S(", ")));
    return refuse(faults,
                  N_("{1} suspends inspections from {2} to {3}, so this is not lawful. Ask the "
                     "employer for papers instead, or name the exception of that law that "
                     "applies."),
                  m->article, day_words(faults, m->spans[0].from),
                  day_words(faults, suspended_until(m, s)));
}

static bool refuse_party(const struct law *law, const struct law_question *q,
                         const struct law_power *other, struct faults *faults)
{
    bool court = q->whom == LAW_LEGAL_ENTITY &&
                 look_for(law, q->agency, S("refer_to_court"), q->whom, law_day(q->on)).holds;
    if (court)
        return refuse(faults,
                      N_("{1} fines individuals and officials only; a legal entity is fined by a "
                         "court ({2}). Refer the case to the court instead."),
                      q->agency, other->ground, (struct str){0});
    return refuse(faults, N_("The power of {1} does not reach this kind of party: {2}."), q->agency,
                  other->ground, (struct str){0});
}

static bool refuse_withheld(const struct law *law, struct str kind, struct faults *faults)
{
    for (size_t i = 0; i < law->withheld_count; i++)
        if (str_eq(law->withheld[i].kind, kind))
            return refuse(faults, str_c(faults->arena, law->withheld[i].means),
                          str_join(faults->arena, &law->withheld[i].cites, S("; ")),
                          (struct str){0}, (struct str){0});
    return refuse(faults, N_("No law of this country pack gives the power \"{1}\" to anybody."),
                  kind, (struct str){0}, (struct str){0});
}

static bool may(const struct law *law, const struct law_question *q, struct str kind,
                struct str *ground, struct faults *faults)
{
    int32_t day = law_day(q->on);
    struct found f = look_for(law, q->agency, kind, q->whom, day);
    const struct law_suspension *s = suspends(law, kind) ? law_suspension_on(law, q->on) : NULL;
    if (s && (f.holds || f.earlier))
        return suspended(law, q, s, ground, faults);
    if (f.holds && ground)
        *ground = f.holds->ground;
    if (f.holds)
        return true;
    if (f.later)
        return refuse(faults, N_("{1} has this power only from {2} on: {3}."), q->agency,
                      day_words(faults, f.later->from), f.later->ground);
    if (f.earlier)
        return refuse(faults, N_("{1} had this power until {2}: {3}."), q->agency,
                      day_words(faults, f.earlier->to), f.earlier->ground);
    if (f.other)
        return refuse_party(law, q, f.other, faults);
    if (f.theirs)
        return refuse(faults, N_("This is not a power of {1} but of {2}: {3}."), q->agency,
                      f.theirs->agency, f.theirs->ground);
    return refuse_withheld(law, kind, faults);
}

bool law_may(const struct law *law, const struct law_question *question, struct str *ground,
             struct faults *faults)
{
    bool penalises = str_eq(question->power, S("assess_penalties")) ||
                     str_eq(question->power, S("refer_to_court"));
    if (penalises && str_eq(question->basis, S("register")) &&
        !may(law, question, S("register_penalty"), NULL, faults))
        return false;
    return may(law, question, question->power, ground, faults);
}

static bool quietly(const struct law *law, struct law_question question)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    bool lawful = law_may(law, &question, NULL, &faults);
    arena_free(&a);
    return lawful;
}

enum law_remedy law_remedy_on(const struct law *law, struct str agency, enum law_party employer,
                              struct date on)
{
    static const struct {
        struct str power;
        enum law_remedy remedy;
    } ways[] = {{S_INIT("assess_penalties"), LAW_FINE},
                {S_INIT("refer_to_court"), LAW_REFER_TO_COURT},
                {S_INIT("request_information"), LAW_REQUEST_INFORMATION}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (quietly(law, (struct law_question){.agency = agency,
                                               .power = ways[i].power,
                                               .whom = employer,
                                               .basis = S("register"),
                                               .on = on}))
            return ways[i].remedy;
    return LAW_DETECT_ONLY;
}

int law_hit_rank(const struct law *law, uint64_t rules, enum law_remedy remedy)
{
    return (int)law_gravest(law, rules) * 10 + (int)remedy;
}
