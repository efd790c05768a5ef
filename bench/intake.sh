#!/bin/sh
# intake: what reading published documents costs: the whole process, with its start and its commit to
# disk. Each run begins with a fresh store, made before the clock starts.
set -eu
himaya=$1 measure=$2 reference=../shared/reference
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
if [ ! -d "$reference" ]; then
    echo "skipped: ../shared is not here, so there are no published documents to measure with"
    exit 0
fi
store=$room/store.db
"$himaya" --store "$room/empty.db" init --pack az >/dev/null
fresh="rm -f $store-wal $store-shm; cp $room/empty.db $store; sync $store"

"$measure" "edition of 143 countries" 9 --before "$fresh" \
    "$himaya" --store "$store" import edition "$reference/editions/countries-2019.xml" --year 2019
for text in "$reference/source/000_a930d5bd78284907.txt --country AZ" \
    "$reference/chapters/text/Albania-2019.txt" "$reference/chapters/text/Mexico-2019.txt"; do
    # shellcheck disable=SC2086
    "$measure" "chapter as text: $(basename "${text%% *}" .txt)" 21 --before "$fresh" \
        "$himaya" --store "$store" import chapter $text --year 2019
done
"$measure" "chapter as PDF: Azerbaijan-2019" 9 --before "$fresh" \
    "$himaya" --store "$store" import chapter "$reference/chapters/pdf/Azerbaijan-2019.pdf"
"$measure" "report findings as JSON" 21 \
    "$himaya" --store "$store" report findings --country AZ --year 2019 --format json
"$measure" "himaya --version (the start alone)" 21 "$himaya" --version
