# What examples/inspectorate-2019/README.md promises: the year of the inspectorate adds up to what was published.

# load_year: makes the year and loads it with the rest of the example country
load_year() {
    mkdir -p year
    (cd "$project" && "$(dirname "$himaya")/tools/example-year/example-year" examples/azerbaijan "$OLDPWD/year")
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
    mkdir one two
    for folder in one two; do
        (cd "$project" && "$(dirname "$himaya")/tools/example-year/example-year" examples/azerbaijan "$OLDPWD/$folder")
    done
    diff -r one two
    [ "$(du -sk one | cut -f1)" -lt 4000 ]
}

# fines BY: number and sum of the fines of 2019 imposed by it (no cell of the file holds a comma)
fines() {
    awk -F, -v by="$1" 'NR > 1 && $2 ~ /^2019/ && $3 == by {n++; sum += $6} END {print n, sum}' year/penalty.csv
}

test_complaints_and_fines_add_up_to_what_was_published() {
    mkdir year
    (cd "$project" && "$(dirname "$himaya")/tools/example-year/example-year" examples/azerbaijan "$OLDPWD/year")
    [ "$(grep -c '^C-2019-' year/complaint.csv)" = 8512 ]
    [ "$(awk -F, '/^C-2019-/ && $4 != ""' year/complaint.csv | wc -l)" = 2979 ]
    [ "$(grep -c '^V-2019-' year/violation.csv)" = 625 ]
    [ "$(fines inspectorate)" = "556 903100" ]
    [ "$(fines court)" = "69 1191000" ]
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
    done
    # Every row of the table is in the list above, and all that can be computed is.
    [ "$(jq '[.figures[] | select(.table_key == "labor_enforcement" and .year == 2019)] | length' computed.json)" = "$(table_6 | wc -l)" ]
    jq -r '.figures[] | select(.table_key == "labor_enforcement" and .basis == "reported") | "\(.key) \(.year)"' computed.json >not_computed
    printf '%s\n' 'labor_inspectorate_funding 2018' 'labor_inspectorate_funding 2019' 'child_labor_penalties_collected 2019' | diff - not_computed
}
