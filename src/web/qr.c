/* The only file that knows libqrencode; it is loaded when somebody sets up one-time codes. */
#include "web/qr.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/library.h"

#include <qrencode.h>

enum { QUIET = 4 }; /* modules of white around, as ISO/IEC 18004 asks */

#define FUNCTIONS(F) F(QRcode_encodeString8bit) F(QRcode_free)
static struct {
    FUNCTIONS(LIBRARY_MEMBER)
} qr;
#define ENTRY(name) {#name, (void **)&qr.name},
static const struct library_function functions[] = {FUNCTIONS(ENTRY)};

/* Each row as bars of dark modules: fewer and larger pieces than single squares. */
static void add_row(struct arena *a, struct buffer *path, const unsigned char *row, int width,
                    int y)
{
    for (int x = 0; x < width; x++) {
        int from = x;
        while (x < width && row[x] & 1)
            x++;
        if (x > from)
            buffer_add(path, str_format(a, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from,
                                        x - from));
    }
}

struct node *qr_draw(struct arena *a, struct str text)
{
    struct faults ignored = {.arena = a};
    if (!library_load("libqrencode.so.4", functions, sizeof functions / sizeof *functions,
                      &ignored))
        return NULL;
    QRcode *code = qr.QRcode_encodeString8bit(str_c(a, text), 0, QR_ECLEVEL_M);
    if (!code)
        return NULL;
    struct buffer path = {.arena = a};
    for (int y = 0; y < code->width; y++)
        add_row(a, &path, code->data + (size_t)y * (size_t)code->width, code->width, y);
    struct node *drawn = node_map(a);
    node_set_int(a, drawn, S("size"), code->width + 2 * QUIET);
    node_set_str(a, drawn, S("path"), buffer_str(&path));
    qr.QRcode_free(code);
    return drawn;
}
