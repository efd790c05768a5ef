/* Writes text so that it stays text in the place it is put into. */
#pragma once

#include "base/buffer.h"

/* For HTML text and quoted attribute values: & < > " ' become references; control characters that
 * HTML does not know are left out. */
void escape_html(struct buffer *out, struct str text);
/* A whole address in a quoted attribute: only relative ones and http, https, mailto and tel; any
 * other scheme becomes "#". Bytes that may not stand in an address are percent-encoded. */
void escape_address(struct buffer *out, struct str text);
/* A part of an address (one segment of a path, one value of a query): everything but letters,
 * digits and - . _ ~ is percent-encoded; with `slashes` "/" stays. */
void escape_part(struct buffer *out, struct str text, bool slashes);
