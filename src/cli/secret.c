#include "cli/secret.h"

#include "base/arena.h"

#include <termios.h>
#include <unistd.h>

struct str secret_read(struct cli *cli, const char *question)
{
    char text[1024];
    struct termios shown, hidden;
    bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        fprintf(stderr, "%.*s ", STR_ARG(words(cli->language, str_of(question))));
    }
    bool read = fgets(text, sizeof text, stdin);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fputc('\n', stderr);
    }
    struct str typed = str_of(read ? text : "");
    return str_copy(cli->arena, str_slice(typed, 0, str_find_char(typed, '\n', 0)));
}
