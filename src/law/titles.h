/* What a code of an occupation or industry is called: packs/PACK/law/codes/occupation.csv (ISCO-08)
 * and industry.csv (ISIC Rev.4). */
#pragma once

#include "law/code_set.h"

struct law_titles {
    const struct law_list *occupations, *industries;
};

/* NULL with faults. Lives in `a`; any number of threads may read it. */
const struct law_titles *law_titles_load(struct arena *a, struct str pack, struct faults *faults);
/* The title in English of a code of a column (occupation_code or industry_code); where the code is
 * not known, that of its longest beginning of three digits or more ("71129": 7112). Empty when
 * there is none.
 */
struct str law_title(const struct law_titles *titles, enum law_column column, struct str code);
