#include "law/read.h"

#include "base/arena.h"

struct provisions {
    struct law_provision *items;
    size_t count, capacity;
};

bool law_read_provisions(struct law_reader *r, struct law *law)
{
    const struct node *document = law_file(r, law->pack, S("provisions.yaml"), false);
    struct provisions provisions = {0};
    size_t had = r->faults->total;
    if (!document)
        return true;
    if (!law_map(r, document, NULL, "provisions"))
        return false;
    const struct node *articles = node_get(document, S("provisions"));
    for (size_t i = 0; i < node_count(articles); i++) {
        const struct node *n = articles->items[i];
        if (articles->kind != NODE_MAP ||
            !law_map(r, n, articles, "means from to certainty source"))
            continue;
        *arena_push(r->arena, &provisions) = (struct law_provision){
            .article = str_copy(r->arena, articles->keys[i]),
            .means = law_text(r, n, "means", true),
            .from = law_read_day(r, n, "from", LAW_FIRST_DAY),
            .to = law_read_day(r, n, "to", LAW_LAST_DAY),
            .certainty = law_read_certainty(r, n),
            .source = law_texts(r, n, "source"),
        };
    }
    law->provisions = provisions.items;
    law->provision_count = provisions.count;
    return r->faults->total == had;
}
