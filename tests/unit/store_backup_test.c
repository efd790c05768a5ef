#include "base/file.h"
#include "store/backup.h"
#include "store/inside.h"
#include "store_help.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { DAMAGES = 60 };
#else
enum { DAMAGES = 200 };
#endif
enum { WRITERS = 4 };

static struct str text_of(const char *path)
{
    struct str bytes = {0};
    struct faults faults = {.arena = &a};
    CHECK(file_read(&a, path, (size_t)100 * 1000 * 1000, &bytes, &faults));
    return bytes;
}

static struct backup_key key_file(void)
{
    const char *path = str_format(&a, "%s/backup.key", new_folder()).p;
    FILE *f = fopen(path, "w");
    fputs("thirty-two and some more bytes, of which none is random", f);
    fclose(f);
    return (struct backup_key){.file = path};
}

static void use_keys_of(const struct place_of_work *w)
{
    setenv("HIMAYA_KEYS", str_format(&a, "%s.keys", w->path).p, 1);
}

static atomic_bool over;

static void *write_on(void *store)
{
    static atomic_int next;
    struct arena arena = {0};
    struct faults faults = {.arena = &arena};
    struct session *s = session_open(store, &faults);
    while (s && !over) {
        struct record *e = record_new(&arena, model_type(session_model(s), S("employer")));
        int number = atomic_fetch_add(&next, 1);
        record_set(e, "tax_id", value_text(str_format(&arena, "%d", number)));
        record_set(e, "name", value_text(str_format(&arena, "Name %d", number)));
        if (store_begin(s, &tester, &faults) && store_insert(s, e, &faults))
            store_commit(s, &faults);
    }
    session_close(s);
    arena_free(&arena);
    return NULL;
}

/* Every record and every row of the copy is as it is in the store. */
static void check_same(struct place_of_work *copy, struct place_of_work *w, int64_t rows)
{
    const struct type *type = model_type(session_model(copy->s), S("employer"));
    struct query all = {.type = type};
    struct audit_query until = {.before = rows + 1};
    struct records found;
    struct changes ours, theirs;
    REQUIRE(store_query(copy->s, &a, &all, &found, &copy->faults));
    CHECK_INT(found.count, rows - 2); /* the pack, the backup, and an insertion each */
    for (size_t i = 0; i < found.count; i++) {
        struct record *r = found.items[i];
        struct record *other =
            store_get(w->s, &a, model_type(session_model(w->s), S("employer")), r->id, &w->faults);
        REQUIRE(other && other->version == r->version);
        CHECK(str_eq(record_text(other, "name"), record_text(r, "name")));
        CHECK(str_eq(record_text(other, "tax_id"), record_text(r, "tax_id")));
    }
    REQUIRE(store_audit_read(w->s, &a, &until, &ours, &w->faults));
    REQUIRE(store_audit_read(copy->s, &a, &until, &theirs, &copy->faults));
    REQUIRE(ours.count == (size_t)rows && theirs.count == ours.count);
    for (size_t i = 0; i < ours.count; i++)
        CHECK(ours.items[i].number == theirs.items[i].number &&
              str_eq(ours.items[i].record, theirs.items[i].record) &&
              str_eq(ours.items[i].at, theirs.items[i].at));
}

TEST(a_backup_made_while_others_write_comes_back_whole)
{
    struct place_of_work w = new_place();
    struct backup_key key = key_file();
    struct backup_about made, restored;
    struct audit_verified verified;
    const char *to = str_format(&a, "%s.backup", w.path).p, *where = new_path();
    pthread_t writers[WRITERS];
    over = false;
    for (int i = 0; i < WRITERS; i++)
        REQUIRE(pthread_create(&writers[i], NULL, write_on, w.store) == 0);
    usleep(300000);
    bool ok = store_backup_to(w.s, &a, &tester, to, &key, &made, &w.faults);
    usleep(100000);
    over = true;
    for (int i = 0; i < WRITERS; i++)
        pthread_join(writers[i], NULL);
    REQUIRE(ok && made.rows > 2);
    struct stat about;
    CHECK(stat(to, &about) == 0 && (about.st_mode & 0777) == 0600);
    use_keys_of(&w);
    REQUIRE(store_restore(&a, &tester, to, where, small_model(), &key, &restored, &w.faults));
    CHECK_INT(restored.rows, made.rows);
    CHECK_INT(restored.bytes, made.bytes);
    struct place_of_work copy = opened(where, small_model());
    REQUIRE(copy.s);
    printf("%lld rows when it was backed up, %lld after\n", (long long)made.rows,
           (long long)count_of(&w, "employer"));
    check_same(&copy, &w, made.rows);
    CHECK(store_audit_verify_against(copy.s, &a, (struct str){0}, &verified, &copy.faults));
    CHECK_INT(verified.restored, 1);
    CHECK_INT(verified.rows, made.rows + 1); /* that it was restored */
    unsetenv("HIMAYA_KEYS");
    leave(&copy);
    leave(&w);
}

