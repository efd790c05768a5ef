/* The files of web/static: style, script, pictures. Each stands at an address with the fingerprint
 * of its bytes (/static/style.3f2a….css), so that a reader may keep it for a year. */
#pragma once

#include "web/http.h"

struct node;

struct asset {
    struct str name;    /* "style.css" */
    struct str address; /* "/static/style.3f2a….css" */
    struct str type, bytes;
};

struct assets {
    struct asset *items;
    size_t count, capacity;
    struct node *addresses; /* by name with _ for the dot: "style_css", for templates */
};

const struct assets *assets_load(struct arena *a);
/* Answers when `path` is an asset's address (also with another fingerprint: then not to be kept).
 * False when there is no such file. */
bool asset_answer(const struct assets *assets, struct str path, struct http_response *response);
