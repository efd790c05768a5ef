/* Imports and their taking back as jobs (web/background.c has the table of kinds). Their context is
 * the application; their work names the person in whose name they are done. */
#pragma once

#include "jobs/worker.h"

/* work: {user, type, file_name}, input: the file. result: {added, changed, unchanged, number,
 * address}. */
bool import_job(struct job_run *run);
/* work: {user, number}. result: {removed, restored}. */
bool import_undo_job(struct job_run *run);
