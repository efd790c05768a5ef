#include "web/staff_words.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/money.h"
#include "base/utf8.h"

#include <time.h>

struct staff_words staff_words_new(struct call *c)
{
    return (struct staff_words){.call = c, .known = {.arena = c->arena}};
}

/* What is known of, but not what it is called, is called by its type. */
static struct str name_or_label(const struct staff_words *w, const struct type *to, struct str id,
                                struct str name)
{
    return name.n && str_eq(name, id) ? words(w->call->language, to->label) : name;
}

static void remember(struct staff_words *w, struct str id, struct str name)
{
    *arena_push(w->call->arena, &w->names) = name;
    map_put(&w->known, id, (int64_t)w->names.count);
}

struct str staff_words_name(struct staff_words *w, const struct type *to, struct str id)
{
    int64_t place;
    if (map_get(&w->known, id, &place))
        return w->names.items[place - 1];
    struct str name = name_or_label(w, to, id, visit_name(&w->call->visit, to, id));
    remember(w, id, name);
    return name;
}

struct str *staff_words_names(struct staff_words *w, const struct field *f,
                              const struct views *views)
{
    struct str *ids = arena_array(w->call->arena, views->count + 1, struct str);
    for (size_t i = 0; i < views->count; i++) {
        const struct value *value = &views->items[i].record->values[f->index];
        if (value->kind == VALUE_TEXT)
            ids[i] = value->text;
    }
    struct str *names = visit_names(&w->call->visit, f->to, ids, views->count);
    for (size_t i = 0; i < views->count; i++)
        names[i] = name_or_label(w, f->to, ids[i], names[i]);
    return names;
}

bool staff_words_tells(const struct staff_words *w, const struct field *f, struct str name)
{
    return name.n && name.p != words(w->call->language, f->to->label).p;
}

bool staff_words_is_closed(struct staff_words *w, const struct field *f, const struct value *value)
{
    if (f->kind != FIELD_REF || value->kind != VALUE_TEXT)
        return false;
    return !staff_words_tells(w, f, staff_words_name(w, f->to, value->text));
}

struct str staff_words_actor(struct staff_words *w, struct str actor)
{
    struct call *c = w->call;
    const struct type *user = model_type(c->app->model, S("user"));
    struct str key = str_concat(c->arena, S("@"), actor);
    struct condition named = {"name", IS, value_text(actor)};
    struct query q = {.type = user, .conditions = &named, .condition_count = 1, .limit = 1};
    struct views found = {0};
    int64_t place;
    if (str_eq(actor, S("command line")))
        return words(c->language, S(N_("The terminal")));
    if (str_eq(actor, S("program")))
        return words(c->language, S(N_("Himaya itself")));
    if (map_get(&w->known, key, &place))
        return w->names.items[place - 1];
    struct str name = actor;
    if (visit_knows_type(&c->visit, user) &&
        visit_may_ask(&c->visit, user, type_field(user, S("name"))) &&
        visit_list(&c->visit, &q, &found, NULL) && found.count)
        name = visit_name_of(&c->visit, &found.items[0]);
    *arena_push(c->arena, &w->names) = name;
    map_put(&w->known, key, (int64_t)w->names.count);
    return name;
}

void staff_words_ahead(struct staff_words *w, const struct field *const *columns,
                       size_t column_count, const struct views *views)
{
    for (size_t n = 0; n < column_count; n++) {
        const struct field *f = columns[n];
        if (f->kind != FIELD_REF)
            continue;
        const struct str *names = staff_words_names(w, f, views);
        for (size_t i = 0; i < views->count; i++) {
            const struct value *value = &views->items[i].record->values[f->index];
            if (value->kind == VALUE_TEXT)
                remember(w, value->text, names[i]);
        }
    }
}

/* Years are not parted by thousands. */
static bool is_year(const struct field *f)
{
    return str_eq(f->name, S("year")) || str_ends(f->name, S("_year")) ||
           (f->has_least && f->has_most && f->least >= 1000 && f->most <= 2200);
}

static struct str money_words(const struct call *c, int64_t minor, struct str currency)
{
    struct arena *a = c->arena;
    int64_t unit = 1;
    for (int i = money_digits(currency); i > 0; i--)
        unit *= 10;
    struct str whole = words_integer(a, c->language, minor / unit);
    if (minor < 0 && minor > -unit)
        whole = str_concat(a, S("\xe2\x88\x92"), whole);
    int64_t part = minor % unit < 0 ? -(minor % unit) : minor % unit;
    if (unit > 1 && part)
        whole = str_format(a, "%.*s%s%0*lld", STR_ARG(whole),
                           c->language == LANGUAGE_ENGLISH ? "." : ",", money_digits(currency),
                           (long long)part);
    return currency.n ? str_format(a, "%.*s\xc2\xa0%.*s", STR_ARG(whole), STR_ARG(currency))
                      : whole;
}

