/* Notifications typed into a form, or handed in as a file; and their answers. */
#include "web/register_pages.h"

#include "base/arena.h"
#include "register/notification.h"
#include "web/account.h"
#include "web/answer.h"
#include "web/staff_words.h"

enum { MOST_CELLS = 40 };

static struct str kind_of(struct call *c)
{
    struct str kind = http_field(&c->form, S("kind"));
    if (!kind.n)
        kind = http_field(&c->request->query, S("kind"));
    return str_eq(kind, S("amendment")) || str_eq(kind, S("termination")) ? kind : S("conclusion");
}

static struct str typed(struct call *c, struct str name)
{
    struct str text = http_field(&c->form, name);
    return text.n ? text : http_field(&c->request->query, name);
}

/* --- the form --- */

static void add_options(struct call *c, struct node *one, const struct field *f, struct str chosen)
{
    struct arena *a = c->arena;
    struct node *options = node_set(a, one, S("options"), node_list(a));
    for (size_t i = 0; f->list && i < f->list->count; i++) {
        struct node *option = node_add(a, options, node_map(a));
        node_set_str(a, option, S("value"), f->list->items[i].code);
        node_set_str(a, option, S("label"), words(c->language, f->list->items[i].label));
        node_set_bool(a, option, S("chosen"), str_eq(f->list->items[i].code, chosen));
    }
}

static struct str error_of(struct call *c, struct str name)
{
    for (size_t i = 0; i < c->faults.count; i++)
        if (str_eq(c->faults.items[i].field, name))
            return fault_fill(c->arena, words(c->language, str_of(c->faults.items[i].message)),
                              &c->faults.items[i]);
    return (struct str){0};
}

static void add_field(struct call *c, struct node *list, const char *name)
{
    struct arena *a = c->arena;
    const struct field *f = type_field(c->app->registry->contract, str_of(name));
    struct node *one = node_add(a, list, node_map(a));
    struct str text = typed(c, f->name);
    node_set_str(a, one, S("name"), f->name);
    node_set_str(a, one, S("label"), words(c->language, f->label));
    node_set_str(a, one, S("kind"), field_kind_word(f->kind));
    node_set_str(a, one, S("value"), text);
    node_set_bool(a, one, S("yes"), str_eq(text, S("yes")));
    node_set_bool(a, one, S("no"), str_eq(text, S("no")));
    if (error_of(c, f->name).n)
        node_set_str(a, one, S("error"), error_of(c, f->name));
    if (f->kind == FIELD_CODE)
        add_options(c, one, f, text);
}

