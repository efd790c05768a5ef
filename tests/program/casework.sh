# Complaints carried to collected penalties: steps, their deadlines, and what the law refuses, by the
# interface and by plain edits.

. "$here/interface.sh"

# inspectorate: two offices with intake, an inspector, a colleague and a supervisor; an employer who
# is a legal entity (by its official one can be fined) and one who is a person
inspectorate() {
    needs jq
    needs curl
    printf 'code,name,agency,district\nHERE,Baku,SLIS,BA\nTHERE,Ganja,SLIS,GA\n' >office.csv
    printf 'tax_id,name,legal_form,district\n1,Company,legal_entity,BA\n2,Person,individual,BA\n' >employer.csv
    ends 0 himaya init --pack az
    ends 0 himaya import records office office.csv
    ends 0 himaya import records employer employer.csv
    worker intake intake_officer HERE
    worker inspector inspector HERE
    worker colleague inspector HERE
    worker supervisor inspection_supervisor HERE
    worker elsewhere inspection_supervisor THERE
}
worker() {
    ends 0 himaya user add "$1" --role "$2" --agency SLIS --office "$3" --full-name "$1"
    ends 0 himaya token add "$1" --for test --write
    grep -oE '[A-Za-z0-9_-]{43}' out | head -1 >"$1"
}
as() { token=$(cat "$1"); }
# id_of TYPE KEY: of the record with that name
id_of() {
    ask 200 GET "/records/$1/names?q=$2"
    value '.names[0].id'
}
# step STATUS TYPE ID STEP VALUES [REASON]: takes a step; $made is what it made
step() {
    send "$1" POST "/records/$2/$3/steps/$4" "{\"values\":$5,\"reason\":\"${6-}\"}"
    made=$(value '.made.id // empty')
}
says_error() {
    jq -r '[.detail // empty, (.errors[]? | .text // .message // .detail // empty)] | join(" ")' answer | grep -qF -- "$1" && return
    echo "the answer does not say: $1"
    cat answer
    return 1
}
today=$(date +%F)
# complaint OFFICE-ID EMPLOYER-ID: taken in, sorted and given to the inspector; $complaint
complaint() {
    as intake
    send 201 POST /records/complaint "{\"values\":{\"received_on\":\"$today\",\"channel\":\"hotline\",\"employer\":\"$1\",\"anonymous\":true}}"
    complaint=$(value .id)
    step 200 complaint "$complaint" triage "{\"allegation\":\"child_labor\",\"office\":\"$2\"}"
    as supervisor
    step 200 complaint "$complaint" assign "{\"assigned_to\":\"$3\",\"answer_due_on\":\"$(date -d '+15 days' +%F)\"}"
}
known() {
    as supervisor
    company=$(id_of employer Company) person=$(id_of employer Person)
    here=$(id_of office Baku) there=$(id_of office Ganja)
    me=$(id_of user inspector) other=$(id_of user colleague)
}

test_a_complaint_goes_from_intake_to_a_collected_fine() {
    inspectorate
    serve
    known
    complaint "$company" "$here" "$me"
    as inspector
    ask 200 GET "/records/complaint/$complaint"
    is .values.number "C-$(date +%Y)-0001"
    ask 200 GET "/records/complaint/$complaint/steps"
    is .stage assigned
    is '[.steps[] | select(.step == "find") | .possible] | first' true
    is '[.steps[] | select(.step == "close") | .possible] | first' false
    step 400 complaint "$complaint" ask_employer '{"sent_on":"'"$today"'"}'
    step 200 complaint "$complaint" ask_employer '{"sent_on":"'"$today"'","due_on":"'"$today"'"}'
    request=$made
    ask 200 GET "/records/complaint/$complaint/steps"
    is .stage asked
    step 200 information_request "$request" answered '{"answered_on":"'"$today"'","answer":"papers"}'
    step 200 complaint "$complaint" find '{"found_on":"'"$today"'","result":"violation"}'
    step 200 finding "$made" violation '{"kind":"below_minimum_age","provision":"Labour Code 249(1)","detected_by":"complaint","offender_kind":"official"}'
    violation=$made
    as supervisor
    step 403 complaint "$complaint" close '{"closed_as":"violation_dealt_with","closing_reason":"done"}'
    says_error "not decided yet"
    as inspector
    step 200 violation "$violation" fine '{"imposed_on":"'"$today"'","provision":"Administrative Offences 192.8","amount":"1200"}'
    penalty=$made
    step 403 violation "$violation" fine '{"imposed_on":"'"$today"'","provision":"Administrative Offences 192.8","amount":"1200"}'
    says_error "nobody is fined twice"
    step 200 penalty "$penalty" pay '{"paid_on":"'"$today"'","amount":"500","document":"P-1"}'
    ask 200 GET "/records/penalty/$penalty"
    is .values.collected_amount 500.00
    is .values.status imposed
    is .values.collected_on null
    step 403 penalty "$penalty" pay '{"paid_on":"'"$today"'","amount":"701","document":"P-2"}'
    says_error "More would be collected"
    step 200 penalty "$penalty" pay '{"paid_on":"'"$today"'","amount":"700","document":"P-2"}'
    ask 200 GET "/records/penalty/$penalty"
    is .values.collected_amount 1200.00
    is .values.status collected
    is .values.collected_on "$today"
    as supervisor
    step 400 complaint "$complaint" close '{"closed_as":"violation_dealt_with"}'
    step 200 complaint "$complaint" close '{"closed_as":"violation_dealt_with","closing_reason":"fined and paid"}'
    ask 200 GET "/records/complaint/$complaint/steps"
    is .stage closed
    is '[.steps[].step] | join(" ")' reopen
    ends 0 himaya audit verify
}

