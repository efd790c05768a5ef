/* The form of a record: what it asks, and what was typed into it.
 *
 * Names of its fields are those of the record. A date comes as NAME.day, NAME.month and NAME.year
 * (the day, or day and month, may be left out); a reference as words or a key, with NAME.id and
 * NAME.named for what stood there before and NAME.choice where several have that name; a sealed
 * value that is left empty stays, unless NAME.clear is ticked; NAME.pick = theirs keeps what
 * somebody else wrote meanwhile. */
#pragma once

#include "web/staff_words.h"

struct staff_form {
    struct call *call;
    const struct type *type;
    const struct view *view; /* NULL: a new record */
    struct staff_words words;
    struct record *record;    /* as it is, then as it was typed */
    bool *shown;              /* which fields the form asks */
    bool *given;              /* which were given, once it was read */
    bool typed;               /* it was sent: what is shown is what was typed */
    struct views *candidates; /* of each reference: those of the name typed */
};

struct staff_form staff_form_new(struct call *c, const struct type *type, const struct view *view);
/* Reads call->form into record and given. False with faults that name the fields. */
bool staff_form_read(struct staff_form *f);
/* What web/templates/staff-form.html shows; call->faults stand beside their fields. */
struct node *staff_form_node(struct staff_form *f);
/* One field of it, for forms that ask only one: {name, label, kind, value, options…}. */
struct node *staff_form_field(struct staff_form *f, const struct field *field);
/* True when any value given is another than what is there. */
bool staff_form_changes(const struct staff_form *f);
/* True when a sealed value is there that the form does not show. */
bool staff_form_keeps(const struct staff_form *f, const struct field *field);
/* What was typed under NAME and NAME.ENDING; line ends are plain. */
struct str staff_form_typed(const struct staff_form *f, struct str name, const char *ending);

/* The new record, or the record with an address, saved; and the pages of their forms. */
struct node *staff_new(struct call *c);
struct node *staff_edit(struct call *c);
void staff_new_save(struct call *c);
void staff_edit_save(struct call *c);
/* Answers with both values of each field that two people changed (web/staff_conflict.c). */
void staff_conflict(struct staff_form *f, const struct view *theirs, int64_t mine_version);
