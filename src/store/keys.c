#include "store/keys.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/file.h"
#include "base/map.h"
#include "store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_VERSIONS = 8, DIGEST_SIZE = 32, LARGEST_FILE = 64 * 1000 * 1000 };

/* What must not be swapped out or read by a stray pointer. */
struct secrets {
    unsigned char versions[MOST_VERSIONS][KEY_SIZE];
    unsigned char lasting[KEY_SIZE];
};

struct version {
    int64_t number;
    struct str made_at;
};

struct erased {
    struct str person, at; /* "type id" */
};

struct keys {
    struct arena arena;
    const char *path;
    struct str expected; /* empty: any file is right */
    pthread_mutex_t lock;

    struct arena read; /* what follows, as read from the file */
    bool good;
    struct stat about;
    struct str name;
    struct version versions[MOST_VERSIONS];
    size_t version_count;
    struct {
        struct erased *items;
        size_t count, capacity;
    } erased;
    struct map erased_at; /* "type id" -> place in erased */
    struct secrets *secrets;
};

struct keys *keys_new(const char *path)
{
    struct arena arena = {0};
    struct keys *k = arena_new(&arena, struct keys);
    k->path = str_c(&arena, str_of(path));
    k->secrets = sodium_malloc(sizeof *k->secrets);
    k->arena = arena;
    pthread_mutex_init(&k->lock, NULL);
    return k;
}

void keys_free(struct keys *k)
{
    if (!k)
        return;
    sodium_free(k->secrets); /* clears it */
    arena_free(&k->read);
    pthread_mutex_destroy(&k->lock);
    struct arena arena = k->arena;
    arena_free(&arena);
}

const char *keys_path(const struct keys *k)
{
    return k->path;
}

void keys_expect(struct keys *k, struct str name)
{
    k->expected = str_copy(&k->arena, name);
}

/* --- reading --- */

static bool cannot(const struct keys *k, const char *message, struct faults *faults)
{
    return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(k->path)}), message);
}

static bool is_damaged(const struct keys *k, struct faults *faults)
{
    return cannot(
        k,
        N_("The key file of the store is damaged, so nothing can be changed and nothing sealed can "
           "be opened. Put back a copy of it; without one, what is sealed is lost."),
        faults);
}

static bool read_hex(struct str text, unsigned char *bytes, size_t size)
{
    size_t n = 0;
    return text.n == size * 2 && sodium_hex2bin(bytes, size, text.p, text.n, NULL, &n, NULL) == 0 &&
           n == size;
}

/* The last line is a digest of the lines before it. */
static bool check_digest(struct str *text)
{
    unsigned char wanted[DIGEST_SIZE], is[DIGEST_SIZE];
    size_t at = str_find(*text, S("\ncheck "), 0);
    if (at == STR_NONE || !read_hex(str_trim(str_from(*text, at + 7)), wanted, sizeof wanted))
        return false;
    *text = str_slice(*text, 0, at + 1);
    crypto_generichash(is, sizeof is, (const unsigned char *)text->p, text->n, NULL, 0);
    return sodium_memcmp(is, wanted, sizeof is) == 0;
}

static bool take_line(struct keys *k, const struct str *words, size_t count)
{
    if (count == 2 && str_eq(words[0], S("file")))
        k->name = str_copy(&k->read, words[1]);
    else if (count == 4 && str_eq(words[0], S("key")) && k->version_count < MOST_VERSIONS) {
        struct version *v = &k->versions[k->version_count];
        v->made_at = str_copy(&k->read, words[2]);
        return str_to_int(words[1], &v->number) &&
               read_hex(words[3], k->secrets->versions[k->version_count++], KEY_SIZE);
    } else if (count == 2 && str_eq(words[0], S("lasting")))
        return read_hex(words[1], k->secrets->lasting, KEY_SIZE);
    else if (count == 4 && str_eq(words[0], S("erased"))) {
        struct erased *e = arena_push(&k->read, &k->erased);
        e->person = str_format(&k->read, "%.*s %.*s", STR_ARG(words[1]), STR_ARG(words[2]));
        e->at = str_copy(&k->read, words[3]);
        map_put(&k->erased_at, e->person, (int64_t)k->erased.count - 1);
    } else
        return count == 3 && str_eq(words[0], S("himaya")) && str_eq(words[2], S("1"));
    return true;
}

