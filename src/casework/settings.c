/* What a step gives to fields by itself. */
#include "base/arena.h"
#include "casework/power.h"
#include "casework/within.h"

static bool read_plain(struct casework *w, const struct setting *s, struct record *to)
{
    struct str currency = {0};
    if (s->field->kind == FIELD_MONEY)
        currency = value_currency(to->type, s->field, to->values);
    return value_read(w->arena, s->field, s->value, currency,
                      (struct place){.field = s->field->name}, &to->values[s->field->index],
                      w->faults);
}

/* The article of the sanction table for a violation; what stands as its provision when none is
 * known. */
static struct value sanction_of(struct casework *w, const struct record *violation)
{
    struct date on = w->today;
    date_parse(record_text(violation, "found_on"), &on);
    struct str article =
        power_article(session_model(w->session)->pack, record_text(violation, "kind"),
                      record_text(violation, "offender_kind"), on);
    return value_text(article.n ? article : record_text(violation, "provision"));
}

static bool set_one(struct casework *w, const struct setting *s, const struct record *from,
                    struct record *to)
{
    struct value *out = &to->values[s->field->index];
    static const struct principal nobody;
    const struct principal *who = w->who ? w->who : &nobody;
    if (s->from.count)
        *out = judge_reach(w, s->from.fields, s->from.count, from);
    else if (s->span.unit)
        *out = value_text(date_print(w->arena, casework_after(w, &s->span, w->today)));
    else if (str_eq(s->value, S("today")))
        *out = value_text(date_print(w->arena, w->today));
    else if (str_eq(s->value, S("nothing")))
        *out = (struct value){0};
    else if (str_eq(s->value, S("me")))
        *out = value_text(who->user);
    else if (str_eq(s->value, S("my agency")))
        *out = value_text(who->agency);
    else if (str_eq(s->value, S("sanction")) && str_eq(from->type->name, S("violation")))
        *out = sanction_of(w, from);
    else if (str_eq(s->value, S("my office")))
        *out = value_text(who->office);
    else
        return read_plain(w, s, to);
    return true;
}

bool casework_set(struct casework *w, const struct settings *settings, const struct record *from,
                  struct record *to)
{
    bool ok = true;
    for (size_t i = 0; i < settings->count; i++)
        ok = set_one(w, &settings->items[i], from, to) && ok;
    return ok;
}

struct record *casework_draft(struct casework *w, const struct step *step, const struct record *r)
{
    struct record *made = record_new(w->arena, step->makes);
    made->values[step->through->index] = value_text(r->id);
    return casework_set(w, &step->with, r, made) ? made : NULL;
}
