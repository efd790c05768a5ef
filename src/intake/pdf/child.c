#include "intake/pdf/child.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_COMPLAINT = 4096, STEP = 64 * 1024 };
enum end { IN, OUT, ERROR, ENDS };

/* The child and our ends of what it reads and prints; -1 when closed. */
struct running {
    const struct pdf_child *child;
    pid_t process;
    int ours[ENDS];
    size_t written;
    struct buffer output, complaint;
    double deadline; /* in seconds of the monotonic clock */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void close_end(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

static void close_all(int ends[ENDS])
{
    for (int i = 0; i < ENDS; i++)
        close_end(&ends[i]);
}

/* Socket pairs and not pipes: writing to a child that ended gives an error and no signal. */
static bool open_ends(int ours[ENDS], int theirs[ENDS])
{
    for (int i = 0; i < ENDS; i++)
        ours[i] = theirs[i] = -1;
    for (int i = 0; i < ENDS; i++) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
            return false;
        ours[i] = pair[0];
        theirs[i] = pair[1];
        if (fcntl(ours[i], F_SETFL, O_NONBLOCK) != 0)
            return false;
    }
    return true;
}

/* The limits are set before the child gets its first byte, so nothing hostile runs without them. */
static void limit(pid_t process, const struct pdf_child *child)
{
    rlim_t seconds = (rlim_t)child->seconds, memory = child->most_memory;
    const struct rlimit time = {seconds, seconds}, space = {memory, memory}, none = {0, 0};
    prlimit(process, RLIMIT_CPU, &time, NULL);
    prlimit(process, RLIMIT_AS, &space, NULL);
    prlimit(process, RLIMIT_FSIZE, &none, NULL);
    prlimit(process, RLIMIT_CORE, &none, NULL);
}

/* Starts the program with nothing of ours but the three ends; 0 or the error number. */
static int start(struct running *r, int theirs[ENDS])
{
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", language[] = "LC_ALL=C";
    char *environment[] = {path, language, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t no_signal;
    sigemptyset(&no_signal);
    if (posix_spawn_file_actions_init(&actions) != 0 || posix_spawnattr_init(&attributes) != 0)
        return ENOMEM;
    posix_spawnattr_setsigmask(&attributes, &no_signal);
    int error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    for (int i = 0; i < ENDS && !error; i++)
        error = posix_spawn_file_actions_adddup2(&actions, theirs[i], i);
    if (!error)
        error = posix_spawnp(&r->process, r->child->arguments[0], &actions, &attributes,
                             r->child->arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

static void feed(struct running *r)
{
    struct str rest = str_from(r->child->input, r->written);
    ssize_t sent =
        rest.n ? send(r->ours[IN], rest.p, rest.n < STEP ? rest.n : STEP, MSG_NOSIGNAL) : 0;
    if (sent > 0)
        r->written += (size_t)sent;
    bool again = sent < 0 && (errno == EAGAIN || errno == EINTR);
    if (r->written == r->child->input.n || (sent < 0 && !again))
        close_end(&r->ours[IN]);
}

/* Reads what is there; what does not fit into `most` is dropped. False when it did not fit. */
static bool drain(int *end, struct buffer *into, size_t most)
{
    static _Thread_local char bytes[STEP];
    ssize_t got = read(*end, bytes, sizeof bytes);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (got <= 0) {
        close_end(end);
        return true;
    }
    size_t room = most - into->count;
    buffer_add(into, (struct str){bytes, (size_t)got < room ? (size_t)got : room});
    return (size_t)got <= room;
}

/* Serves the three ends until the child has closed its output. */
static enum pdf_child_end serve(struct running *r)
{
    while (r->ours[OUT] >= 0 || r->ours[ERROR] >= 0) {
        struct pollfd ends[ENDS] = {
            {.fd = r->ours[IN], .events = POLLOUT},
            {.fd = r->ours[OUT], .events = POLLIN},
            {.fd = r->ours[ERROR], .events = POLLIN},
        };
        double left = r->deadline - now();
        if (left <= 0)
            return PDF_CHILD_SLOW;
        if (poll(ends, ENDS, (int)(left * 1000) + 1) < 0 && errno != EINTR)
            return PDF_CHILD_FAILED;
        if (ends[IN].revents)
            feed(r);
        if (ends[OUT].revents && !drain(&r->ours[OUT], &r->output, r->child->most_output))
            return PDF_CHILD_LARGE;
        if (ends[ERROR].revents)
            drain(&r->ours[ERROR], &r->complaint, MOST_COMPLAINT);
    }
    return PDF_CHILD_DONE;
}

/* Waits for the child, which has closed its output or was told to end. */
static void collect(struct running *r, struct pdf_child_result *result)
{
    int status = 0;
    pid_t ended = 0;
    while (result->end == PDF_CHILD_DONE && ended == 0 && now() < r->deadline) {
        const struct timespec moment = {.tv_nsec = 1000 * 1000};
        ended = waitpid(r->process, &status, WNOHANG);
        if (ended == 0)
            nanosleep(&moment, NULL);
    }
    if (ended == 0) {
        kill(r->process, SIGKILL);
        while ((ended = waitpid(r->process, &status, 0)) < 0 && errno == EINTR)
            ;
        if (result->end == PDF_CHILD_DONE)
            result->end = PDF_CHILD_SLOW;
        return;
    }
    if (ended > 0 && WIFSIGNALED(status))
        result->end = WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL ? PDF_CHILD_SLOW
                                                                                 : PDF_CHILD_FAILED;
    else if (ended > 0)
        result->status = WEXITSTATUS(status);
}

struct pdf_child_result pdf_child_run(struct arena *a, const struct pdf_child *child)
{
    struct running r = {.child = child, .output.arena = a, .complaint.arena = a};
    struct pdf_child_result result = {.end = PDF_CHILD_FAILED};
    int theirs[ENDS];
    bool open = open_ends(r.ours, theirs);
    int error = open ? start(&r, theirs) : errno;
    close_all(theirs);
    if (error) {
        close_all(r.ours);
        result.end = error == ENOENT ? PDF_CHILD_MISSING : PDF_CHILD_FAILED;
        return result;
    }
    limit(r.process, child);
    r.deadline = now() + child->seconds;
    result.end = serve(&r);
    close_all(r.ours);
    collect(&r, &result);
    result.output = buffer_str(&r.output);
    result.complaint = buffer_str(&r.complaint);
    return result;
}
