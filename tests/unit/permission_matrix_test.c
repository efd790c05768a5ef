/* Every cell of the table, both ways, against the declaration read independently; and whether one
 * rule that is changed, or one bit of the table, is noticed. */
#include "access/table.h"
#include "permission_oracle.h"

enum { STANDS = 64, FLIPS = 60 };

static struct faults faults = {.arena = &a};

static struct str declaration(void)
{
    struct str text = {0};
    resource_get(S("model/permissions.yaml"), &text);
    return text;
}

/* The i-th way in which a record may stand to a person. */
static struct stand stand_of(size_t i)
{
    static const unsigned bits[] = {OWN, ASSIGNED, OFFICE, DISTRICT, EMERGENCY};
    struct stand s = {.condition = i & 32};
    for (size_t b = 0; b < 5; b++)
        s.scopes |= i & (size_t)1 << b ? bits[b] : 0;
    return s;
}

static unsigned bits_of(const struct access *access, size_t type, struct stand stand)
{
    const struct restricted *all = &access->restricted[type];
    unsigned plain = stand.scopes | IN_ALL, bits = plain;
    for (size_t k = 0; k < all->count; k++)
        if ((!all->items[k].within || (plain & all->items[k].within)) &&
            (!all->items[k].holds || stand.condition))
            bits |= restricted_bits(plain, k);
    return bits;
}

/* One bit for each cell and stand, in an order of their own. */
struct answers {
    uint64_t *stands; /* bit i: allowed in stand i */
    size_t count;
};

static size_t cell_count(void)
{
    return model_list(real_model(), S("roles"))->count * real_model()->type_count *
           ACTION_COUNT_OF_ACTIONS * CLASS_COUNT;
}

struct cell {
    size_t role, type;
    enum action action;
    int class;
};

static struct cell cell_at(size_t i)
{
    struct cell c;
    c.class = (int)(i % CLASS_COUNT);
    i /= CLASS_COUNT;
    c.action = (enum action)(i % ACTION_COUNT_OF_ACTIONS);
    i /= ACTION_COUNT_OF_ACTIONS;
    c.type = i % real_model()->type_count;
    c.role = i / real_model()->type_count;
    return c;
}

/* Types that are for the program alone stay closed whatever rules say. */
static struct answers of_oracle(struct str text)
{
    struct oracle o = oracle_of(text);
    struct answers found = {arena_array(&a, cell_count(), uint64_t), cell_count()};
    struct rules rules = {0};
    for (size_t i = 0; i < found.count; i++) {
        struct cell c = cell_at(i);
        const struct type *type = &real_model()->types[c.type];
        struct str role = model_list(real_model(), S("roles"))->items[c.role].code;
        if (c.action == 0 && c.class == 0)
            rules = oracle_rules(&o, role, type->name);
        if (!type->internal)
            found.stands[i] = oracle_answers(&rules, c.action, c.class, stand_of, STANDS);
    }
    return found;
}

static struct answers of_table(const struct access *access)
{
    struct answers found = {arena_array(&a, cell_count(), uint64_t), cell_count()};
    for (size_t i = 0; i < found.count; i++) {
        struct cell c = cell_at(i);
        const struct type *type = &real_model()->types[c.type];
        if (c.class && !action_has_class(c.action)) {
            found.stands[i] = found.stands[i - 1];
            continue;
        }
        struct principal who = {.roles = (uint32_t)1 << c.role, .by_token = true};
        unsigned cell = access_scopes(access, &who, type, c.class, c.action);
        for (size_t s = 0; cell && s < STANDS; s++)
            if (cell & bits_of(access, c.type, stand_of(s)))
                found.stands[i] |= (uint64_t)1 << s;
    }
    return found;
}

static size_t differences(const struct answers *one, const struct answers *two, bool show)
{
    size_t count = 0;
    for (size_t i = 0; i < one->count; i++) {
        uint64_t other = one->stands[i] ^ two->stands[i];
        struct cell c = cell_at(i);
        count += (size_t)__builtin_popcountll(other);
        if (other && show)
            printf("%.*s %.*s action %d F%d: table %llx, declaration %llx\n",
                   STR_ARG(model_list(real_model(), S("roles"))->items[c.role].code),
                   STR_ARG(real_model()->types[c.type].name), c.action, c.class,
                   (unsigned long long)one->stands[i], (unsigned long long)two->stands[i]);
    }
    return count;
}

static const struct answers *declared(void)
{
    static struct answers answers;
    if (!answers.count)
        answers = of_oracle(declaration());
    return &answers;
}

TEST(every_cell_is_what_the_declaration_says)
{
    const struct access *access = access_load(&a, real_model(), &faults);
    REQUIRE(access);
    struct answers table = of_table(access);
    size_t allowed = 0, wrong = differences(&table, declared(), true);
    for (size_t i = 0; i < table.count; i++)
        allowed += (size_t)__builtin_popcountll(declared()->stands[i]);
    printf("%zu cells in %d ways a record may stand: %zu answers, %zu of them yes; %zu wrong\n",
           table.count, STANDS, table.count * STANDS, allowed, wrong);
    CHECK_INT(wrong, 0);
}

/* --- flips --- */

