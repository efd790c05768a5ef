#include "law/titles.h"

#include "base/arena.h"
#include "base/resource.h"

enum { LEAST_DIGITS = 3 };

static const struct law_list *read_codes(struct arena *a, struct str pack, struct str name,
                                         struct faults *faults)
{
    struct str bytes,
        file = str_format(a, "packs/%.*s/law/codes/%.*s.csv", STR_ARG(pack), STR_ARG(name));
    if (resource_get(file, &bytes))
        return law_list_read(a, name, file, bytes, faults);
    FAULT(faults, FAULT_MISSING, ((struct place){.file = file}),
          N_("This file is not part of the program."));
    return NULL;
}

const struct law_titles *law_titles_load(struct arena *a, struct str pack, struct faults *faults)
{
    struct law_titles *titles = arena_new(a, struct law_titles);
    titles->occupations = read_codes(a, pack, S("occupation"), faults);
    titles->industries = read_codes(a, pack, S("industry"), faults);
    return titles->occupations && titles->industries ? titles : NULL;
}

static const struct law_code *find(const struct law_list *list, struct str code)
{
    uint32_t mask = list->slot_count - 1;
    for (uint32_t at = law_code_hash(code) & mask; list->slots[at]; at = (at + 1) & mask)
        if (str_eq(list->items[list->slots[at] - 1].code, code))
            return &list->items[list->slots[at] - 1];
    return NULL;
}

struct str law_title(const struct law_titles *titles, enum law_column column, struct str code)
{
    const struct law_list *list =
        column == LAW_OCCUPATION_CODE ? titles->occupations : titles->industries;
    const struct law_code *found = find(list, code);
    while (!found && code.n > LEAST_DIGITS) {
        code.n--;
        found = find(list, code);
    }
    return found ? found->title : (struct str){0};
}
