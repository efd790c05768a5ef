/* The command line: one table of commands, and what every command needs.
 *
 * A command is one file of this folder that defines a `const struct command`, and one line in the
 * table of commands.c. It prints what was done to standard output, one line for each thing, and
 * what was refused to standard error. Exit status: 0 done, 1 done but something was refused, 2
 * usage.
 */
#pragma once

#include "base/arena.h"
#include "base/fault.h"
#include "markup/words.h"

#include <stdio.h>

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

struct cli;

struct command_option {
    const char *name;  /* "year" for --year */
    const char *value; /* what follows it ("YEAR"), or NULL for a mere switch */
    const char *help;
};

struct command {
    const char *name;     /* "import chapter" */
    const char *operands; /* "FILE…"; empty when there are none */
    int least, most;      /* how many operands; most 0: any number */
    const char *does;     /* one line */
    const char *more;     /* further paragraphs, or NULL */
    const char *examples; /* whole command lines, one a line */
    const char
        *thing; /* what it needs of `things` in model/permissions.yaml; NULL: it asks itself */
    const struct command_option
        *options; /* ends with one without a name; NULL when there are none */
    int (*run)(struct cli *cli);
};

struct given_option {
    const char *name;
    struct str value;
};

struct cli {
    struct arena *arena;   /* for the whole run */
    struct faults *faults; /* shown by cli_refused */
    const struct command *command;
    struct str *operands;
    size_t operand_count;
    struct given_option options[16];
    size_t option_count;
    enum language language;
    const char *store_file;
    bool verbose;
    bool colours;   /* on standard error */
    bool bar_drawn; /* a progress bar stands on the last line */
};

/* Runs the program; gives the exit status. */
int cli_main(int argc, char **argv);

/* --- options --- */
/* The value of an option of this command; empty when it is not given. */
struct str cli_option(const struct cli *cli, const char *name);
bool cli_has(const struct cli *cli, const char *name);
/* A whole number; *value stays as it is when the option is not given. False after a message when it
 * is none or out of range (a matter of usage). */
bool cli_number(struct cli *cli, const char *name, int least, int most, int *value);

/* --- output --- */
/* A line on standard output, in the user's language; details fill {1} to {9}. */
void cli_say_details(struct cli *cli, const char *message, const struct str *details, size_t count);
#define cli_say(cli, message, ...)                                                                 \
    cli_say_details((cli), (message), (const struct str[]){{0}, ##__VA_ARGS__} + 1,                \
                    sizeof((const struct str[]){{0}, ##__VA_ARGS__}) / sizeof(struct str) - 1)
/* Bytes as they are. */
void cli_write(struct cli *cli, struct str bytes);
/* Shows the faults held (at most 50, and how many more) on standard error, forgets them and gives
 * EXIT_REFUSED. */
int cli_refused(struct cli *cli);
/* The same for one fault of usage, with a hint at the help; gives EXIT_USAGE. */
int cli_misused(struct cli *cli);
/* A bar on standard error for long work, on a terminal only; total 0 takes it away again. */
void cli_progress(struct cli *cli, size_t done, size_t total);
/* A count with thin spaces. */
struct str cli_count(struct cli *cli, int64_t count);

/* --- help --- */
const struct command *const *cli_commands(void); /* ends with NULL */
void cli_print_overview(struct cli *cli, FILE *to);
void cli_print_command(struct cli *cli, const struct command *command);
