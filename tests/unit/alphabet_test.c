#include "markup/alphabet.h"
#include "test.h"

#include <stdio.h>

/* True when the names stand in this order, each before the next. */
static bool in_order(enum language language, const char *const *names, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        struct str one = str_of(names[i]), two = str_of(names[i + 1]);
        if (alphabet_compare(language, one, two) >= 0 ||
            alphabet_compare(language, two, one) <= 0) {
            fprintf(stderr, "%s should stand before %s\n", names[i], names[i + 1]);
            return false;
        }
    }
    return true;
}
#define IN_ORDER(language, ...)                                                                    \
    in_order(language, (const char *[]){__VA_ARGS__},                                              \
             sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

TEST(azerbaijani_letters_stand_in_their_places)
{
    CHECK(IN_ORDER(LANGUAGE_AZERBAIJANI, "Butan", "Cibuti", "Çad", "Dominika", "Esvatini",
                   "Əfqanıstan", "Fici", "Haiti", "Xorvatiya", "Iğdır", "İraq", "Kuba", "Qana",
                   "Liberiya", "Oman", "Özbəkistan", "Peru", "Surinam", "Şri-Lanka", "Tunis"));
}

TEST(english_names_with_marks_stand_with_those_without)
{
    CHECK(IN_ORDER(LANGUAGE_ENGLISH, "Åland Islands", "Albania", "Costa Rica", "Côte d'Ivoire",
                   "Cuba", "Qatar", "Samoa", "São Tomé and Príncipe", "Serbia", "Xanadu"));
}

TEST(russian_names_stand_by_the_alphabet)
{
    CHECK(IN_ORDER(LANGUAGE_RUSSIAN, "Йемен", "Кабо-Верде", "Тёплое", "Тоголезия", "Эквадор",
                   "Ямайка"));
}

TEST(capitals_and_spaces_do_not_part_names)
{
    CHECK(IN_ORDER(LANGUAGE_ENGLISH, "guinea", "Guinea Bissau", "guineab"));
    CHECK_INT(alphabet_compare(LANGUAGE_ENGLISH, S("Oman"), S("Oman")), 0);
    CHECK(alphabet_compare(LANGUAGE_ENGLISH, S(""), S("Oman")) < 0);
}
