#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

bool library_load(const char *file, const struct library_function *functions, size_t count,
                  struct faults *faults)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL); /* counted by the loader, kept for good */
    if (!library)
        return FAULT(faults, FAULT_SYSTEM, ((struct place){0}),
                     N_("The library {1} is not on this machine. Install it and try again."),
                     str_of(file));
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(library, functions[i].name);
        if (!found)
            return FAULT(faults, FAULT_SYSTEM, ((struct place){0}),
                         N_("The library {1} is too old: it has no {2}."), str_of(file),
                         str_of(functions[i].name));
        memcpy(functions[i].address, &found, sizeof found);
    }
    return true;
}
