/* Backups of a running store, and how they come back. */
#include "cli/cli.h"
#include "cli/rooms.h"
#include "cli/secret.h"

#include "store/backup.h"

#include <stdlib.h>

/* From --key-file, else the passphrase in the environment, else asked for. */
static bool read_key(struct cli *cli, struct backup_key *key)
{
    const char *passphrase = getenv("HIMAYA_PASSPHRASE");
    struct str file = cli_option(cli, "key-file");
    *key = (struct backup_key){0};
    if (file.n)
        key->file = str_c(cli->arena, file);
    else if (passphrase && *passphrase)
        key->passphrase = str_of(passphrase);
    else
        key->passphrase = secret_read(cli, N_("Passphrase of the backup:"));
    return key->file || key->passphrase.n ||
           FAULT(cli->faults, FAULT_INPUT, (struct place){0},
                 N_("A backup needs a passphrase (typed, or in HIMAYA_PASSPHRASE) or a key file, "
                    "as in: --key-file backup.key"));
}

static void tell(struct cli *cli, const char *message, const struct backup_about *about,
                 const char *file)
{
    cli_say(cli, message, str_of(file), cli_count(cli, about->rows),
            cli_count(cli, (about->bytes + 999) / 1000), about->made_at);
}

static int run_backup(struct cli *cli)
{
    struct rooms rooms;
    struct backup_key key;
    struct backup_about about;
    const char *to = str_c(cli->arena, cli->operands[0]);
    struct actor actor = rooms_actor("cli", S("backup"));
    bool good = rooms_open(cli, (struct str){0}, &rooms) &&
                store_backup_is_ours(rooms.session, cli->faults) && read_key(cli, &key) &&
                store_backup_to(rooms.session, cli->arena, &actor, to, &key, &about, cli->faults);
    rooms_close(&rooms);
    if (!good)
        return cli_refused(cli);
    tell(cli, N_("{1}: a backup of {2} changes ({3} kB), made at {4}."), &about, to);
    cli_say(cli, N_("The key file of the store is not in it; keep a copy of that elsewhere."));
    return EXIT_DONE;
}

static const struct command_option backup_options[] = {
    {"key-file", "FILE", N_("A file of at least 32 random bytes instead of a passphrase")},
    {0},
};

const struct command command_backup = {
    .name = "backup",
    .thing = "backup",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .does = N_("Write an encrypted copy of the store while it is in use"),
    .more = N_("The passphrase is asked for, or taken from HIMAYA_PASSPHRASE. Without the key file "
               "of the store (STORE.keys), which is never inside, a backup opens nothing sealed: "
               "keep both, and apart."),
    .examples = "himaya backup /mnt/other/2026-11-22.himaya\n"
                "himaya backup --key-file /root/backup.key /mnt/other/2026-11-22.himaya",
    .options = backup_options,
    .run = run_backup,
};

/* No store is opened before: there is none yet, and so nobody whose rights could be asked. */
static int run_restore(struct cli *cli)
{
    struct backup_key key;
    struct backup_about about;
    const char *from = str_c(cli->arena, cli->operands[0]);
    struct str to = cli_option(cli, "to");
    const char *where = to.n ? str_c(cli->arena, to) : cli->store_file;
    struct actor actor = rooms_actor("cli", S("restore"));
    if (!read_key(cli, &key) ||
        !store_restore(cli->arena, &actor, from, where, NULL, &key, &about, cli->faults))
        return cli_refused(cli);
    tell(cli,
         N_("{1}: restored with {2} changes ({3} kB), as it was at {4}; everything in it was "
            "checked."),
         &about, where);
    return EXIT_DONE;
}

static const struct command_option restore_options[] = {
    {"to", "FILE", N_("The store to make; that of --store when not given")},
    {"key-file", "FILE", N_("The key file that the backup was made with")},
    {0},
};

const struct command command_restore = {
    .name = "restore",
    .operands = "FILE",
    .least = 1,
    .most = 1,
    .does = N_("Bring a backup back as a store"),
    .more = N_("Nothing is overwritten: where the store is to stand there may be none. The key "
               "file of the store must be at its place first (STORE.keys or HIMAYA_KEYS). The "
               "store appears only when every page, the whole chain and every record were found "
               "good."),
    .examples = "himaya restore /mnt/other/2026-11-22.himaya\n"
                "himaya restore /mnt/other/2026-11-22.himaya --to restored.db",
    .options = restore_options,
    .run = run_restore,
};
