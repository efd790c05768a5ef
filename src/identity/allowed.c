/* Which passwords may be chosen: length decides, and that nobody would guess them first (ASVS 5.0
 * 6.2: no rules of composition). */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/fold.h"
#include "base/resource.h"
#include "base/utf8.h"
#include "identity/password.h"

#include <string.h>

enum { LONGEST_UNIT = 4, SHORTEST_NAME = 4, FEWEST_BYTES = 5 };

static bool wrong(struct faults *faults, const char *message)
{
    return FAULT(faults, FAULT_INPUT, ((struct place){.field = S("new_password")}), message);
}

/* Small letters, with the digits and signs that stand for letters read as those. */
static struct str plain(struct arena *a, struct str password)
{
    static const char from[] = "@4301!$57", to[] = "aaeoiisst";
    struct buffer text = {.arena = a};
    for (size_t i = 0; i < password.n; i++) {
        const char *found = password.p[i] ? strchr(from, password.p[i]) : NULL;
        buffer_char(&text, found ? to[found - from] : char_lower(password.p[i]));
    }
    return buffer_str(&text);
}

/* aaaa…, abababab…, 12341234…, or hardly any different letters. */
static bool repeats(struct str text)
{
    bool seen[256] = {false};
    size_t different = 0;
    for (size_t i = 0; i < text.n; i++) {
        different += !seen[(unsigned char)text.p[i]];
        seen[(unsigned char)text.p[i]] = true;
    }
    if (different < FEWEST_BYTES)
        return true;
    for (size_t unit = 1; unit <= LONGEST_UNIT; unit++) {
        size_t i = unit;
        while (i < text.n && text.p[i] == text.p[i - unit])
            i++;
        if (i == text.n)
            return true;
    }
    return false;
}

/* Neighbours in the alphabet, among the digits or on the keyboard, forwards or backwards, for the
 * most part of it. */
static bool is_row(struct str password)
{
    static const char *const rows[] = {"01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop",
                                       "asdfghjkl", "zxcvbnm"};
    size_t neighbours = 0;
    for (size_t i = 1; i < password.n; i++) {
        char pair[3] = {char_lower(password.p[i - 1]), char_lower(password.p[i]), 0};
        char back[3] = {pair[1], pair[0], 0};
        bool found = false;
        for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
            found = found || strstr(rows[r], pair) || strstr(rows[r], back);
        neighbours += found;
    }
    return neighbours + 3 >= password.n;
}

/* One of the commonest, as it is or with signs in place of letters. */
static bool is_common(struct arena *a, struct str password)
{
    struct str list, wanted = plain(a, password);
    if (!resource_get(S("model/words/common_passwords.csv"), &list))
        return false;
    for (struct str line; str_cut(&list, '\n', &line);)
        if (str_eq(plain(a, str_trim(line)), wanted))
            return true;
    return false;
}

/* Holds a part of the person's own names, or is made of one. */
static bool holds_name(struct arena *a, struct str password, struct str names)
{
    struct str text = fold_key(a, password), part;
    struct str rest = str_replace(a, fold_key(a, names), S("."), S(" "));
    text = str_replace(a, text, S(" "), S(""));
    while (str_cut(&rest, ' ', &part))
        if (part.n >= SHORTEST_NAME && str_contains(text, part))
            return true;
    return false;
}

bool password_allowed(struct str password, struct str name, struct str full_name,
                      struct faults *faults)
{
    struct arena a = {0};
    size_t length = utf8_count(password);
    bool good = true;
    if (length < PASSWORD_SHORTEST)
        good = wrong(faults, N_("A password has at least 12 characters. Three or four words that "
                                "have nothing to do with each other are easy to remember."));
    else if (length > PASSWORD_LONGEST)
        good = wrong(faults, N_("A password has at most 128 characters."));
    else if (repeats(password) || is_row(password))
        good = wrong(faults, N_("This repeats itself or follows the keyboard, and would be guessed "
                                "early. Choose words that have nothing to do with each other."));
    else if (is_common(&a, password))
        good = wrong(faults, N_("This is one of the passwords that are tried first. Choose words "
                                "that have nothing to do with each other."));
    else if (holds_name(&a, password, name) || holds_name(&a, password, full_name))
        good = wrong(faults, N_("A password must not hold your own name."));
    arena_free(&a);
    return good;
}
