#include "access/access.h"

#include "access/table.h"

int access_class(const struct field *f)
{
    struct str class = f->class;
    if (class.n != 2 || class.p[0] != 'F' || class.p[1] < '0' || class.p[1] >= '0' + CLASS_COUNT)
        return CLASS_COUNT; /* none that a rule could allow */
    return class.p[1] - '0';
}

bool access_known(const struct access *access, const struct type *type, const struct field *f)
{
    return access->restricted[type - access->model->types].known[f->index];
}

bool access_covers(unsigned wider, unsigned narrower)
{
    unsigned plain = wider & 0xff;
    if (wider & IN_ALL)
        return true;
    for (size_t k = 0; k < MOST_RESTRICTIONS; k++)
        wider |= restricted_bits(plain, k);
    for (size_t k = 0; k < MOST_RESTRICTIONS; k++) /* all, as long as something holds of it */
        if (wider & restricted_bits(IN_ALL, k))
            wider |= restricted_bits(0xff, k);
    return !(narrower & ~wider);
}

static bool changes_records(enum action action)
{
    return action == ACTION_WRITE || action == ACTION_CREATE || action == ACTION_DELETE ||
           action == ACTION_IMPORT || action == ACTION_ERASE;
}

/* A token for some types only: "complaint, referral". */
static bool within_token(const struct principal *who, struct str type)
{
    if (!who->types.n)
        return true;
    for (struct str part, rest = who->types; str_cut(&rest, ',', &part);)
        if (str_eq(str_trim(part), type))
            return true;
    return false;
}

static uint32_t roles_of(const struct access *access, const struct principal *who)
{
    return who->by_token ? who->roles : who->roles & ~access->by_token;
}

unsigned access_scopes(const struct access *access, const struct principal *who,
                       const struct type *type, int class, enum action action)
{
    size_t t = (size_t)(type - access->model->types);
    unsigned scopes = 0;
    if (class < 0 || class >= CLASS_COUNT || type->internal || !within_token(who, type->name) ||
        (who->read_only && changes_records(action)))
        return 0;
    if (!action_has_class(action))
        class = 0;
    uint32_t roles = roles_of(access, who);
    for (; roles; roles &= roles - 1) { /* the lowest one that is left */
        size_t role = (size_t)__builtin_ctz(roles);
        if (role >= access->roles->count)
            break;
        const struct cells *cells = access_cells(access, role, t);
        scopes |= cells->of[action][class];
        if (action == ACTION_MASKED) /* who may read sees that there is something */
            scopes |= cells->of[ACTION_READ][class];
    }
    return scopes;
}

bool access_may(const struct access *access, const struct principal *who, struct str thing)
{
    if (who->types.n || (who->read_only && str_starts(thing, S("admin."))))
        return false;
    for (size_t i = 0; i < access->thing_count; i++)
        if (str_eq(access->things[i].name, thing))
            return (access->things[i].roles & roles_of(access, who)) != 0;
    return false;
}
