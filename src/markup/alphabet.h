/* The order of names as each language's alphabet has it, so that Çad stands after Butan and
 * Əfqanıstan after Esvatini, and not behind Z. */
#pragma once

#include "markup/words.h"

/* Less than 0, 0 or more, as `one` stands before, with or behind `two`. Small and capital letters
 * are the same; a letter with a mark that the alphabet does not know stands with the one without;
 * what is no letter stands before letters. Texts that are alike up to that are told apart by their
 * bytes. */
int alphabet_compare(enum language language, struct str one, struct str two);
