/* Whole files and streams read into memory, with a limit. */
#pragma once

#include "base/fault.h"

struct arena;

/* Reads a whole regular file (or standard input for "-") of at most `limit` bytes. On failure adds
 * one fault that names the file and says why (missing, a folder, empty is allowed, too large with
 * both sizes, not readable) and returns false. */
bool file_read(struct arena *a, const char *path, size_t limit, struct str *bytes,
               struct faults *faults);
/* Writes a file whole: into a neighbour first, then renamed, so that no half file is ever seen. */
bool file_write(const char *path, struct str bytes, struct faults *faults);
/* The last part of a path. */
struct str file_name(struct str path);
