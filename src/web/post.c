#include "web/post.h"

#include "base/arena.h"
#include "base/library.h"

#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>

enum { SECONDS = 10, SECONDS_TO_CONNECT = 5, LARGEST_ANSWER = 64 * 1024 };

/* Loaded with the first thing that is sent. Members carry the library's names without the prefix.
 */
#define CURL_FUNCTIONS(F)                                                                          \
    F(easy_cleanup)                                                                                \
    F(easy_getinfo)                                                                                \
    F(easy_init)                                                                                   \
    F(easy_perform)                                                                                \
    F(easy_setopt)                                                                                 \
    F(easy_strerror)                                                                               \
    F(slist_append)                                                                                \
    F(slist_free_all)
#define CURL_MEMBER(name) __typeof__(curl_##name) *name;
static struct {
    CURL_FUNCTIONS(CURL_MEMBER)
} curl;
#define CURL_ENTRY(name) {"curl_" #name, (void **)&curl.name},
static const struct library_function curl_functions[] = {CURL_FUNCTIONS(CURL_ENTRY)};

bool post_may_go(struct str address)
{
    bool secret = str_starts(address, S("https://"));
    if (!secret && !str_starts(address, S("http://")))
        return false;
    struct str rest = str_from(address, secret ? 8 : 7);
    size_t end = 0;
    while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?' && rest.p[end] != '#')
        end++;
    struct str host = str_slice(rest, 0, end);
    for (size_t i = 0; i < address.n; i++)
        if ((unsigned char)address.p[i] <= ' ' || address.p[i] == 0x7f || address.p[i] == '\\')
            return false;
    if (!host.n || str_find_char(host, '@', 0) != STR_NONE)
        return false;
    static const struct str here[] = {S_INIT("127.0.0.1"), S_INIT("localhost"), S_INIT("[::1]")};
    for (size_t i = 0; !secret && i < sizeof here / sizeof *here; i++)
        if (str_eq(host, here[i]) || (str_starts(host, here[i]) && host.p[here[i].n] == ':'))
            secret = true;
    return secret;
}

/* What the other side says is not kept; too much of it ends the connection. */
static size_t ignore(char *bytes, size_t size, size_t count, void *context)
{
    size_t *got = context;
    (void)bytes;
    *got += size * count;
    return *got <= LARGEST_ANSWER ? size * count : 0;
}

static void prepare(CURL *handle, const struct post *post, const char *address, size_t *got)
{
    curl.easy_setopt(handle, CURLOPT_URL, address);
    curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https,http");
    curl.easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl.easy_setopt(handle, CURLOPT_PROXY, "");
    curl.easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl.easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(handle, CURLOPT_TIMEOUT, (long)SECONDS);
    curl.easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)SECONDS_TO_CONNECT);
    curl.easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl.easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    curl.easy_setopt(handle, CURLOPT_POSTFIELDS, post->body.p);
    curl.easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->body.n);
    curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, ignore);
    curl.easy_setopt(handle, CURLOPT_WRITEDATA, got);
}

bool post_send(struct arena *a, const struct post *post, int *status, struct faults *faults)
{
    if (!post_may_go(post->address))
        return FAULT(faults, FAULT_INPUT, (struct place){.field = S("address")},
                     N_("\"{1}\" may not be told. An address begins with https://, as in "
                        "https://police.example/himaya."),
                     post->address);
    if (!library_load("libcurl-gnutls.so.4", curl_functions,
                      sizeof curl_functions / sizeof *curl_functions, faults))
        return false;
    size_t got = 0;
    long code = 0;
    CURL *handle = curl.easy_init();
    struct curl_slist *headers =
        curl.slist_append(NULL, str_c(a, str_concat(a, S("Himaya-Signature: "), post->signature)));
    struct curl_slist *more = curl.slist_append(headers, "Content-Type: application/json");
    CURLcode result = CURLE_OUT_OF_MEMORY;
    if (handle && headers && more) {
        prepare(handle, post, str_c(a, post->address), &got);
        curl.easy_setopt(handle, CURLOPT_HTTPHEADER, more);
        result = curl.easy_perform(handle);
        curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    }
    curl.slist_free_all(headers);
    if (handle)
        curl.easy_cleanup(handle);
    *status = (int)code;
    if (result == CURLE_OK || (code && result == CURLE_WRITE_ERROR))
        return true;
    return FAULT(faults, FAULT_SYSTEM, (struct place){0}, N_("{1} did not answer: {2}."),
                 post->address, str_of(curl.easy_strerror(result)));
}
