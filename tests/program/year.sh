# What examples/inspectorate-2019/README.md promises: the year of the inspectorate adds up to what was published.

# make_year FOLDER: the records of the year
make_year() {
    mkdir -p "$1"
    (cd "$project" && "$(dirname "${HIMAYA_PROGRAM:-$himaya}")/tools/example-year/example-year" examples/azerbaijan "$OLDPWD/$1")
}

# load_year: makes the year and loads it with the rest of the example country
load_year() {
    make_year year
    himaya init --pack az >/dev/null
    while read -r type; do
        file=year/$type.csv
        [ -e "$file" ] || file=$project/examples/azerbaijan/$type.csv
        himaya import records "$type" "$file" >/dev/null
    done <"$project/examples/inspectorate-2019/order"
}

# column NAME FILE: the cells of a column
column() {
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next } { print $at }' "$2"
}

test_the_year_is_the_same_every_time() {
    make_year one
    make_year two
    diff -r one two
    [ "$(du -sk one | cut -f1)" -lt 4000 ]
}

# fines BY: number and sum of the fines of 2019 imposed by it (no cell of the file holds a comma)
fines() {
    awk -F, -v by="$1" 'NR > 1 && $2 ~ /^2019/ && $3 == by {n++; sum += $6} END {print n, sum}' year/penalty.csv
}

test_complaints_and_fines_add_up_to_what_was_published() {
    make_year year
    [ "$(grep -c '^C-2019-' year/complaint.csv)" = 8512 ]
    [ "$(awk -F, '/^C-2019-/ && $4 != ""' year/complaint.csv | wc -l)" = 2979 ]
    [ "$(grep -c '^V-2019-' year/violation.csv)" = 625 ]
    [ "$(fines inspectorate)" = "556 903100" ]
    [ "$(fines court)" = "69 1191000" ]
}

test_every_fine_of_the_year_is_lawful() {
    make_year year
    # article|offender|least|most, from the law itself
    awk '/^  Administrative Offences/ { sub(/^ */, ""); sub(/:.*/, ""); article = $0 }
        /- \{offender:/ { gsub(/[{},:]/, " "); for (i = 1; i <= NF; i++) value[$i] = $(i + 1)
            print article "|" value["offender"] "|" value["least"] "|" value["most"] }' \
        "$project/packs/az/law/sanctions.yaml" >ranges
    for name in imposed_on imposed_by provision offender_kind amount; do column "$name" year/penalty.csv >"$name"; done
    paste -d '|' imposed_on imposed_by provision offender_kind amount | grep '^2019' | sed 's/Code of //' |
        awk -F'|' 'NR == FNR { least[$1 "|" $2] = $3; most[$1 "|" $2] = $4; next }
            { law = $3 "|" $4
              if (!(law in least) || $5 < least[law] || $5 > most[law] || ($4 == "legal_entity" && $2 != "court")) print
              else lawful++ }
            END { print lawful }' ranges - >judged
    [ "$(cat judged)" = 625 ]
}

# Table 6 as printed in the edition of 2019 and as computed from the year. What differs is explained:
# N/A by rule    a row under one that is No was printed No; later editions print N/A, as computed here
# no such law    training on new laws in 2018 was printed Yes; no law of 2018 on the subject is known
# not recorded   no record says whether fines were paid (2019) or what the inspectorate may spend
table_6() {
    cat <<'END'
labor_inspectorate_funding|Unknown|Unknown|Unknown|Unknown|not recorded
labor_inspectors|232|232|177|177|
inspectorate_can_penalize|Yes|Yes|Yes|Yes|
inspector_initial_training|Yes|Yes|Yes|Yes|
inspector_new_law_training|Yes|N/A|N/A|N/A|no such law
inspector_refresher_training|Yes|Yes|Yes|Yes|
labor_inspections|0|0|0|0|
labor_inspections_worksite|0|0|0|0|
child_labor_violations|5|5|9|9|
child_labor_penalties_imposed|0|0|9|9|
child_labor_penalties_collected|0|0|Unknown|Unknown|not recorded
routine_inspections_conducted|No|No|No|No|
routine_inspections_targeted|No|N/A|No|N/A|N/A by rule
unannounced_inspections_permitted|No|No|No|No|
unannounced_inspections_conducted|No|N/A|No|N/A|N/A by rule
complaint_mechanism|Yes|Yes|Yes|Yes|
labor_social_referral|Yes|Yes|Yes|Yes|
END
}

test_table_6_is_computed_row_by_row() {
    needs_file
    needs jq
    load_year
    for basis in reported computed; do
        himaya report findings --country AZ --year 2019 --basis "$basis" --format json >"$basis.json"
    done
    texts='[.figures[] | select(.table_key == "labor_enforcement" and .key == $key) | .text] | join("|")'
    table_6 | while IFS='|' read -r key printed_before computed_before printed computed why; do
        was=$(jq -r --arg key "$key" "$texts" reported.json) is=$(jq -r --arg key "$key" "$texts" computed.json)
        [ "$was" = "$printed_before|$printed" ] || { echo "$key is printed as $was"; exit 1; }
        [ "$is" = "$computed_before|$computed" ] || { echo "$key is computed as $is"; exit 1; }
        [ "$was" = "$is" ] || [ -n "$why" ] || { echo "$key differs and nothing says why"; exit 1; }
        # the report itself says why a value is N/A, beside it, and where the records are
        jq -e --arg key "$key" 'all(.figures[] | select(.key == $key and .basis == "computed");
            (.state != "not_applicable" or (.why | length > 0)) and (.question | length > 0) and (.records_at | length > 0))' computed.json >/dev/null
    done
    # Every row of the table is in the list above, and all that can be computed is.
    [ "$(jq '[.figures[] | select(.table_key == "labor_enforcement" and .year == 2019)] | length' computed.json)" = "$(table_6 | wc -l)" ]
    jq -r '.figures[] | select(.table_key == "labor_enforcement" and .basis == "reported") | "\(.key) \(.year)"' computed.json >not_computed
    printf '%s\n' 'labor_inspectorate_funding 2018' 'labor_inspectorate_funding 2019' 'child_labor_penalties_collected 2019' | diff - not_computed
}

