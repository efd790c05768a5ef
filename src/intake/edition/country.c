#include "intake/edition/country.h"

#include "intake/chapter/level.h"
#include "intake/edition/value.h"

enum { MOST_REMARKS = 1000 };

static void remark(struct edition_reading *r, long line, const char *message, struct str one,
                   struct str two)
{
    struct chapter_remarks *remarks = &r->edition->remarks;
    if (remarks->count >= MOST_REMARKS)
        return;
    struct chapter_remark *added = arena_push(r->arena, remarks);
    added->line = line;
    added->message = message;
    added->details[0] = str_copy(r->arena, one);
    added->details[1] = str_copy(r->arena, two);
}

static void value_unread(struct edition_reading *r, const struct edition_element *e)
{
    remark(r, e->line,
           N_("\"{1}\" in <{2}> is neither a number nor Yes, No, N/A, Unknown or Unavailable; the "
              "cell "
              "counts as not stated."),
           e->text, e->tag);
}

static struct str text_of(struct edition_reading *r, const struct edition_element *e,
                          struct str tag)
{
    return str_copy(r->arena, edition_element_text(e, tag));
}

static bool is_yes(const struct edition_element *e, struct str tag)
{
    return str_eq_nocase(edition_element_text(e, tag), S("yes"));
}

static bool is_listed(const struct str_list *words, struct str word)
{
    for (size_t i = 0; i < words->count; i++)
        if (str_eq_nocase(words->items[i], word))
            return true;
    return false;
}

/* Name of the part of the country, empty for "All Territories" and where there is no name. */
static struct str territory_of(struct edition_reading *r, const struct edition_element *e)
{
    struct str name = edition_element_text(e, S("Territory_Display_Name"));
    if (!name.n)
        name = edition_element_text(e, S("Territory_Name"));
    if (is_listed(&r->instrument->whole_country, name))
        return (struct str){0};
    return str_copy(r->arena, name);
}

static struct chapter_figure *add_figure(struct edition_reading *r, struct edition_country *c,
                                         const struct edition_spot *spot, long line)
{
    struct chapter_figure *cell = arena_push(r->arena, &c->figures);
    cell->key = spot->figure;
    cell->line = line;
    return cell;
}

static void add_value(struct edition_reading *r, const struct edition_element *e, bool as_share,
                      struct chapter_figure *cell)
{
    cell->line = e->line;
    if (!edition_value_read(r->arena, e->text, as_share, cell))
        value_unread(r, e);
}

static void add_age(struct edition_reading *r, const struct edition_element *age,
                    struct chapter_figure *cell)
{
    if (age && !edition_age_read(r->arena, age->text, cell))
        remark(r, age->line, N_("\"{1}\" in <{2}> is not an age in years, such as 15 or 17.5."),
               age->text, age->tag);
}

/* A standard of the law: `e` holds the verdict and the age, or is the verdict itself (2013, 2014).
 */
static void add_standard(struct edition_reading *r, const struct edition_element *e,
                         const struct edition_element *age, struct chapter_figure *cell)
{
    const struct edition_element *verdict =
        edition_element_child(e, S("Conforms_To_Intl_Standard"));
    if (!verdict || !verdict->text.n)
        verdict = edition_element_child(e, S("Standard"));
    if (e->first) {
        age = edition_element_child(e, S("Age"));
        cell->age_calculated = is_yes(e, S("Calculated_Age"));
    }
    if (verdict || !e->first)
        add_value(r, verdict ? verdict : e, false, cell);
    add_age(r, age, cell);
}

/* The cell itself, or one of its territories. */
static void add_cell(struct edition_reading *r, struct edition_country *c,
                     const struct edition_spot *spot, const struct edition_element *e,
                     const struct edition_element *country)
{
    struct chapter_figure *cell = add_figure(r, c, spot, e->line);
    if (str_eq(e->tag, S("Territory")))
        cell->territory = territory_of(r, e);
    if (spot->is_standard) {
        add_standard(r, e, edition_element_at(country, spot->age), cell);
        return;
    }
    const struct edition_element *value = edition_element_child(e, S("Enforcement"));
    if (value || !e->first)
        add_value(r, value ? value : e, spot->is_share, cell);
}

