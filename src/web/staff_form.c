#include "web/staff_form.h"

#include "base/arena.h"
#include "base/date.h"
#include "web/staff_data.h"
#include "web/staff_record.h"

enum {
    MOST_RADIOS = 6,
    MOST_NAMES = 15, /* as many records are offered by their names; more are found by typing */
};

static bool asks(const struct staff_form *f, const struct field *field)
{
    const struct call *c = f->call;
    if (field->by_program || field->secret)
        return false;
    if (f->view)
        return f->view->may_write[field->index];
    return access_scopes(c->app->access, &c->visit.who, f->type, access_class(field),
                         ACTION_WRITE) != 0;
}

struct staff_form staff_form_new(struct call *c, const struct type *type, const struct view *view)
{
    struct arena *a = c->arena;
    struct staff_form f = {.call = c, .type = type, .view = view};
    f.words = staff_words_new(c);
    f.record = record_new(a, type);
    f.shown = arena_array(a, type->field_count, bool);
    f.given = arena_array(a, type->field_count, bool);
    f.candidates = arena_array(a, type->field_count, struct views);
    if (view) {
        f.record->id = view->record->id;
        f.record->version = view->record->version;
    }
    for (size_t i = 0; i < type->field_count; i++) {
        f.shown[i] = asks(&f, &type->fields[i]);
        if (view)
            f.record->values[i] = view->record->values[i];
    }
    return f;
}

struct str staff_form_typed(const struct staff_form *f, struct str name, const char *ending)
{
    struct arena *a = f->call->arena;
    struct str text =
        http_field(&f->call->form, ending[0] ? str_concat(a, name, str_of(ending)) : name);
    return str_contains(text, S("\r")) ? str_replace(a, text, S("\r\n"), S("\n")) : text;
}

bool staff_form_keeps(const struct staff_form *f, const struct field *field)
{
    if (!f->view)
        return false;
    const struct value *v = &f->view->record->values[field->index];
    enum sight sight = f->view->sight[field->index];
    /* Where not even being filled in may be known, an empty box must not take anything away. */
    bool hidden =
        sight == SIGHT_NONE || (sight == SIGHT_MASKED && f->view->has_value[field->index]);
    return hidden || v->kind == VALUE_SEALED;
}

bool staff_form_changes(const struct staff_form *f)
{
    for (size_t i = 0; i < f->type->field_count; i++)
        if (f->given[i] && (!f->view || staff_form_keeps(f, &f->type->fields[i]) ||
                            !value_eq(&f->record->values[i], &f->view->record->values[i])))
            return true;
    return false;
}

/* --- one field --- */

/* What stands in the field's box: what was typed, or the value as it is typed. */
static struct str shown_text(const struct staff_form *f, const struct field *field)
{
    if (f->typed)
        return staff_form_typed(f, field->name, "");
    if (staff_form_keeps(f, field))
        return (struct str){0};
    return value_print(f->call->arena, field, &f->record->values[field->index],
                       value_currency(f->type, field, f->record->values));
}

static void add_option(struct arena *a, struct node *options, struct str value, struct str label,
                       struct str now)
{
    struct node *one = node_add(a, options, node_map(a));
    node_set_str(a, one, S("value"), value);
    node_set_str(a, one, S("label"), label);
    node_set_bool(a, one, S("chosen"), str_eq(value, now));
}

static void add_codes(const struct staff_form *f, struct node *one, const struct field *field)
{
    struct call *c = f->call;
    struct arena *a = c->arena;
    const struct code *now = code_find(field->list, shown_text(f, field));
    struct str code = now ? now->code : (struct str){0};
    struct node *options = node_set(a, one, S("options"), node_list(a));
    node_set_str(a, one, S("kind"), field->list->count <= MOST_RADIOS ? S("radios") : S("select"));
    for (size_t i = 0; i < field->list->count; i++)
        add_option(a, options, field->list->items[i].code,
                   words(c->language, field->list->items[i].label), code);
}

static void add_yes_no(const struct staff_form *f, struct node *one, const struct field *field)
{
    struct call *c = f->call;
    struct arena *a = c->arena;
    struct str now = shown_text(f, field);
    struct node *options = node_set(a, one, S("options"), node_list(a));
    bool yes = str_eq(now, S("true")) || str_eq(now, S("yes")) || str_eq(now, S("1"));
    struct str code = !now.n ? now : yes ? S("yes") : S("no");
    node_set_str(a, one, S("kind"), S("radios"));
    node_set_bool(a, one, S("short"), true);
    add_option(a, options, S("yes"), words(c->language, S(N_("yes"))), code);
    add_option(a, options, S("no"), words(c->language, S(N_("no"))), code);
}

