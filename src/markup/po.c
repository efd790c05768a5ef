#include "markup/po.h"

#include "base/arena.h"

#include <string.h>

struct reader {
    struct arena *arena;
    struct po *po;
    struct faults *faults;
    struct str name;
    long line;
    struct po_entry entry;
    bool open, fuzzy;   /* an entry is being read; it is marked as not confirmed */
    struct str *target; /* where a continued string goes */
};

static bool refuse(struct reader *r, const char *message)
{
    return fault_add(r->faults, FAULT_INPUT, (struct place){.file = r->name, .line = r->line},
                     message, NULL, 0);
}

static void finish(struct reader *r)
{
    if (r->open && !r->fuzzy && r->entry.message.n)
        *arena_push(r->arena, r->po) = r->entry;
    r->entry = (struct po_entry){0};
    r->open = r->fuzzy = false;
    r->target = NULL;
}

/* Reads "…" with its escapes; false when it is not closed. */
static bool quoted(struct reader *r, struct str text, struct str *value)
{
    text = str_trim(text);
    if (text.n < 2 || text.p[0] != '"' || text.p[text.n - 1] != '"')
        return false;
    text = str_slice(text, 1, text.n - 1);
    char *out = arena_array(r->arena, text.n + 1, char);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '"')
            return false;
        if (c == '\\') {
            if (++i == text.n)
                return false;
            c = text.p[i] == 'n' ? '\n' : text.p[i] == 't' ? '\t' : text.p[i];
        }
        out[n++] = c;
    }
    *value = (struct str){out, n};
    return true;
}

static bool starts_word(struct str line, struct str word, struct str *rest)
{
    if (!str_starts(line, word) || line.n == word.n || !char_is_space(line.p[word.n]))
        return false;
    *rest = str_from(line, word.n);
    return true;
}

static bool keyword(struct reader *r, struct str line, struct str *rest)
{
    if (starts_word(line, S("msgctxt"), rest)) {
        if (r->entry.message.n || r->target == &r->entry.forms[0])
            finish(r);
        r->open = true;
        r->target = &r->entry.context;
    } else if (starts_word(line, S("msgid"), rest)) {
        r->open = true;
        r->entry.line = r->line;
        r->target = &r->entry.message;
    } else if (starts_word(line, S("msgid_plural"), rest)) {
        r->target = &r->entry.plural;
    } else if (starts_word(line, S("msgstr"), rest)) {
        r->target = &r->entry.forms[0];
    } else if (str_starts(line, S("msgstr[")) && line.n > 8 && line.p[7] >= '0' &&
               line.p[7] < '0' + PO_FORMS && line.p[8] == ']') {
        r->target = &r->entry.forms[line.p[7] - '0'];
        *rest = str_from(line, 9);
    } else {
        return false;
    }
    return true;
}

static bool read_line(struct reader *r, struct str line)
{
    if (line.n == 0) {
        finish(r);
        return true;
    }
    if (line.p[0] == '#') {
        if (r->target && r->target != &r->entry.context && r->entry.message.n)
            finish(r);
        if (str_starts(line, S("#,")) && str_contains(line, S("fuzzy")))
            r->fuzzy = true;
        return true;
    }
    struct str rest = line, value;
    if (line.p[0] != '"' && !keyword(r, line, &rest))
        return refuse(r,
                      N_("This line of the catalogue is not understood. A line is a comment (#), "
                         "msgid, msgstr or a text in quotation marks."));
    if (!r->target || !quoted(r, rest, &value))
        return refuse(r, N_("A text in quotation marks is expected here, for example msgid "
                            "\"Country\"."));
    *r->target = line.p[0] == '"' ? str_concat(r->arena, *r->target, value) : value;
    return true;
}

bool po_read(struct arena *a, struct str name, struct str bytes, struct po *po,
             struct faults *faults)
{
    struct reader r = {.arena = a, .po = po, .faults = faults, .name = name};
    for (struct str line, rest = bytes; str_cut(&rest, '\n', &line);) {
        r.line++;
        if (!read_line(&r, str_trim(line)))
            return false;
    }
    finish(&r);
    return true;
}
