# In whose name a command runs, and what it then may.

# staff NAME ROLE: somebody of the example's first office with a role, and a token in the file NAME
staff() {
    "$himaya" --store store.db user role "$1" "$2" >/dev/null
    "$himaya" --store store.db token add "$1" --for test --write | tail -1 >"$1"
}

# with NAME COMMAND…: in the name of that person
with() {
    HIMAYA_TOKEN=$(cat "$1") && export HIMAYA_TOKEN
    shift
    good=0
    "$@" || good=1
    unset HIMAYA_TOKEN
    return $good
}

ready() {
    himaya init --pack az
    cat >office.csv <<-END
	code,name,agency,district
	HERE,Here,SLIS,SM
	THERE,There,SLIS,GA
	END
    cat >user.csv <<-END
	name,full_name,agency,office,state
	inspector,An inspector,SLIS,HERE,active
	intake,An intake officer,SLIS,HERE,active
	reports,A reporting officer,SLIS,HERE,active
	END
    cat >complaint.csv <<-END
	number,received_on,office,assigned_to,story
	C-1,2024-01-01,HERE,inspector,a long story
	C-2,2024-02-01,HERE,,another one
	C-3,2024-03-01,THERE,,not for here
	END
    himaya import records office office.csv
    himaya import records user user.csv
    himaya import records complaint complaint.csv
    staff inspector inspector
    staff intake intake_officer
    staff reports reporting_officer
}

test_the_terminal_takes_records_out_and_opens_nothing() {
    ready
    ends 0 himaya export records complaint --columns number,received_on,office
    printf 'number,received_on,office\r\nC-3,2024-03-01,There\r\nC-2,2024-02-01,Here\r\nC-1,2024-01-01,Here\r\n' |
        cmp - out
    ends 1 himaya export records complaint --columns number,story
    complains 'You may not take "Account" away as a file'
    ends 0 himaya export records complaint --where "received_on > 2024-02-15" --format json
    says '"name": "C-3"'
    ends 0 himaya export records complaint --format xlsx --out list.xlsx
    [ "$(head -c 2 list.xlsx)" = PK ]
    ends 0 himaya show complaint C-1
    says 'An inspector'
    never grep -q 'long story' out
    ends 0 himaya find C-1
    says C-1
    ends 0 himaya audit verify
}

test_a_token_gives_what_its_holder_may_see() {
    ready
    with inspector ends 0 himaya export records complaint --columns number
    printf 'number\r\nC-1\r\n' | cmp - out
    with inspector ends 0 himaya show complaint C-2
    with inspector ends 1 himaya show complaint C-3
    complains 'There is no record "C-3"'
    with inspector ends 0 himaya find C-3
    says 'Nothing was found.'
    with inspector ends 1 himaya export records person
    complains 'You may not take records of type "Person" away'
    echo nonsense >nobody
    with nobody ends 1 himaya show complaint C-1
    complains 'holds no token'
}

test_an_import_is_refused_by_line_and_field() {
    ready
    printf 'number,received_on\nC-9,2024-01-01\n' >new.csv
    with inspector ends 1 himaya import records complaint new.csv
    complains 'You may not bring in records of type "Complaint" from a file.'
    printf 'reference,safe_place\nP-1,the blue house\n' >person.csv
    ends 1 himaya import records person person.csv
    complains 'person.csv:2:5: safe_place: You may not change "Shelter or safe place"'
    printf 'number,received_on,recorded_by\nC-9,2024-01-01,intake\n' >forged.csv
    ends 1 himaya import records complaint forged.csv
    complains 'forged.csv:2:16: recorded_by: "Recorded by" is filled in by the program'
    printf 'code,name\nX,A body\n' >agency.csv
    with reports ends 0 himaya import records agency agency.csv
}

test_what_is_no_record_needs_its_own_right() {
    ready
    with inspector ends 1 himaya audit verify
    complains 'You may not run "himaya audit verify".'
    with inspector ends 1 himaya user list
    with inspector ends 1 himaya import chapter nothing.txt --country Azerbaijan --year 2020
    complains 'You may not run "himaya import chapter".'
    with inspector ends 1 himaya report findings --country Azerbaijan --year 2020
    complains 'You may not run'
    staff reports privacy_officer
    with reports ends 0 himaya audit list --action refused
    [ "$(grep -c 'inspector (cli)  refused' out)" = 4 ]
}
