# What examples/azerbaijan/README.md and examples/world/README.md promise.

# load FOLDER: the records of an example, in its order
load() {
    while read -r type; do
        himaya import records "$type" "$project/examples/$1/$type.csv" >/dev/null
    done <"$project/examples/$1/order"
}

# computed KEY YEAR: the value the records give, "null" when they do not say
computed() {
    jq -r --arg key "$1" --argjson year "$2" \
        '[.figures[] | select(.key == $key and .year == $year and .basis == "computed")][0]
         | if . == null then "null" elif .state == "value" then .value else .state end' computed.json
}

# gives VALUE KEY YEAR
gives() {
    found=$(computed "$2" "$3")
    [ "$found" = "$1" ] && return
    echo "$2 of $3: the records give $found, not $1"
    return 1
}

test_the_made_up_records_add_up_to_what_was_published() {
    needs jq
    himaya init --pack az
    load azerbaijan
    himaya report findings --country AZ --year 2019 --basis computed --format json >computed.json
    gives 232 labor_inspectors 2018
    gives 177 labor_inspectors 2019
    gives 0 labor_inspections 2018
    gives 0 labor_inspections 2019
    gives 5 child_labor_violations 2018
    gives 9 child_labor_violations 2019
    gives 0 child_labor_penalties_imposed 2018
    gives 9 child_labor_penalties_imposed 2019
    gives null child_labor_penalties_collected 2019
    gives yes inspectorate_can_penalize 2019
    gives no unannounced_inspections_permitted 2019
    gives yes labor_social_referral 2019
    gives yes criminal_social_referral 2019
    gives 3 criminal_violations 2019
    gives 8 criminal_prosecutions 2019
    gives 1 criminal_convictions 2019
}

test_where_records_and_report_differ_is_what_the_readme_says() {
    needs jq
    himaya init --pack az
    load azerbaijan
    himaya report findings --country AZ --year 2019 --format json |
        jq -r '.alternatives[] | select(.other.basis == "computed") | "\(.key) \(.year)"' | sort >differ
    cat >promised <<'END'
criminal_investigations 2018
criminal_investigations 2019
criminal_prosecutions 2018
criminal_violations 2018
inspector_new_law_training 2018
investigator_new_law_training 2018
investigator_refresher_training 2018
routine_inspections_targeted 2018
routine_inspections_targeted 2019
unannounced_inspections_conducted 2018
unannounced_inspections_conducted 2019
END
    diff promised differ
}

# fines BY: number and sum of the fines imposed by it (no cell of the file holds a comma)
fines() {
    awk -F, -v by="$1" 'NR > 1 && $3 == by {n++; sum += $6} END {print n, sum}' \
        "$project/examples/azerbaijan/penalty.csv"
}

test_the_fines_add_up_to_the_manat() {
    [ "$(fines inspectorate)" = "556 903100" ]
    [ "$(fines court)" = "69 1191000" ]
}

test_the_world_loads_beside_the_example() {
    needs jq
    himaya init --pack az
    load azerbaijan
    load world
    himaya report findings --country Georgia --year 2019 --format json >georgia.json
    [ "$(jq -r .assessment.level georgia.json)" = moderate_advancement ]
    himaya report findings --country AZ --year 2019 --format json >azerbaijan.json
    [ "$(jq '[.figures[] | select(.key == "labor_inspectors" and .year == 2019)][0].value' azerbaijan.json)" = 177 ]
}
