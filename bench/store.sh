#!/bin/sh
# store: records in, changed, listed and searched, with history and audit, beside bare SQL in the same
# tables: on SQLite, then on a private PostgreSQL on the same disk, with all its promises kept.
# BENCH_SECONDS (1): of each turn; BENCH_ONLY=sqlite|postgres: one of them.
set -eu
bench=$(dirname "$2")/store-bench
seconds=${BENCH_SECONDS:-1}
place=$(mktemp -d -p "${TMPDIR:-/var/tmp}")
chmod 755 "$place"
trap 'tools/dev-postgres stop "$place/server" 2>/dev/null; rm -rf "$place"' EXIT
if [ "${BENCH_ONLY:-sqlite}" = sqlite ]; then
    echo "-- SQLite, WAL, synchronous=FULL"
    "$bench" --seconds "$seconds" "$place/ours.db" "$place/bare.db"
fi
if [ "${BENCH_ONLY:-postgres}" = postgres ]; then
    echo "-- PostgreSQL, fsync and synchronous_commit on, on a socket"
    tools/dev-postgres start "$place/server" >/dev/null
    ours=$(tools/dev-postgres new "$place/server" ours)
    bare=$(tools/dev-postgres new "$place/server" bare)
    HIMAYA_BENCH_SERVER=$(head -1 "$place/server/data/postmaster.pid")
    HIMAYA_KEYS=$place/pg.keys HIMAYA_ANCHOR=$place/pg.anchor
    export HIMAYA_BENCH_SERVER HIMAYA_KEYS HIMAYA_ANCHOR
    "$bench" --seconds "$seconds" "$ours" "$bare"
fi
