/* measure NAME TIMES COMMAND…: runs a command TIMES times and prints the median, best and worst
 * wall time in milliseconds. The command's output is thrown away; a failing command ends the
 * measurement.
 *
 * measure NAME TIMES --before SCRIPT COMMAND…: /bin/sh runs SCRIPT before each run; it is not
 * timed.
 *
 * measure NAME TIMES --until-page PORT COMMAND…: the command is a server; the time is from its
 * start to the last byte of the answer to GET / on 127.0.0.1:PORT. The server is stopped after each
 * run.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static pid_t start(char **command)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(nothing, 2);
    execvp(command[0], command);
    _exit(127);
}

static int finish(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int connect_to(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s >= 0 && connect(s, (struct sockaddr *)&at, sizeof at) == 0)
        return s;
    close(s);
    return -1;
}

/* Reads the front page; true when it came whole and well. */
static int read_page(int port)
{
    double deadline = now_ms() + 5000;
    int s;
    while ((s = connect_to(port)) < 0 && now_ms() < deadline)
        nanosleep(&(struct timespec){0, 200000}, NULL);
    if (s < 0)
        return 0;
    static const char request[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    char answer[65536];
    ssize_t n = write(s, request, sizeof request - 1), got = 0, head = 0;
    while (n > 0 && (n = read(s, answer + got, sizeof answer - 1 - (size_t)got)) > 0) {
        got += n;
        head = head ? head : got;
        if ((size_t)got >= sizeof answer - 1)
            got = 16; /* the status line is kept, the rest only has to arrive */
    }
    close(s);
    return got > 12 && memcmp(answer + 9, "200", 3) == 0;
}

static int ascending(const void *a, const void *b)
{
    double d = *(const double *)a - *(const double *)b;
    return (d > 0) - (d < 0);
}

static int run_once(char **command, int port)
{
    pid_t child = start(command);
    if (child < 0)
        return 0;
    if (!port)
        return finish(child) == 0;
    int well = read_page(port);
    return well ? child : (kill(child, SIGTERM), finish(child), 0);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr,
                "usage: measure NAME TIMES [--before SCRIPT | --until-page PORT] COMMAND…\n");
        return 2;
    }
    int times = (int)strtol(argv[2], NULL, 10), port = 0;
    char **command = argv + 3;
    char *before[] = {"sh", "-c", NULL, NULL};
    if (argc > 5 && strcmp(argv[3], "--before") == 0) {
        before[2] = argv[4];
        command = argv + 5;
    } else if (argc > 5 && strcmp(argv[3], "--until-page") == 0) {
        port = (int)strtol(argv[4], NULL, 10);
        command = argv + 5;
    }
    double took[1000];
    if (times < 1 || times > 1000)
        return 2;
    for (int i = 0; i < times; i++) {
        if (before[2] && finish(start(before)) != 0)
            return 1;
        double began = now_ms();
        int well = run_once(command, port);
        took[i] = now_ms() - began;
        if (!well) {
            fprintf(stderr, "measure: %s failed\n", command[0]);
            return 1;
        }
        if (port) {
            kill(well, SIGTERM);
            finish(well);
        }
    }
    qsort(took, (size_t)times, sizeof *took, ascending);
    printf("%-52s median %8.1f ms   best %8.1f   worst %8.1f   (%d runs)\n", argv[1],
           took[times / 2], took[0], took[times - 1], times);
    return 0;
}
