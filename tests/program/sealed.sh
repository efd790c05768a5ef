# Sealed fields: nothing of them stands in clear anywhere, keys, erasing.

# people WORD COUNT: a file of people OPEN-1, OPEN-2 …, whose sealed values hold WORD and a number
people() {
    {
        echo reference,district,family_name,given_name,patronymic,birth_date,pin,phone,address,story,safe_place,safe_contact
        for n in $(seq 1 "$2"); do
            c=$1$(printf '%04d' "$n")
            echo "OPEN-$n,baku,${c}family,${c}given,${c}father,2010-01-02,${c}pin,${c}phone,${c}street,${c}story told at length,,"
        done
    } >people.csv
}

hex() {
    printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

# disguises WORD: as it would look in hexadecimal and, at any place of a text, in base64
disguises() {
    hex "$1"
    echo
    hex "$1" | tr a-f A-F
    echo
    for before in '' x xx; do
        printf '%s%s' "$before" "$1" | base64 -w0 | sed 's/..\?=*$//' | cut -c$((${#before} * 2 + 1))-
    done
}

# found WORD: files of this folder that hold it, in UTF-8, UTF-16 or disguised
found() {
    disguises "$1" >disguises
    for file in $(find . -type f ! -name people.csv ! -name disguises); do
        tr -d '\000' <"$file" | grep -aqiF -- "$1" && echo "$file"
        tr -d '\000' <"$file" | grep -aqF -f disguises && echo "$file"
    done
    rm -f disguises
}

# stays_clean WORD: the word stands nowhere
stays_clean() {
    hits=$(found "$1")
    [ -z "$hits" ] && return
    echo "$1 stands in: $hits"
    return 1
}

test_the_search_for_canaries_finds_what_is_there() {
    word=himayacanary
    for n in 0 1 2 3; do
        head -c "$n" /dev/zero | tr '\0' y >plain
        printf '%s and more' "$word" >>plain
        base64 -w0 plain >found_in
        [ "$(found "$word" | grep -c found_in)" = 1 ] || { echo "base64 at $n is missed"; return 1; }
    done
    printf '%s' "$word" | iconv -t UTF-16BE >found_in
    found "$word" | grep -q found_in
    hex "$word" >found_in
    found "$word" | grep -q found_in
}

test_two_hundred_people_leave_no_trace_in_clear() {
    needs_file
    mkdir tmp
    export TMPDIR="$PWD/tmp"
    himaya init >/dev/null
    "$himaya" --store store.db serve --listen 127.0.0.1:0 >served 2>&1 & # so that the log stays
    server=$!
    trap 'kill $server 2>/dev/null; wait $server 2>/dev/null' EXIT
    for wait in $(seq 50); do
        grep -qs 127.0.0.1 served && break
        sleep 0.1
    done
    people zqcanarya 200
    ends 0 himaya import records person people.csv
    says "Person: 200 added."
    [ -n "$(found OPEN-100)" ] # the control: what is open is found
    ends 0 himaya import undo 1 # what was deleted stands in the history
    people zqcanaryb 200
    ends 0 himaya import records person people.csv
    cp store.db copy.db
    cp store.db-wal copy.log
    [ -s copy.log ]
    ends 0 himaya keys rotate
    stays_clean zqcanarya
    stays_clean zqcanaryb
}

test_the_state_of_the_keys_is_told() {
    himaya init >/dev/null
    people person 3
    himaya import records person people.csv >/dev/null
    ends 0 himaya keys
    says "store.db.keys: version 1 of the store key"
    says "People: 3 sealed, 0 erased."
    ends 0 himaya keys rotate
    says "Keys wrapped anew: 3."
    ends 0 himaya keys
    says "version 2"
    mv store.db.keys elsewhere
    ends 1 himaya keys
    complains "The key file of the store is missing"
    [ ! -e store.db.keys ]
    ends 1 himaya import records person people.csv
    complains "The key file of the store is missing"
    HIMAYA_KEYS=elsewhere ends 0 himaya keys
    printf 'number,received_on\nC-1,2019-01-01\n' >complaints.csv
    ends 1 himaya import records complaint complaints.csv
    complains "nothing can be changed"
    ends 0 himaya report findings --country AZ --year 2019 --format json # what is open can be read
}

# Killed at any moment, a change of keys goes on; afterwards the old key file opens nothing.
test_a_change_of_keys_outlives_kill_9() {
    himaya init >/dev/null
    people person 3000
    himaya import records person people.csv >/dev/null
    cp -p store.db.keys old.keys
    for after in 0.02 0.04 0.05 0.06 0.08; do
        timeout -s KILL "$after" "$himaya" --store store.db keys rotate >/dev/null 2>&1 || true
        ends 0 himaya audit verify
        ends 0 himaya keys
    done
    ends 0 himaya keys rotate
    ends 0 himaya keys
    says "000 sealed, 0 erased."
    [ "$(grep -c '^key ' store.db.keys)" = 1 ]
    cp -p old.keys store.db.keys
    people other 1
    sed -i 's/^OPEN-1/OPEN-new/' people.csv
    ends 1 himaya import records person people.csv
    complains "This key file is an older copy"
}

test_erasing_asks_and_is_for_the_privacy_officer() {
    himaya init >/dev/null
    people person 2
    himaya import records person people.csv >/dev/null
    ends 1 himaya erase person OPEN-1 --yes
    complains "You may not erase the person"
    ends 1 himaya erase person nobody --yes
    complains 'There is no Person "nobody"'
    ends 0 himaya keys
    says "People: 2 sealed, 0 erased."
}

test_a_privacy_officer_erases_a_person_at_the_command_line() {
    himaya init >/dev/null
    people person 2
    himaya import records person people.csv >/dev/null
    ends 0 himaya user add officer --role privacy_officer --agency SLIS
    ends 0 himaya token add officer --for test --write
    HIMAYA_TOKEN=$(tail -1 out)
    export HIMAYA_TOKEN
    ends 1 himaya erase person OPEN-1 # not written once more
    complains "nobody was erased"
    ends 0 himaya erase person OPEN-1 --yes --reason "request 2019-12"
    says "the key is destroyed"
    unset HIMAYA_TOKEN
    ends 0 himaya keys
    says "People: 1 sealed, 1 erased."
    ends 0 himaya audit verify
}
