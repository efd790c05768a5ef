/* The bodies of forms: application/x-www-form-urlencoded and multipart/form-data (RFC 7578). */
#pragma once

#include "base/buffer.h"
#include "web/http.h"

/* A file that came with a form. Bytes are borrowed from the body. */
struct upload {
    struct str field, file_name, content_type, bytes;
};

struct uploads {
    struct upload *items;
    size_t count, capacity;
};

enum {
    FORM_MOST_NAMES = 400,
    FORM_MOST_VALUES = 10 * 1000, /* ticked rows of a list come as so many values of one name */
    FORM_MOST_FILES = 20,
};

/* a=1&b=x%20y into decoded names and values, each name once: several values of one name (ticked
 * boxes) stand behind each other with line breaks between. Line breaks come as "\r\n" and are read
 * as "\n". False when an escape is broken, the text
 * is no UTF-8 or holds control characters other than tab and line breaks, one of several values of
 * a name holds a line break itself, or there are too many. */
bool form_read(struct arena *a, struct str text, struct http_fields *fields);

/* The same of a multipart body, whose boundary stands in `content_type`; files go to `uploads`
 * (one that nobody chose, without a name and bytes, is left out). False when it is malformed. */
bool multipart_read(struct arena *a, struct str content_type, struct str body,
                    struct http_fields *fields, struct uploads *uploads);

/* Collects values under their names, as form_read does: form_add for each, then form_end. */
struct form_value {
    struct str name;
    struct buffer text;
    size_t count;
    bool lines; /* a value holds a line break: it cannot stand beside another one */
};
struct form_reader {
    struct arena *arena;
    struct form_value *items; /* one for each name */
    size_t count, capacity;
    size_t values;
};
bool form_add(struct form_reader *reader, struct str name, struct str value);
void form_end(struct form_reader *reader, struct http_fields *fields);
