#include "markup/alphabet.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

/* w is in no Azerbaijani word, but in names. */
static const struct str azerbaijani = S_INIT("abcçdeəfgğhxıijkqlmnoöprsştuüvwyz");
static const struct str others =
    S_INIT("abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюя");

/* Letters with a mark, each run with the letter it stands with. */
static const struct {
    struct str marked;
    char plain;
} folds[] = {
    {S_INIT("àáâãäåāăą"), 'a'}, {S_INIT("çćč"), 'c'},     {S_INIT("èéêëēėęəě"), 'e'},
    {S_INIT("ğģ"), 'g'},        {S_INIT("ìíîïīıį"), 'i'}, {S_INIT("ñńňņ"), 'n'},
    {S_INIT("òóôõöøōő"), 'o'},  {S_INIT("śşšș"), 's'},    {S_INIT("ţťț"), 't'},
    {S_INIT("ùúûüūůű"), 'u'},   {S_INIT("ýÿ"), 'y'},      {S_INIT("źżž"), 'z'},
};

/* The place of a letter in an alphabet, from 1; 0 when it has none. */
static uint32_t place_in(struct str alphabet, uint32_t letter)
{
    uint32_t place = 1;
    for (size_t at = 0; at < alphabet.n; place++)
        if (utf8_next(alphabet, &at) == letter)
            return place;
    return 0;
}

static uint32_t small(enum language language, uint32_t letter)
{
    if (letter == 'I')
        return language == LANGUAGE_AZERBAIJANI ? 0x131 : 'i';
    if (letter < 0x80)
        return (uint32_t)tolower((int)letter);
    if (letter == 0x130) /* İ */
        return 'i';
    if (letter == 0x18F) /* Ə */
        return 0x259;
    if (letter == 0x401) /* Ё */
        return 0x451;
    if ((letter >= 0xC0 && letter <= 0xDE && letter != 0xD7) ||
        (letter >= 0x410 && letter <= 0x42F))
        return letter + 0x20;
    bool odd_capital = (letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17E);
    if (letter >= 0x100 && letter <= 0x17E)
        return odd_capital ? letter + letter % 2 : letter | 1;
    return letter;
}

static uint32_t weight(enum language language, uint32_t code)
{
    struct str alphabet = language == LANGUAGE_AZERBAIJANI ? azerbaijani : others;
    uint32_t letter = small(language, code), place = place_in(alphabet, letter);
    for (size_t i = 0; !place && i < sizeof folds / sizeof *folds; i++)
        if (place_in(folds[i].marked, letter))
            place = place_in(alphabet, (uint32_t)folds[i].plain);
    if (place)
        return 0x1000 + place;
    return letter < 0x80 ? letter : 0x2000 + letter;
}

int alphabet_compare(enum language language, struct str one, struct str two)
{
    size_t i = 0, k = 0;
    while (i < one.n && k < two.n) {
        uint32_t a = weight(language, utf8_next(one, &i));
        uint32_t b = weight(language, utf8_next(two, &k));
        if (a != b)
            return a < b ? -1 : 1;
    }
    if (i < one.n || k < two.n)
        return i < one.n ? 1 : -1;
    int bytes = one.n && two.n ? memcmp(one.p, two.p, one.n < two.n ? one.n : two.n) : 0;
    return bytes ? bytes : (one.n > two.n) - (one.n < two.n);
}
