# The inspectorate: who plans, what the law keeps from being made, how many inspectors are needed, and
# what is counted by district, asked as programs ask.

. "$here/interface.sh"

# inspectorate_room: an inspectorate in Baku with a supervisor, an inspector, and somebody who counts
inspectorate_room() {
    needs jq
    needs curl
    printf 'code,name,agency,district\nSLIS-BA,Baku,SLIS,BA\nSLIS-GA,Ganja,SLIS,GA\n' >office.csv
    cat >employer.csv <<'Y'
tax_id,name,legal_form,industry,district,workers
100,Shop,individual,S96,BA,5
200,Quiet farm,individual,A01,GA,
300,Cotton farm,legal_entity,A01,SAT,40
Y
    cat >violation.csv <<'Y'
number,found_on,kind,employer,sector,district
V-1,2018-09-20,hazardous_work,300,agriculture,SAT
V-2,2018-03-01,wages,100,other,BA
V-3,2018-04-01,no_contract,100,other,BA
Y
    cat >penalty.csv <<'Y'
number,imposed_on,imposed_by,violation,provision,amount,currency
F-1,2018-05-01,inspectorate,V-2,Code of Administrative Offences 192.3,1000,AZN
Y
    { echo number,agency,district,started_on,ended_on
      for n in 1 2 3 4; do echo "I-$n,SLIS,BA,2015-01-01,"; done
      echo I-5,SLIS,GA,2015-01-01,2018-12-31
    } >inspector.csv
    cat >labor_force.csv <<'Y'
year,people,economy,source
2018,5118000,transition,Test
Y
    ends 0 himaya init --pack az
    for type in office employer violation penalty inspector labor_force; do
        ends 0 himaya import records $type $type.csv
    done
    worker supervisor inspection_supervisor SLIS-BA
    worker inspector inspector SLIS-BA
    worker counter statistician SLIS-BA
    serve
}
worker() {
    ends 0 himaya user add "$1" --role "$2" --agency SLIS --office "$3" --full-name "$1"
    ends 0 himaya token add "$1" --for test --write
    grep -oE '[A-Za-z0-9_-]{43}' out | head -1 >"$1"
}
as() { token=$(cat "$1"); }

test_how_many_inspectors_are_needed_follows_from_the_labour_force() {
    inspectorate_room
    as supervisor
    ask 200 GET "/inspectorate?year=2018"
    is .adequacy.inspectors 4
    is .adequacy.needed 256
    is .adequacy.missing 252
    is .adequacy.economy transition
    ask 200 GET "/inspectorate?year=2017"
    is .adequacy.inspectors 5
    is .adequacy.needed null
}

test_employers_are_ranked_with_their_points_and_the_law_of_the_year() {
    inspectorate_room
    as supervisor
    ask 200 GET "/inspectorate/plan?year=2019"
    is '.rows | length' 3
    is '.rows[0].name' "Cotton farm"
    is '.rows[0].points' "$(value '[.rows[0].reasons[].points] | add')"
    is '.rows[0].reasons[] | select(.key == "season").detail' Cotton
    is '.rows[0].reasons[] | select(.key == "child").points' 12
    is .kept 3
    is '.months[0].until' 2026-12-31
    ask 200 GET "/inspectorate/plan?year=2014&visits=3"
    is .kept 0
    is '.rows[0].lawful' true
    ask 200 GET "/inspectorate/plan?year=2019&district=GA"
    is '.rows | length' 1
    ask 400 GET "/inspectorate/plan?year=2019&district=XX"
}

test_numbers_by_district_lead_to_their_records() {
    inspectorate_room
    as supervisor
    ask 200 GET "/inspectorate/districts?year=2018"
    is '.measures[] | select(.key == "violations").count' 3
    is '.districts[] | select(.code == "BA").cells[] | select(.key == "violations").count' 2
    is '.districts[] | select(.code == "SAT").cells[] | select(.key == "violations").records' null
    for key in violations penalties; do
        count=$(value ".districts[] | select(.code == \"BA\").cells[] | select(.key == \"$key\").count")
        list=$(value ".districts[] | select(.code == \"BA\").cells[] | select(.key == \"$key\").records")
        ask 200 GET "$list"
        is .total "$count"
        ask 200 GET "/inspectorate/districts?year=2018"
    done
}

test_who_counts_sees_numbers_and_no_lists() {
    inspectorate_room
    as counter
    ask 200 GET "/inspectorate/districts?year=2018"
    is '.measures[] | select(.key == "violations").count' 3
    is '[.. | .records? // empty] | length' 0
    ask 200 GET "/inspectorate/plan?year=2019"
    is '.rows' null
    ask 200 GET "/inspectorate/workload?year=2018"
    is '[.districts[].loads[].key] | unique | join(" ")' violations
    as inspector
    ask 403 GET "/inspectorate"
    ask 403 GET "/inspectorate/districts"
    ask 403 GET "/inspectorate/plan"
}

test_a_visit_during_the_suspension_is_refused_with_the_act() {
    inspectorate_room
    as inspector
    today=$(date +%F)
    send 403 POST /records/inspection '{"values":{"conducted_on":"2019-05-06","kind":"routine","worksite":true,"district":"BA"}}'
    grep -qF 1410-IVQ answer
    send 201 POST /records/inspection '{"values":{"conducted_on":"2014-05-06","kind":"routine","worksite":true,"district":"BA"}}'
    send 201 POST /records/inspection '{"values":{"conducted_on":"2019-05-06","kind":"complaint","worksite":true,"exception":"life_and_health","district":"BA"}}'
    id=$(value .id)
    ask 200 GET "/inspections/$id/checklist"
    is .form 0
    is .checklist work
}
