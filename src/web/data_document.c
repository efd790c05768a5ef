/* Documents that were read in: their text by lines, and the file as it came. */
#include "base/arena.h"
#include "web/data.h"
#include "web/file_answers.h"

enum { LINES_A_PAGE = 1000 };

static struct record *find(struct call *c)
{
    const struct type *type = model_type(c->app->model, S("document"));
    struct str id = call_value(c, "document");
    struct record *r = type ? store_get(c->session, c->arena, type, id, &c->faults) : NULL;
    if (!r && !c->faults.total)
        FAULT(&c->faults, FAULT_MISSING, (struct place){0},
              N_("There is no document \"{1}\". Open it from a figure that comes from it."), id);
    return r;
}

static int64_t count_lines(struct str text)
{
    int64_t count = 0;
    for (struct str line, rest = text; str_cut(&rest, '\n', &line);)
        count += line.n || rest.n;
    return count;
}

static void add_lines(struct arena *a, struct node *out, struct str text, int64_t first)
{
    struct node *lines = node_list(a);
    int64_t number = 0;
    for (struct str line, rest = text; str_cut(&rest, '\n', &line);) {
        if (++number < first || (!line.n && !rest.n))
            continue;
        if (number >= first + LINES_A_PAGE)
            break;
        struct node *one = node_add(a, lines, node_map(a));
        node_set_int(a, one, S("number"), number);
        node_set_str(a, one, S("text"), line);
    }
    node_set(a, out, S("lines"), lines);
}

struct node *data_document(struct call *c)
{
    static const char *const members[] = {"name", "kind", "sha256"};
    struct arena *a = c->arena;
    struct record *r = find(c);
    if (!r)
        return NULL;
    struct node *out = node_map(a);
    struct str text = record_text(r, "text");
    int64_t count = count_lines(text), from = call_number(c, "from");
    int64_t first = from > count ? 1 : from > 0 ? from : 1;
    node_set_str(a, out, S("id"), r->id);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        node_set_str(a, out, str_of(members[i]), record_text(r, members[i]));
    node_set_int(a, out, S("size"), record_integer(r, "size"));
    node_set_int(a, out, S("count"), count);
    node_set_int(a, out, S("first"), first);
    if (first > 1)
        node_set_int(a, out, S("previous"), first > LINES_A_PAGE ? first - LINES_A_PAGE : 1);
    if (first + LINES_A_PAGE <= count)
        node_set_int(a, out, S("next"), first + LINES_A_PAGE);
    add_lines(a, out, text, first);
    return out;
}

/* The name as a file may have it: letters, digits, dot and dash. */
static struct str plain_name(struct arena *a, struct str name)
{
    char *out = arena_array(a, name.n + 1, char);
    for (size_t i = 0; i < name.n; i++) {
        char ch = name.p[i];
        out[i] = char_is_alpha(ch) || char_is_digit(ch) || ch == '.' || ch == '-' ? ch : '_';
    }
    return (struct str){out, name.n};
}

void file_document(struct call *c)
{
    struct record *r = find(c);
    if (!r)
        return;
    const struct value *content = record_get(r, "content");
    struct str type = record_text(r, "media_type");
    c->response->status = 200;
    c->response->body = content && content->text.n ? content->text : record_text(r, "text");
    c->response->content_type = type.n ? type : S("application/octet-stream");
    http_set_header(c->arena, c->response, S("Content-Disposition"),
                    str_format(c->arena, "attachment; filename=\"%.*s\"",
                               STR_ARG(plain_name(c->arena, record_text(r, "name")))));
}