static void forget(struct keys *k)
{
    sodium_memzero(k->secrets, sizeof *k->secrets);
    arena_free(&k->read);
    k->good = false;
    k->name = (struct str){0};
    k->version_count = 0;
    memset(&k->erased, 0, sizeof k->erased);
    k->erased_at = (struct map){.arena = &k->read};
}

static bool parse(struct keys *k, struct str text)
{
    forget(k);
    if (!str_starts(text, S("himaya keys 1\n")) || !check_digest(&text))
        return false;
    for (struct str line; str_cut(&text, '\n', &line);) {
        struct str words[5], word;
        size_t count = 0;
        for (struct str rest = line; count < 5 && str_cut(&rest, ' ', &word);)
            words[count++] = word;
        if (line.n && !take_line(k, words, count))
            return false;
    }
    return k->version_count > 0 && k->name.n == KEY_FILE_NAME;
}

static bool changed_since(const struct stat *then, const struct stat *now)
{
    return then->st_ino != now->st_ino || then->st_size != now->st_size ||
           then->st_mtim.tv_sec != now->st_mtim.tv_sec ||
           then->st_mtim.tv_nsec != now->st_mtim.tv_nsec;
}

static bool is_missing(const struct keys *k, struct faults *faults)
{
    if (errno != ENOENT)
        return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(k->path)}),
                     N_("The key file of the store cannot be read: {1}."), str_of(strerror(errno)));
    return cannot(k,
                  N_("The key file of the store is missing, so nothing can be changed and nothing "
                     "sealed can be opened. Put back the copy that was kept apart from the store, "
                     "or name it in HIMAYA_KEYS; what is not sealed can be read without it."),
                  faults);
}

/* The whole text, cleared by the caller. */
static bool read_text(struct keys *k, struct arena *a, struct str *text, struct faults *faults)
{
    if (stat(k->path, &k->about) != 0)
        return is_missing(k, faults);
    if (k->about.st_mode & 077)
        return cannot(
            k,
            N_("Others than the owner may read the key file of the store, so it is not used. Close "
               "it with chmod 600, and make new keys if somebody may have read it."),
            faults);
    return file_read(a, k->path, LARGEST_FILE, text, faults);
}

/* Under the lock: what the file says is in memory. */
static bool be_read(struct keys *k, struct faults *faults)
{
    struct stat now;
    struct arena a = {0};
    struct str text = {0};
    if (k->good && stat(k->path, &now) == 0 && !changed_since(&k->about, &now))
        return true;
    k->good = false;
    if (!read_text(k, &a, &text, faults)) {
        arena_free(&a);
        return false;
    }
    bool ok = parse(k, text);
    sodium_memzero((char *)text.p, text.n);
    arena_free(&a);
    if (!ok)
        return is_damaged(k, faults);
    if (k->expected.n && !str_eq(k->expected, k->name))
        return cannot(k,
                      N_("This key file belongs to another store, so nothing can be changed and "
                         "nothing sealed can be opened. Put back the one that was made with this "
                         "store, or name it in HIMAYA_KEYS."),
                      faults);
    return k->good = true;
}

/* --- asking --- */

bool keys_name(struct keys *k, char name[KEY_FILE_NAME + 1], struct faults *faults)
{
    pthread_mutex_lock(&k->lock);
    bool ok = be_read(k, faults);
    if (ok)
        snprintf(name, KEY_FILE_NAME + 1, "%.*s", STR_ARG(k->name));
    pthread_mutex_unlock(&k->lock);
    return ok;
}

bool keys_current(struct keys *k, int64_t *version, unsigned char key[KEY_SIZE],
                  struct faults *faults)
{
    pthread_mutex_lock(&k->lock);
    bool ok = be_read(k, faults);
    if (ok) {
        *version = k->versions[k->version_count - 1].number;
        memcpy(key, k->secrets->versions[k->version_count - 1], KEY_SIZE);
    }
    pthread_mutex_unlock(&k->lock);
    return ok;
}

