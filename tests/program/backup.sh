export HIMAYA_PASSPHRASE="seven quiet boats at noon"

filled() {
    needs_file
    himaya init --pack az
    printf 'number,received_on\nC-1,2019-01-01\nC-2,2019-02-01\n' >complaints.csv
    himaya import records complaint complaints.csv
}

test_a_backup_comes_back() {
    filled
    ends 0 himaya backup a.himaya
    says "a.himaya: a backup of"
    ends 1 himaya backup a.himaya
    complains "such a file already"
    ends 1 himaya restore a.himaya
    complains "There is a store already"
    mv store.db lost.db
    ends 0 himaya restore a.himaya
    says "everything in it was checked"
    ends 0 himaya audit verify
    says "A backup was restored; times: 1."
    test "$(himaya audit verify | grep -c vouches)" = 1
    ls | grep -q 'image\|restored\|new' && return 1
    sed -i 's/C-/D-/' complaints.csv
    ends 0 himaya import records complaint complaints.csv
}

test_a_backup_goes_to_another_place_with_its_key_file() {
    filled
    head -c 32 /dev/urandom >backup.key
    ends 0 himaya backup --key-file backup.key b.himaya
    ends 1 himaya restore b.himaya --to other.db
    complains "key file"
    ends 1 himaya restore b.himaya --to other.db --key-file backup.key
    complains "key file of the store is missing"
    test ! -e other.db
    cp store.db.keys other.db.keys
    ends 0 himaya restore b.himaya --to other.db --key-file backup.key
    ends 0 "$himaya" --store other.db audit verify
}

test_a_wrong_passphrase_and_no_backup_are_refused() {
    filled
    ends 0 himaya backup c.himaya
    export HIMAYA_PASSPHRASE="six loud boats at midnight"
    ends 1 himaya restore c.himaya --to other.db
    complains "is another one"
    ends 1 himaya restore complaints.csv --to other.db
    complains "no backup of Himaya"
    HIMAYA_PASSPHRASE=short
    ends 1 himaya backup d.himaya
    complains "at least 12"
    test ! -e d.himaya
}
