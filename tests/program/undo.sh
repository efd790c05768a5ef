test_an_import_is_taken_back_by_its_number() {
    himaya init --pack az
    printf 'tax_id,name\n1,Flour\n2,Bricks\n' >first.csv
    ends 0 himaya import records employer first.csv
    says 'himaya import undo 1'
    ends 0 himaya import undo 1
    says '2 removed'
    refused 'taken back already' himaya import undo 1
    refused 'no import with the number "7"' himaya import undo 7
    ends 0 himaya import records employer first.csv
    says 'himaya import undo 2'
    ends 0 himaya audit verify
}

test_what_was_changed_since_is_named_and_nothing_is_taken_back() {
    himaya init --pack az
    printf 'tax_id,name\n1,Flour\n2,Bricks\n' >first.csv
    himaya import records employer first.csv
    id=$(sqlite3 store.db "SELECT id FROM employer WHERE tax_id = '2'")
    printf 'id,tax_id,name\n%s,2,Brick works\n' "$id" >second.csv
    ends 0 himaya import records employer second.csv
    refused 'Brick works was changed since.' himaya import undo 1
    [ "$(sqlite3 store.db 'SELECT count(*) FROM employer')" = 2 ]
    ends 0 himaya import undo 2
    [ "$(sqlite3 store.db "SELECT name FROM employer WHERE tax_id = '2'")" = Bricks ]
}
