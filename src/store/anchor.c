#include "store/anchor.h"

#include "base/date.h"
#include "store/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

enum {
    LONGEST_LINE = 400,
    MAC_DIGITS = crypto_auth_hmacsha256_BYTES * 2,
    BEFORE_DIGITS = 16,
    KEY_DIGITS = 8,
    WORDS = 9,
};

static const char line_start[] = "himaya-anchor 1 ";
static const char no_line[] = "0000000000000000"; /* before the first one */

struct anchor_key {
    unsigned char key[32];
    char name[KEY_DIGITS + 1];
};

static bool take_key(struct session *s, struct anchor_key *key, struct faults *faults)
{
    unsigned char name[crypto_auth_hmacsha256_BYTES];
    if (!store_derive_key(s, "audit anchor", key->key, faults))
        return false;
    crypto_auth_hmacsha256(name, (const unsigned char *)"name", 4, key->key);
    sodium_bin2hex(key->name, sizeof key->name, name, KEY_DIGITS / 2);
    return true;
}

static void print_mac(const struct anchor_key *key, struct str line, char mac[MAC_DIGITS + 1])
{
    unsigned char bytes[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256(bytes, (const unsigned char *)line.p, line.n, key->key);
    sodium_bin2hex(mac, MAC_DIGITS + 1, bytes, sizeof bytes);
}

/* --- where --- */

/* All places, with commas between. */
static struct str places_of(struct session *s, struct arena *a)
{
    const char *given = getenv("HIMAYA_ANCHOR");
    struct faults ignored = {.arena = a};
    struct str setting = {0};
    if (given && *given)
        return str_of(given);
    if (setting_read(s->own, a, S("anchor"), &setting, &ignored) && setting.n)
        return setting;
    return db_is_file(s->store->where) ? str_format(a, "%s.anchor", s->store->where)
                                       : S("himaya.anchor");
}

static bool is_syslog(struct str place)
{
    return str_eq(place, S("syslog:"));
}

/* The first file among the places; empty when the anchor goes to the system's log only. */
static struct str file_of(struct session *s, struct arena *a)
{
    for (struct str place, rest = places_of(s, a); str_cut(&rest, ',', &place);)
        if (!is_syslog(str_trim(place)) && str_trim(place).n)
            return str_copy(a, str_trim(place));
    return (struct str){0};
}

/* --- writing --- */

static bool cannot_write(struct str file, int error, struct faults *faults)
{
    return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = file}),
                 N_("The anchor of the audit chain cannot be written: {1}. Give another file in "
                    "HIMAYA_ANCHOR, as in /mnt/other/himaya.anchor."),
                 str_of(strerror(error)));
}

/* The beginning of the MAC of the last line in the file; `no_line` when it is empty. */
static void last_mac(int fd, char before[BEFORE_DIGITS + 1])
{
    char end[MAC_DIGITS + 1];
    off_t size = lseek(fd, 0, SEEK_END);
    memcpy(before, no_line, sizeof no_line);
    if (size >= (off_t)sizeof end &&
        pread(fd, end, sizeof end, size - (off_t)sizeof end) == (ssize_t)sizeof end)
        memcpy(before, end, BEFORE_DIGITS);
}

static struct str head_line(struct session *s, struct arena *a, const struct anchor_key *key,
                            const char *what, const char *before)
{
    char hash[DIGEST * 2 + 1], mac[MAC_DIGITS + 1];
    sodium_bin2hex(hash, sizeof hash, s->hash, DIGEST);
    struct str line = str_format(a, "%s%s %lld %s %.*s %s %s ", line_start, key->name,
                                 (long long)s->number, hash, STR_ARG(date_now(a)), what, before);
    print_mac(key, line, mac);
    return str_format(a, "%.*s%s\n", STR_ARG(line), mac);
}

