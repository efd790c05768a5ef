# The interface for programs: records through /api/v1, with tokens, on a server of this test's own.

# ask STATUS METHOD PATH [CURL-OPTION…]: calls the interface with $token; the answer is in ./answer,
# its headers in ./headers
ask() {
    wanted=$1 method=$2 path=$3
    shift 3
    status=$(curl -sS -o answer -D headers -w '%{http_code}' -X "$method" \
        ${token:+-H "Authorization: Bearer $token"} "$@" "$api$path")
    [ "$status" = "$wanted" ] && return
    echo "$method $path answered $status, wanted $wanted"
    sed 's/^/  /' headers answer
    return 1
}
send() { # send STATUS METHOD PATH JSON [CURL-OPTION…]
    wanted_status=$1 how=$2 where=$3 json=$4
    shift 4
    ask "$wanted_status" "$how" "$where" -H "Content-Type: application/json" --data "$json" "$@"
}
# value FILTER: of the answer, by jq
value() { jq -r "$1" answer; }
is() {
    [ "$(value "$1")" = "$2" ] && return
    echo "$1 is $(value "$1"), wanted $2"
    sed 's/^/  /' answer
    return 1
}

office_with_inspector() {
    needs jq
    needs curl
    printf 'code,name,kind\nSLIS,Inspectorate,\n' >agency.csv
    printf 'code,name,agency,district\nSLIS-BA,Baku,SLIS,BA\n' >office.csv
    for type in agency office; do
        ends 0 himaya import records $type $type.csv
    done
    ends 0 himaya user add inspector --role inspector --agency SLIS --office SLIS-BA --full-name "Aysel"
    ends 0 himaya token add inspector --for test --write
    token=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    serve
}

test_the_interface_makes_reads_and_changes_a_record() {
    office_with_inspector
    send 201 POST /records/complaint '{"values":{"number":"C-1","received_on":"2019-03-07","district":"BA"}}'
    id=$(value .id)
    is .values.number C-1
    grep -qi "^location: /api/v1/records/complaint/$id" headers
    grep -qi '^etag: "1"' headers
    grep -qi '^cache-control: no-store' headers
    send 200 PATCH "/records/complaint/$id" '{"values":{"sector":null,"answer_due_on":"2019-04-07"},"reason":"asked by letter"}' -H 'If-Match: "1"'
    is .version 2
    is .values.answer_due_on 2019-04-07
    send 428 PATCH "/records/complaint/$id" '{"values":{}}'
    send 412 PATCH "/records/complaint/$id" '{"values":{"answer_due_on":"2019-05-01"}}' -H 'If-Match: "1"'
    is '.conflicts[0].yours' 2019-05-01
    is '.conflicts[0].theirs' 2019-04-07
    is .version 2
    send 200 PUT "/records/complaint/$id" '{"values":{"number":"C-1","received_on":"2019-03-08"}}' -H 'If-Match: "2"'
    is .values.answer_due_on null
    send 409 POST /records/complaint '{"values":{"number":"C-1","received_on":"2019-03-07"}}'
}

test_the_interface_names_what_is_wrong() {
    office_with_inspector
    send 400 POST /records/complaint '{"values":{"colour":"red"}}'
    is '.errors[0].field' colour
    send 400 POST /records/complaint '{"values":{"received_on":"soon"}}'
    is '.errors[0].field' received_on
    send 400 POST /records/complaint '{"values":{"received_on":"2019-03-07"},"colour":1}'
    send 400 POST /records/complaint '{"values":{"received_on":"2019-03-07","received_on":"2019-03-08"}}'
    send 400 POST /records/complaint '{"values":'
    send 403 POST /records/complaint '{"values":{"received_on":"2019-03-07","recorded_by":"01h00000000000000000000000"}}'
    ask 415 POST /records/complaint -H 'Content-Type: text/plain' --data '{"values":{}}'
    send 404 POST /records/nothing '{"values":{}}'
    send 404 POST /records/credential '{"values":{}}'
    send 404 PATCH /records/complaint/01h00000000000000000000000 '{"values":{}}' -H 'If-Match: 1'
    ask 405 PATCH /records/complaint
    ask 400 GET '/me?colour=red'
    token=
    ask 401 GET /me
    grep -qi '^www-authenticate: Bearer' headers
    token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    ask 401 GET /me
}

