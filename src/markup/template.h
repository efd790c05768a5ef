/* Pages from trees of values. Templates are read once, at the start, and whole: a template that is
 * wrong stops the program with file and line, and rendering cannot fail.
 *
 *   {{figure.label}}                 a value, escaped for the place it stands in
 *   {{value | number}}               through a filter: number, number1, date, upper, path (an
 * address with its slashes), id (fit for an id attribute)
 *   {{t "Sources"}} {{t label}}      a message, or a value that is one, in the reader's language
 *   {{t "{1} of {2}" part whole}}    with details
 *   {{tn count "{1} country" "{1} countries"}}   by a count; {1} is the count, details follow
 *   {{tc "state" "Open"}}            a message that means several things (msgctxt)
 *   {{#if state = "unknown"}}…{{else if x}}…{{else}}…{{/if}}    also != and {{#unless x}}
 *   {{#each rows}}…{{else}}none{{/each}}    inside: {{.}}, names of the item, then of what is
 * around it; @index (from 0), @number (from 1), @first, @last, @key
 *   {{#with assessment}}…{{/with}}   only when it is there
 *   {{#once key}}…{{/once}}          written once for each key and language and then kept for as
 * long as the program runs: only for what follows from its key alone, and never for what only some
 * may see. Under an empty key nothing is kept
 *   {{> cell value=row.now class="last"}}   another template, with names of its own
 *   {{layout "page"}}, {{#block main}}…{{/block}}    a page fills the blocks of a layout; a block
 * that it leaves out shows what the layout has in it
 *   {{! a remark}}
 *
 * A name is looked for in the nearest scope that has its first part, from inside outwards. Escaping
 * follows the HTML around a value (markup/html.h): there is no way to put markup in as a value.
 * Values inside script, style, comments, event attributes, tag and attribute names and unquoted
 * attributes are faults. Both ways through an if, and the body of an each, must end where they
 * began.
 */
#pragma once

#include "base/buffer.h"
#include "base/node.h"
#include "markup/words.h"

struct templates;

/* A template to read: the name others call it by ("page") and its file for faults. */
struct template_source {
    struct str name, file, text;
};

/* Reads all, which may name each other. Lives in `a`, and so must the texts. NULL with every fault
 * found. */
const struct templates *templates_read(struct arena *a, const struct template_source *sources,
                                       size_t count, struct faults *faults);
/* The same for web/templates/NAME.html inside the binary. */
const struct templates *templates_load(struct arena *a, struct faults *faults);

/* Whether what {{#once}} writes under this key is kept already, so that its values are not needed.
 */
bool template_keeps(const struct templates *t, enum language language, struct str key);
/* Writes the page `name` (must be there) for `data` to the end of `out`. */
void template_render(const struct templates *t, struct str name, const struct node *data,
                     enum language language, struct buffer *out);
