# The desk of the staff through the interface: work, search, the chain of changes, lists.
. "$here/interface.sh"

# staff ROLE…: an office and a member of the staff for each role, named like it; tokens in ./ROLE
staff() {
    needs jq
    needs curl
    printf 'code,name,kind\nSLIS,Inspectorate,\n' >agency.csv
    printf 'code,name,agency,district\nSLIS-BA,Baku,SLIS,BA\nSLIS-GA,Ganja,SLIS,GA\n' >office.csv
    ends 0 himaya init --pack az
    ends 0 himaya import records office office.csv
    for role in "$@"; do
        name=$(echo "$role" | tr _ .)
        ends 0 himaya user add "$name" --role "$role" --agency SLIS --office SLIS-BA --full-name "Aysel Əliyeva"
        ends 0 himaya token add "$name" --for test --write
        grep -oE '[A-Za-z0-9_-]{43}' out | head -1 >"$role"
    done
}
as() { token=$(cat "$1"); }

test_my_work_holds_what_is_due_and_only_mine() {
    staff inspector
    yesterday=$(date -u -d yesterday +%F) tomorrow=$(date -u -d tomorrow +%F)
    printf '%s\n' 'number,received_on,assigned_to,answer_due_on,closed_on' \
        "C-1,2019-03-07,inspector,$yesterday," "C-2,2019-03-07,inspector,$tomorrow," \
        "C-3,2019-03-07,,$yesterday," "C-4,2019-03-07,inspector,$yesterday,2019-03-08" >complaint.csv
    ends 0 himaya import records complaint complaint.csv
    serve
    as inspector
    ask 200 GET /work
    is '.lists[0].key' overdue
    is '[.lists[0].rows[].name] | join(" ")' C-1
    is '.lists[0].rows[0].days_late' 1
    is '.lists[0].rows[0].step' 'Write down the finding'
    is '[.lists[1].rows[].name] | join(" ")' C-2
    is '.lists[1].count' 1
    is '.lists[1].rows[0].days_left' 1
    token= ask 401 GET /work
}

test_records_are_found_by_number_and_words_within_what_is_open() {
    staff inspector administrator
    printf 'number,received_on,assigned_to\nC-2019-0007,2019-03-07,inspector\nC-2019-0008,2019-03-07,\n' >complaint.csv
    ends 0 himaya import records complaint complaint.csv
    serve
    as inspector
    ask 200 GET '/find?q=C-2019-0007'
    is '.groups[0].rows[0].name' C-2019-0007
    value .exact | grep -q '^/records/complaint/'
    ask 200 GET '/find?q=2019+000'
    is '.count' 1
    ask 200 GET '/find?q=%D0%91%D0%B0%D0%BA%D1%83'
    is '.groups[] | select(.type == "office") | .rows[0].name' Baku
    as administrator
    ask 200 GET '/find?q=C-2019-0007'
    is '.count' 0
}

test_a_person_is_found_by_name_and_year_masked_and_noted() {
    staff social_worker administrator privacy_officer
    printf '%s\n' 'reference,family_name,given_name,birth_date,office' \
        'P-1,Əliyeva,Aysel,2006-05-01,SLIS-BA' 'P-2,Quliyev,Rauf,2007-01-01,SLIS-BA' >person.csv
    ends 0 himaya import records person person.csv
    serve
    as social_worker
    ask 200 GET '/find?q=%D0%90%D0%BB%D0%B8%D0%B5%D0%B2%D0%B0+Aysel+2006'
    is '[.groups[].rows[].name] | join(" ")' P-1
    ask 200 GET '/find?q=Aysel+Aliyeva+2005'
    is '.count' 0
    as administrator
    ask 200 GET '/find?q=Aliyeva+Aysel+2006'
    is '.count' 0
    as privacy_officer
    ask 200 GET '/audit?action=find'
    is '.rows[1].details[1].value' 1
    never grep -qiE 'Aysel|liyeva' answer
}

test_the_chain_is_read_by_who_may_and_never_tells_values() {
    staff inspector privacy_officer
    printf 'number,received_on,complainant_name\nC-1,2019-03-07,Somebody Unnamed\n' >complaint.csv
    ends 0 himaya import records complaint complaint.csv
    serve
    as privacy_officer
    ask 200 GET '/audit?type=complaint'
    is '.rows[0].action' insert
    is '.rows[0].actor' 'command line'
    never grep -q 'Unnamed' answer
    ask 400 GET '/audit?from=07.03.2019'
    ask 200 GET '/audit?until=2001'
    is '.rows | length' 0
    as inspector
    ask 403 GET /audit
    as privacy_officer
    ask 200 GET '/audit?action=refused'
    is '.rows[0].actor' inspector
}

test_a_code_of_the_country_is_taken_up_at_the_next_start() {
    staff administrator inspector
    serve
    as administrator
    ask 200 GET /admin/lists/work_sectors
    is '[.codes[] | select(.local)] | length' 0
    as inspector
    ask 403 GET /admin/lists
    sqlite3 store.db "INSERT INTO local_code (id, version, list, code, label, label_az, label_ru)
        VALUES ('00000000000000000000000001', 1, 'work_sectors', 'car_wash', 'Car wash', 'Avtoyuma', 'Автомойка')"
    printf 'number,received_on,sector\nC-1,2019-03-07,Car wash\n' >complaint.csv
    ends 0 himaya import records complaint complaint.csv
    printf 'number,received_on,sector\nC-2,2019-03-07,lunar\n' >complaint.csv
    ends 1 himaya import records complaint complaint.csv
}

test_who_takes_complaints_chooses_the_employer_by_name() {
    staff intake_officer
    printf 'tax_id,name,district\n1234567890,Kür Brick,GA\n' >employer.csv
    ends 0 himaya import records employer employer.csv
    printf 'number,received_on,employer\nC-1,2019-03-07,1234567890\n' >complaint.csv
    ends 0 himaya import records complaint complaint.csv
    serve
    as intake_officer
    ask 200 GET '/records/employer?name=K%C3%BCr+Brick'
    is '.records[0].values.name' 'Kür Brick'
    is '.records[0].values.district' GA
    send 403 PATCH "/records/employer/$(value '.records[0].id')" '{"values":{"name":"Other"}}' -H 'If-Match: "1"'
    id=$(sqlite3 -readonly store.db "select id from employer")
    send 201 POST /records/complaint "{\"values\":{\"number\":\"C-2\",\"received_on\":\"2019-03-07\",\"employer\":\"$id\"}}"
}
