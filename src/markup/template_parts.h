/* What a template is once it is read; shared by its reader and its writer only. */
#pragma once

#include "markup/html.h"
#include "markup/template.h"
#include "markup/template_kept.h"

enum { TEMPLATE_ARGUMENTS = 8, TEMPLATE_FILTERS = 3 };

enum part_kind {
    PART_TEXT,
    PART_VALUE,
    PART_WORDS,   /* arguments[0] is the message */
    PART_COUNT,   /* arguments[0] the count, [1] one, [2] many */
    PART_IF,      /* arguments[0] (compared with [1]) ? body : otherwise */
    PART_EACH,    /* body for each of arguments[0], or otherwise */
    PART_WITH,    /* body in the scope of arguments[0], or otherwise */
    PART_ONCE,    /* body, kept under arguments[0] */
    PART_PARTIAL, /* body in a scope of names and arguments */
    PART_BLOCK,   /* a place of a layout: the page's block, or body */
};

enum filter {
    FILTER_NUMBER = 1,
    FILTER_NUMBER1,
    FILTER_DATE,
    FILTER_UPPER,
    FILTER_PATH,
    FILTER_ID,
    FILTER_FIGURE,
};

/* How a value is made safe where it stands. */
enum escape { ESCAPE_TEXT, ESCAPE_WHOLE_ADDRESS, ESCAPE_ADDRESS_PART, ESCAPE_ADDRESS_PATH };

enum special {
    SPECIAL_NONE,
    SPECIAL_THIS,
    SPECIAL_INDEX,
    SPECIAL_NUMBER,
    SPECIAL_FIRST,
    SPECIAL_LAST,
    SPECIAL_KEY
};

struct operand {
    bool literal;
    struct str text; /* of a literal */
    enum special special;
    struct str *path;
    size_t path_count;
    size_t number; /* of the first of its path among all names that the templates look for */
    enum filter filters[TEMPLATE_FILTERS];
    size_t filter_count;
};

struct parts {
    struct part *items;
    size_t count, capacity;
};

struct part {
    enum part_kind kind;
    enum escape escape;
    bool negated, compared;
    struct str text;   /* PART_TEXT; msgctxt; name of a block or a partial */
    struct str *names; /* PART_PARTIAL: names of the arguments */
    struct operand *arguments;
    size_t argument_count;
    struct parts body, otherwise;
    const struct page *page; /* PART_PARTIAL, once all are read */
    long line;
};

struct block {
    struct str name;
    struct parts parts;
    long line;
};

struct page {
    struct str name, file, layout_name;
    const struct page *layout;
    struct parts parts;
    struct block *blocks;
    size_t block_count, block_capacity;
    int visit; /* while looking for templates that contain themselves */
};

struct templates {
    struct page *pages;
    size_t count;
    struct kept_parts *kept;
    size_t names; /* that are looked for, in all operands together */
};

struct page *templates_find(const struct templates *t, struct str name);
