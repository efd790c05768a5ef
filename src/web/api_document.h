/* The interface described to programs and to people, made from the table of routes. */
#pragma once

#include "base/str.h"

struct node;

/* OpenAPI 3.1. */
struct node *api_document(struct arena *a);
/* docs/api.md. */
struct str api_markdown(struct arena *a);
