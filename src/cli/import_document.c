#include "cli/import_document.h"

#include "base/file.h"

#include <stdio.h>

enum { FEW_REMARKS = 5 };

static void show_progress(void *context, size_t done, size_t total)
{
    cli_progress(context, done, total);
}

bool document_read(struct document_import *in, struct str path, size_t limit)
{
    struct faults *faults = in->cli->faults;
    faults->file = (struct str){0};
    if (!file_read(&in->arena, str_c(in->cli->arena, path), limit, &in->document.bytes, faults))
        return false;
    faults->file = path;
    in->document.name = file_name(path);
    in->document.text = in->document.bytes;
    return true;
}

void document_prepare(struct document_import *in, const char *what)
{
    struct str reason = str_format(&in->arena, "%s %.*s", what, STR_ARG(in->document.name));
    in->progress = (struct progress){show_progress, in->cli};
    in->keep = (struct keep){.session = in->rooms.session,
                             .arena = &in->arena,
                             .actor = rooms_actor("import", reason),
                             .again = cli_has(in->cli, "again"),
                             .progress = &in->progress};
}

int document_end(struct document_import *in, bool good)
{
    int status = EXIT_DONE;
    if (!good) {
        status = cli_refused(in->cli);
        fprintf(stderr, "%.*s\n",
                STR_ARG(words(in->cli->language, str_of(N_("Nothing of this file was stored.")))));
    }
    in->cli->faults->file = (struct str){0};
    in->document = (struct keep_document){0};
    arena_free(&in->arena);
    return status;
}

struct str document_count(struct document_import *in, struct str one, struct str many,
                          int64_t count)
{
    struct cli *cli = in->cli;
    struct str number = cli_count(cli, count);
    return words_fill(cli->arena, words_count(cli->language, one, many, count), &number, 1);
}

void document_say(struct document_import *in, const struct keep_done *done, struct str what,
                  const struct str_list *parts)
{
    struct cli *cli = in->cli;
    struct str list = str_join(cli->arena, parts, S(", "));
    if (done->same_file)
        cli_say(cli, N_("{1}: this very file was read before; nothing was changed."), what);
    else if (done->replaced)
        cli_say(cli,
                N_("{1}: {2}, in place of what was there: {3} added, {4} changed, {5} removed, "
                   "{6} the same."),
                what, list, cli_count(cli, done->added), cli_count(cli, done->changed),
                cli_count(cli, done->removed), cli_count(cli, done->unchanged));
    else
        cli_say(cli, "{1}: {2}.", what, list);
}

static void say_remark(struct document_import *in, const struct chapter_remark *remark)
{
    struct fault fault = {.file = in->cli->faults->file,
                          .line = remark->line,
                          .message = remark->message,
                          .details = {remark->details[0], remark->details[1]}};
    struct str line = words_fault(in->cli->arena, in->cli->language, &fault);
    fprintf(stderr, "%.*s\n", STR_ARG(line));
}

void document_say_remarks(struct document_import *in, const struct chapter_remarks *remarks,
                          const struct chapter_remarks *left_out)
{
    size_t total = remarks->count + left_out->count;
    bool all = in->cli->verbose || total <= FEW_REMARKS;
    fflush(stdout);
    for (size_t i = 0; all && i < remarks->count; i++)
        say_remark(in, &remarks->items[i]);
    for (size_t i = 0; all && i < left_out->count; i++)
        say_remark(in, &left_out->items[i]);
    if (!all) {
        struct str count = cli_count(in->cli, (int64_t)total);
        struct str line = words_fill(
            in->cli->arena,
            words(in->cli->language, str_of(N_("{1} remarks were kept; --verbose shows them."))),
            &count, 1);
        fprintf(stderr, "%.*s\n", STR_ARG(line));
    }
}

int document_run(struct cli *cli, int least,
                 bool (*import_file)(struct document_import *, int year))
{
    struct document_import in = {.cli = cli};
    int year = 0;
    if (!cli_number(cli, "year", least, 2100, &year))
        return cli_misused(cli);
    if (!rooms_open(cli, (struct str){0}, &in.rooms))
        return cli_refused(cli);
    int status = document_end(&in, import_file(&in, year));
    rooms_close(&in.rooms);
    return status;
}
