/* A shared library of the system that is loaded when it is first needed, so that the commands which
 * never need it start without it. The one file that knows the library lists its functions once:
 *
 *   #define FUNCTIONS(F) F(workbook_new) F(workbook_close)
 *   static struct {
 *       FUNCTIONS(LIBRARY_MEMBER)
 *   } xlsx;
 *   #define ENTRY(name) {#name, (void **)&xlsx.name},
 *   static const struct library_function functions[] = {FUNCTIONS(ENTRY)};
 *   …
 *   if (library_load("libxlsxwriter.so.4", functions, sizeof functions / sizeof *functions,
 * faults)) xlsx.workbook_new(path);
 *
 * Types come from the library's own header, so a wrong call does not compile.
 */
#pragma once

#include "base/fault.h"

struct library_function {
    const char *name;
    void **address;
};

/* Loads the library and finds every function; safe to call again and from several threads. A
 * missing library or function is one fault that names it. */
bool library_load(const char *file, const struct library_function *functions, size_t count,
                  struct faults *faults);

/* A member of the struct of functions, of the type that the library's header declares. */
#define LIBRARY_MEMBER(function) __typeof__(function) *function;