/* The age band stands beside a statistic, in the same element. */
static void add_band(struct edition_reading *r, const struct edition_element *country,
                     const struct edition_spot *spot, struct chapter_figure *cell)
{
    size_t last = STR_NONE;
    for (size_t at = str_find_char(spot->path, '/', 0); at != STR_NONE;
         at = str_find_char(spot->path, '/', at + 1))
        last = at;
    if (last == STR_NONE || !str_eq(spot->table, S("statistics")))
        return;
    const struct edition_element *group =
        edition_element_at(country, str_slice(spot->path, 0, last));
    cell->age_text = edition_age_band(r->arena, edition_element_text(group, S("Age_Range")));
}

static void read_spot(struct edition_reading *r, struct edition_country *c,
                      const struct edition_element *country, const struct edition_spot *spot)
{
    const struct edition_element *e = edition_element_at(country, spot->path);
    if (!e)
        return;
    const struct edition_element *part = edition_element_child(e, S("Territory"));
    for (const struct edition_element *p = part; p; p = edition_element_next(p))
        add_cell(r, c, spot, p, country);
    if (part)
        return;
    add_cell(r, c, spot, e, country);
    add_band(r, country, spot, &c->figures.items[c->figures.count - 1]);
    for (const struct edition_element *again = edition_element_next(e); again;
         again = edition_element_next(again))
        remark(r, again->line,
               N_("<{1}> stands here again with \"{2}\", and nothing says for which part of the "
                  "country; the first one was kept."),
               again->tag, again->text);
}

static struct str area_of(const struct edition_instrument *i, struct str tag)
{
    for (size_t k = 0; k < i->areas.count; k++)
        if (str_eq(i->areas.items[k].printed, tag))
            return i->areas.items[k].key;
    return (struct str){0};
}

/* First and last year of "2009 – 2014", "2013-2014", "2009, 2011 – 2014" or "2014". */
static void read_years(struct str printed, struct chapter_action *action)
{
    for (size_t at = 0; at + 4 <= printed.n; at++) {
        int64_t year;
        if (!char_is_digit(printed.p[at]) || !str_to_int(str_slice(printed, at, at + 4), &year) ||
            year < 1900 || year > 2999)
            continue;
        if (!action->first_year)
            action->first_year = (int)year;
        action->last_year = (int)year;
        at += 3;
    }
}

static void read_area(struct edition_reading *r, struct edition_country *c,
                      const struct edition_element *area)
{
    struct str key = area_of(r->instrument, area->tag);
    const struct edition_element *e = edition_element_child(area, S("Action"));
    if (e && !key.n)
        remark(r, area->line,
               N_("<{1}> is not an area of suggested actions, such as <Legal_Framework>; its "
                  "actions are "
                  "kept without an area."),
               area->tag, (struct str){0});
    for (; e; e = edition_element_next(e)) {
        struct str text = str_squeeze(r->arena, edition_element_text(e, S("Name")));
        if (!text.n || is_listed(&r->instrument->no_action, text))
            continue;
        struct chapter_action *action = arena_push(r->arena, &c->actions);
        action->area = key;
        action->text = text;
        action->years_text = text_of(r, e, S("Years"));
        action->line = e->line;
        read_years(action->years_text, action);
    }
}

static void read_goods(struct edition_reading *r, struct edition_country *c,
                       const struct edition_element *goods)
{
    const struct edition_element *e = edition_element_child(goods, S("Good"));
    for (; e; e = edition_element_next(e)) {
        struct edition_good *good = arena_push(r->arena, &c->goods);
        good->name = text_of(r, e, S("Good_Name"));
        good->sector = text_of(r, e, S("Good_Sector"));
        good->child_labor = is_yes(e, S("Child_Labor"));
        good->forced_labor = is_yes(e, S("Forced_Labor"));
        good->forced_child_labor = is_yes(e, S("Forced_Child_Labor"));
        good->derived = is_yes(e, S("Derived_Labor_Exploitation"));
        if (good->derived)
            good->derived_country = text_of(r, e, S("Derived_Country"));
        good->line = e->line;
    }
}

