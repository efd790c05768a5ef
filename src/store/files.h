/* The files of a store on the disk: made for their owner only, synced, given their name at once. */
#pragma once

#include <stdbool.h>

/* Makes a new, empty file that only its owner may read (mode 0600); false with errno. */
bool files_make(const char *path);
/* An empty file for its owner only that no other process has open this way; what one that was
 * killed left is emptied and used again. Its descriptor, or -1 with errno. */
int files_open_alone(const char *path);
/* Its bytes are on the disk. */
bool files_sync(const char *path);
/* The names in the folder of `path` are on the disk. */
void files_sync_folder(const char *path);
/* Gives the finished file `path` the name `where`. When there is one of that name by now, that one
 * stands, and the result is true. */
bool files_publish(const char *path, const char *where);