static struct node *form_of(struct call *c)
{
    struct arena *a = c->arena;
    struct node *data = node_map(a), *fields = node_set(a, data, S("fields"), node_list(a));
    struct str kind = kind_of(c);
    bool ends = str_eq(kind, S("termination"));
    node_set_str(a, data, S("kind"), kind);
    node_set_bool(a, data, S("conclusion"), str_eq(kind, S("conclusion")));
    node_set_bool(a, data, S("amendment"), str_eq(kind, S("amendment")));
    node_set_bool(a, data, S("termination"), ends);
    node_set_bool(a, data, S("asks_employer"), !c->visit.who.employer.n);
    static const char *const own[] = {"employer", "contract", "effective_on"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        node_set_str(a, data, str_of(own[i]), typed(c, str_of(own[i])));
    for (size_t i = 4; !ends && notification_column(i); i++)
        add_field(c, fields, notification_column(i));
    return data;
}

static bool may_notify(struct call *c)
{
    const struct registry *r = register_of(c);
    if (!r)
        return false;
    if (visit_may(&c->visit, r->notification, ACTION_CREATE) && !c->visit.who.read_only)
        return true;
    visit_refused(&c->visit, "create", r->notification, (struct str){0});
    return FAULT(&c->faults, FAULT_REFUSED, (struct place){0},
                 N_("You may not send notifications to the contract register."));
}

struct node *register_notify_page(struct call *c)
{
    return may_notify(c) ? form_of(c) : NULL;
}

void register_notify(struct call *c)
{
    struct notification_cell cells[MOST_CELLS];
    struct notification n = {.channel = "page"};
    struct notification_answer answer;
    size_t count = 0;
    if (!may_notify(c))
        return;
    for (size_t i = 0; notification_column(i) && count < MOST_CELLS; i++) {
        struct str name = str_of(notification_column(i));
        struct str text = i ? http_field(&c->form, name) : kind_of(c);
        if (text.n)
            cells[count++] = (struct notification_cell){name, text, 0, 0};
    }
    if (notification_read(c->arena, c->app->registry, cells, count, &n, &c->faults) &&
        notification_take(&c->visit, c->app->registry, &n, &answer))
        answer_go(c, str_concat(c->arena, S("/register/notifications/"), answer.id));
    else if (c->faults.count && c->faults.items[0].kind < FAULT_STORE)
        account_answer(c, 422, "register-notify", form_of(c));
}

/* --- the answer --- */

struct node *register_answer(struct call *c)
{
    const struct registry *r = register_of(c);
    struct view *view = r ? visit_get(&c->visit, r->notification, call_value(c, "id")) : NULL;
    if (!view)
        return NULL;
    struct record *shown = view->record;
    struct node *data = register_answer_node(c, shown, (struct str){0});
    register_set_label(c, data, view, "kind");
    if (c->api)
        return data;
    struct arena *a = c->arena;
    struct str answer = register_text(view, "answer");
    node_set_bool(a, data, S("refused"), str_eq(answer, S("refused")));
    node_set_bool(a, data, S("warned"), str_eq(answer, S("accepted_with_warnings")));
    node_set_str(a, data, S("received"), staff_words_time(c, register_text(view, "received_at")));
    node_set_str(a, data, S("employer"),
                 visit_name(&c->visit, r->employer, register_text(view, "employer")));
    return data;
}

/* --- a file --- */

static struct node *file_form(struct call *c)
{
    struct str_list names = {0};
    struct node *data = node_map(c->arena);
    for (size_t i = 0; notification_column(i); i++)
        *arena_push(c->arena, &names) = str_of(notification_column(i));
    node_set_str(c->arena, data, S("header"), str_join(c->arena, &names, S(",")));
    return data;
}

struct node *register_file_page(struct call *c)
{
    return may_notify(c) ? file_form(c) : NULL;
}

/* Each fault with its line and field, for the page. */
static void add_faults(struct call *c, struct node *data)
{
    struct arena *a = c->arena;
    struct node *list = node_set(a, data, S("file_faults"), node_list(a));
    for (size_t i = 0; i < c->faults.count; i++) {
        const struct fault *f = &c->faults.items[i];
        struct node *one = node_add(a, list, node_map(a));
        if (f->line)
            node_set_int(a, one, S("line"), f->line);
        node_set_str(a, one, S("field"), f->field);
        node_set_str(a, one, S("text"), fault_fill(a, words(c->language, str_of(f->message)), f));
    }
    node_set_int(a, data, S("fault_count"), (int64_t)c->faults.total);
    c->faults.count = c->faults.total = 0;
}

void register_file(struct call *c)
{
    struct notification_file file = {0};
    if (!may_notify(c))
        return;
    for (size_t i = 0; i < c->upload_count; i++)
        if (str_eq(c->uploads[i].field, S("file")))
            file = (struct notification_file){.name = c->uploads[i].file_name,
                                              .bytes = c->uploads[i].bytes};
    c->faults.limit = 200;
    if (!file.bytes.n)
        FAULT(&c->faults, FAULT_INPUT, ((struct place){.field = S("file")}),
              N_("Choose a file, as in notifications.csv."));
    if (!c->faults.count && notification_import(&c->visit, c->app->registry, &file)) {
        answer_go_saying(
            c,
            str_format(c->arena, "/records/notification?file=%.*s&sort=line", STR_ARG(file.number)),
            N_("The file was answered row by row. Accepted, with warnings, refused: {1}."),
            str_format(c->arena, "%lld, %lld, %lld", (long long)file.accepted,
                       (long long)file.warned, (long long)file.refused));
        return;
    }
    struct node *data = file_form(c);
    add_faults(c, data);
    answer_page(c, 422, "register-file", data);
}
