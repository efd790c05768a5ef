/* What acts answer with. */
#pragma once

#include "web/route.h"

/* 303 to an address behind the language: answer_go(c, S("/records/complaint")). An address that
 * would lead elsewhere (answer_is_ours) goes to the first page instead. */
void answer_go(struct call *c, struct str path);
/* The same with a sentence (N_("…")) that the next page shows once ("Saved."); `detail` fills {1}.
 * It travels in a signed cookie that ends after a minute. */
void answer_go_saying(struct call *c, struct str path, const char *message, struct str detail);
/* The page `template` with `data`. When the call has faults they are put there as `faults`, a list
 * of {field, text}, for the template faults.html; everything typed is for the caller to put back.
 */
void answer_page(struct call *c, int status, const char *template, struct node *data);
/* JSON with a status; for the interface. */
void answer_json(struct call *c, int status, const struct node *data);
/* A file to keep: name with ASCII letters, as in "complaints.csv". */
void answer_file(struct call *c, struct str name, struct str content_type, struct str bytes);

/* The call's faults as a list of {field, text} in the reader's language. */
struct node *answer_faults(struct call *c);
/* True for a path behind the language that leads nowhere but here: begins with one "/", has no
 * backslash, no control character. Asked of `next` before it is followed. */
bool answer_is_ours(struct str path);
/* Percent-encodes all but letters, digits and "-._~", for a value in a query. */
struct str answer_encode(struct arena *a, struct str text);
/* The sentence of answer_go_saying in the reader's language, once: its cookie is forgotten. Empty
 * when there is none. */
struct str answer_said(struct call *c);
