#include "web/asset.h"

#include "base/arena.h"
#include "base/node.h"
#include "base/resource.h"

static const struct str folder = S_INIT("web/static/");

static struct str type_of(struct str name)
{
    static const struct http_field types[] = {
        {S_INIT(".css"), S_INIT("text/css; charset=utf-8")},
        {S_INIT(".js"), S_INIT("text/javascript; charset=utf-8")},
        {S_INIT(".svg"), S_INIT("image/svg+xml; charset=utf-8")},
        {S_INIT(".png"), S_INIT("image/png")},
        {S_INIT(".ico"), S_INIT("image/x-icon")},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ends(name, types[i].name))
            return types[i].value;
    return (struct str){0};
}

static size_t dot_of(struct str name)
{
    size_t dot = name.n;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '.')
            dot = i;
    return dot;
}

const struct assets *assets_load(struct arena *a)
{
    struct assets *assets = arena_new(a, struct assets);
    struct resource r;
    assets->addresses = node_map(a);
    for (size_t i = 0; resource_next(folder, i, &r); i++) {
        struct asset asset = {.name = str_from(r.name, folder.n), .bytes = r.bytes};
        asset.type = type_of(asset.name);
        if (!asset.type.n)
            continue; /* data for the program itself */
        size_t dot = dot_of(asset.name);
        asset.address = str_format(a, "/static/%.*s.%016llx%.*s", (int)dot, asset.name.p,
                                   (unsigned long long)str_hash(asset.bytes),
                                   STR_ARG(str_from(asset.name, dot)));
        *arena_push(a, assets) = asset;
        node_set_str(a, assets->addresses, str_replace(a, asset.name, S("."), S("_")),
                     asset.address);
    }
    return assets;
}

/* "/static/style.<anything>.css" is "style.css" of an older or newer program. */
static bool same_but_fingerprint(struct str path, struct str address)
{
    size_t dot = dot_of(address), hash = dot - 17;
    return str_starts(path, str_slice(address, 0, hash + 1)) &&
           str_ends(path, str_from(address, dot)) && path.n == address.n;
}

bool asset_answer(const struct assets *assets, struct str path, struct http_response *response)
{
    for (size_t i = 0; i < assets->count; i++) {
        const struct asset *asset = &assets->items[i];
        bool exact = str_eq(path, asset->address);
        if (!exact && !same_but_fingerprint(path, asset->address))
            continue;
        response->status = 200;
        response->content_type = asset->type;
        response->body = asset->bytes;
        response->lasting = exact;
        return true;
    }
    return false;
}
