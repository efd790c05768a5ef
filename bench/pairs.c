/* pairs TIMES NAME-A COMMAND-A NAME-B COMMAND-B: runs two commands in turn, A B A B …, and prints
 * the median wall and processor time and the greatest memory of each, and the median of the ratios
 * of each pair, which stands still when the machine does not. Commands go to /bin/sh; their output
 * is thrown away; one that fails ends the measurement.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 101 };

struct side {
    const char *name, *command;
    double wall[MOST], cpu[MOST];
    double peak; /* MiB of its largest process */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int run(struct side *side, int turn)
{
    double began = now();
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, 0);
        dup2(nothing, 1);
        execl("/bin/sh", "sh", "-c", side->command, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    struct rusage used;
    while (child > 0 && wait4(child, &status, 0, &used) < 0 && errno == EINTR)
        ;
    if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "pairs: %s failed\n", side->name);
        return 0;
    }
    side->wall[turn] = now() - began;
    side->cpu[turn] = seconds(used.ru_utime) + seconds(used.ru_stime);
    double peak = (double)used.ru_maxrss / 1024;
    side->peak = peak > side->peak ? peak : side->peak;
    return 1;
}

static int ascending(const void *a, const void *b)
{
    double d = *(const double *)a - *(const double *)b;
    return (d > 0) - (d < 0);
}

static double median(const double *values, int n)
{
    double sorted[MOST];
    memcpy(sorted, values, (size_t)n * sizeof *values);
    qsort(sorted, (size_t)n, sizeof *sorted, ascending);
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

static void show(const struct side *side, int times)
{
    printf("  %-34s wall %8.3f s   cpu %8.3f s   peak %6.0f MiB\n", side->name,
           median(side->wall, times), median(side->cpu, times), side->peak);
}

int main(int argc, char **argv)
{
    int times = argc == 6 ? (int)strtol(argv[1], NULL, 10) : 0;
    if (times < 1 || times > MOST) {
        fprintf(stderr, "usage: pairs TIMES NAME-A COMMAND-A NAME-B COMMAND-B\n");
        return 2;
    }
    static struct side a, b;
    a.name = argv[2], a.command = argv[3], b.name = argv[4], b.command = argv[5];
    double wall[MOST], cpu[MOST];
    for (int i = 0; i < times; i++) {
        if (!run(&a, i) || !run(&b, i))
            return 1;
        wall[i] = a.wall[i] / b.wall[i];
        cpu[i] = a.cpu[i] / b.cpu[i];
    }
    show(&a, times);
    show(&b, times);
    printf("  %s / %s: wall %.2fx, cpu %.2fx (median of %d pairs)\n", a.name, b.name,
           median(wall, times), median(cpu, times), times);
    return 0;
}