test_the_law_refuses_and_says_its_article() {
    inspectorate
    serve
    known
    complaint "$company" "$here" "$me"
    as inspector
    # a visit under the suspension, by the step and by a plain insertion
    ask 200 GET "/records/complaint/$complaint/steps"
    value '.steps[] | select(.step == "visit") | .refused' | grep -q 1410-IVQ
    step 403 complaint "$complaint" visit '{"conducted_on":"2019-05-02"}'
    says_error 1410-IVQ
    send 403 POST /records/inspection '{"values":{"conducted_on":"2019-05-02","kind":"routine","worksite":true}}'
    says_error 1410-IVQ
    send 201 POST /records/inspection '{"values":{"conducted_on":"2015-05-02","kind":"routine","worksite":true}}'
    # a fine on a legal entity without a court
    send 201 POST /records/violation '{"values":{"found_on":"'"$today"'","kind":"below_minimum_age","employer":"'"$company"'","offender_kind":"legal_entity","detected_by":"complaint"}}'
    violation=$(value .id)
    step 403 violation "$violation" fine '{"imposed_on":"'"$today"'","provision":"Administrative Offences 192.8","amount":"4000"}'
    says_error "a court does"
    send 403 POST /records/penalty '{"values":{"imposed_on":"'"$today"'","imposed_by":"inspectorate","violation":"'"$violation"'","amount":"4000","currency":"AZN"}}'
    says_error "a court does"
    send 403 POST /records/penalty '{"values":{"imposed_on":"'"$today"'","imposed_by":"court","violation":"'"$violation"'","amount":"4000","currency":"AZN"}}'
    # the way through the court
    step 200 violation "$violation" refer_to_court '{"referred_on":"'"$today"'","court":"'"$(court_id)"'"}'
    referral=$made
    step 200 court_referral "$referral" decide '{"decided_on":"'"$today"'","decision":"fined"}'
    step 403 court_referral "$referral" fine '{"provision":"Administrative Offences 192.8","amount":"9000"}'
    step 200 court_referral "$referral" fine '{"provision":"Administrative Offences 192.8","amount":"4000"}'
    # a register hit before the power existed
    send 201 POST /records/violation '{"values":{"found_on":"'"$today"'","kind":"below_minimum_age","employer":"'"$person"'","offender_kind":"official","detected_by":"register"}}'
    violation=$(value .id)
    step 403 violation "$violation" fine '{"imposed_on":"'"$today"'","provision":"Administrative Offences 192.8","amount":"1200"}'
    # outside the range, and a supervisor with a reason
    send 201 POST /records/violation '{"values":{"found_on":"'"$today"'","kind":"below_minimum_age","employer":"'"$person"'","offender_kind":"official","detected_by":"complaint"}}'
    violation=$(value .id)
    step 403 violation "$violation" fine '{"imposed_on":"'"$today"'","provision":"Administrative Offences 192.8","amount":"5000"}'
    says_error 192.8
    step 403 violation "$violation" fine '{"imposed_on":"'"$today"'","provision":"Administrative Offences 192.8","amount":"5000","outside_range_reason":"changed"}'
    says_error "Only a supervisor"
    as supervisor
    step 200 violation "$violation" fine '{"imposed_on":"'"$today"'","provision":"Administrative Offences 192.8","amount":"5000","outside_range_reason":"the article was changed"}'
}
court_id() {
    as supervisor
    id_of agency court
    as inspector
}

