#include "intake/answers/answers.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "intake/answers/instrument.h"

static const struct answers_heading *heading_of(const struct answers_instrument *instrument,
                                                struct str key)
{
    for (size_t i = 0; i < instrument->headings.count; i++)
        if (str_eq(instrument->headings.items[i].key, key))
            return &instrument->headings.items[i];
    return NULL;
}

static const struct answers_wording *wording_of(const struct answers_instrument *instrument,
                                                const struct answers_question *q)
{
    struct str number = q->under.n ? q->under : q->number;
    for (size_t i = 0; i < instrument->wordings.count; i++) {
        const struct answers_wording *w = &instrument->wordings.items[i];
        if (str_eq(w->number, number) && str_eq(w->key, q->key))
            return w;
    }
    return NULL;
}

static void write_line(struct buffer *b, struct str line)
{
    buffer_add(b, line);
    buffer_add(b, S("\n\n"));
}

static void write_title(struct buffer *b, const struct answers_instrument *instrument,
                        const struct answers_section *section)
{
    const struct answers_heading *heading = heading_of(instrument, section->key);
    struct str title = section->title.n || !heading ? section->title : heading->title;
    if (title.n)
        write_line(b, str_squeeze(b->arena, title));
}

/* A question and its answer stand on one line, so that no word of an answer begins a line and could
 * be taken for a question or a heading. */
static void write_question(struct buffer *b, const struct answers_instrument *instrument,
                           const struct answers_question *q)
{
    const struct answers_wording *wording = wording_of(instrument, q);
    struct str text = q->text.n || !wording ? q->text : wording->text;
    if (q->number.n) {
        buffer_add(b, q->number);
        buffer_add(b, str_eq(q->number, S("p29")) ? S(" ") : S(". "));
        buffer_add(b, str_squeeze(b->arena, text));
    }
    if (q->code.n)
        buffer_add(b, str_format(b->arena, " [%.*s]", STR_ARG(q->code)));
    if (q->answer.n && q->number.n)
        buffer_add(b, S("  "));
    write_line(b, str_squeeze(b->arena, q->answer));
}

struct str answers_write(struct arena *a, const struct answers_instrument *instrument,
                         const struct answers *answers)
{
    struct buffer b = {.arena = a};
    write_line(&b, str_format(a, "P029. %.*s", STR_ARG(instrument->title)));
    if (answers->country.n)
        write_line(&b, str_format(a, "Country: %.*s", STR_ARG(answers->country)));
    if (answers->year)
        write_line(&b, str_format(a, "Year: %d", answers->year));
    for (size_t s = 0; s < answers->sections.count; s++) {
        const struct answers_section *section = &answers->sections.items[s];
        write_title(&b, instrument, section);
        for (size_t i = 0; i < section->questions.count; i++)
            write_question(&b, instrument, &section->questions.items[i]);
    }
    return buffer_str(&b);
}
