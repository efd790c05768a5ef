/* kill HIMAYA STORE TOKEN [KILLS]: kills `himaya serve` again and again (kill -9) while it takes
 * records through its JSON interface, and remembers every one that it acknowledged (201). At the
 * end each of them must be there, the chain must hold and the database's own check find nothing.
 *
 * Prints how many were acknowledged, found and lost; ends with 1 when any was lost or the store is
 * not whole. Seed and kills are fixed, so that a run can be made again.
 */
#include "base/arena.h"
#include "store/store.h"

#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS = 4, MOST = 400000, SEED = 20261122, MOST_SECONDS = 90 };

static struct arena a;
static struct faults faults = {.arena = &a};
static const char *token;
static atomic_int port, next_number, acknowledged_count;
static int acknowledged[MOST]; /* numbers of records */

static uint64_t state = SEED;
static long chance(long below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (long)((state >> 33) % (uint64_t)below);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void pause_milliseconds(long n)
{
    nanosleep(&(struct timespec){n / 1000, n % 1000 * 1000000}, NULL);
}

/* --- the client --- */

static int connect_to(int number)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)number)};
    struct timeval patience = {.tv_sec = 2};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Sends one new complaint; true when the whole answer came and says that it was stored. */
static bool send_record(int fd, int number)
{
    char body[200], request[900], answer[8000];
    int n = snprintf(body, sizeof body,
                     "{\"values\":{\"number\":\"K-%d\",\"received_on\":\"2019-03-07\","
                     "\"channel\":\"hotline\",\"district\":\"BA\"}}",
                     number);
    int all = snprintf(request, sizeof request,
                       "POST /api/v1/records/complaint HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                       "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
                       "Content-Length: %d\r\n\r\n%s",
                       token, n, body);
    if (send(fd, request, (size_t)all, MSG_NOSIGNAL) != all)
        return false;
    size_t got = 0;
    for (;;) {
        ssize_t more = recv(fd, answer + got, sizeof answer - 1 - got, 0);
        if (more <= 0)
            return false;
        got += (size_t)more;
        answer[got] = 0;
        char *end = strstr(answer, "\r\n\r\n"), *length = strcasestr(answer, "content-length:");
        if (!end || !length)
            continue;
        if (got >= (size_t)(end + 4 - answer) + strtoul(length + 15, NULL, 10))
            return strncmp(answer, "HTTP/1.1 201", 12) == 0;
    }
}

static atomic_bool over;

static void *write_on(void *unused)
{
    (void)unused;
    int fd = -1;
    while (!over) {
        int now = port;
        if (!now || (fd < 0 && (fd = connect_to(now)) < 0)) {
            pause_milliseconds(1);
            continue;
        }
        int number = next_number++;
        if (send_record(fd, number)) {
            int place = acknowledged_count++;
            if (place < MOST)
                acknowledged[place] = number;
        } else {
            close(fd);
            fd = -1;
        }
    }
    if (fd >= 0)
        close(fd);
    return NULL;
}

/* --- the server --- */

/* Starts it and waits until it says where it listens. */
static pid_t start(const char *himaya, const char *store)
{
    int out[2];
    char line[400];
    if (pipe(out) != 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        close(out[1]);
        execl(himaya, himaya, "--store", store, "serve", "--listen", "127.0.0.1:0", (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    FILE *says = fdopen(out[0], "r");
    int number = 0;
    while (says && !number && fgets(line, sizeof line, says)) {
        const char *at = strstr(line, "127.0.0.1:");
        number = at ? (int)strtol(at + 10, NULL, 10) : 0;
    }
    if (says)
        fclose(says);
    port = number;
    return number ? child : -1;
}

static bool kill_many(const char *himaya, const char *store, int kills, int *killed)
{
    double until = seconds() + MOST_SECONDS;
    for (*killed = 0; *killed < kills && seconds() < until; (*killed)++) {
        pid_t server = start(himaya, store);
        if (server < 0)
            return false;
        pause_milliseconds(40 + chance(200));
        kill(server, SIGKILL);
        port = 0;
        waitpid(server, NULL, 0);
    }
    return true;
}

/* --- what stands then --- */

static bool tell_faults(void)
{
    for (size_t i = 0; i < faults.count; i++)
        printf("%.*s\n", STR_ARG(fault_english(&a, &faults.items[i])));
    return faults.count == 0;
}

static int count_lost(struct session *s)
{
    const struct type *complaint = model_type(session_model(s), S("complaint"));
    int lost = 0;
    for (int i = 0; i < acknowledged_count && i < MOST; i++) {
        struct arena each = {0};
        struct value key = value_text(str_format(&each, "K-%d", acknowledged[i]));
        lost += !store_find(s, &each, complaint, &key, &faults);
        arena_free(&each);
    }
    return lost;
}

static bool check_store(const char *path, int killed)
{
    int64_t rows = 0;
    struct store *store = store_open_pack(path, (struct str){0}, &faults);
    struct session *s = store ? session_open(store, &faults) : NULL;
    int lost = s ? count_lost(s) : -1;
    bool whole = s && store_audit_verify(s, &rows, &faults) && store_check(s, &faults);
    session_close(s);
    store_close(store);
    printf("seed %d: %d kills, %d sent, %d acknowledged, %d lost, %lld rows verified\n", SEED,
           killed, (int)next_number, (int)acknowledged_count, lost, (long long)rows);
    return tell_faults() && whole && lost == 0 && acknowledged_count > killed;
}

int main(int argc, char **argv)
{
    pthread_t clients[CLIENTS];
    int kills = argc > 4 ? (int)strtol(argv[4], NULL, 10) : 200, killed = 0;
    if (argc < 4)
        return 2;
    token = argv[3];
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < CLIENTS; i++)
        if (pthread_create(&clients[i], NULL, write_on, NULL) != 0)
            return 2;
    bool started = kill_many(argv[1], argv[2], kills, &killed);
    over = true;
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i], NULL);
    if (!started)
        printf("the server did not start\n");
    return !(check_store(argv[2], killed) && started);
}
