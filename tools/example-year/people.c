/* Places, employers and inspectors. */
#include "year.h"

#include "base/date.h"

enum { EMPLOYERS = 2600, INSPECTORS = 177 };

struct str year_day(struct year *y, int day)
{
    const struct date first = {YEAR, 1, 1};
    return date_print(y->arena, date_add_days(first, day));
}

int year_day_of(struct str date)
{
    const struct date first = {YEAR, 1, 1};
    struct date d = {0};
    date_parse(date, &d);
    return (int)(date_to_days(d) - date_to_days(first));
}

struct str year_later(struct year *y, struct str date, int least, int most)
{
    return year_day(y, year_day_of(date) + chance_between(&y->chance, least, most));
}

static struct str office_of(struct str district, struct str region)
{
    static const struct {
        struct str region, office;
    } offices[] = {
        {S_INIT("Abşeron-Xızı"), S_INIT("SLIS-SM")},
        {S_INIT("Quba-Xaçmaz"), S_INIT("SLIS-SM")},
        {S_INIT("Gəncə-Daşkəsən"), S_INIT("SLIS-GA")},
        {S_INIT("Qazax-Tovuz"), S_INIT("SLIS-GA")},
        {S_INIT("Mərkəzi Aran"), S_INIT("SLIS-MI")},
        {S_INIT("Qarabağ"), S_INIT("SLIS-MI")},
        {S_INIT("Şəki-Zaqatala"), S_INIT("SLIS-MI")},
        {S_INIT("Lənkəran-Astara"), S_INIT("SLIS-LA")},
        {S_INIT("Mil-Muğan"), S_INIT("SLIS-LA")},
        {S_INIT("Şirvan-Salyan"), S_INIT("SLIS-LA")},
    };
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        if (str_eq(region, offices[i].region))
            return str_eq(district, S("SR")) ? S("SLIS-LA") : offices[i].office;
    return S("SLIS-BA");
}

/* In 2019 no inspector worked in these. */
static bool is_out_of_reach(struct str district)
{
    struct str rest = S("XA AGD AGM CAB FUZ KAL LAC QBI SUS XCI XVD ZAN"), one;
    while (str_cut(&rest, ' ', &one))
        if (str_eq(one, district))
            return true;
    return false;
}

static int weight_of(struct str district, struct str kind)
{
    if (str_eq(district, S("BA")))
        return 480;
    if (str_eq(district, S("GA")) || str_eq(district, S("SM")))
        return 60;
    if (str_eq(district, S("ABS")))
        return 40;
    return str_eq(kind, S("city")) ? 12 : 6;
}

static void posts_make(struct year *y)
{
    struct sheet districts = sheet_read(y->arena, S("packs/az/lists"), "districts");
    y->posts = arena_array(y->arena, districts.count, struct post);
    for (size_t i = 0; i < districts.count; i++) {
        struct str code = sheet_get(&districts, i, "code");
        if (is_out_of_reach(code))
            continue;
        y->posts[y->post_count++] =
            (struct post){code, office_of(code, sheet_get(&districts, i, "region")),
                          weight_of(code, sheet_get(&districts, i, "kind"))};
    }
}

static const struct post *post_of(const struct year *y, struct str district)
{
    for (size_t i = 0; i < y->post_count; i++)
        if (str_eq(y->posts[i].district, district))
            return &y->posts[i];
    return &y->posts[0];
}

/* Those who serve at the end of the year get an account each, so that complaints can be in
 * somebody's charge; no account has a role or a password. */
static void inspectors_make(struct year *y)
{
    static const char *const given[] = {"Aysel", "Elnur",  "Günel", "Kamran", "Lalə",
                                        "Murad", "Nərmin", "Orxan", "Rəna",   "Samir",
                                        "Sevda", "Tural",  "Ülvi",  "Vüqar",  "Zəhra"};
    static const char *const family[] = {"Abbaslı", "Babayeva", "Cəfərli",  "Əhmədli", "Hacızadə",
                                         "İsmayıl", "Kazımlı",  "Mirzə",    "Nağıyev", "Quluzadə",
                                         "Rəhimli", "Səfərli",  "Tağızadə", "Vəlizadə"};
    struct sheet serving = sheet_read(y->arena, y->base, "inspector");
    y->users = sheet_read(y->arena, y->base, "user");
    y->inspectors = arena_array(y->arena, serving.count, struct str);
    y->inspector_offices = arena_array(y->arena, serving.count, struct str);
    for (size_t i = 0; i < serving.count; i++) {
        struct str ended = sheet_get(&serving, i, "ended_on");
        if (ended.n && str_compare(ended, S("2019-12-31")) <= 0)
            continue;
        size_t n = y->inspector_count++, row = sheet_add(&y->users);
        y->inspectors[n] = str_replace(
            y->arena, str_lower(y->arena, sheet_get(&serving, i, "number")), S("-"), S("."));
        y->inspector_offices[n] = post_of(y, sheet_get(&serving, i, "district"))->office;
        sheet_set(&y->users, row, "name", y->inspectors[n]);
        sheet_set(&y->users, row, "full_name",
                  str_format(y->arena, "%s %s (%.*s)", given[n % 15], family[n * 5 % 14],
                             STR_ARG(sheet_get(&serving, i, "number"))));
        sheet_set(&y->users, row, "agency", S("SLIS"));
        sheet_set(&y->users, row, "office", y->inspector_offices[n]);
        sheet_set(&y->users, row, "state", S("active"));
    }
}

static void employers_make(struct year *y)
{
    static const char *const industries[] = {"F41", "I56", "G47", "H49", "C10",
                                             "G45", "S96", "A01", "T97"};
    static const int shares[] = {18, 16, 20, 12, 11, 9, 8, 5, 1};
    int *weights = arena_array(y->arena, y->post_count, int);
    for (size_t i = 0; i < y->post_count; i++)
        weights[i] = y->posts[i].weight;
    y->employers = sheet_read(y->arena, y->base, "employer");
    y->first_employer = y->employers.count;
    for (int i = 0; i < EMPLOYERS; i++) {
        size_t row = sheet_add(&y->employers);
        size_t at = chance_pick(&y->chance, weights, y->post_count);
        bool entity = chance_of(&y->chance, 45);
        /* the last digit tells persons from legal entities, as in real numbers */
        sheet_set(&y->employers, row, "tax_id",
                  str_format(y->arena, "99%07d%d", 10001 + i, entity ? 1 : 2));
        sheet_set(&y->employers, row, "name",
                  str_format(y->arena, "Example employer %d", 1001 + i));
        sheet_set(&y->employers, row, "legal_form", entity ? S("legal_entity") : S("individual"));
        sheet_set(&y->employers, row, "industry",
                  str_of(industries[chance_pick(&y->chance, shares, 9)]));
        sheet_set(&y->employers, row, "district", y->posts[at].district);
    }
}

void people_make(struct year *y)
{
    posts_make(y);
    inspectors_make(y);
    employers_make(y);
}
