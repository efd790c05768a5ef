#include "model/declaration.h"

#include "base/arena.h"

#include <yaml.h>

enum { DEEPEST = 32 };

struct reader {
    struct arena *arena;
    struct faults *faults;
    yaml_parser_t parser;
    int depth;
};

static struct place place_at(yaml_mark_t mark)
{
    return (struct place){.line = (long)mark.line + 1, .column = (long)mark.column + 1};
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event))
        return true;
    return FAULT(r->faults, FAULT_INPUT, place_at(r->parser.problem_mark),
                 N_("This line cannot be read as YAML: {1}."), str_of(r->parser.problem));
}

static struct node *scalar(struct reader *r, const yaml_event_t *event)
{
    struct arena *a = r->arena;
    struct str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    int64_t integer;
    double real;
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE) {
        if (text.n == 0 || str_eq(text, S("null")))
            return node_null(a);
        if (str_eq(text, S("true")) || str_eq(text, S("false")))
            return node_bool(a, text.p[0] == 't');
        if (str_to_int(text, &integer))
            return node_int(a, integer);
        if (str_to_real(text, &real))
            return node_real(a, real);
    }
    return node_str(a, str_copy(a, text));
}

static struct node *read_value(struct reader *r, yaml_event_t *event);

/* Reads the items of a list or the pairs of a map up to its end event. */
static bool read_items(struct reader *r, struct node *into, yaml_event_type_t end)
{
    for (;;) {
        yaml_event_t event;
        if (!next_event(r, &event))
            return false;
        if (event.type == end) {
            yaml_event_delete(&event);
            return true;
        }
        struct str key = {0};
        if (into->kind == NODE_MAP) {
            struct place where = place_at(event.start_mark);
            bool plain = event.type == YAML_SCALAR_EVENT;
            if (plain)
                key = str_copy(r->arena, (struct str){(const char *)event.data.scalar.value,
                                                      event.data.scalar.length});
            yaml_event_delete(&event);
            if (!plain)
                return FAULT(r->faults, FAULT_INPUT, where, N_("A name is needed here."));
            if (node_get(into, key))
                return FAULT(r->faults, FAULT_INPUT, where,
                             N_("\"{1}\" stands twice in the same group."), key);
            if (!next_event(r, &event))
                return false;
        }
        struct node *value = read_value(r, &event);
        if (!value)
            return false;
        if (into->kind == NODE_MAP)
            node_set(r->arena, into, key, value);
        else
            node_add(r->arena, into, value);
    }
}

/* Takes over and frees the event. */
static struct node *read_value(struct reader *r, yaml_event_t *event)
{
    struct place where = place_at(event->start_mark);
    struct node *value = NULL;
    yaml_event_type_t type = event->type;
    if (type == YAML_SCALAR_EVENT)
        value = scalar(r, event);
    else if (type == YAML_MAPPING_START_EVENT)
        value = node_map(r->arena);
    else if (type == YAML_SEQUENCE_START_EVENT)
        value = node_list(r->arena);
    yaml_event_delete(event);
    if (!value || r->depth >= DEEPEST) {
        FAULT(r->faults, FAULT_INPUT, where,
              N_("Only names, values and lists are read here (no anchors, no aliases)."));
        return NULL;
    }
    value->line = where.line;
    r->depth++;
    bool ok = type == YAML_SCALAR_EVENT ||
              read_items(r, value,
                         type == YAML_MAPPING_START_EVENT ? YAML_MAPPING_END_EVENT
                                                          : YAML_SEQUENCE_END_EVENT);
    r->depth--;
    return ok ? value : NULL;
}

static const struct node *read_document(struct reader *r)
{
    for (;;) {
        yaml_event_t event;
        if (!next_event(r, &event))
            return NULL;
        if (event.type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            return node_map(r->arena);
        }
        if (event.type != YAML_STREAM_START_EVENT && event.type != YAML_DOCUMENT_START_EVENT)
            return read_value(r, &event);
        yaml_event_delete(&event);
    }
}

const struct node *declaration_read(struct arena *a, struct str yaml, struct faults *faults)
{
    struct reader r = {.arena = a, .faults = faults};
    if (!yaml_parser_initialize(&r.parser)) {
        FAULT(faults, FAULT_SYSTEM, (struct place){0}, N_("The YAML reader cannot start."));
        return NULL;
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)yaml.p, yaml.n);
    const struct node *document = read_document(&r);
    yaml_parser_delete(&r.parser);
    return document;
}