test_a_request_sent_again_is_carried_out_once() {
    office_with_inspector
    body='{"values":{"received_on":"2019-03-07"}}'
    send 201 POST /records/complaint "$body" -H 'Idempotency-Key: one'
    first=$(value .id)
    send 201 POST /records/complaint "$body" -H 'Idempotency-Key: one'
    is .id "$first"
    send 201 POST /records/complaint "$body" -H 'Idempotency-Key: two'
    [ "$(value .id)" != "$first" ]
    send 422 POST /records/complaint '{"values":{"received_on":"2019-03-08"}}' -H 'Idempotency-Key: one'
}

test_many_changes_are_done_or_refused_one_by_one() {
    office_with_inspector
    send 201 POST /records/complaint '{"values":{"received_on":"2019-03-07"}}'
    one=$(value .id)
    send 201 POST /records/complaint '{"values":{"received_on":"2019-03-07"}}'
    two=$(value .id)
    send 200 POST /records/complaint/bulk '{"reason":"late","changes":[{"id":"'"$one"'","version":1,"values":{"answer_due_on":"2019-05-01"}},{"id":"'"$two"'","version":7,"values":{"answer_due_on":"2019-05-01"}},{"id":"01h00000000000000000000000","version":1,"values":{}}]}'
    is '.results[0].status' 200
    is '.results[0].version' 2
    is '.results[1].status' 409
    is '.results[2].status' 404
}

test_a_reading_token_changes_nothing() {
    office_with_inspector
    ends 0 himaya token add inspector --for reading
    token=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    send 403 POST /records/complaint '{"values":{"received_on":"2019-03-07"}}'
    ask 200 GET /me
    is .read_only true
    ask 200 GET /types
    is '.types[] | select(.type == "complaint") | .may.create' false
}

test_a_token_and_a_cookie_are_not_taken_together() {
    office_with_inspector
    ask 400 GET /me -H 'Cookie: __Host-himaya=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
}

test_the_program_tells_how_it_is() {
    office_with_inspector
    ends 0 himaya user add keeper --role administrator --agency SLIS --full-name "Keeper"
    ends 0 himaya token add keeper --for watching
    keeper=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    curl -sS -i "$site/metrics" >answer
    grep -q '^HTTP/1.1 200' answer
    grep -q '^himaya_changes_total [1-9]' answer
    ask 200 GET /me
    curl -sS "$site/metrics" | grep -q '^himaya_requests_total{route="me",class="2xx"} 1'
    # handed on by a proxy, it is not this machine that asks
    [ "$(curl -sS -o answer -w '%{http_code}' -H 'X-Forwarded-For: 192.0.2.7' "$site/metrics")" = 401 ]
    [ "$(curl -sS -o answer -w '%{http_code}' -H 'X-Forwarded-For: 192.0.2.7' -H "Authorization: Bearer $token" "$site/metrics")" = 403 ]
    [ "$(curl -sS -o answer -w '%{http_code}' -H 'X-Forwarded-For: 192.0.2.7' -H "Authorization: Bearer $keeper" "$site/metrics")" = 200 ]
    curl -sS "$site/metrics" >answer
    grep -q '^himaya_store_bytes [1-9]' answer
    grep -q '^himaya_anchor_written 1' answer
    grep -q '^himaya_last_backup_seconds 0' answer
    grep -q '^himaya_sign_ins_total{outcome="refused"} 0' answer
    form=$(curl -sS -c jar "$site/en/sign-in" | sed -n 's/.*name="form_token" value="\([^"]*\)".*/\1/p' | head -1)
    curl -sS -o /dev/null -b jar -H "Origin: $site" --data-urlencode "form_token=$form" \
        --data name=nobody --data password=wrong "$site/en/sign-in"
    curl -sS "$site/metrics" | grep -q '^himaya_sign_ins_total{outcome="refused"} 1'
    ask 403 GET /admin/health
    token=$keeper
    ask 200 GET /admin/health
    is '.checks[] | select(.name == "anchor") | .good' true
    is '.checks[] | select(.name == "size") | .good' true
    is .sign_ins.refused 1
    is '.checks[] | select(.name == "store") | .good' true
    is '.checks[] | select(.name == "keys") | .good' true
    is '.checks[] | select(.name == "backup") | .good' false
    for _ in $(seq 50); do
        ask 200 GET /admin/health
        value '.checks[] | select(.name == "chain") | .says' | grep -q 'rows of the audit chain hold' && return
        sleep 0.1
    done
    return 1
}

