#include "web/staff_find.h"

#include "base/arena.h"
#include "web/staff_data.h"

enum { ID_LENGTH = 26 };

static bool is_id(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!char_is_digit(text.p[i]) && !(text.p[i] >= 'a' && text.p[i] <= 'z'))
            return false;
    return text.n == ID_LENGTH;
}

static bool has(const struct views *found, struct str id)
{
    for (size_t i = 0; i < found->count; i++)
        if (str_eq(found->items[i].record->id, id))
            return true;
    return false;
}

/* Adds records whose field is, or contains, the text. */
static bool look(struct call *c, const struct type *type, const struct condition *condition,
                 struct views *found)
{
    struct query q = {.type = type,
                      .conditions = condition,
                      .condition_count = 1,
                      .limit = STAFF_FIND_MOST,
                      .brief = true};
    struct views more = {0};
    if (!visit_list(&c->visit, &q, &more, NULL))
        return false;
    for (size_t i = 0; i < more.count && found->count < STAFF_FIND_MOST; i++)
        if (!has(found, more.items[i].record->id))
            *arena_push(c->arena, found) = more.items[i];
    return true;
}

static bool by_id(struct call *c, const struct type *type, struct str id, struct views *found)
{
    struct faults *own = c->visit.faults, ignored = {.arena = c->arena, .limit = 1};
    c->visit.faults = &ignored;
    struct view *view = visit_get(&c->visit, type, id);
    c->visit.faults = own;
    if (view)
        *arena_push(c->arena, found) = *view;
    return view != NULL;
}

/* Where the person reads some records of the type and not others, words are asked of the search,
 * which looks at each hit by itself. */
static bool by_search(struct call *c, const struct type *type, struct str text, struct views *found)
{
    struct views hits = {0};
    if (!visit_search(&c->visit, text, 10 * STAFF_FIND_MOST, &hits))
        return false;
    for (size_t i = 0; i < hits.count && found->count < STAFF_FIND_MOST; i++)
        if (hits.items[i].record->type == type)
            *arena_push(c->arena, found) = hits.items[i];
    return true;
}

bool staff_look_for(struct call *c, const struct type *type, struct str text, struct views *found)
{
    *found = (struct views){0};
    if (!visit_knows_type(&c->visit, type))
        return true;
    if (is_id(text) && by_id(c, type, text, found))
        return true;
    if (type->key_count && type->keys[0].count == 1) {
        const struct field *key = &type->fields[type->keys[0].fields[0]];
        struct condition is = {str_c(c->arena, key->name), IS, value_text(text)};
        if (key->kind == FIELD_TEXT && visit_may_ask(&c->visit, type, key) &&
            (!look(c, type, &is, found) || found->count))
            return found->count > 0;
    }
    for (size_t i = 0; i < type->search.count && found->count < STAFF_FIND_MOST; i++) {
        const struct field *f = type->search.items[i];
        struct condition contains = {str_c(c->arena, f->name), CONTAINS, value_text(text)};
        if (f->kind == FIELD_TEXT && visit_may_ask(&c->visit, type, f) &&
            !look(c, type, &contains, found))
            return false;
    }
    return found->count > 0 || by_search(c, type, text, found);
}