static struct str size_words(const struct call *c, size_t bytes)
{
    struct str kilobytes = words_integer(c->arena, c->language, (int64_t)(bytes + 999) / 1000);
    return words_fill(c->arena, words(c->language, S("a file of {1} kB")), &kilobytes, 1);
}

struct str staff_words_time(const struct call *c, struct str utc)
{
    struct tm t = {0}, here;
    int64_t year, month, day, hour, minute;
    if (!date_is_time(utc) || !str_to_int(str_slice(utc, 0, 4), &year) ||
        !str_to_int(str_slice(utc, 5, 7), &month) || !str_to_int(str_slice(utc, 8, 10), &day) ||
        !str_to_int(str_slice(utc, 11, 13), &hour) || !str_to_int(str_slice(utc, 14, 16), &minute))
        return words_date(c->arena, c->language, utc);
    t.tm_year = (int)year - 1900;
    t.tm_mon = (int)month - 1;
    t.tm_mday = (int)day;
    t.tm_hour = (int)hour;
    t.tm_min = (int)minute;
    time_t moment = timegm(&t);
    localtime_r(&moment, &here);
    struct str iso =
        str_format(c->arena, "%04d-%02d-%02d", here.tm_year + 1900, here.tm_mon + 1, here.tm_mday);
    return str_format(c->arena, "%.*s, %02d:%02d", STR_ARG(words_date(c->arena, c->language, iso)),
                      here.tm_hour, here.tm_min);
}

struct str staff_words_value(struct staff_words *w, const struct field *f,
                             const struct value *value, struct str currency)
{
    const struct call *c = w->call;
    if (value->kind == VALUE_EMPTY || value->kind == VALUE_SEALED)
        return (struct str){0};
    switch (f->kind) {
    case FIELD_TEXT: return value->text;
    case FIELD_INTEGER:
        return is_year(f) ? str_format(c->arena, "%lld", (long long)value->integer)
                          : words_integer(c->arena, c->language, value->integer);
    case FIELD_NUMBER: return words_real(c->arena, c->language, value->real, 6);
    case FIELD_BOOLEAN: return words(c->language, value->integer ? S(N_("yes")) : S(N_("no")));
    case FIELD_DATE: return words_date(c->arena, c->language, value->text);
    case FIELD_TIME: return staff_words_time(c, value->text);
    case FIELD_MONEY: return money_words(c, value->integer, currency);
    case FIELD_CODE: {
        const struct code *code = code_find(f->list, value->text);
        return code ? words(c->language, code->label) : value->text;
    }
    case FIELD_REF: {
        struct str name = staff_words_name(w, f->to, value->text);
        return name.n ? name : words(c->language, S(N_("one that is not open to you")));
    }
    case FIELD_BLOB: return size_words(c, value->text.n);
    }
    return (struct str){0};
}

struct str staff_words_field(struct staff_words *w, const struct type *type, const struct field *f,
                             const struct value *values)
{
    struct str currency =
        f->kind == FIELD_MONEY ? value_currency(type, f, values) : (struct str){0};
    return staff_words_value(w, f, &values[f->index], currency);
}

bool staff_words_right(const struct field *f)
{
    return f->kind == FIELD_INTEGER || f->kind == FIELD_NUMBER || f->kind == FIELD_MONEY;
}

struct str staff_words_label(const struct call *c, const struct field *f)
{
    return words(c->language, f->label);
}

/* The small letter of a capital of Latin or Cyrillic; 0 when it is none. */
static uint32_t small_letter(enum language language, uint32_t letter)
{
    if (letter == 'I' && language == LANGUAGE_AZERBAIJANI)
        return 0x131;
    if (letter == 0x130)
        return 'i';
    if (letter == 0x18f)
        return 0x259;
    if (letter == 0x11e || letter == 0x15e)
        return letter + 1;
    if ((letter >= 'A' && letter <= 'Z') || (letter >= 0xc0 && letter <= 0xde && letter != 0xd7) ||
        (letter >= 0x410 && letter <= 0x42f))
        return letter + 32;
    return 0;
}

struct str staff_words_inside(const struct call *c, struct str label)
{
    size_t at = 0, second;
    if (!label.n)
        return label;
    uint32_t small = small_letter(c->language, utf8_next(label, &at));
    second = at;
    /* An abbreviation, such as PIN, keeps its capitals. */
    if (!small || (second < label.n && small_letter(c->language, utf8_next(label, &second)) != 0))
        return label;
    char first[4];
    size_t n = utf8_put(first, small);
    return str_concat(c->arena, (struct str){first, n}, str_from(label, at));
}
