#!/bin/sh
# intake: what reading published documents costs, the whole process with its start and its commit.
set -eu
himaya=$1 measure=$2 reference=../shared/reference
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
if [ ! -d "$reference" ]; then
    echo "skipped: ../shared is not here, so there are no published documents to measure with"
    exit 0
fi
"$himaya" --store "$room/store.db" init --pack az >/dev/null
cp "$room/store.db" "$room/empty.db"

edition=$reference/editions/countries-2019.xml
cat >"$room/edition" <<X
cp "$room/empty.db" "$room/e.db" && rm -f "$room"/e.db-*
exec "$himaya" --store "$room/e.db" import edition "$edition" --year 2019
X
"$measure" "edition of 143 countries into an empty store" 7 sh "$room/edition"

n=0
for text in "$reference/source/000_a930d5bd78284907.txt" "$reference/chapters/text/Mexico-2019.txt"; do
    n=$((n + 1))
    cat >"$room/chapter$n" <<X
cp "$room/empty.db" "$room/c.db" && rm -f "$room"/c.db-*
exec "$himaya" --store "$room/c.db" import chapter "$text" --year 2019 $([ $n = 1 ] && echo --country AZ || echo --country MX)
X
    "$measure" "chapter as text: $(basename "$text" .txt)" 15 sh "$room/chapter$n"
done
cat >"$room/copy" <<X
cp "$room/empty.db" "$room/c.db" && rm -f "$room"/c.db-*
X
"$measure" "of which copying the empty store and starting sh" 15 sh "$room/copy"
pdf=$reference/chapters/pdf/Azerbaijan-2019.pdf
cat >"$room/pdf" <<X
cp "$room/empty.db" "$room/c.db" && rm -f "$room"/c.db-*
exec "$himaya" --store "$room/c.db" import chapter "$pdf"
X
"$measure" "chapter as PDF: Azerbaijan-2019" 5 sh "$room/pdf"
"$himaya" --store "$room/store.db" import chapter "$reference/chapters/text/Azerbaijan-2019.txt" >/dev/null
"$measure" "report findings as JSON" 15 "$himaya" --store "$room/store.db" report findings \
    --country AZ --year 2019 --format json