static void add_date(const struct staff_form *f, struct node *one, const struct field *field)
{
    struct arena *a = f->call->arena;
    static const char *const parts[] = {"day", "month", "year"};
    struct date d = {0};
    if (!f->typed)
        date_parse(shown_text(f, field), &d);
    int numbers[] = {d.day, d.month, d.year};
    node_set_str(a, one, S("kind"), S("date"));
    for (size_t i = 0; i < 3; i++) {
        struct str ending = str_format(a, ".%s", parts[i]);
        struct str text = f->typed     ? staff_form_typed(f, field->name, ending.p)
                          : numbers[i] ? str_format(a, "%d", numbers[i])
                                       : (struct str){0};
        node_set_str(a, one, str_of(parts[i]), text);
    }
}

/* Few records: all of them by their names. */
static bool add_names(struct staff_form *f, struct node *one, const struct field *field,
                      struct str now)
{
    struct call *c = f->call;
    struct arena *a = c->arena;
    struct faults *own = c->visit.faults, ignored = {.arena = a, .limit = 1};
    struct query q = {.type = field->to, .limit = MOST_NAMES + 1, .brief = true};
    struct views all = {0};
    bool found = false;
    if (!visit_knows_type(&c->visit, field->to))
        return false;
    c->visit.faults = &ignored;
    bool good = visit_list(&c->visit, &q, &all, NULL);
    c->visit.faults = own;
    if (!good || all.count > MOST_NAMES)
        return false;
    struct node *options = node_set(a, one, S("options"), node_list(a));
    for (size_t i = 0; i < all.count; i++) {
        const struct record *r = all.items[i].record;
        add_option(a, options, r->id, visit_name_of(&c->visit, &all.items[i]), now);
        found = found || str_eq(r->id, now);
    }
    if (now.n && !found && !f->typed)
        add_option(a, options, now, words(c->language, S(N_("one that is not open to you"))), now);
    node_set_str(a, one, S("kind"), S("select"));
    return true;
}

static void add_candidates(struct staff_form *f, struct node *one, const struct field *field)
{
    struct call *c = f->call;
    struct arena *a = c->arena;
    const struct views *found = &f->candidates[field->index];
    struct node *list = node_set(a, one, S("candidates"), node_list(a));
    for (size_t i = 0; i < found->count; i++)
        add_option(a, list, found->items[i].record->id, visit_name_of(&c->visit, &found->items[i]),
                   (struct str){0});
}

static void add_reference(struct staff_form *f, struct node *one, const struct field *field)
{
    struct arena *a = f->call->arena;
    struct str text = shown_text(f, field), id = text;
    if (add_names(f, one, field, text))
        return;
    if (f->typed) {
        id = staff_form_typed(f, field->name, ".id");
    } else if (id.n) {
        text = staff_words_name(&f->words, field->to, id);
        if (!text.n)
            text = words(f->call->language, S(N_("one that is not open to you")));
    }
    node_set_str(a, one, S("kind"), S("reference"));
    node_set_str(a, one, S("to"), field->to->name);
    node_set_str(a, one, S("value"), text);
    node_set_str(a, one, S("id"), id);
    node_set_str(a, one, S("named"), f->typed ? staff_form_typed(f, field->name, ".named") : text);
    add_candidates(f, one, field);
}

static void add_kind(struct staff_form *f, struct node *one, const struct field *field)
{
    struct arena *a = f->call->arena;
    switch (field->kind) {
    case FIELD_CODE: add_codes(f, one, field); return;
    case FIELD_BOOLEAN: add_yes_no(f, one, field); return;
    case FIELD_DATE: add_date(f, one, field); return;
    case FIELD_REF: add_reference(f, one, field); return;
    case FIELD_BLOB: node_set_str(a, one, S("kind"), S("file")); return;
    case FIELD_TEXT:
    case FIELD_TIME:
        node_set_str(a, one, S("kind"), field->multiline ? S("long") : S("text"));
        break;
    case FIELD_INTEGER:
    case FIELD_NUMBER:
    case FIELD_MONEY: node_set_str(a, one, S("kind"), S("number"));
    }
    node_set_str(a, one, S("value"), shown_text(f, field));
}

static struct str error_of(const struct staff_form *f, const struct field *field)
{
    struct call *c = f->call;
    for (size_t i = 0; i < c->faults.count; i++)
        if (str_eq(c->faults.items[i].field, field->name))
            return fault_fill(c->arena, words(c->language, str_of(c->faults.items[i].message)),
                              &c->faults.items[i]);
    return (struct str){0};
}

