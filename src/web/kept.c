#include "web/kept.h"

#include "base/arena.h"
#include "markup/words.h"
#include "web/answer.h"
#include "web/body.h"
#include "web/cookie.h"
#include "web/csrf.h"
#include "web/metrics.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { PLACES = 64, LARGEST = 200 * 1000, SECONDS = 30 * 60 };

struct kept_one {
    struct arena arena;
    struct str number, user, action;
    struct http_fields fields;
    double until;
};

struct kept_forms {
    pthread_mutex_t lock;
    struct kept_one places[PLACES];
    size_t next;
};

struct kept_forms *kept_forms_new(struct arena *a)
{
    struct kept_forms *kept = arena_new(a, struct kept_forms);
    pthread_mutex_init(&kept->lock, NULL);
    return kept;
}

static void forget(struct kept_one *one)
{
    for (size_t i = 0; i < one->fields.count; i++) {
        struct str value = one->fields.items[i].value;
        if (value.n)
            sodium_memzero((void *)(uintptr_t)value.p, value.n);
    }
    arena_free(&one->arena);
    *one = (struct kept_one){0};
}

void kept_forms_close(struct kept_forms *kept)
{
    for (size_t i = 0; i < PLACES; i++)
        forget(&kept->places[i]);
    pthread_mutex_destroy(&kept->lock);
}

/* Whose form it is, as the ended session signed it; empty when that cannot be told. */
static struct str sender(struct call *c)
{
    struct str user = {0};
    struct str token = http_field(&c->form, S("form_token"));
    struct str session =
        csrf_secret(c->arena, c->app->form_key, cookie_get(c->request, S(COOKIE_SESSION)));
    if (!csrf_origin_is_ours(c->request) || !csrf_token_is(session, token, &user))
        return (struct str){0};
    return user;
}

static struct str put(struct kept_forms *kept, struct call *c, struct str user)
{
    struct str number = csrf_nonce(c->arena);
    pthread_mutex_lock(&kept->lock);
    struct kept_one *one = &kept->places[kept->next++ % PLACES];
    forget(one);
    struct arena *a = &one->arena;
    one->number = str_copy(a, number);
    one->user = str_copy(a, user);
    one->action = str_copy(a, c->path);
    one->until = metrics_clock() + SECONDS;
    for (size_t i = 0; i < c->form.count; i++)
        if (!str_eq(c->form.items[i].name, S("form_token")) &&
            !str_contains(c->form.items[i].name, S("password")))
            *arena_push(a, &one->fields) = (struct http_field){str_copy(a, c->form.items[i].name),
                                                               str_copy(a, c->form.items[i].value)};
    pthread_mutex_unlock(&kept->lock);
    return number;
}

void kept_forms_keep(struct call *c)
{
    if (c->api || c->request->body.n > LARGEST || !cookie_get(c->request, S(COOKIE_SESSION)).n)
        return;
    struct http_response answer = *c->response;
    if (!body_read(c)) {
        *c->response = answer; /* the way to sign in stays the answer */
        return;
    }
    struct str user = sender(c);
    if (!user.n)
        return;
    struct str next = str_concat(c->arena, S("/kept/"), put(c->app->kept, c, user));
    answer_go(c, str_concat(c->arena, S("/sign-in?next="), answer_encode(c->arena, next)));
}

/* The record type that a form at /records/TYPE/… is about; NULL: another form. */
static const struct type *type_of(const struct call *c, struct str action)
{
    struct str part, rest = str_from(action, 1);
    if (!str_cut(&rest, '/', &part) || !str_eq(part, S("records")) || !str_cut(&rest, '/', &part))
        return NULL;
    return model_type(c->app->model, part);
}

static void add_fields(struct call *c, struct node *out, const struct kept_one *one)
{
    struct arena *a = c->arena;
    const struct http_fields *fields = &one->fields;
    const struct type *type = type_of(c, one->action);
    struct node *list = node_set(a, out, S("fields"), node_list(a));
    for (size_t i = 0; i < fields->count; i++) {
        struct node *field = node_add(a, list, node_map(a));
        struct str value = str_copy(a, fields->items[i].value);
        struct str name = str_copy(a, fields->items[i].name);
        const struct field *known = type ? type_field(type, name) : NULL;
        node_set_str(a, field, S("name"), name);
        if (known)
            node_set_str(a, field, S("label"), words(c->language, known->label));
        node_set_str(a, field, S("value"), value);
        node_set_bool(a, field, S("lines"), str_find_char(value, '\n', 0) != STR_NONE);
    }
}

struct node *kept_form(struct call *c)
{
    struct kept_forms *kept = c->app->kept;
    struct str number = call_value(c, "number");
    struct node *out = NULL;
    pthread_mutex_lock(&kept->lock);
    for (size_t i = 0; i < PLACES && !out; i++) {
        const struct kept_one *one = &kept->places[i];
        if (!one->number.n || !str_eq(one->number, number) || one->until < metrics_clock() ||
            !str_eq(one->user, c->visit.who.user))
            continue;
        out = node_map(c->arena);
        node_set_str(c->arena, out, S("action"), str_copy(c->arena, one->action));
        add_fields(c, out, one);
    }
    pthread_mutex_unlock(&kept->lock);
    if (!out)
        FAULT(&c->faults, FAULT_MISSING, (struct place){0},
              N_("What was typed is kept for half an hour only, and for the one who typed it."));
    return out;
}
