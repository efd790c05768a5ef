# The contract register: notifications answered by the law, hits that are decided once, screening.
. "$here/interface.sh" # ask, send, value, is

employer_with_token() {
    needs jq
    needs curl
    printf 'code,name,kind\nSLIS,Inspectorate,\n' >agency.csv
    printf 'code,name,agency,district\nSLIS-BA,Baku,SLIS,BA\n' >office.csv
    printf 'tax_id,name,legal_form,industry,district\n77,Seven,legal_entity,I56,BA\n88,Eight,individual,I56,GA\n' >employer.csv
    for type in agency office employer; do
        ends 0 himaya import records $type $type.csv
    done
    ends 0 himaya user add seven --role employer --agency SLIS --employer 77
    ends 0 himaya user add eight --role employer --agency SLIS --employer 88
    ends 0 himaya user add inspector --role inspector --agency SLIS --office SLIS-BA
    ends 0 himaya user add supervisor --role inspection_supervisor --agency SLIS --office SLIS-BA
    for name in seven eight inspector supervisor; do
        ends 0 himaya token add $name --for test --write
        grep -oE '[A-Za-z0-9_-]{43}' out | head -1 >token.$name
    done
    as seven
    serve
}
as() { token=$(cat "token.$1"); }
# notify STATUS JSON [CURL-OPTION…]
notify() {
    status=$1 said=$2
    shift 2
    send "$status" POST /register/notifications "$said" "$@"
}
adult='"kind":"conclusion","start_date":"2026-10-01","birth_date":"1990-05-05","weekly_hours":40'

test_a_notification_is_answered_at_once_with_the_article() {
    employer_with_token
    notify 201 "{$adult,\"employee_pin\":\"5VX3K2A\",\"employee_name\":\"Somebody\"}"
    is .answer accepted
    is '.findings | length' 0
    contract=$(value .contract.id)
    ask 200 GET "/records/contract/$contract"
    is .values.weekly_hours 40
    is .values.minor false
    is .values.status in_force
    never grep -qa 5VX3K2A store.db store.db-wal
    notify 201 '{"kind":"conclusion","start_date":"2026-10-01","birth_date":"2012-05-05"}'
    is .answer refused
    is '.findings[0].rule' MIN_AGE
    is '.findings[0].effect' refuses
    is '.findings[0].articles[0]' "Labour Code 42(3)"
    is .contract null
    ask 200 GET /records/contract
    is .total 1
    ask 200 GET '/records/notification?answer=refused'
    is .total 1
    ends 0 himaya audit verify
}

test_faults_of_a_notification_name_their_fields() {
    employer_with_token
    notify 400 '{"kind":"conclusion","start_date":"2026-13-01","colour":"red","birth_date":"x"}'
    is '[.errors[].field] | sort | join(",")' birth_date,colour,start_date
    notify 400 '{"start_date":"2026-10-01"}'
    is '.errors[0].field' kind
    notify 400 '{"kind":"conclusion","birth_date":"1990-05-05"}'
    is '.errors[0].field' start_date
    notify 400 '{"kind":"amendment","contract":"X","effective_on":"2026-11-01","weekly_hours":3}'
    is '.errors[0].field' contract
    notify 400 "{$adult,\"end_date\":\"2026-09-01\"}"
    is '.errors[0].field' end_date
    ask 200 GET /records/notification
    is .total 0
}

test_an_amendment_and_an_end_have_to_make_sense() {
    employer_with_token
    notify 201 "{$adult,\"contract\":\"S-1\"}"
    is .contract.number S-1
    notify 400 "{$adult,\"contract\":\"S-1\"}"
    grep -q "a contract with the number S-1 already" answer
    notify 400 '{"kind":"amendment","contract":"S-1","effective_on":"2026-09-01","weekly_hours":30}'
    grep -q "before the work starts on" answer
    notify 201 '{"kind":"amendment","contract":"S-1","effective_on":"2026-11-01","weekly_hours":30}'
    is .answer accepted
    notify 400 '{"kind":"termination","contract":"S-1","ended_on":"2026-01-01"}'
    is '.errors[0].field' effective_on
    notify 201 '{"kind":"termination","contract":"S-1","ended_on":"2026-11-20"}'
    notify 400 '{"kind":"termination","contract":"S-1","ended_on":"2026-11-21"}'
    grep -q "ended on 2026-11-20 already" answer
    as eight
    notify 400 '{"kind":"termination","contract":"S-1","ended_on":"2026-11-21"}'
    grep -q "has no contract with the number S-1" answer
}

test_an_employer_sees_its_own_and_no_hits() {
    employer_with_token
    notify 201 "{$adult}"
    contract=$(value .contract.id) notification=$(value .id)
    ask 404 GET /records/hit
    ask 404 GET /records/complaint
    as eight
    ask 200 GET /records/contract
    is .total 0
    ask 404 GET "/records/contract/$contract"
    ask 404 GET "/register/notifications/$notification"
    notify 403 "{$adult,\"employer\":\"77\"}"
    send 403 POST /records/contract '{"values":{"number":"X","status":"in_force"}}'
    as inspector
    ask 200 GET "/records/contract/$contract"
}

test_a_batch_is_answered_each_by_itself_and_once() {
    employer_with_token
    batch="{\"notifications\":[{$adult},{\"kind\":\"x\"},{\"kind\":\"conclusion\",\"start_date\":\"2026-10-01\",\"birth_date\":\"2013-01-01\"}]}"
    notify 200 "$batch" -H 'Idempotency-Key: one'
    is '[.results[].status] | join(",")' 201,400,201
    is '.results[0].answer.answer' accepted
    is '.results[1].errors[0].field' kind
    is '.results[2].answer.answer' refused
    first=$(value '.results[0].id')
    notify 200 "$batch" -H 'Idempotency-Key: one'
    is '.results[0].id' "$first"
    notify 201 "{$adult}" -H 'Idempotency-Key: two'
    number=$(value .number)
    notify 201 "{$adult}" -H 'Idempotency-Key: two'
    is .number "$number"
    ask 200 GET /records/contract
    is .total 2
}

contracts_of_2019() {
    cat >contract.csv <<X
number,employer,start_date,terms_from,status,district,birth_date,weekly_hours
K-1,77,2019-06-01,2019-06-01,in_force,BA,2005-03-02,20
K-2,77,2019-06-01,2019-06-01,in_force,BA,1980-03-02,40
K-3,77,2019-06-01,2019-06-01,in_force,BA,2002-03-02,48
X
    ends 0 himaya import records contract contract.csv
}

test_the_stored_register_is_screened_and_a_hit_is_made_once() {
    employer_with_token
    contracts_of_2019
    ends 0 himaya register screen
    says "3 contracts held against the law, 2 with a rule"
    hits=$(grep -oE 'New hits: [0-9]+' out)
    [ "$hits" != "New hits: 0" ]
    ends 0 himaya register screen
    says "New hits: 0"
    as inspector
    ask 200 GET /register/hits
    is '.hits[0].rule' MIN_AGE
    is '.hits[0].contract_number' K-1
    ask 200 GET /register
    is .open "${hits#New hits: }"
    as seven
    ask 403 GET /register/hits
}
