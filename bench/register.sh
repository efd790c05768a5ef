#!/bin/sh
# register: a store is filled with contracts (BENCH_CONTRACTS, 1000000), then notifications
# (BENCH_REQUESTS, 2000) are answered one after another; time of each, without and with fsync.
set -eu
himaya=$1 bench=$(dirname "$2")/register-bench
contracts=${BENCH_CONTRACTS:-1000000} requests=${BENCH_REQUESTS:-2000}
place=$(mktemp -d -p "${TMPDIR:-/var/tmp}")
trap 'rm -rf "$place"' EXIT
store=$place/himaya.db
"$himaya" --store "$store" init --pack az >"$place/said"
for type in office employer user; do
    "$himaya" --store "$store" import records "$type" "examples/azerbaijan/$type.csv" >"$place/said"
done
"$himaya" --store "$store" user role e.nagiyev employer >"$place/said"
token=$("$himaya" --store "$store" token add e.nagiyev --for bench --write | tail -1)
"$bench" "$store" "$contracts" "$requests" "$token"
ls -l "$store" | awk '{printf "the store has %.0f MB\n", $5 / 1e6}'