bool keys_version(struct keys *k, int64_t version, unsigned char key[KEY_SIZE],
                  struct faults *faults)
{
    pthread_mutex_lock(&k->lock);
    bool ok = be_read(k, faults), found = false;
    for (size_t i = 0; ok && i < k->version_count; i++)
        if (k->versions[i].number == version) {
            memcpy(key, k->secrets->versions[i], KEY_SIZE);
            found = true;
        }
    pthread_mutex_unlock(&k->lock);
    if (ok && !found)
        return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(k->path)}),
                     N_("This was sealed with version {1} of the store key, which the key file no "
                        "longer has. The store may be an old copy; its own key file opens it."),
                     str_format(faults->arena, "%lld", (long long)version));
    return found;
}

bool keys_derive(struct keys *k, struct str purpose, unsigned char key[KEY_SIZE],
                 struct faults *faults)
{
    pthread_mutex_lock(&k->lock);
    bool ok = be_read(k, faults);
    if (ok)
        crypto_generichash(key, KEY_SIZE, (const unsigned char *)purpose.p, purpose.n,
                           k->secrets->lasting, KEY_SIZE);
    pthread_mutex_unlock(&k->lock);
    return ok;
}

bool keys_says_erased(struct keys *k, struct str type, struct str id, struct str *at,
                      struct faults *faults)
{
    struct str person = str_format(faults->arena, "%.*s %.*s", STR_ARG(type), STR_ARG(id));
    struct faults ignored = {.arena = faults->arena};
    int64_t place;
    pthread_mutex_lock(&k->lock);
    bool erased = be_read(k, &ignored) && map_get(&k->erased_at, person, &place);
    if (erased)
        *at = str_copy(faults->arena, k->erased.items[place].at);
    pthread_mutex_unlock(&k->lock);
    return erased;
}

bool keys_state(struct keys *k, struct keys_state *state, struct faults *faults)
{
    pthread_mutex_lock(&k->lock);
    bool ok = be_read(k, faults);
    if (ok) {
        const struct version *newest = &k->versions[k->version_count - 1];
        *state = (struct keys_state){newest->number, (int64_t)k->version_count,
                                     str_copy(faults->arena, newest->made_at)};
    }
    pthread_mutex_unlock(&k->lock);
    return ok;
}

/* --- writing --- */

static void add_hex(struct buffer *b, const unsigned char *bytes, size_t size)
{
    char hex[KEY_SIZE * 2 + 1];
    sodium_bin2hex(hex, sizeof hex, bytes, size);
    buffer_add(b, str_of(hex));
    sodium_memzero(hex, sizeof hex);
}

static struct str print(const struct keys *k, struct arena *a)
{
    /* Room from the start, so that no copy of a key stays behind when it grows. */
    size_t room = 2000 + k->erased.count * 200;
    struct buffer b = {.arena = a, .items = arena_alloc(a, room), .capacity = room};
    unsigned char digest[DIGEST_SIZE];
    buffer_add(&b, str_format(a, "himaya keys 1\nfile %.*s\n", STR_ARG(k->name)));
    for (size_t i = 0; i < k->version_count; i++) {
        buffer_add(&b, str_format(a, "key %lld %.*s ", (long long)k->versions[i].number,
                                  STR_ARG(k->versions[i].made_at)));
        add_hex(&b, k->secrets->versions[i], KEY_SIZE);
        buffer_char(&b, '\n');
    }
    buffer_add(&b, S("lasting "));
    add_hex(&b, k->secrets->lasting, KEY_SIZE);
    buffer_char(&b, '\n');
    for (size_t i = 0; i < k->erased.count; i++)
        buffer_add(&b, str_format(a, "erased %.*s %.*s\n", STR_ARG(k->erased.items[i].person),
                                  STR_ARG(k->erased.items[i].at)));
    crypto_generichash(digest, sizeof digest, (const unsigned char *)b.items, b.count, NULL, 0);
    buffer_add(&b, S("check "));
    add_hex(&b, digest, sizeof digest);
    buffer_char(&b, '\n');
    return buffer_str(&b);
}

static bool cannot_write(const struct keys *k, struct faults *faults)
{
    return FAULT(faults, FAULT_STORE, ((struct place){.file = str_of(k->path)}),
                 N_("The key file of the store cannot be written: {1}. Its folder must exist and "
                    "be writable for you."),
                 str_of(strerror(errno)));
}

