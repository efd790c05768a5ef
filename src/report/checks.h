/* What the checks of a report share. For the files of this room only. */
#pragma once

#include "report/nodes.h"

struct finding {
    const char *check, *severity; /* severity: "high", "medium", "low" */
    struct str key;               /* of the figure, or empty */
    int year;
    long line;
};

/* Adds a finding with a sentence in the reader's language. */
void finding_add(struct report_context *c, struct node *list, const struct finding *f,
                 struct str message, const struct str *details, size_t count);
#define FINDING(c, list, finding, message, ...)                                                    \
    finding_add((c), (list), (finding), S(message), (const struct str[]){__VA_ARGS__},             \
                sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))
struct str year_text(const struct report_context *c, int year);

/* Whether table and text count child labour violations alike. False with a fault of the store. */
bool check_units(struct report_context *c, struct node *list);
