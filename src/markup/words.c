#include "markup/words.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/resource.h"
#include "markup/po.h"

#include <pthread.h>
#include <string.h>

/* Open addressing; a slot is empty when its entry is NULL. The size is a power of two. */
struct catalogue {
    const struct po_entry **slots;
    size_t size;
};

static struct catalogue catalogues[LANGUAGE_COUNT];
/* Added afterwards: message -> place in `texts`, from 1. */
static struct {
    struct map places;
    struct str_list texts;
} added[LANGUAGE_COUNT];
static struct arena kept; /* for the life of the process */
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
static bool loaded;

static const struct str codes[LANGUAGE_COUNT] = {S_INIT("en"), S_INIT("az"), S_INIT("ru")};

struct str language_code(enum language language)
{
    return codes[language];
}

bool language_of(struct str code, enum language *language)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        if (str_eq_nocase(codes[i], code)) {
            *language = (enum language)i;
            return true;
        }
    return false;
}

/* The weight behind ";q=" in thousandths; 1000 when there is none. */
static int weight_of(struct str choice)
{
    size_t at = str_find(choice, S("q="), 0);
    double q = 1;
    if (at != STR_NONE && !str_to_real(str_trim(str_from(choice, at + 2)), &q))
        return 0;
    return q < 0 || q > 1 ? 0 : (int)(q * 1000);
}

enum language language_accepted(struct str header)
{
    enum language best = LANGUAGE_ENGLISH;
    int best_weight = 0;
    for (struct str choice, rest = header; str_cut(&rest, ',', &choice);) {
        choice = str_trim(choice);
        size_t end = 0;
        while (end < choice.n && char_is_alpha(choice.p[end]))
            end++;
        enum language language;
        int weight = weight_of(choice);
        if (language_of(str_slice(choice, 0, end), &language) && weight > best_weight) {
            best = language;
            best_weight = weight;
        }
    }
    return best;
}

static uint64_t slot_hash(struct str context, struct str message)
{
    return str_hash(message) ^ (str_hash(context) * 31);
}

static const struct po_entry *look_up(enum language language, struct str context,
                                      struct str message)
{
    const struct catalogue *c = &catalogues[language];
    if (!c->size)
        return NULL;
    for (size_t i = slot_hash(context, message);; i++) {
        const struct po_entry *e = c->slots[i & (c->size - 1)];
        if (!e || (str_eq(e->message, message) && str_eq(e->context, context)))
            return e;
    }
}

static void fill_catalogue(struct catalogue *c, const struct po *po)
{
    size_t size = 16;
    while (size < po->count * 2)
        size *= 2;
    c->slots = arena_array(&kept, size, const struct po_entry *);
    c->size = size;
    for (size_t n = 0; n < po->count; n++) {
        size_t i = slot_hash(po->items[n].context, po->items[n].message);
        while (c->slots[i & (size - 1)])
            i++;
        c->slots[i & (size - 1)] = &po->items[n];
    }
}

static bool load_all(struct faults *faults)
{
    bool good = true;
    for (size_t l = LANGUAGE_AZERBAIJANI; l < LANGUAGE_COUNT; l++) {
        struct str name = str_format(&kept, "po/%.*s.po", STR_ARG(codes[l]));
        struct str bytes;
        struct po po = {0};
        if (!resource_get(name, &bytes))
            good = FAULT(faults, FAULT_MISSING, (struct place){.file = name},
                         N_("The catalogue of this language is missing from the program."));
        else if (!po_read(&kept, name, bytes, &po, faults))
            good = false;
        else
            fill_catalogue(&catalogues[l], &po);
    }
    return good;
}

bool words_load(struct faults *faults)
{
    pthread_mutex_lock(&loading);
    bool good = loaded || load_all(faults);
    loaded = loaded || good;
    pthread_mutex_unlock(&loading);
    return good;
}

void words_add(enum language language, struct str message, struct str translation)
{
    pthread_mutex_lock(&loading);
    added[language].places.arena = &kept;
    *arena_push(&kept, &added[language].texts) = str_copy(&kept, translation);
    map_put(&added[language].places, message, (int64_t)added[language].texts.count);
    pthread_mutex_unlock(&loading);
}

struct str words_in(enum language language, struct str context, struct str message)
{
    int64_t place;
    if (!context.n && added[language].texts.count &&
        map_get(&added[language].places, message, &place))
        return added[language].texts.items[place - 1];
    const struct po_entry *e = look_up(language, context, message);
    return e && e->forms[0].n ? e->forms[0] : message;
}

struct str words(enum language language, struct str message)
{
    return words_in(language, (struct str){0}, message);
}

/* Which form a count takes: the rules of Unicode CLDR for whole numbers. */
static size_t plural_form(enum language language, int64_t count)
{
    uint64_t n = count < 0 ? 0 - (uint64_t)count : (uint64_t)count;
    if (language != LANGUAGE_RUSSIAN)
        return n == 1 ? 0 : 1;
    if (n % 10 == 1 && n % 100 != 11)
        return 0;
    return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2;
}

struct str words_count(enum language language, struct str one, struct str many, int64_t count)
{
    const struct po_entry *e = look_up(language, (struct str){0}, one);
    size_t form = plural_form(language, count);
    if (e && e->plural.n && e->forms[form].n)
        return e->forms[form];
    return words(language, count == 1 || count == -1 ? one : many);
}

struct str words_fill(struct arena *a, struct str message, const struct str *details, size_t count)
{
    size_t size = message.n;
    for (size_t i = 0; i + 2 < message.n; i++)
        if (message.p[i] == '{' && message.p[i + 2] == '}' && message.p[i + 1] >= '1' &&
            (size_t)(message.p[i + 1] - '1') < count)
            size += details[message.p[i + 1] - '1'].n;
    if (size == message.n && !str_contains(message, S("{")))
        return message;
    char *out = arena_array(a, size + 1, char);
    size_t n = 0;
    for (size_t i = 0; i < message.n;) {
        size_t place = count;
        if (message.p[i] == '{' && i + 2 < message.n && message.p[i + 2] == '}' &&
            message.p[i + 1] >= '1')
            place = (size_t)(message.p[i + 1] - '1');
        if (place < count) {
            if (details[place].n)
                memcpy(out + n, details[place].p, details[place].n);
            n += details[place].n;
            i += 3;
        } else {
            out[n++] = message.p[i++];
        }
    }
    return (struct str){out, n};
}

struct str words_fault(struct arena *a, enum language language, const struct fault *fault)
{
    struct str message = fault_fill(a, words(language, str_of(fault->message)), fault);
    return str_concat(a, fault_place(a, fault), message);
}
