/* Where in an HTML page a place stands: in text, in an attribute, in an address. Templates are
 * followed with this once, when they are read, so that each value is escaped for the very place it
 * stands in, and a place where no escaping can help (a script, a style, an event attribute) is
 * refused. */
#pragma once

#include "base/str.h"

enum html_state {
    HTML_TEXT,
    HTML_OPEN,         /* behind "<" */
    HTML_TAG_NAME,     /* in the name of a start tag */
    HTML_TAG,          /* in a tag, between attributes */
    HTML_NAME,         /* in the name of an attribute */
    HTML_AFTER_NAME,   /* behind it */
    HTML_BEFORE_VALUE, /* behind "=" */
    HTML_DOUBLE,       /* in "…" */
    HTML_SINGLE,       /* in '…' */
    HTML_BARE,         /* in a value without quotes */
    HTML_END_TAG,      /* in </…> or <!…> */
    HTML_COMMENT,
    HTML_TITLE, /* in title or textarea: text in which only its own end tag is one */
    HTML_CODE,  /* in script or style */
};

/* What an attribute's value is. */
enum html_value { HTML_PLAIN, HTML_ADDRESS, HTML_DANGEROUS };

struct html_place {
    enum html_state state;
    char tag[12], name[16]; /* small letters, cut */
    unsigned char tag_length, name_length;
    bool started; /* an address: something stands before this place in the value */
    bool query;   /* an address: behind "?" or "#" */
};

/* Moves over `markup`. */
void html_advance(struct html_place *place, struct str markup);
/* A value was put here. */
void html_value_put(struct html_place *place);
enum html_value html_value(const struct html_place *place);
/* True when two ways lead to the same place. */
bool html_same(const struct html_place *a, const struct html_place *b);