/* One writer at a time, whichever process it is of: each line names the one before. */
static bool append_to_file(struct session *s, struct arena *a, struct str file,
                           const struct anchor_key *key, const char *what, struct faults *faults)
{
    char before[BEFORE_DIGITS + 1];
    int fd = open(str_c(a, file), O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return cannot_write(file, errno, faults);
    bool ok = flock(fd, LOCK_EX) == 0;
    last_mac(fd, before);
    struct str line = head_line(s, a, key, what, before);
    ok = ok && write(fd, line.p, line.n) == (ssize_t)line.n && fdatasync(fd) == 0;
    int error = errno;
    close(fd);
    return ok || cannot_write(file, error, faults);
}

static void append_to_syslog(struct session *s, struct arena *a, const struct anchor_key *key,
                             const char *what)
{
    struct str line = head_line(s, a, key, what, no_line);
    syslog(LOG_AUTHPRIV | LOG_NOTICE, "%.*s", (int)line.n - 1, line.p);
}

bool anchor_append(struct session *s, const char *what, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct anchor_key key;
    bool ok = take_key(s, &key, faults);
    struct str places = ok ? places_of(s, &s->scratch) : (struct str){0};
    for (struct str place; str_cut(&places, ',', &place);) {
        struct str file = str_trim(place);
        if (is_syslog(file))
            append_to_syslog(s, &s->scratch, &key, what);
        else if (file.n)
            ok = append_to_file(s, &s->scratch, file, &key, what, faults) && ok;
    }
    sodium_memzero(&key, sizeof key);
    arena_rewind(&s->scratch, mark);
    return ok;
}

void anchor_after_commit(struct session *s, bool at_once)
{
    struct turn *t = &s->store->turn;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    pthread_mutex_lock(&t->lock);
    bool due = s->number > t->anchored && (at_once || now.tv_sec > t->anchored_at);
    if (due) {
        t->anchored = s->number;
        t->anchored_at = now.tv_sec;
    }
    pthread_mutex_unlock(&t->lock);
    if (!due)
        return;
    struct arena_mark mark = arena_mark(&s->scratch);
    struct faults faults = {.arena = &s->scratch};
    bool good = anchor_append(s, "head", &faults);
    pthread_mutex_lock(&t->lock);
    t->anchor_failed = !good;
    pthread_mutex_unlock(&t->lock);
    arena_rewind(&s->scratch, mark);
}

bool store_audit_anchor(struct session *s, struct arena *a, struct audit_verified *verified,
                        struct faults *faults)
{
    *verified = (struct audit_verified){.anchor = places_of(s, a)};
    bool ok = audit_begin(s, faults) && anchor_append(s, "head", faults);
    arena_free(&s->change);
    verified->rows = verified->to = s->number;
    pthread_mutex_lock(&s->store->turn.lock);
    if (ok)
        s->store->turn.anchored = s->number;
    s->store->turn.anchor_failed = !ok;
    pthread_mutex_unlock(&s->store->turn.lock);
    return ok;
}

bool store_anchor_is_written(struct store *s)
{
    pthread_mutex_lock(&s->turn.lock);
    bool written = !s->turn.anchor_failed;
    pthread_mutex_unlock(&s->turn.lock);
    return written;
}

/* --- reading --- */

struct reading {
    struct arena *arena;
    struct anchor_key key;
    bool own; /* every line must be there and of this store */
    size_t line;
    char before[BEFORE_DIGITS + 1];
    struct anchored *anchored;
};

static bool bad_line(const struct reading *r, const char *message, struct faults *faults)
{
    return FAULT(faults, FAULT_STORE,
                 ((struct place){.file = r->anchored->file, .line = (long)r->line}), message,
                 str_format(faults->arena, "%zu", r->line));
}

/* A backup took the store back to this row: what was anchored behind it stands no more. */
static void forget_behind(struct anchored *all, int64_t number)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].number <= number)
            all->items[kept++] = all->items[i];
    all->count = kept;
    all->restored++;
}

