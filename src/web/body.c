#include "web/body.h"

#include "base/arena.h"
#include "base/json.h"
#include "web/csrf.h"
#include "web/error_page.h"

static bool refuse(struct call *c, int status, const char *message)
{
    error_answer(c, status, message);
    return false;
}

static bool read_json(struct call *c)
{
    c->json = json_read(c->arena, c->request->body, &c->faults);
    if (!c->json)
        error_from_faults(c);
    return c->json != NULL;
}

static bool read_form(struct call *c, struct str kind, struct str type)
{
    struct uploads uploads = {0};
    bool good;
    if (str_eq_nocase(kind, S("application/x-www-form-urlencoded")))
        good = form_read(c->arena, c->request->body, &c->form);
    else if (str_eq_nocase(kind, S("multipart/form-data")))
        good = multipart_read(c->arena, type, c->request->body, &c->form, &uploads);
    else
        return refuse(c, 415, N_("A page takes forms only."));
    c->uploads = uploads.items;
    c->upload_count = uploads.count;
    return good || refuse(c, 400,
                          N_("The form came in a shape that cannot be read. Send it again "
                             "from its page."));
}

bool body_read(struct call *c)
{
    struct str type = http_header(&c->request->headers, S("Content-Type")), rest = type, kind = {0};
    if (!c->request->body.n)
        return true;
    str_cut(&rest, ';', &kind);
    kind = str_trim(kind);
    if (!c->api)
        return read_form(c, kind, type);
    if (str_eq_nocase(kind, S("application/json")) ||
        str_eq_nocase(kind, S("application/merge-patch+json")))
        return read_json(c);
    if (c->route->takes_csv && str_eq_nocase(kind, S("text/csv")))
        return true;
    return refuse(c, 415, N_("The interface takes JSON: send \"Content-Type: application/json\"."));
}

bool body_is_from_us(struct call *c)
{
    struct str user, token = c->api ? http_header(&c->request->headers, S("Himaya-Form-Token"))
                                    : http_field(&c->form, S("form_token"));
    if (c->visit.who.by_token)
        return true;
    if (!csrf_origin_is_ours(c->request))
        return refuse(c, 403, N_("Another site sent this. Nothing was changed."));
    if (!csrf_token_is(c->secret, token, &user) || !str_eq(user, c->visit.who.user))
        return refuse(c, 403,
                      N_("This form is not of your present session, so nothing was "
                         "changed. Open its page again and send it from there."));
    return true;
}
