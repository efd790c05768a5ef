/* The marks as a processor with AVX2 makes them. */
#pragma once

#include "register/screen_marks.h"

/* NULL when this processor has none. */
const struct screen_eyes *screen_eyes_avx2(void);
