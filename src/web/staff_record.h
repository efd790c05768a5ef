/* Parts of a record's page; for the files of the record only. */
#pragma once

#include "web/staff_words.h"

struct staff_page {
    struct call *call;
    const struct type *type;
    const struct view *view;
    struct staff_words words;
    struct node *out;
    bool opened;         /* sealed fields were opened for this answer */
    struct views **file; /* parts of its file, as far as they were read (casework_file) */
};

/* Everything web/templates/staff-record.html shows of a record, added to `out`. */
void staff_record_page(struct staff_page *p);
/* `sections`: [{label, entries: [{name, label, text, address, state, long}], missing: "a, b",
 * closed}]; state: value, empty (text says what
 * that means), masked, sealed, opened, file. */
void staff_sections(struct staff_page *p);
/* Sections of a type: as declared, else groups of seven without a heading. */
size_t staff_section_count(const struct type *type);
struct field_list staff_section(struct arena *a, const struct type *type, size_t i,
                                struct str *label);
/* `related`: [{plural, by, count, more, address, records: [{name, address, note}]}] that refer to
 * this one, and `additions`: [{type, label, make}] that may be recorded about it. */
void staff_related(struct staff_page *p);
/* `steps`: [{says, due, state: overdue|soon|later|none, days}]: what the type declares as work and
 * what holds now. */
void staff_steps(struct staff_page *p);
/* `line`: [{label, text, state: done|due|open}], its dates in the order in which they come. */
void staff_line(struct staff_page *p);
/* The last `most` changes in words (all when 0), newest first, into `name`: [{when, who, channel,
 * why, what, changes: [{label, before, after, sealed}]}]. False with a fault. */
bool staff_story(struct staff_page *p, struct str name, size_t most);
/* {user, office}: names of those who hold the record; empty members are left out. */
struct node *staff_holder(struct staff_page *p);
/* An address of pages in the reader's language. */
struct str staff_address(const struct call *c, struct str path);
/* {label, type address}: the way back, for crumbs, and `name`, `id`, `version` of the record. */
void staff_head(struct staff_page *p);