test_a_plain_edit_goes_no_way_around_a_step() {
    inspectorate
    serve
    known
    complaint "$company" "$here" "$me"
    as inspector
    ask 200 GET "/records/complaint/$complaint"
    version=$(value .version)
    send 403 PATCH "/records/complaint/$complaint" '{"values":{"closed_on":"'"$today"'","closed_as":"withdrawn","closing_reason":"x"}}' -H "If-Match: $version"
    says_error "is done by"
    as supervisor
    send 403 PATCH "/records/complaint/$complaint" '{"values":{"assigned_on":null}}' -H "If-Match: $version"
    send 403 PATCH "/records/complaint/$complaint" '{"values":{"closed_on":"'"$today"'"}}' -H "If-Match: $version"
    send 200 PATCH "/records/complaint/$complaint" '{"values":{"closed_on":"'"$today"'","closed_as":"withdrawn","closing_reason":"taken back"}}' -H "If-Match: $version"
    printf 'number,received_on,closed_on\nC-9,%s,%s\n' "$today" "$today" >c.csv
    HIMAYA_TOKEN=$(cat supervisor) && export HIMAYA_TOKEN
    ends 1 himaya import records complaint c.csv
    unset HIMAYA_TOKEN
    # years that were published are brought in as they were, by the terminal's operator alone
    ends 0 himaya import records complaint c.csv
}

test_who_is_complained_of_does_not_know() {
    inspectorate
    serve
    known
    complaint "$company" "$here" "$me"
    as supervisor
    ask 200 GET "/records/complaint/$complaint"
    as intake
    send 201 POST /records/complaint "{\"values\":{\"received_on\":\"$today\",\"channel\":\"hotline\"}}"
    about=$(value .id)
    step 403 complaint "$about" triage '{"allegation":"other","office":"'"$here"'","complained_office":"'"$here"'"}'
    says_error "cannot deal with"
    step 200 complaint "$about" triage '{"allegation":"other","office":"'"$there"'","complained_office":"'"$here"'"}'
    for who in intake inspector supervisor; do
        as $who
        ask 404 GET "/records/complaint/$about"
        ask 200 GET /records/complaint
        value '.records[].id' | grep -q "$about" && return 1
        ask 200 GET "/find?q=C-$(date +%Y)-0002"
        is .count 0
    done
    as elsewhere
    ask 200 GET "/records/complaint/$about"
    # a declared conflict of interest hides the files about that employer, and refuses the assignment
    as inspector
    send 201 POST /records/conflict_of_interest '{"values":{"person":"'"$me"'","employer":"'"$company"'","kind":"family","declared_on":"'"$today"'"}}'
    ask 404 GET "/records/complaint/$complaint"
    as supervisor
    step 400 complaint "$complaint" reassign '{"assigned_to":"'"$me"'"}'
    step 200 complaint "$complaint" reassign '{"assigned_to":"'"$other"'"}' "conflict of interest"
    step 403 complaint "$complaint" reassign '{"assigned_to":"'"$me"'"}' "back"
    says_error "conflict of interest"
}

test_numbers_are_of_one_series_whatever_a_request_comes_from() {
    inspectorate
    serve
    known
    complaint "$company" "$here" "$me"
    as inspector
    step 200 complaint "$complaint" ask_employer '{"sent_on":"2019-05-02","due_on":"2019-05-12"}'
    ask 200 GET "/records/information_request/$made"
    is .values.number R-2019-0001
    send 201 POST /records/information_request '{"values":{"addressee":"employer","employer":"'"$company"'","sent_on":"2019-05-02","due_on":"2019-05-12"}}'
    is .values.number R-2019-0002
    # no answer: only after its last day, and then an offence of its own
    request=$(value .id)
    step 200 information_request "$request" no_response '{}'
    step 200 information_request "$request" obstruction '{"found_on":"'"$today"'","offender_kind":"official"}'
    ask 200 GET "/records/violation/$made"
    is .values.kind obstruction
}

test_an_anonymous_complaint_keeps_no_name() {
    inspectorate
    serve
    as intake
    today=$(date +%Y-%m-%d)
    named='"received_on":"'$today'","channel":"hotline","complainant_name":"Aysel"'
    send 403 POST /records/complaint "{\"values\":{$named,\"anonymous\":true}}"
    says_error "An anonymous complaint keeps no name"
    send 201 POST /records/complaint "{\"values\":{$named,\"anonymous\":false}}"
    id=$(value .id)
    send 403 PATCH "/records/complaint/$id" '{"values":{"anonymous":true}}' -H 'If-Match: "1"'
    says_error "An anonymous complaint keeps no name"
}
