/* Any bytes as the target, the query, a form and the headers of a request. */
#include "base/arena.h"
#include "web/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct str all = {(const char *)data, size}, line, rest = all;
    struct http_request r = {.arena = &a};
    struct http_raw raw = {.method = S("GET"), .version = S("HTTP/1.1")};
    struct http_fields form = {0};
    const char *why = NULL;
    if (str_cut(&rest, '\n', &line))
        raw.target = line;
    *arena_push(&a, &raw.headers) = (struct http_field){S("Host"), S("x")};
    while (str_cut(&rest, '\n', &line)) {
        size_t colon = str_find_char(line, ':', 0);
        *arena_push(&a, &raw.headers) = (struct http_field){
            str_slice(line, 0, colon), str_from(line, colon == STR_NONE ? line.n : colon + 1)};
    }
    struct http_response answer = {.status = 200, .content_type = S("text/html"), .body = all};
    if (http_request_read(&r, &raw, &why) == 0)
        http_finish(&r, &answer, true);
    http_form_read(&a, all, &form);
    arena_free(&a);
    return 0;
}
