#!/bin/sh
# instructions: how many a page of the staff application costs, counted by callgrind: the same on a busy machine.
set -eu
. tools/dev/lib.sh
install valgrind sqlite3 nodejs
mkdir -p .dev/bench-web
exec node bench/peers/instructions.mjs "$1" .dev/bench-web