static bool write_all(int fd, struct str bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n <= 0)
            return false;
        bytes = str_from(bytes, (size_t)n);
    }
    return fsync(fd) == 0;
}

/* A new file beside the key file, whole and on the disk. */
static bool write_beside(const char *path, struct str text)
{
    unlink(path);
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write_all(fd, text);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Overwrites the bytes of a file that lost its name. */
static void overwrite(int fd)
{
    static const char zeros[4096];
    struct stat about;
    if (fd < 0)
        return;
    if (fstat(fd, &about) == 0)
        for (off_t left = about.st_size; left > 0; left -= (off_t)sizeof zeros)
            if (write(fd, zeros, left < (off_t)sizeof zeros ? (size_t)left : sizeof zeros) <= 0)
                break;
    fsync(fd);
    close(fd);
}

/* Puts what is in memory into the file. `fresh`: only when there is none. */
static bool put(struct keys *k, bool fresh, struct faults *faults)
{
    struct arena a = {0};
    const char *beside = str_format(&a, "%s.new-%ld", k->path, (long)getpid()).p;
    struct str text = print(k, &a);
    int old = fresh ? -1 : open(k->path, O_WRONLY | O_CLOEXEC);
    bool ok = write_beside(beside, text) &&
              (fresh ? files_publish(beside, k->path) : rename(beside, k->path) == 0);
    if (!ok)
        cannot_write(k, faults);
    unlink(beside);
    if (ok) {
        files_sync_folder(k->path);
        overwrite(old);
    } else if (old >= 0)
        close(old);
    sodium_memzero((char *)text.p, text.n);
    arena_free(&a);
    k->good = false; /* read again: another process may have been first */
    return ok && be_read(k, faults);
}

bool keys_make(struct keys *k, struct faults *faults)
{
    struct stat about;
    unsigned char name[KEY_FILE_NAME / 2];
    char hex[KEY_FILE_NAME + 1];
    pthread_mutex_lock(&k->lock);
    bool ok;
    if (stat(k->path, &about) == 0)
        ok = be_read(k, faults);
    else {
        forget(k);
        randombytes_buf(name, sizeof name);
        k->name = str_copy(&k->read, str_of(sodium_bin2hex(hex, sizeof hex, name, sizeof name)));
        k->versions[0] = (struct version){1, date_now(&k->read)};
        k->version_count = 1;
        randombytes_buf(k->secrets, sizeof *k->secrets);
        ok = put(k, true, faults);
    }
    pthread_mutex_unlock(&k->lock);
    return ok;
}

bool keys_add_version(struct keys *k, struct str at, struct faults *faults)
{
    pthread_mutex_lock(&k->lock);
    bool ok = be_read(k, faults);
    if (ok && k->version_count == MOST_VERSIONS)
        ok = is_damaged(k, faults);
    else if (ok) {
        size_t i = k->version_count++;
        k->versions[i] = (struct version){k->versions[i - 1].number + 1, str_copy(&k->read, at)};
        randombytes_buf(k->secrets->versions[i], KEY_SIZE);
        ok = put(k, false, faults);
    }
    pthread_mutex_unlock(&k->lock);
    return ok;
}

bool keys_forget_old(struct keys *k, struct faults *faults)
{
    pthread_mutex_lock(&k->lock);
    bool ok = be_read(k, faults);
    if (ok && k->version_count > 1) {
        size_t last = k->version_count - 1;
        k->versions[0] = k->versions[last];
        memcpy(k->secrets->versions[0], k->secrets->versions[last], KEY_SIZE);
        k->version_count = 1;
        ok = put(k, false, faults);
    }
    pthread_mutex_unlock(&k->lock);
    return ok;
}

bool keys_add_erased(struct keys *k, struct str type, struct str id, struct str at,
                     struct faults *faults)
{
    int64_t place;
    pthread_mutex_lock(&k->lock);
    bool ok = be_read(k, faults);
    struct str person = str_format(&k->read, "%.*s %.*s", STR_ARG(type), STR_ARG(id));
    if (ok && !map_get(&k->erased_at, person, &place)) {
        *arena_push(&k->read, &k->erased) = (struct erased){person, str_copy(&k->read, at)};
        ok = put(k, false, faults);
    }
    pthread_mutex_unlock(&k->lock);
    return ok;
}