test_an_anchor_that_cannot_be_written_is_told() {
    needs_file
    office_with_inspector
    inspector=$token
    ends 0 himaya user add keeper --role administrator --agency SLIS --full-name "Keeper"
    ends 0 himaya token add keeper --for watching
    token=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    for _ in $(seq 100); do # the walk at the beginning reads the anchor
        ask 200 GET /admin/health
        value '.checks[] | select(.name == "chain") | .says' | grep -q 'rows of the audit chain hold' && break
        sleep 0.1
    done
    mv store.db.anchor away
    mkdir store.db.anchor
    sleep 2.1
    keeper=$token token=$inspector
    send 201 POST /records/complaint '{"values":{"number":"C-1","received_on":"2019-03-07"}}'
    token=$keeper
    ask 200 GET /admin/health
    is '.checks[] | select(.name == "anchor") | .good' false
    curl -sS "$site/metrics" | grep -q '^himaya_anchor_written 0'
}

# A receiver that refuses the first two requests, then writes down what it gets.
receiver() {
    needs python3
    cat >receiver.py <<'X'
import http.server
class Receiver(http.server.BaseHTTPRequestHandler):
    count = 0
    def do_POST(self):
        Receiver.count += 1
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        good = Receiver.count > 2
        if good:
            with open("got", "a") as f:
                f.write(self.headers["Himaya-Signature"] + " " + body + "\n")
        self.send_response(204 if good else 500)
        self.end_headers()
    def log_message(self, *args):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
X
    : >receiver.port
    python3 receiver.py >receiver.port &
    receiver=$!
    trap 'kill $server $receiver 2>/dev/null; wait $server $receiver 2>/dev/null || :' EXIT
    for _ in $(seq 100); do
        [ -s receiver.port ] && return
        sleep 0.05
    done
    return 1
}

test_another_system_is_told_of_changes_until_it_has_heard() {
    office_with_inspector
    receiver
    ends 0 himaya user add keeper --role administrator --agency SLIS --full-name "Keeper"
    ends 0 himaya token add keeper --for webhooks --write
    inspector=$token
    ask 200 GET /me
    inspector_id=$(value .user)
    token=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    send 400 POST /webhooks '{"address":"http://police.example/x","types":"complaint"}'
    is '.errors[0].field' address
    send 400 POST /webhooks '{"address":"https://u:p@police.example/x","types":"complaint"}'
    send 400 POST /webhooks '{"address":"https://police.example/x","types":"colour"}'
    send 201 POST /webhooks '{"address":"http://127.0.0.1:'"$(cat receiver.port)"'/himaya","types":"complaint","user":"'"$inspector_id"'"}'
    secret=$(value .secret)
    webhook=$(value .id)
    ask 200 GET "/records/webhook/$webhook"
    never grep -q "$secret" answer
    token=$inspector
    send 403 POST /webhooks '{"address":"https://police.example/x","types":"complaint"}'
    send 201 POST /records/complaint '{"values":{"number":"C-9","received_on":"2019-03-07"}}'
    id=$(value .id)
    for _ in $(seq 200); do
        [ -s got ] && break
        sleep 0.1
    done
    [ -s got ] || { echo "nothing was told"; cat served.err; return 1; }
    signature=$(cut -d' ' -f1 got)
    cut -d' ' -f2- got | head -1 >body
    [ "$(jq -r '"\(.type) \(.id) \(.action) \(.version)"' body)" = "complaint $id insert 1" ]
    never grep -q 'C-9' body
    at=$(echo "$signature" | sed 's/t=\([0-9]*\),.*/\1/')
    printf '%s.%s' "$at" "$(cat body)" >signed
    [ "$signature" = "t=$at,v1=$(openssl dgst -sha256 -hmac "$secret" -r signed | cut -d' ' -f1)" ]
    never grep -aq "$secret" store.db store.db-wal
}

