/* A list of occupation and industry codes that rules ask: "occupation_code on hazardous".
 *
 * A CSV file with a column `code`; the others may be left out: `kind` (occupation or industry;
 * empty means both, because ISCO 4311 and ISIC 4311 are different things), `from_on` and `to_on`
 * (days on which the code came on the list and was last on it; empty means always). More columns
 * (title, source) are for people. A code is on the list exactly as written there: 71 is not 711, so
 * a list names each digit level that the register may use. Codes are written as in law/contract.h.
 */
#pragma once

#include "base/fault.h"
#include "law/contract.h"

enum law_code_kind { LAW_CODE_OCCUPATION = 1, LAW_CODE_INDUSTRY = 2, LAW_CODE_ANY = 3 };

struct law_code {
    struct str code, title;
    uint32_t kinds;   /* set of enum law_code_kind */
    int32_t from, to; /* days, both belong to the span */
    long line;
};

struct law_list {
    struct str name, file;
    const struct law_code *items; /* in the order of the file */
    size_t count;
    const uint32_t *slots; /* open addressing by law_code_hash: item + 1; 0 is free */
    uint32_t slot_count;   /* a power of two, at most half full */
};

/* Reads a list; NULL with faults (file and line). Lives in `a`. */
const struct law_list *law_list_read(struct arena *a, struct str name, struct str file,
                                     struct str bytes, struct faults *faults);
/* Whether `code` is on the list on `day` as one of `kinds`. No memory, a few nanoseconds. */
bool law_list_has(const struct law_list *list, struct str code, uint32_t kinds, int32_t day);
uint32_t law_code_hash(struct str code);
