/* One record, and records by words, on the terminal. */
#include "cli/cli.h"
#include "cli/person.h"
#include "cli/record_words.h"

#include "base/buffer.h"
#include "base/utf8.h"

enum { MOST_FOUND = 50, LABEL_WIDTH = 28 };

static void print_line(struct cli *cli, struct str left, struct str right)
{
    struct buffer b = {.arena = cli->arena};
    size_t width = utf8_count(left);
    buffer_add(&b, left);
    buffer_fill(&b, ' ', width < LABEL_WIDTH ? LABEL_WIDTH - width : 1);
    buffer_add(&b, right);
    buffer_char(&b, '\n');
    cli_write(cli, buffer_str(&b));
}

static void print_view(struct cli *cli, struct visit *v, const struct view *view)
{
    const struct type *type = view->record->type;
    print_line(cli, words(cli->language, type->label), visit_name_of(v, view));
    print_line(cli, S("id"), view->record->id);
    for (size_t i = 0; i < type->field_count; i++) {
        const struct field *f = &type->fields[i];
        struct str text = record_words(v, view, f, cli->language);
        if (view->record->values[i].kind == VALUE_SEALED)
            text = words(cli->language, str_of(N_("sealed; it is opened on its page")));
        if (view->sight[i] != SIGHT_NONE && text.n)
            print_line(cli, words(cli->language, f->label), text);
    }
}

/* By id, or by the first key when that is one field. */
static struct view *find_one(struct visit *v, const struct type *type, struct str text)
{
    const struct key *key = type->key_count ? &type->keys[0] : NULL;
    struct value value = value_text(text);
    struct record *r = NULL;
    size_t had = v->faults->total;
    if (!type->internal && key && key->count == 1 && !type->fields[key->fields[0]].sealed)
        r = store_find(v->session, v->arena, type, &value, v->faults);
    if (v->faults->total > had)
        return NULL;
    struct view *view = r ? visit_see(v, r) : NULL;
    return view || v->faults->total > had ? view : visit_get(v, type, text);
}

static bool show(struct cli *cli, const struct rooms *rooms, struct visit *v)
{
    const struct type *type = rooms_type(cli, rooms->model, cli->operands[0]);
    struct view *view = type ? find_one(v, type, cli->operands[1]) : NULL;
    if (view)
        print_view(cli, v, view);
    return view != NULL;
}

static bool find(struct cli *cli, const struct rooms *rooms, struct visit *v)
{
    struct views found;
    (void)rooms;
    if (!visit_search(v, cli->operands[0], MOST_FOUND, &found))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct record *r = found.items[i].record;
        struct str kind =
            str_format(cli->arena, "%.*s %.*s", STR_ARG(r->type->name), STR_ARG(r->id));
        print_line(cli, visit_name_of(v, &found.items[i]), kind);
    }
    if (!found.count)
        cli_say(cli, N_("Nothing was found."));
    return true;
}

static int run_with(struct cli *cli,
                    bool (*act)(struct cli *, const struct rooms *, struct visit *))
{
    struct rooms rooms;
    struct visit visit = {0};
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                person_visit(cli, &rooms, "cli", str_of(cli->command->name), &visit) &&
                act(cli, &rooms, &visit);
    person_leave(&visit);
    rooms_close(&rooms);
    return good ? EXIT_DONE : cli_refused(cli);
}

static int run_show(struct cli *cli)
{
    return run_with(cli, show);
}

static int run_find(struct cli *cli)
{
    return run_with(cli, find);
}

const struct command command_show = {
    .name = "show",
    .operands = "TYPE ID",
    .least = 2,
    .most = 2,
    .does = N_("Show one record, by its id or its number"),
    .examples = "himaya show complaint C-2024-17\nhimaya show employer 1400057421",
    .run = run_show,
};

const struct command command_find = {
    .name = "find",
    .operands = "TEXT",
    .least = 1,
    .most = 1,
    .does = N_("Find records by words, in any alphabet"),
    .examples = "himaya find C-2024-17\nhimaya find \"Kənd məhsulları\"",
    .run = run_find,
};
