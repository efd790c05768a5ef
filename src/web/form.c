#include "web/form.h"

#include "base/arena.h"

static bool has_line_break(struct str s)
{
    return str_find_char(s, '\n', 0) != STR_NONE || str_find_char(s, '\r', 0) != STR_NONE;
}

static struct form_value *find(const struct form_reader *reader, struct str name)
{
    /* From the end: values of one name stand beside each other. */
    for (size_t i = reader->count; i-- > 0;)
        if (str_eq(reader->items[i].name, name))
            return &reader->items[i];
    return NULL;
}

bool form_add(struct form_reader *reader, struct str name, struct str value)
{
    bool lines = has_line_break(value);
    if (!name.n || !http_text_is_clean(name, false) || !http_text_is_clean(value, true) ||
        ++reader->values > FORM_MOST_VALUES)
        return false;
    struct form_value *v = find(reader, name);
    if (!v) {
        if (reader->count == FORM_MOST_NAMES)
            return false;
        v = arena_push(reader->arena, reader);
        v->name = name;
        v->text.arena = reader->arena;
    }
    if (v->count++) {
        if (lines || v->lines)
            return false;
        buffer_char(&v->text, '\n');
    }
    v->lines = lines;
    buffer_add(&v->text, str_replace(reader->arena, value, S("\r\n"), S("\n")));
    return true;
}

void form_end(struct form_reader *reader, struct http_fields *fields)
{
    for (size_t i = 0; i < reader->count; i++)
        *arena_push(reader->arena, fields) =
            (struct http_field){reader->items[i].name, buffer_str(&reader->items[i].text)};
}

bool form_read(struct arena *a, struct str text, struct http_fields *fields)
{
    struct form_reader reader = {.arena = a};
    for (struct str part, rest = text; str_cut(&rest, '&', &part);) {
        if (!part.n)
            continue;
        size_t equals = str_find_char(part, '=', 0);
        struct str name, value = equals == STR_NONE ? (struct str){0} : str_from(part, equals + 1);
        if (!http_decode(a, equals == STR_NONE ? part : str_slice(part, 0, equals), true, &name) ||
            !http_decode(a, value, true, &value) || !form_add(&reader, name, value))
            return false;
    }
    form_end(&reader, fields);
    return true;
}
