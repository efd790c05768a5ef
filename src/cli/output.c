#include "cli/cli.h"

#include <stdlib.h>
#include <unistd.h>

enum { MOST_SHOWN = 50, BAR_WIDTH = 30 };

static void take_bar_away(struct cli *cli)
{
    if (cli->bar_drawn)
        fputs("\r\033[K", stderr);
    cli->bar_drawn = false;
}

void cli_write(struct cli *cli, struct str bytes)
{
    take_bar_away(cli);
    if (bytes.n)
        fwrite(bytes.p, 1, bytes.n, stdout);
}

void cli_say_details(struct cli *cli, const char *message, const struct str *details, size_t count)
{
    struct str line = words_fill(cli->arena, words(cli->language, str_of(message)), details, count);
    cli_write(cli, line);
    putchar('\n');
}

struct str cli_count(struct cli *cli, int64_t count)
{
    return words_integer(cli->arena, cli->language, count);
}

static void show(struct cli *cli, const struct fault *fault)
{
    struct str place = fault_place(cli->arena, fault);
    struct str whole = words_fault(cli->arena, cli->language, fault);
    if (cli->colours && place.n && str_starts(whole, place)) /* the place stands out */
        fprintf(stderr, "\033[1m%.*s\033[0m%.*s\n", STR_ARG(place),
                STR_ARG(str_from(whole, place.n)));
    else
        fprintf(stderr, "%.*s\n", STR_ARG(whole));
}

int cli_refused(struct cli *cli)
{
    struct faults *f = cli->faults;
    size_t shown = f->count < MOST_SHOWN ? f->count : MOST_SHOWN;
    take_bar_away(cli);
    fflush(stdout);
    for (size_t i = 0; i < shown; i++)
        show(cli, &f->items[i]);
    if (f->total > shown) {
        const struct str counts[] = {cli_count(cli, (int64_t)shown),
                                     cli_count(cli, (int64_t)f->total)};
        struct str line = words_fill(
            cli->arena, words(cli->language, str_of(N_("These are the first {1} of {2} faults."))),
            counts, 2);
        fprintf(stderr, "%.*s\n", STR_ARG(line));
    }
    f->count = f->total = 0;
    return EXIT_REFUSED;
}

int cli_misused(struct cli *cli)
{
    cli_refused(cli);
    const char *name = cli->command ? cli->command->name : "";
    const struct str details[] = {
        str_format(cli->arena, "himaya%s%s --help", *name ? " " : "", name)};
    struct str line = words_fill(
        cli->arena, words(cli->language, str_of(N_("\"{1}\" explains it."))), details, 1);
    fprintf(stderr, "%.*s\n", STR_ARG(line));
    return EXIT_USAGE;
}

void cli_progress(struct cli *cli, size_t done, size_t total)
{
    if (!isatty(STDERR_FILENO))
        return;
    if (!total) {
        take_bar_away(cli);
        return;
    }
    int filled = (int)(done * BAR_WIDTH / total);
    fputs("\r[", stderr);
    for (int i = 0; i < BAR_WIDTH; i++)
        fputs(i < filled ? "=" : " ", stderr);
    fprintf(stderr, "] %zu %%", done * 100 / total);
    fflush(stderr);
    cli->bar_drawn = true;
}