# serving COMMAND…: runs it while the store is served at $at
serving() {
    "$himaya" --store store.db serve --listen 127.0.0.1:0 >served 2>&1 &
    server=$!
    for _ in $(seq 100); do
        at=$(sed -n 's,.*\(http://127\.0\.0\.1:[0-9]*\).*,\1,p' served)
        [ -n "$at" ] && curl -sf -o page "$at/" && break
        sleep 0.1
    done
    status=0
    "$@" || status=$?
    kill -TERM $server
    wait $server
    return $status
}

# six UNIT CHILD_LABOR ALL: what the year counts of it
six() {
    found=$(jq -r --arg key "$1" '.units[] | select(.key == $key) | "\(.child_labor.text) \(.all.text)"' units.json)
    [ "$found" = "$2 $3" ] || { echo "$1: $found, not $2 $3"; return 1; }
}

six_counts() {
    path=/api/v1/countries/AZ/2019
    curl -sf "$at$path/enforcement" >units.json
    six complaints 41 8,512
    six complaints_referred 10 2,979
    six cases 7 623
    six violations 9 625
    six children 9 9
    six penalties 9 625
    six penalties_inspectorate 9 556
    six penalties_court 0 69
    six decisions 7 623
    six imposed_inspectorate '12,280 AZN' '903,100 AZN'
    six imposed_court 0 '1,191,000 AZN'
    # what was paid of the child labour fines is not known, and unknown is not 0
    [ "$(jq -r '.units[] | select(.key == "collected").child_labor.state' units.json)" = unknown ]
    dollars='.units[] | select(.key == $key).all.amounts[0].usd'
    [ "$(jq --arg key imposed_inspectorate "$dollars" units.json)" = 531235 ]
    [ "$(jq --arg key imposed_court "$dollars" units.json)" = 700588 ]
    # The children by sector add up to six, as in the text; the other three stand without a sector.
    [ "$(jq '[.sectors[] | select(.sector != "").child_labor.children] | add' units.json)" = 6 ]
    [ "$(jq '.sectors[] | select(.sector == "").child_labor.children' units.json)" = 3 ]
    jq -r '.relations.child_labor[]' units.json >relations
    grep -q 'Cases: 7, violations: 9' relations
    # Each count opens its records: so many as it says, or so many different ones among them.
    jq -r '.units[] | .child_labor, .all | .records_at' units.json >addresses
    while read -r address; do
        curl -sf "$at/api/v1$address" >records.json
        jq -e '(.records | length) == ([.total, 200] | min)' records.json >/dev/null || { echo "$address"; return 1; }
    done <addresses
    curl -sf "$at$path/enforcement/child_labor/violations" | jq -r '.records[].cells[0]' | sort >violations
    awk -F, '/^V-2019-000/ {print $1}' year/violation.csv | diff - violations
    # The complaints come a page at a time, each once.
    from=1
    : >complaints
    while [ "$from" != null ]; do
        curl -sf "$at$path/enforcement/all/complaints?from=$from" >records.json
        jq -r '.records[].id' records.json >>complaints
        from=$(jq '.later' records.json)
    done
    [ "$(sort -u complaints | wc -l)" = 8512 ]
    # Of every row of Table 6 that is computed the records open too.
    curl -sf "$at$path?basis=computed" | jq -r '.figures[] | select(.table_key == "labor_enforcement" and .basis == "computed") | .records_at' >addresses
    [ "$(wc -l <addresses)" = 31 ]
    while read -r address; do
        curl -sf "$at/api/v1$address" >records.json || { echo "$address"; return 1; }
    done <addresses
    # That there were no inspections is known, and by whose word.
    curl -sf "$at$path/figures/labor_inspections/records" >records.json
    [ "$(jq -r '"\(.total) \(.known_by.stated_by)"' records.json)" = "0 State Labour Inspection Service" ]
}

test_six_counts_are_kept_apart_and_open_their_records() {
    needs jq
    needs curl
    load_year
    serving six_counts
}

test_nine_violations_against_seven_are_explained() {
    needs_file
    needs jq
    load_year
    himaya report findings --country AZ --year 2019 --format json |
        jq -r '.findings[] | select(.check == "units_explained") | .text' >explained
    grep -q '9 child labour violations of 2019 are 7 cases with 9 children' explained
    # What the published chapter says in its text is held against its table.
    needs_shared
    himaya import chapter "$shared/reference/chapters/text/Azerbaijan-2019.txt" >/dev/null
    himaya report findings --country AZ --year 2019 --format json |
        jq -r '.findings[] | select(.check == "units_explained") | "\(.severity) \(.text)"' >explained
    grep -q '^low The table has 9 child labour violations in 2019, the text 7' explained
    # Without the records nothing explains it.
    rm -f store.db*
    himaya init --pack az >/dev/null
    himaya import chapter "$shared/reference/chapters/text/Azerbaijan-2019.txt" >/dev/null
    himaya report findings --country AZ --year 2019 --format json |
        jq -r '.findings[] | select(.check == "table_and_text") | .severity' >found
    [ "$(cat found)" = high ]
}
