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
    tamper "insert into complaint (id, version, number, received_on) values ('aaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 'C-9', '2019-03-01')"
}

test_verifying_tells_what_the_anchor_vouches_for() {
    himaya init --pack az
    ends 0 himaya audit anchor
    says "store.db.anchor"
    ends 0 himaya audit verify
    says "store.db.anchor vouches for row 1 "
    cp store.db.anchor copy
    ends 0 himaya audit verify --anchor copy
    rm store.db.anchor
    ends 1 himaya audit verify
    complains "There is no anchor"
    ends 0 himaya audit verify --anchor copy
    ends 1 himaya audit verify --anchor missing
}

test_an_old_copy_in_the_place_of_the_store_is_found() {
    needs_file
    himaya init --pack az
    cp store.db old.db
    printf 'number,received_on\nC-1,2019-01-01\n' >complaints.csv
    himaya import records complaint complaints.csv
    mv old.db store.db
    ends 1 himaya audit verify
    complains "an old copy was put in the place of the store"
}

test_the_chain_is_listed_for_those_who_may() {
    himaya init --pack az
    ends 1 himaya audit list
    complains "audit"
    ends 2 himaya audit list --from yesterday
    ends 2 himaya audit list --format xml
}

test_what_was_kept_long_enough_is_shown_and_removed() {
    himaya init --pack az
    printf 'number,received_on,closed_on\nC-1,2009-01-01,2010-01-01\nC-2,2019-02-01,2024-01-01\n' >complaints.csv
    himaya import records complaint complaints.csv
    ends 0 himaya retention
    says "Complaints: kept for 10 years, 1 due, 0 held back."
    ends 0 himaya retention --remove
    says "Complaints: 1 removed"
    ends 0 himaya retention
    says "0 due"
    ends 0 himaya audit verify
}

test_a_privacy_officer_lists_the_chain_with_a_token() {
    himaya init --pack az
    ends 0 himaya user add officer --role privacy_officer --agency SLIS
    ends 0 himaya user block officer
    ends 0 himaya user unblock officer
    ends 0 himaya token add officer --for test
    HIMAYA_TOKEN=$(tail -1 out)
    export HIMAYA_TOKEN
    ends 0 himaya audit list --action user_blocked
    says user_blocked
    ends 0 himaya audit list --format csv --limit 1000
    says token_made
    ends 0 himaya audit list --by nobody
    never grep -q token_made out
}
