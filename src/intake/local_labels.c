#include "intake/local_labels.h"

#include "markup/words.h"

static void add(const struct code *code, enum language language, struct str text)
{
    if (text.n && !str_eq(text, words(language, code->label)))
        words_add(language, code->label, text);
}

void local_labels_load(const struct model *model)
{
    for (size_t l = 0; l < model->list_count; l++)
        for (size_t i = 0; i < model->lists[l].count; i++) {
            const struct code *code = &model->lists[l].items[i];
            if (!node_get_bool(code->row, S("local")))
                continue;
            add(code, LANGUAGE_AZERBAIJANI, node_get_str(code->row, S("label_az")));
            add(code, LANGUAGE_RUSSIAN, node_get_str(code->row, S("label_ru")));
        }
}