static bool take_row(struct reading *r, const struct str words[WORDS])
{
    size_t n = 0;
    struct anchored_row row = {.at = str_copy(r->arena, words[5])};
    if (!str_to_int(words[3], &row.number) ||
        sodium_hex2bin(row.hash, DIGEST, words[4].p, words[4].n, NULL, &n, NULL) != 0 ||
        n != DIGEST)
        return false;
    if (str_eq(words[6], S("restored")))
        forget_behind(r->anchored, row.number);
    *arena_push(r->arena, r->anchored) = row;
    return true;
}

static bool read_line(struct reading *r, struct str line, struct faults *faults)
{
    struct str words[WORDS] = {0}, word, rest = line;
    char mac[MAC_DIGITS + 1];
    size_t count = 0;
    while (count < WORDS && str_cut(&rest, ' ', &word))
        words[count++] = word;
    bool whole = count == WORDS && !rest.n && words[8].n == MAC_DIGITS &&
                 words[7].n == BEFORE_DIGITS && str_starts(line, str_of(line_start));
    if (!r->own && (!whole || !str_eq(words[2], str_of(r->key.name))))
        return true;
    if (whole)
        print_mac(&r->key, str_slice(line, 0, line.n - MAC_DIGITS), mac);
    if (!whole || sodium_memcmp(mac, words[8].p, MAC_DIGITS) != 0)
        return bad_line(r,
                        N_("Line {1} of the anchor was not written with the key of this store: it "
                           "was changed, or belongs to another store."),
                        faults);
    if (r->own && memcmp(r->before, words[7].p, BEFORE_DIGITS) != 0)
        return bad_line(r,
                        N_("The anchor is broken at line {1}: it does not follow the line before, "
                           "so lines were taken out."),
                        faults);
    memcpy(r->before, mac, BEFORE_DIGITS);
    return take_row(r, words) || bad_line(r, N_("Line {1} of the anchor cannot be read."), faults);
}

static bool read_lines(struct reading *r, FILE *file, struct faults *faults)
{
    char text[LONGEST_LINE];
    while (fgets(text, sizeof text, file)) {
        struct str line = str_of(text);
        size_t start = r->own ? 0 : str_find(line, str_of(line_start), 0);
        r->line++;
        if (!str_ends(line, S("\n")) && r->own)
            return bad_line(r, N_("Line {1} of the anchor is cut off."), faults);
        if (start == STR_NONE)
            continue;
        line = str_from(line, start);
        if (!read_line(r, str_slice(line, 0, line.n - str_ends(line, S("\n"))), faults))
            return false;
    }
    return true;
}

static int by_number(const void *one, const void *two)
{
    int64_t a = ((const struct anchored_row *)one)->number;
    int64_t b = ((const struct anchored_row *)two)->number;
    return (a > b) - (a < b);
}

bool anchor_read(struct session *s, struct arena *a, struct str file, struct anchored *anchored,
                 struct faults *faults)
{
    struct reading r = {.arena = a, .own = !file.n, .anchored = anchored};
    memcpy(r.before, no_line, sizeof no_line);
    *anchored = (struct anchored){.file = file.n ? file : file_of(s, a)};
    if (!anchored->file.n)
        return true; /* only the log of the system has it */
    FILE *f = fopen(str_c(a, anchored->file), "re");
    if (!f)
        return FAULT(faults, FAULT_STORE, ((struct place){.file = anchored->file}),
                     N_("There is no anchor of the audit chain ({1}), so nothing outside the store "
                        "vouches for it. Give its place in HIMAYA_ANCHOR; or, if there never was "
                        "one, begin it: himaya audit anchor"),
                     str_of(strerror(errno)));
    bool ok = take_key(s, &r.key, faults) && read_lines(&r, f, faults);
    fclose(f);
    sodium_memzero(&r.key, sizeof r.key);
    if (ok && anchored->count)
        qsort(anchored->items, anchored->count, sizeof *anchored->items, by_number);
    return ok;
}