test_every_operation_answers_as_it_is_described() {
    office_with_inspector
    curl -sS "$site/api/openapi.json" >document
    send 201 POST /records/complaint '{"values":{"number":"C-1","received_on":"2019-03-07"}}'
    id=$(value .id)
    jq -r --arg id "$id" '.paths | to_entries[] | .key as $path | .value | to_entries[]
        | [.key, (reduce (.value.parameters[] | select(.in == "path")) as $p ($path;
            gsub("\\{" + $p.name + "\\}"; if $p.name == "id" then $id else ($p.example | @uri) end))),
          (.value.responses | keys | join(" "))] | @tsv' document >operations
    [ "$(wc -l <operations)" -gt 300 ]
    while IFS="$(printf '\t')" read -r method path statuses; do
        method=$(echo "$method" | tr a-z A-Z)
        case $method in GET | DELETE) set -- ;; *) set -- -H 'Content-Type: application/json' --data '{}' ;; esac
        status=$(curl -sS -o answer -w '%{http_code} %{content_type}' -X "$method" \
            -H "Authorization: Bearer $token" "$@" "$site$path")
        case " $statuses " in *" ${status%% *} "*) ;; *)
            echo "$method $path answered $status; described are $statuses"
            head -c 600 answer
            return 1 ;;
        esac
        case $status in
        4*problem+json* | 2*) ;;
        *) echo "$method $path answered $status" && return 1 ;;
        esac
    done <operations
    # what is made, changed and read is of the described shape
    for name in insert_record record_list record change_record; do
        jq -e --arg n "${name}_complaint" '[.paths[][] | select(.operationId == $n)] | length == 1' document >/dev/null
    done
    jq -e '.components.schemas.values_complaint.properties.district.enum | index("BA")' document >/dev/null
    jq -e '.components.schemas.values_complaint.properties.recorded_by.readOnly' document >/dev/null
    never grep -q credential document
}

test_lists_are_paged_narrowed_and_say_what_is_next() {
    office_with_inspector
    for n in 1 2 3 4 5; do
        send 201 POST /records/complaint '{"values":{"number":"C-'$n'","received_on":"2019-03-0'$n'","district":"BA"}}'
    done
    ask 200 GET '/records/complaint?limit=2&sort=number'
    is .total 5
    is .pages 3
    is '.records | length' 2
    is '.records[0].values.number' C-1
    next=$(value .next)
    ask 200 GET "${next#/api/v1}"
    is '.records[0].values.number' C-3
    ask 200 GET '/records/complaint?received_on.from=2019-03-02&received_on.until=2019-03-04&columns=number'
    is .total 3
    ask 200 GET '/records/complaint?closed_on=*'
    is .total 0
    ask 400 GET '/records/complaint?limit=201'
    ask 400 GET '/records/complaint?colour=red'
    is '.errors[0].field' colour
    ask 400 GET '/records/complaint?sort=colour'
    ask 400 GET '/records/complaint?page=1&page=2'
    ask 200 GET '/records/complaint/export/csv?sort=number&columns=number'
    grep -q C-5 answer
    ask 400 GET '/work?colour=red'
}

test_a_program_imports_a_file_as_a_job() {
    office_with_inspector
    ends 0 himaya user add chief --role inspection_supervisor --agency SLIS --office SLIS-BA --full-name "Chief"
    ends 0 himaya token add chief --for imports --write
    printf 'number,received_on,district\nC-1,2019-03-07,BA\nC-2,2019-03-08,BA\n' >complaints.csv
    ask 403 POST /records/complaint/import -H 'Content-Type: text/csv' --data-binary @complaints.csv
    token=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    ask 400 POST /records/complaint/import -H 'Content-Type: application/json' --data '{}'
    ask 415 POST /records/complaint/import -H 'Content-Type: text/plain' --data-binary @complaints.csv
    ask 202 POST /records/complaint/import -H 'Content-Type: text/csv' --data-binary @complaints.csv
    job=$(value .job)
    for _ in $(seq 100); do
        ask 200 GET "/jobs/$job"
        [ "$(value .state)" = done ] && break
        sleep 0.1
    done
    is .state done
    ask 200 GET '/records/complaint?sort=number'
    is .total 2
}

test_an_emergency_opens_a_record_with_a_reason() {
    office_with_inspector
    send 201 POST /records/complaint '{"values":{"received_on":"2019-03-07"}}'
    id=$(value .id)
    send 400 POST "/records/complaint/$id/emergency" '{"reason":"the child is in danger now","hours":48}'
    is '.errors[0].field' hours
    send 400 POST "/records/complaint/$id/emergency" '{"reason":"x","why":1}'
    send 200 POST "/records/complaint/$id/emergency" '{"reason":"the child is in danger now","hours":2}'
    is .id "$id"
    send 404 POST /records/complaint/01h00000000000000000000000/emergency '{"reason":"the child is in danger now"}'
}