/* A small store and its backup; the rest are attempts to bring that back. */
static struct place_of_work backed_up(struct backup_key *key, const char **to)
{
    struct place_of_work w = new_place();
    struct backup_about made;
    put(&w, employer(&w, "1", "Rəşad Məmmədov the canary"));
    *to = str_format(&a, "%s.backup", w.path).p;
    if (!key->passphrase.n)
        *key = key_file();
    if (!store_backup_to(w.s, &a, &tester, *to, key, &made, &w.faults))
        CHECK_STR(told(&w), "");
    use_keys_of(&w);
    return w;
}

static bool comes_back(struct place_of_work *w, const char *from, const struct backup_key *key)
{
    const char *where = new_path();
    struct backup_about about;
    bool ok = store_restore(&a, &tester, from, where, small_model(), key, &about, &w->faults);
    struct str folder = str_slice(str_of(where), 0, strlen(where) - strlen("/store.db"));
    if (!ok) /* and nothing is left there */
        CHECK_INT(
            system(str_format(&a, "rmdir %.*s && mkdir %.*s", STR_ARG(folder), STR_ARG(folder)).p),
            0);
    folder_count--; /* room for the next; the folder is taken away here */
    CHECK_INT(system(str_format(&a, "rm -r %.*s", STR_ARG(folder)).p), 0);
    return ok;
}

static uint64_t state = 20261122;
static size_t chance(size_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % below;
}

static void write_file(const char *path, struct str bytes)
{
    FILE *f = fopen(path, "w");
    fwrite(bytes.p, 1, bytes.n, f);
    fclose(f);
}

TEST(no_bit_of_a_backup_can_be_changed_and_nothing_cut_off)
{
    struct backup_key key = {0};
    const char *to;
    struct place_of_work w = backed_up(&key, &to);
    struct str whole = text_of(to);
    const char *damaged = str_format(&a, "%s.damaged", to).p;
    int refused = 0, cut = 0;
    CHECK(comes_back(&w, to, &key));
    for (int i = 0; i < DAMAGES; i++) {
        struct arena_mark mark = arena_mark(&a);
        char *bytes = str_c(&a, whole);
        size_t n = whole.n, at = i % 4 ? chance(whole.n) : chance(400);
        if (i % 5 == 4) {
            n = i % 10 == 4 ? chance(whole.n) : whole.n - 1 - chance(100);
            cut++;
        } else {
            bytes[at] = (char)(bytes[at] ^ (1 << chance(8)));
        }
        write_file(damaged, (struct str){bytes, n});
        refused += !comes_back(&w, damaged, &key);
        w.faults = (struct faults){.arena = &a};
        arena_rewind(&a, mark);
    }
    printf("%d of %d damaged backups refused, %d of them cut\n", refused, DAMAGES, cut);
    CHECK_INT(refused, DAMAGES);
    write_file(damaged, str_concat(&a, whole, S("x")));
    CHECK(!comes_back(&w, damaged, &key));
    unsetenv("HIMAYA_KEYS");
    leave(&w);
}

TEST(a_backup_shows_nothing_and_opens_with_its_own_key_only)
{
    struct backup_key key = {.passphrase = S("seven quiet boats at noon")};
    struct backup_key other = {.passphrase = S("seven quiet boats at dawn")}, file = key_file();
    struct backup_key brief = {.passphrase = S("boats")};
    struct backup_about about;
    const char *to;
    struct place_of_work w = backed_up(&key, &to);
    struct str whole = text_of(to);
    CHECK(!str_contains(whole, S("canary")) && !str_contains(whole, S("SQLite format")));
    CHECK(comes_back(&w, to, &key));
    CHECK(!comes_back(&w, to, &other) && tells(&w, "passphrase or key file is another one"));
    CHECK(!comes_back(&w, to, &file) && tells(&w, "was made with a passphrase"));
    CHECK(!store_backup_to(w.s, &a, &tester, to, &key, &about, &w.faults) &&
          tells(&w, "such a file already"));
    const char *next = str_format(&a, "%s-2", to).p;
    CHECK(!store_backup_to(w.s, &a, &tester, next, &brief, &about, &w.faults) &&
          tells(&w, "at least 12 characters"));
    CHECK_INT(system(str_format(&a, "test \"$(ls %s* | wc -l)\" = 1", to).p), 0);
    CHECK(!store_restore(&a, &tester, to, w.path, small_model(), &key, &about, &w.faults) &&
          tells(&w, "There is a store already"));
    CHECK(!store_restore(&a, &tester, "/nowhere/x", new_path(), small_model(), &key, &about,
                         &w.faults) &&
          tells(&w, "cannot be read"));
    unsetenv("HIMAYA_KEYS"); /* the place of the restored store has no key file */
    CHECK(!comes_back(&w, to, &key) && tells(&w, "key file of the store is missing"));
    leave(&w);
}
