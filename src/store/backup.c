#include "store/backup.h"

#include "base/date.h"
#include "base/file.h"
#include "base/json.h"
#include "store/backup_stream.h"
#include "store/files.h"
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool cannot_make(const char *path, struct faults *faults)
{
    return FAULT(faults, FAULT_SYSTEM, ((struct place){.file = str_of(path)}),
                 N_("The backup cannot be written: {1}."), str_of(strerror(errno)));
}

/* What the backup says of itself, in its first piece. */
static struct str about_as_text(struct arena *a, const struct backup_about *about,
                                const struct audit_head *head)
{
    char hash[DIGEST * 2 + 1];
    struct node *n = node_map(a);
    sodium_bin2hex(hash, sizeof hash, head->hash, DIGEST);
    node_set_int(a, n, S("bytes"), about->bytes);
    node_set_int(a, n, S("rows"), about->rows);
    node_set_str(a, n, S("hash"), str_of(hash));
    node_set_str(a, n, S("made_at"), about->made_at);
    return json_print(a, n, 0);
}

static bool write_pages(struct backup_stream *b, const struct db_image *image,
                        struct faults *faults)
{
    unsigned char digest[crypto_generichash_BYTES];
    crypto_generichash_init(&b->digest, NULL, 0, sizeof digest);
    for (int64_t at = 0; at < image->bytes; at += BACKUP_PIECE) {
        int64_t left = image->bytes - at;
        size_t size = left < BACKUP_PIECE ? (size_t)left : (size_t)BACKUP_PIECE;
        if (pread(image->fd, b->plain, size, at) != (ssize_t)size)
            return cannot_make(str_c(faults->arena, b->name), faults);
        crypto_generichash_update(&b->digest, b->plain, size);
        if (!backup_write(b, (struct str){(const char *)b->plain, size}, false, faults))
            return false;
    }
    crypto_generichash_final(&b->digest, digest, sizeof digest);
    return backup_write(b, (struct str){(const char *)digest, sizeof digest}, true, faults);
}

/* What is written: the pages as they stood at one moment, and the head of the chain then. */
struct content {
    struct db_image image;
    struct audit_head head;
};

static bool write_all(struct backup_stream *b, struct arena *a, const struct content *content,
                      const struct backup_key *key, struct backup_about *about,
                      struct faults *faults)
{
    *about = (struct backup_about){
        .bytes = content->image.bytes, .rows = content->head.number, .made_at = date_now(a)};
    struct str text = about_as_text(a, about, &content->head);
    struct str size = str_format(a, "%8zu", text.n);
    return backup_write_header(b, key, faults) && backup_write(b, size, false, faults) &&
           backup_write(b, text, false, faults) && write_pages(b, &content->image, faults);
}

static bool write_file(struct arena *a, const struct content *content, const char *path,
                       const struct backup_key *key, struct backup_about *about,
                       struct faults *faults)
{
    struct backup_stream *b = backup_stream_new(a, path);
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    b->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!b->file)
        return cannot_make(path, faults);
    bool ok = write_all(b, a, content, key, about, faults);
    if (fflush(b->file) != 0 || fsync(fd) != 0)
        ok = ok && cannot_make(path, faults);
    fclose(b->file);
    sodium_memzero(b, sizeof *b);
    return ok;
}

static bool tell_chain(struct session *s, struct arena *a, const struct actor *actor,
                       const char *to, struct faults *faults)
{
    struct node *details = node_map(a);
    struct event event = {.action = "backup", .type = S("store"), .details = details};
    node_set_str(a, details, S("file"), file_name(str_of(to)));
    return store_event_alone(s, actor, &event, faults);
}

static bool take_content(struct session *s, struct content *content, struct faults *faults)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    if (!db_begin_reading(s->db, faults))
        return false;
    bool ok =
        audit_read_head(s, &content->head, faults) && db_image_take(s->db, &content->image, faults);
    db_end_reading(s->db);
    arena_rewind(&s->scratch, mark);
    return ok;
}

bool store_backup_is_ours(struct session *s, struct faults *faults)
{
    return db_can_image(s->own, faults);
}

bool store_backup_to(struct session *s, struct arena *a, const struct actor *actor, const char *to,
                     const struct backup_key *key, struct backup_about *about,
                     struct faults *faults)
{
    struct content content;
    const char *path = str_format(a, "%s.new-%ld", to, (long)getpid()).p;
    if (access(to, F_OK) == 0)
        return FAULT(
            faults, FAULT_REFUSED, ((struct place){.file = str_of(to)}),
            N_("There is such a file already; a backup never takes the place of another."));
    if (!tell_chain(s, a, actor, to, faults) || !take_content(s, &content, faults))
        return false;
    bool ok = write_file(a, &content, path, key, about, faults);
    close(content.image.fd);
    if (ok && (link(path, to) != 0 && rename(path, to) != 0))
        ok = cannot_make(to, faults);
    unlink(path);
    if (ok)
        files_sync_folder(to);
    return ok;
}