static void read_mechanisms(struct edition_reading *r, struct edition_country *c,
                            const struct edition_element *country)
{
    const struct edition_names *names = &r->instrument->mechanisms;
    for (size_t i = 0; i < names->count; i++) {
        const struct edition_element *e = edition_element_at(country, names->items[i].printed);
        struct chapter_figure cell = {0};
        if (!e)
            continue;
        add_value(r, e, false, &cell);
        *arena_push(r->arena, &c->mechanisms) = (struct edition_mechanism){
            names->items[i].key, cell.state, cell.answer, cell.text, e->line};
    }
}

static void read_projects(struct edition_reading *r, struct edition_country *c,
                          const struct edition_element *projects)
{
    const struct edition_element *e = edition_element_child(projects, S("Project"));
    for (; e; e = edition_element_next(e)) {
        struct edition_project *project = arena_push(r->arena, &c->projects);
        project->title = str_squeeze(r->arena, edition_element_text(e, S("Title")));
        project->link = text_of(r, e, S("Link"));
        project->line = e->line;
    }
}

/* The assessment; some editions of 2013 leave the word "Advancement" out. */
static struct level level_of(struct edition_reading *r, struct str printed)
{
    struct level level = {0};
    if (level_parse(r->arena, printed, &level) == LEVEL_WHOLE)
        return level;
    level = (struct level){0};
    if (level_parse(r->arena, str_concat(r->arena, printed, S(" Advancement")), &level) !=
        LEVEL_WHOLE)
        level = (struct level){0};
    return level;
}

static void read_level(struct edition_reading *r, struct edition_country *c,
                       const struct edition_element *country)
{
    const struct str_list *tags = &r->instrument->assessment;
    const struct edition_element *e = NULL;
    for (size_t i = 0; i < tags->count && (!e || !e->text.n); i++)
        e = edition_element_child(country, tags->items[i]);
    if (!e || !e->text.n)
        return;
    struct level level = level_of(r, str_copy(r->arena, e->text));
    c->level = level.level;
    c->qualifier = level.qualifier;
    c->label = level.label;
    if (!level.level.n && !str_eq_nocase(e->text, S("None")))
        remark(r, e->line,
               N_("\"{1}\" is not an assessment, such as Moderate Advancement; {2} counts as not "
                  "assessed."),
               e->text, c->name);
}

static const struct edition_country *find(const struct edition *edition, struct str name)
{
    for (size_t i = 0; i < edition->countries.count; i++)
        if (str_eq_nocase(edition->countries.items[i].name, name))
            return &edition->countries.items[i];
    return NULL;
}

/* Name of the country; empty with a fault when it has none or stood before. */
static struct str name_of(struct edition_reading *r, const struct edition_element *element)
{
    struct place where = {.line = element->line};
    struct str name = str_squeeze(r->arena, edition_element_text(element, S("Name")));
    const struct edition_country *before = find(r->edition, name);
    if (!name.n)
        FAULT(r->faults, FAULT_INPUT, where,
              N_("A <Country> without a name begins here. Give it one, for example "
                 "<Name>Azerbaijan</Name>."));
    if (before && name.n)
        FAULT(r->faults, FAULT_CONFLICT, where,
              N_("{1} stands twice in this edition: first on line {2}, and again here. Take one "
                 "out."),
              name, str_format(r->arena, "%ld", before->line));
    return before ? (struct str){0} : name;
}

bool edition_country_read(struct edition_reading *r, const struct edition_element *element)
{
    struct str name = name_of(r, element);
    if (!name.n)
        return false;
    struct edition_country *c = arena_push(r->arena, &r->edition->countries);
    c->name = name;
    c->line = element->line;
    c->iso2 = text_of(r, element, S("ISO2"));
    c->webpage = text_of(r, element, S("Webpage"));
    c->region = text_of(r, element, S("Region"));
    c->description = text_of(r, element, S("Description"));
    c->several_territories = is_yes(element, S("Multiple_Territories"));
    read_level(r, c, element);
    for (size_t i = 0; i < r->instrument->spots.count; i++)
        read_spot(r, c, element, &r->instrument->spots.items[i]);
    const struct edition_element *actions = edition_element_child(element, S("Suggested_Actions"));
    for (actions = actions ? actions->first : NULL; actions; actions = actions->next)
        read_area(r, c, actions);
    read_goods(r, c, edition_element_child(element, S("Goods")));
    read_mechanisms(r, c, element);
    read_projects(r, c, edition_element_child(element, S("ILAB_Projects")));
    return true;
}