static uint64_t seed = 20261122;
static size_t any(size_t count)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % count;
}

/* A word taken out of a list, or put in when it is not there: "F1, F2" and F2 give "F1". */
static struct str toggled(struct str words, struct str word)
{
    struct str_list kept = {0};
    bool found = false;
    for (struct str part, rest = words; str_cut(&rest, ',', &part);) {
        part = str_trim(part);
        if (str_eq(part, word))
            found = true;
        else
            *arena_push(&a, &kept) = part;
    }
    if (!found)
        *arena_push(&a, &kept) = word;
    return str_join(&a, &kept, S(", "));
}

/* The rule with one word of one part flipped; empty when it has no such part. */
static struct str flipped_rule(struct str rule)
{
    static const struct {
        const char *key, *words;
    } parts[] = {{" may: ", "know,count,create,delete,export,import,erase"},
                 {" reads: ", "F0,F1,F2,F3,F4,F5,F6"},
                 {" masked: ", "F0,F1,F2,F3,F4,F5,F6"},
                 {" writes: ", "F0,F1,F2,F3,F4,F5,F6"},
                 {" in: ", "own,assigned,office,district,all,emergency"}};
    size_t part = any(sizeof parts / sizeof *parts), pick;
    struct str key = str_of(parts[part].key), word = {0}, rest = str_of(parts[part].words);
    size_t at = str_find(rule, key, 0);
    if (at == STR_NONE)
        return (struct str){0};
    size_t from = at + key.n, end = from;
    bool list = rule.p[from] == '[';
    while (end < rule.n && !(list ? rule.p[end] == ']' : rule.p[end] == ',' || rule.p[end] == '}'))
        end++;
    for (pick = any(6) + 1; pick && str_cut(&rest, ',', &word); pick--)
        ;
    struct str before = str_slice(rule, from + list, end);
    return str_format(&a, "%.*s[%.*s]%.*s", STR_ARG(str_slice(rule, 0, from)),
                      STR_ARG(toggled(before, word)), STR_ARG(str_from(rule, end + list)));
}

/* The declaration with one word of one rule flipped; empty when the dice found none. */
static struct str flipped(struct str text, struct str *what)
{
    size_t rules = 0, wanted, at = 0;
    for (size_t i = 0; (i = str_find(text, S("\n  - {role:"), i)) != STR_NONE; i++)
        rules++;
    for (wanted = any(rules) + 1; wanted; wanted--)
        at = str_find(text, S("\n  - {role:"), at) + 1;
    size_t end = str_find_char(text, '\n', at);
    *what = flipped_rule(str_slice(text, at, end));
    if (!what->n)
        return *what;
    return str_format(&a, "%.*s%.*s%.*s", STR_ARG(str_slice(text, 0, at)), STR_ARG(*what),
                      STR_ARG(str_from(text, end)));
}

/* A rule that says the same again (another one allows it too) is no change; what is refused when it
 * is read is caught before anything. */
TEST(one_rule_that_is_changed_is_noticed)
{
    size_t tried = 0, at_reading = 0, caught = 0;
    while (tried < FLIPS) {
        struct arena_mark mark = arena_mark(&a);
        struct faults told_then = {.arena = &a};
        struct str what, text = flipped(declaration(), &what);
        struct answers meant = text.n ? of_oracle(text) : *declared();
        if (!differences(&meant, declared(), false)) {
            arena_rewind(&a, mark);
            continue;
        }
        const struct access *access = access_read(&a, real_model(), text, &told_then);
        struct answers table = access ? of_table(access) : *declared();
        bool noticed = access && differences(&table, declared(), false);
        tried++;
        at_reading += !access;
        caught += noticed;
        if (access && !noticed)
            printf("not noticed: %.*s\n", STR_ARG(what));
        arena_rewind(&a, mark);
    }
    printf("%zu rules changed: %zu refused when read, %zu noticed in the table\n", tried,
           at_reading, caught);
    CHECK_INT(at_reading + caught, tried);
    CHECK(caught >= 50);
}

TEST(one_bit_of_the_table_that_is_changed_is_noticed)
{
    const struct access *access = access_load(&a, real_model(), &faults);
    size_t caught = 0;
    for (size_t tried = 0; tried < FLIPS;) {
        struct cell c = cell_at(any(cell_count()));
        unsigned *cell = &access_cells(access, c.role, c.type)->of[c.action][c.class];
        unsigned bit = 1u << any(6);
        bool no_effect = real_model()->types[c.type].internal ||
                         (!action_has_class(c.action) && c.class) ||
                         ((*cell & IN_ALL) && bit != IN_ALL);
        if (c.action == ACTION_MASKED)
            no_effect = no_effect || access_cells(access, c.role, c.type)->of[ACTION_READ][c.class];
        if (no_effect)
            continue;
        struct arena_mark mark = arena_mark(&a);
        *cell ^= bit;
        struct answers table = of_table(access);
        caught += differences(&table, declared(), false) > 0;
        *cell ^= bit;
        arena_rewind(&a, mark);
        tried++;
    }
    printf("%d bits changed, %zu noticed\n", FLIPS, caught);
    CHECK_INT(caught, FLIPS);
}