/* An example says more than a rule where a declaration has no help of its own. */
static struct str help_of(const struct staff_form *f, const struct field *field)
{
    enum language language = f->call->language;
    if (field->help.n)
        return words(language, field->help);
    switch (field->kind) {
    case FIELD_DATE: return words(language, S(N_("As in 7 3 2019; the year alone will do too")));
    case FIELD_TIME: return words(language, S(N_("As in 2019-03-07T14:05:00Z")));
    case FIELD_MONEY: return words(language, S(N_("As in 1160 or 1160.50")));
    default: return (struct str){0};
    }
}

/* What stands around the box and is read out with it: "help-name error-name". */
static void add_described(struct arena *a, struct node *one)
{
    static const char *const parts[] = {"help", "kept", "error"};
    struct str name = node_get_str(one, S("name"));
    struct str_list ids = {0};
    for (size_t i = 0; i < 3; i++)
        if (node_truth(node_get(one, str_of(parts[i]))))
            *arena_push(a, &ids) = str_format(a, "%s-%.*s", parts[i], STR_ARG(name));
    node_set_str(a, one, S("described"), str_join(a, &ids, S(" ")));
}

struct node *staff_form_field(struct staff_form *f, const struct field *field)
{
    struct arena *a = f->call->arena;
    struct node *one = node_map(a);
    bool keeps = staff_form_keeps(f, field);
    node_set_str(a, one, S("name"), field->name);
    node_set_str(a, one, S("label"), staff_words_label(f->call, field));
    node_set_str(a, one, S("help"), help_of(f, field));
    node_set_bool(a, one, S("required"), field->required && !keeps);
    node_set_bool(a, one, S("sealed"), field->sealed);
    if (field->empty_means.n)
        node_set_str(a, one, S("empty_means"), words(f->call->language, field->empty_means));
    add_kind(f, one, field);
    if (keeps || (field->kind == FIELD_BLOB && f->view && f->view->has_value[field->index])) {
        node_set_bool(a, one, S("kept"), true);
        node_set_bool(a, one, S("clear"), f->typed && staff_form_typed(f, field->name, ".clear").n);
    }
    struct str error = error_of(f, field);
    if (error.n)
        node_set_str(a, one, S("error"), error);
    add_described(a, one);
    return one;
}

/* --- the whole form --- */

static void add_section(struct staff_form *f, struct node *sections, size_t i, bool *files)
{
    struct arena *a = f->call->arena;
    struct str label;
    struct field_list fields = staff_section(a, f->type, i, &label);
    struct node *list = node_list(a);
    for (size_t n = 0; n < fields.count; n++) {
        const struct field *field = fields.items[n];
        if (!f->shown[field->index])
            continue;
        node_add(a, list, staff_form_field(f, field));
        *files = *files || field->kind == FIELD_BLOB;
    }
    if (!list->count)
        return;
    struct node *section = node_add(a, sections, node_map(a));
    node_set_str(a, section, S("label"), words(f->call->language, label));
    node_set(a, section, S("fields"), list);
}

struct node *staff_form_node(struct staff_form *f)
{
    struct call *c = f->call;
    struct arena *a = c->arena;
    struct node *out = node_map(a), *sections = node_list(a);
    struct str list = staff_address(c, staff_path(a, f->type, (struct str){0}));
    bool files = false;
    size_t count = staff_section_count(f->type);
    for (size_t i = 0; i < count; i++)
        add_section(f, sections, i, &files);
    node_set_str(a, out, S("type"), f->type->name);
    node_set_str(a, out, S("label"), words(c->language, f->type->label));
    node_set_str(a, out, S("inside"), staff_words_inside(c, words(c->language, f->type->label)));
    node_set_str(a, out, S("plural"), words(c->language, f->type->plural));
    node_set_str(a, out, S("means"), words(c->language, f->type->means));
    node_set_str(a, out, S("list_address"), list);
    node_set(a, out, S("sections"), sections);
    node_set_bool(a, out, S("files"), files);
    if (f->typed)
        node_set_str(a, out, S("reason"), staff_form_typed(f, S("reason"), ""));
    node_set_str(a, out, S("address"), list);
    if (!f->view)
        return out;
    node_set_str(a, out, S("name"), visit_name_of(&c->visit, f->view));
    node_set_str(a, out, S("id"), f->record->id);
    node_set_int(a, out, S("version"), f->record->version);
    node_set_str(a, out, S("address"), staff_address(c, staff_path(a, f->type, f->record->id)));
    return out;
}
