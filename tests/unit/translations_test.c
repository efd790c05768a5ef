/* The catalogues of po/ as they travel inside the program: what a translator may break unseen. */
#include "base/arena.h"
#include "base/resource.h"
#include "markup/po.h"
#include "test.h"

#include <ctype.h>
#include <stdio.h>

static bool read_catalogue(struct arena *a, const char *name, struct po *po)
{
    struct faults faults = {.arena = a};
    struct str bytes;
    return resource_get(str_of(name), &bytes) && po_read(a, str_of(name), bytes, po, &faults);
}

static bool is_place(struct str inside)
{
    for (size_t i = 0; i < inside.n; i++)
        if (inside.p[i] != '_' && !isalnum((unsigned char)inside.p[i]))
            return false;
    return inside.n > 0;
}

/* The next place such as {1} or {table} from *at on; empty when there is none. */
static struct str next_place(struct str text, size_t *at)
{
    for (; *at < text.n; (*at)++) {
        size_t end = str_find_char(text, '}', *at);
        if (text.p[*at] != '{' || end == STR_NONE || !is_place(str_slice(text, *at + 1, end)))
            continue;
        struct str place = str_slice(text, *at, end + 1);
        *at = end + 1;
        return place;
    }
    return (struct str){0};
}

static bool has_places_of(struct str text, struct str other)
{
    size_t at = 0;
    for (struct str place; (place = next_place(other, &at)).n;)
        if (str_find(text, place, 0) == STR_NONE)
            return false;
    return true;
}

/* A singular may say "one" in words; every other form has the places of the message, and no more.
 */
static size_t count_broken(const struct po *po, const char *name)
{
    size_t broken = 0;
    for (size_t i = 0; i < po->count; i++) {
        const struct po_entry *e = &po->items[i];
        for (size_t f = 0; f < PO_FORMS; f++) {
            struct str form = e->forms[f];
            struct str message = f && e->plural.n ? e->plural : e->message;
            if (!form.n || (has_places_of(message, form) && has_places_of(form, message)))
                continue;
            broken++;
            fprintf(stderr, "%s:%ld: the places of \"%.*s\" are not those of its translation\n",
                    name, e->line, STR_ARG(e->message));
        }
    }
    return broken;
}

static void check_catalogue(const char *name)
{
    struct arena a = {0};
    struct po po = {0};
    REQUIRE(read_catalogue(&a, name, &po));
    CHECK(po.count > 500);
    CHECK_INT(count_broken(&po, name), 0);
    arena_free(&a);
}

TEST(azerbaijani_keeps_every_place_of_a_message)
{
    check_catalogue("po/az.po");
}

TEST(russian_keeps_every_place_of_a_message)
{
    check_catalogue("po/ru.po");
}

TEST(a_lost_place_is_found)
{
    const struct po_entry entry = {.message = S("{1} of {2}"), .forms = {S("{2} içindən")}};
    const struct po po = {.items = (struct po_entry *)&entry, .count = 1};
    CHECK_INT(count_broken(&po, "(as it should be) example.po"), 1);
}
