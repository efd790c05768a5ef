#include "inspectorate/adequacy.h"

int64_t adequacy_needed(int64_t workers, int64_t per_inspector)
{
    if (workers < 1 || per_inspector < 1)
        return 0;
    return workers / per_inspector + (workers % per_inspector * 2 >= per_inspector);
}

struct adequacy adequacy_of(int64_t workers, int64_t per_inspector, int64_t inspectors)
{
    struct adequacy a = {workers, per_inspector, inspectors};
    a.needed = adequacy_needed(workers, per_inspector);
    a.enough = inspectors >= a.needed;
    a.missing = a.enough ? 0 : a.needed - inspectors;
    a.percent = a.needed ? 100.0 * (double)inspectors / (double)a.needed : 0;
    return a;
}

int64_t adequacy_ratio(const struct model *model, struct str economy)
{
    const struct code_list *list = model_list(model, S("economy_kinds"));
    const struct code *code = list ? code_find(list, economy) : NULL;
    int64_t ratio = 0;
    if (!code || !str_to_int(node_get_str(code->row, S("workers_per_inspector")), &ratio))
        return 0;
    return ratio;
}
