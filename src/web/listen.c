#include "web/listen.h"

#include "base/arena.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static int fail(struct arena *a, struct str address, int descriptor, struct faults *faults)
{
    int why = errno;
    if (descriptor >= 0)
        close(descriptor);
    FAULT(faults, FAULT_SYSTEM, (struct place){0},
          N_("The address {1} cannot be listened at: {2}. Another program may use it; try another "
             "port, for example 127.0.0.1:8081."),
          address, str_copy(a, str_of(strerror(why))));
    return -1;
}

static int listen_unix(struct arena *a, struct str address, struct faults *faults)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct str path = str_from(address, 5);
    struct stat status;
    if (!path.n || path.n >= sizeof at.sun_path) {
        errno = ENAMETOOLONG;
        return fail(a, address, -1, faults);
    }
    memcpy(at.sun_path, path.p, path.n);
    if (lstat(at.sun_path, &status) == 0 && S_ISSOCK(status.st_mode))
        unlink(at.sun_path); /* left by a process that ended */
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0 || bind(s, (struct sockaddr *)&at, sizeof at) != 0 || listen(s, BACKLOG) != 0)
        return fail(a, address, s, faults);
    return s;
}

static void split(struct arena *a, struct str address, char **host, char **port)
{
    size_t colon = STR_NONE;
    for (size_t i = 0; i < address.n; i++)
        if (address.p[i] == ':')
            colon = i;
    struct str name = colon == STR_NONE ? (struct str){0} : str_slice(address, 0, colon);
    if (name.n > 1 && name.p[0] == '[' && name.p[name.n - 1] == ']')
        name = str_slice(name, 1, name.n - 1);
    *host = str_c(a, name.n ? name : S("127.0.0.1"));
    *port = str_c(a, colon == STR_NONE ? address : str_from(address, colon + 1));
}

int listen_at(struct arena *a, struct str address, unsigned *port, struct faults *faults)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | AI_PASSIVE};
    struct addrinfo *found = NULL;
    char *host, *service;
    *port = 0;
    if (str_starts(address, S("unix:")))
        return listen_unix(a, address, faults);
    split(a, address, &host, &service);
    int64_t number;
    if (!str_to_int(str_of(service), &number) || number < 0 || number > 65535 ||
        getaddrinfo(host, service, &wanted, &found) != 0) {
        FAULT(faults, FAULT_INPUT, (struct place){0},
              N_("\"{1}\" is no address to listen at. An address is like 127.0.0.1:8080."),
              address);
        return -1;
    }
    int one = 1;
    int s = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool good = s >= 0 && setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
                bind(s, found->ai_addr, found->ai_addrlen) == 0 && listen(s, BACKLOG) == 0;
    int why = errno;
    freeaddrinfo(found);
    errno = why;
    if (!good)
        return fail(a, address, s, faults);
    struct sockaddr_storage got;
    socklen_t length = sizeof got;
    if (getsockname(s, (struct sockaddr *)&got, &length) == 0)
        *port = ntohs(got.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&got)->sin6_port
                                                : ((struct sockaddr_in *)&got)->sin_port);
    return s;
}
