#include "intake/keep_parts.h"

#include "base/arena.h"
#include "base/near.h"

#include <sodium.h>

static struct str fingerprint(struct arena *a, struct str bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(a, sizeof hash * 2 + 1);
    crypto_hash_sha256(hash, (const unsigned char *)(bytes.p ? bytes.p : ""), bytes.n);
    sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash);
    return str_of(hex);
}

struct record *keep_put_document(struct keeping *k, const struct keep_document *document,
                                 bool *known)
{
    const struct type *type = model_type(k->model, S("document"));
    struct value sha256 = value_text(fingerprint(k->arena, document->bytes));
    size_t had = k->faults->total;
    struct record *r = store_find(k->keep->session, k->arena, type, &sha256, k->faults);
    *known = r != NULL;
    if (r || k->faults->total > had)
        return r;
    r = record_new(k->arena, type);
    keep_set(r, "name", document->name);
    keep_set(r, "kind", document->kind);
    keep_set(r, "media_type", document->media_type);
    record_set(r, "size", value_integer((int64_t)document->bytes.n));
    record_set(r, "sha256", sha256);
    keep_set(r, "text", document->text);
    if (!str_eq(document->text, document->bytes)) /* a text file is its own text */
        record_set(r, "content", (struct value){.kind = VALUE_BLOB, .text = document->bytes});
    k->done->added++;
    return store_insert(k->keep->session, r, k->faults) ? r : NULL;
}

int keep_year_of_name(struct str name)
{
    int64_t year;
    for (size_t i = name.n; i >= 4; i--) {
        bool alone =
            (i == name.n || !char_is_digit(name.p[i])) && (i == 4 || !char_is_digit(name.p[i - 5]));
        if (alone && str_to_int(str_slice(name, i - 4, i), &year) && year >= 1990 && year <= 2100)
            return (int)year;
    }
    return 0;
}

/* "Azerbaijan" of "Azerbaijan-2019.txt", "Costa Rica" of "costa_rica_2019.pdf". */
static struct str country_of_name(struct arena *a, struct str name)
{
    size_t end = name.n;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '.')
            end = i;
    name = str_slice(name, 0, end);
    if (keep_year_of_name(name) && name.n > 4 && char_is_digit(name.p[name.n - 1]))
        name = str_slice(name, 0, name.n - 5);
    return str_trim(str_replace(a, name, S("_"), S(" ")));
}

const struct code *keep_country(const struct keep *k, struct str given, struct str printed,
                                struct str file_name, struct faults *faults)
{
    const struct code_list *countries = model_list(session_model(k->session), S("countries"));
    struct str of_name = country_of_name(k->arena, file_name);
    const struct code *found = NULL;
    if (given.n)
        found = code_find(countries, str_trim(given));
    else if (printed.n)
        found = code_find(countries, printed);
    if (!found && !given.n)
        found = code_find(countries, of_name);
    if (found)
        return found;
    struct str name = given.n ? given : printed.n ? printed : of_name;
    struct str_list names = {0};
    for (size_t i = 0; i < countries->count; i++)
        *arena_push(k->arena, &names) = countries->items[i].label;
    struct str near = near_words(k->arena, name, &names);
    if (near.n)
        FAULT(faults, FAULT_MISSING, (struct place){0},
              N_("There is no country \"{1}\". Did you mean {2}? --country takes a name or an ISO "
                 "code."),
              name, near);
    else
        FAULT(faults, FAULT_MISSING, (struct place){0},
              N_("There is no country \"{1}\". --country takes a name or an ISO code, as in "
                 "--country AZ; \"himaya countries\" lists them."),
              name);
    return NULL;
}
