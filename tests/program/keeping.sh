# What an administrator does on the pages: retention and holds, code lists, roles with the password
# asked again.
. "$here/sign_in.sh"

password="password=wet harbour seven kettles"

# old_complaints: C-1 and C-2 were kept long enough, C-3 was not
old_complaints() {
    printf '%s\n' 'number,received_on,closed_on' C-1,2009-01-01,2010-01-01 C-2,2009-01-01,2010-01-01 \
        C-3,2019-02-01,2024-01-01 >complaints.csv
    ends 0 himaya import records complaint complaints.csv
}
id_of() { sqlite3 -readonly store.db "select id from complaint where number = '$1'"; }

# ended PATH: waits until the job has ended
ended() {
    for _ in $(seq 100); do
        see 200 "/en$1"
        grep -qE "It could not be done|Removed: [0-9]" page && return
        sleep 0.1
    done
}

test_a_hold_is_placed_and_lifted_and_what_is_due_is_removed_with_the_password() {
    needs sqlite3
    staff one.admin:administrator
    old_complaints
    serve
    enter one.admin
    held=$(id_of C-2)
    see 200 /en/admin/retention
    send 422 /en/admin/retention/holds record_type=complaint record=nothing "reason=appeal before the court"
    shows "There is no such record."
    send 422 /en/admin/retention/holds record_type=complaint "record=$held" reason=short
    shows "at least ten letters"
    send 303 /en/admin/retention/holds record_type=complaint "record=$held" "reason=appeal before the court"
    see 200 /en/admin/retention
    shows "appeal before the court"
    tr -d '\n' <page | grep -qE '>Complaints</th>.{0,200}>1</td><td[^>]*>1</td>'
    send 422 /en/admin/retention what=remove password=wrong
    shows "This is not your password."
    [ -n "$(id_of C-1)" ]
    sleep 2.1
    see 200 /en/admin/retention
    send 303 /en/admin/retention what=remove "$password"
    leads /en/jobs/
    job=$(sed -n 's|^[Ll]ocation: /en\(/jobs/[^[:space:]]*\).*|\1|p' headers)
    ended "$job"
    shows "Removed: 1"
    [ -z "$(id_of C-1)" ] && [ -n "$(id_of C-2)" ] && [ -n "$(id_of C-3)" ]
    see 200 /en/admin/retention
    hold=$(sed -n 's|.*holds/\([a-z0-9]*\)/lift.*|\1|p' page)
    send 422 "/en/admin/retention/holds/$hold/lift" reason=
    send 303 "/en/admin/retention/holds/$hold/lift" "reason=the court has decided"
    see 200 /en/admin/retention
    send 422 "/en/admin/retention/holds/$hold/lift" "reason=the court has decided"
    shows "This hold was lifted already."
    send 303 /en/admin/retention what=remove "$password"
    job=$(sed -n 's|^[Ll]ocation: /en\(/jobs/[^[:space:]]*\).*|\1|p' headers)
    ended "$job"
    [ -z "$(id_of C-2)" ] && [ -n "$(id_of C-3)" ]
    ends 0 sqlite3 -readonly store.db "select actor, channel from store_audit where action = 'remove'"
    [ "$(grep -c '^one.admin|job$' out)" = 2 ]
    ends 0 himaya audit verify
}

# A server that starts counts what is due, and removes it when the setting is on.
test_what_is_due_is_removed_each_day_only_when_that_was_decided() {
    needs sqlite3
    staff one.admin:administrator
    old_complaints
    serve
    enter one.admin
    counted "retention|done"
    [ -n "$(id_of C-1)" ]
    see 200 /en/admin/health
    shows "2 records were kept long enough"
    see 200 /en/admin/retention
    shows "stays until somebody removes it"
    send 303 /en/admin/retention what=daily "$password"
    see 200 /en/admin/retention
    shows "What is due is removed once a day."
    kill "$server"
    wait "$server" 2>/dev/null || true
    sqlite3 store.db "update job set asked_at = '2020-01-01T00:00:00Z' where kind = 'retention'"
    serve
    counted "retention|done
retention|done"
    [ -z "$(id_of C-1)" ] && [ -z "$(id_of C-2)" ] && [ -n "$(id_of C-3)" ]
    ends 0 sqlite3 -readonly store.db "select actor, channel from store_audit where action = 'remove'"
    [ "$(grep -c '^program|job$' out)" = 2 ]
}
# counted ROWS: waits until the jobs of retention are these
counted() {
    for _ in $(seq 100); do
        rows=$(sqlite3 -readonly store.db "select kind, state from job where kind = 'retention'")
        [ "$rows" = "$1" ] && return
        sleep 0.1
    done
    echo "jobs: $rows"
    return 1
}

test_a_code_of_the_country_is_added_by_form_and_offered() {
    staff one.admin:administrator
    serve
    enter one.admin
    see 200 /en/admin/lists/work_sectors
    send 422 /en/admin/lists/work_sectors "code=Car wash" "label=Car wash" label_az= label_ru=
    send 303 /en/admin/lists/work_sectors code=car_wash "label=Car wash" label_az=Avtoyuma label_ru=Автомойка
    kill "$server" # a list is read when the program starts
    wait "$server" 2>/dev/null || true
    serve
    see 200 /en/admin/lists/work_sectors
    shows Avtoyuma
    printf 'number,received_on,sector\nC-1,2019-03-07,Car wash\n' >complaint.csv
    ends 0 himaya import records complaint complaint.csv
    see 200 /en/admin/lists/work_sectors
    tr -d '\n' <page | grep -q 'car_wash'
}

# What is open to somebody changes with the office, so the sessions end at once.
test_a_person_who_is_moved_to_another_office_is_signed_out() {
    staff one.admin:administrator clerk:inspector
    printf 'code,name,agency,district\nSLIS-GA,Ganja,SLIS,GA\n' >office.csv
    ends 0 himaya import records office office.csv
    serve
    find_clerk_as_administrator
    ends 0 himaya token add one.admin --for test --write
    token=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    change() {
        version=$(curl -sSf -H "Authorization: Bearer $token" "$site/api/v1/records/user/$id" | grep -o '"version": *[0-9]*' | grep -o '[0-9]*')
        curl -sSf -o answer -X PATCH -H "Authorization: Bearer $token" -H "Content-Type: application/json" \
            -H "If-Match: \"$version\"" --data "{\"values\":$1,\"reason\":\"moves\"}" "$site/api/v1/records/user/$id"
    }
    change '{"email":"clerk@example.test"}'
    cp clerk.jar jar
    see 200 /en/account
    cp jar clerk.jar
    change '{"district":"GA"}'
    see 303 /en/account
    leads /en/sign-in
    ends 0 sqlite3 -readonly store.db "select actor from store_audit where action = 'user_moved'"
    says one.admin
    [ "$(wc -l <out)" = 1 ]
}

test_a_list_says_what_is_not_open() {
    staff helper:social_worker
    printf 'tax_id,name,district\n1234567890,Brick,GA\n' >employer.csv
    ends 0 himaya import records employer employer.csv
    printf 'number,received_on,employer,assigned_to\nC-1,2019-03-07,1234567890,helper\n' >complaint.csv
    ends 0 himaya import records complaint complaint.csv
    serve
    enter helper
    see 200 /en/records/complaint
    shows C-1
    shows 'class="closed">not open to you<'
    never grep -q Brick page
}
