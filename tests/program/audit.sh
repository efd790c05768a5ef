test_an_untouched_chain_holds() {
    himaya init --pack az
    ends 0 himaya audit verify
    says "The chain holds"
}

# tamper SQL: changes the file behind the program's back
tamper() {
    needs sqlite3
    himaya init --pack az
    printf 'number,received_on\nC-1,2019-01-01\nC-2,2019-02-01\n' >complaints.csv
    himaya import records complaint complaints.csv
    ends 0 himaya audit verify
    sqlite3 store.db "$1"
    ends 1 himaya audit verify
}


test_a_changed_record_is_found() {
    tamper "update complaint set received_on='2018-01-01' where number='C-1'"
    grep -qi complaint err
}

test_a_deleted_record_is_found() {
    tamper "delete from complaint where number='C-2'"
}

test_an_added_record_is_found() {
    tamper "insert into complaint select 'aaaaaaaaaaaaaaaaaaaaaaaaaa', version, 'C-9', received_on, channel, referred_by, employer, district, sector, allegation, anonymous, closed_on from complaint where number='C-1'"
}
