#include "intake/edition/element.h"

#include <expat.h>
#include <string.h>

enum { DEEPEST = 16, MOST_ELEMENTS = 50 * 1000, LONGEST_TEXT = 1000 * 1000, STEP = 64 * 1024 };

struct letters {
    char *items;
    size_t count, capacity;
};

struct stream {
    XML_Parser parser;
    struct arena country_arena; /* given back after each country */
    struct arena text_arena;
    struct letters text; /* of the element being read */
    struct edition_element *path[DEEPEST];
    int depth;                  /* elements open, the root is 1 */
    size_t elements, countries; /* elements in this country; countries in the file */
    edition_country_reader *read;
    void *context;
    struct faults *faults;
    bool refused; /* a fault was added and the reading stopped */
};

const struct edition_element *edition_element_child(const struct edition_element *e, struct str tag)
{
    for (e = e ? e->first : NULL; e; e = e->next)
        if (str_eq(e->tag, tag))
            return e;
    return NULL;
}

const struct edition_element *edition_element_next(const struct edition_element *e)
{
    struct str tag = e->tag;
    for (e = e->next; e; e = e->next)
        if (str_eq(e->tag, tag))
            return e;
    return NULL;
}

const struct edition_element *edition_element_at(const struct edition_element *e, struct str path)
{
    struct str tag;
    while (e && str_cut(&path, '/', &tag))
        e = edition_element_child(e, tag);
    return e;
}

struct str edition_element_text(const struct edition_element *e, struct str tag)
{
    const struct edition_element *child = edition_element_child(e, tag);
    return child ? child->text : (struct str){0};
}

static struct place here(const struct stream *s)
{
    return (struct place){.line = (long)XML_GetCurrentLineNumber(s->parser)};
}

static void stop(struct stream *s)
{
    s->refused = true;
    XML_StopParser(s->parser, XML_FALSE);
}

/* A document type can declare entities that grow without bound, and no edition has one. */
static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    struct stream *s = data;
    FAULT(s->faults, FAULT_REFUSED, here(s),
          N_("This file begins with a document type (<!DOCTYPE …>), which can hide entities that "
             "fill "
             "the memory, so it is not read. A published edition has none: it begins with "
             "<Countries>."));
    stop(s);
}

static bool is_country(const struct stream *s, const char *tag)
{
    return s->depth == 1 && strcmp(tag, "Country") == 0;
}

static void XMLCALL on_start(void *data, const XML_Char *tag, const XML_Char **attributes)
{
    (void)attributes;
    struct stream *s = data;
    struct edition_element *above = s->depth > 0 ? s->path[s->depth - 1] : NULL;
    s->text.count = 0;
    if (s->depth >= DEEPEST || s->elements >= MOST_ELEMENTS) {
        FAULT(
            s->faults, FAULT_LIMIT, here(s),
            N_("Elements stand too deep or too many in one country here. A country of a published "
               "edition has about 300 elements, 6 deep."));
        stop(s);
        return;
    }
    struct edition_element *e = NULL;
    if (above || is_country(s, tag)) {
        e = arena_new(&s->country_arena, struct edition_element);
        e->tag = str_copy(&s->country_arena, str_of(tag));
        e->line = (long)XML_GetCurrentLineNumber(s->parser);
        s->elements++;
    }
    if (above) {
        *(above->last ? &above->last->next : &above->first) = e;
        above->last = e;
    }
    s->path[s->depth++] = e;
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct stream *s = data;
    if (s->depth == 0 || !s->path[s->depth - 1])
        return;
    if (s->text.count + (size_t)length > LONGEST_TEXT) {
        FAULT(s->faults, FAULT_LIMIT, here(s),
              N_("The text of one element is longer than a million characters here. The longest "
                 "description of a published edition has about 5,000."));
        stop(s);
        return;
    }
    for (int i = 0; i < length; i++)
        *arena_push(&s->text_arena, &s->text) = text[i];
}

static void XMLCALL on_end(void *data, const XML_Char *tag)
{
    (void)tag;
    struct stream *s = data;
    struct edition_element *e = s->path[--s->depth];
    if (!e)
        return;
    if (!e->first)
        e->text = str_trim(str_copy(&s->country_arena, (struct str){s->text.items, s->text.count}));
    s->text.count = 0;
    if (s->depth != 1)
        return;
    s->countries++;
    if (!s->read(s->context, e))
        stop(s);
    s->elements = 0;
    arena_free(&s->country_arena);
}

static bool broken(struct stream *s)
{
    struct place where = here(s);
    enum XML_Error error = XML_GetErrorCode(s->parser);
    where.column = (long)XML_GetCurrentColumnNumber(s->parser) + 1;
    if (error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
        error == XML_ERROR_PARTIAL_CHAR)
        return FAULT(
            s->faults, FAULT_INPUT, where,
            N_("The file ends in the middle: not every element is closed. Fetch it again; a "
               "whole edition ends with </Countries>. Nothing was read."));
    return FAULT(s->faults, FAULT_INPUT, where,
                 N_("The XML is broken here: {1}. Nothing was read. Correct this line, for example "
                    "<Name>Azerbaijan</Name>, or fetch the file again."),
                 str_of(XML_ErrorString(error)));
}

static bool parse(struct stream *s, struct str xml)
{
    for (size_t at = 0; at < xml.n; at += STEP) {
        struct str part = str_slice(xml, at, at + STEP);
        enum XML_Status status =
            XML_Parse(s->parser, part.p, (int)part.n, at + part.n == xml.n ? 1 : 0);
        if (s->refused)
            return false;
        if (status != XML_STATUS_OK)
            return broken(s);
    }
    if (s->countries)
        return true;
    return FAULT(s->faults, FAULT_INPUT, (struct place){.line = 1},
                 N_("This is not an edition: no <Country> was found in it. An edition looks like "
                    "<Countries><Country><Name>Azerbaijan</Name>…</Country>…</Countries>."));
}

bool edition_elements_read(struct str xml, edition_country_reader *read, void *context,
                           struct faults *faults)
{
    struct stream s = {.read = read, .context = context, .faults = faults};
    s.parser = XML_ParserCreate(NULL);
    if (!s.parser)
        return FAULT(faults, FAULT_SYSTEM, (struct place){0},
                     N_("There is not enough memory to read the edition."));
    XML_SetUserData(s.parser, &s);
    XML_SetElementHandler(s.parser, on_start, on_end);
    XML_SetCharacterDataHandler(s.parser, on_text);
    XML_SetStartDoctypeDeclHandler(s.parser, on_doctype);
    bool whole = parse(&s, xml);
    XML_ParserFree(s.parser);
    arena_free(&s.country_arena);
    arena_free(&s.text_arena);
    return whole;
}
