test_init_brings_the_pack_once() {
    ends 0 himaya init --pack az
    says " is ready, with the pack az."
    before=$(changes)
    ends 0 himaya init --pack az
    says "nothing was changed"
    [ "$before" = "$(changes)" ]
}

# complaints LINE…: a file of complaints
complaints() {
    printf '%s\n' "$@" >complaints.csv
}

test_records_are_added_in_any_order_of_columns() {
    himaya init --pack az
    complaints 'channel,received_on,number,referred_by,anonymous' \
        'Hotline,2019-03-07,C-1,SLIS,yes' 'web,2019-03,C-2,,no'
    ends 0 himaya import records complaint complaints.csv
    says "Complaint: 2 added."
    quiet
}

test_semicolons_windows_ends_and_a_mark_are_read() {
    printf '\357\273\277number;received_on\r\nC-1;2019-03-07\r\n' >complaints.csv
    ends 0 himaya import records complaint complaints.csv
    says "Complaint: 1 added."
}

test_records_without_a_number_are_simply_stored() {
    complaints 'number,received_on' ',2019-01-01' ',2019-01-01'
    ends 0 himaya import records complaint complaints.csv
    says "Complaint: 2 added."
}

test_one_fault_keeps_everything_out() {
    complaints 'number,received_on' 'C-1,2019-01-01' 'C-2,01.02.2019' 'C-3,2019-02-30'
    refused 'complaints.csv:3:5: received_on: "01.02.2019" is not read as a date' \
        himaya import records complaint complaints.csv
    complains 'complaints.csv:4:5: received_on: "2019-02-30" is not a date'
    complains 'Nothing of this file was stored.'
    complaints 'number,received_on' 'C-1,2019-01-01'
    ends 0 himaya import records complaint complaints.csv
}

test_a_missing_column_is_named() {
    complaints 'number,channel' 'C-1,web'
    refused 'The column "received_on" is missing' himaya import records complaint complaints.csv
}

test_an_unknown_or_doubled_column_is_named() {
    complaints 'number,received_on,chanel' 'C-1,2019-01-01,web'
    refused 'complaints.csv:1:20: A complaint has no field "chanel"; the column may be meant for channel' \
        himaya import records complaint complaints.csv
    complaints 'number,received_on,number' 'C-1,2019-01-01,C-2'
    refused 'The column "number" stands twice.' himaya import records complaint complaints.csv
}

test_a_duplicate_key_is_named_with_both_lines() {
    complaints 'number,received_on' 'C-1,2019-01-01' 'C-2,2019-01-01' 'C-1,2019-01-02'
    refused 'complaints.csv:4:1: number: "C-1" stands on line 2 already' \
        himaya import records complaint complaints.csv
    complaints 'number,received_on' 'C-1,2019-01-01'
    ends 0 himaya import records complaint complaints.csv
    refused 'complaints.csv:2:1: number: There is a record of type "Complaint" with the same Number C-1 already' \
        himaya import records complaint complaints.csv
}

test_references_are_found_by_key_and_missing_ones_named() {
    printf 'tax_id,name,legal_form\n100,Bakery,legal_entity\n' >employers.csv
    ends 0 himaya import records employer employers.csv
    complaints 'number,received_on,employer' 'C-1,2019-01-01,100' 'C-2,2019-01-01,200'
    refused 'complaints.csv:3:16: employer: There is no employer with tax_id "200"' \
        himaya import records complaint complaints.csv
    complaints 'number,received_on,employer' 'C-1,2019-01-01,100' 'C-2,2019-01-01,100'
    ends 0 himaya import records complaint complaints.csv
}

test_a_reference_by_several_fields_has_spaces_or_slashes_between_them() {
    printf 'country,year,origin\nAZ,2019,national\n' >profiles.csv
    ends 0 himaya import records profile profiles.csv
    printf 'profile,number,text\nAZ 2019 national,1,One\nAzerbaijan/2019/national,2,Two\n' >sources.csv
    ends 0 himaya import records reference sources.csv
    says "2 added"
    printf 'profile,number,text\nAZ 2018 national,1,One\n' >sources.csv
    refused 'There is no profile with country year origin "AZ 2018 national"' \
        himaya import records reference sources.csv
}

test_dates_of_one_record_must_follow_each_other() {
    complaints 'number,received_on,closed_on' 'C-1,2019-05-01,2019-04-01'
    refused 'closed_on: "2019-04-01" lies before "2019-05-01"' \
        himaya import records complaint complaints.csv
}

test_money_needs_its_currency() {
    printf 'imposed_on,amount,currency\n2019-01-01,1160.50,AZN\n' >penalties.csv
    ends 0 himaya import records penalty penalties.csv
    printf 'imposed_on,amount,currency\n2019-01-01,1160.50,\n' >penalties.csv
    refused 'An amount of money needs its currency' himaya import records penalty penalties.csv
    printf 'imposed_on,amount,currency\n2019-01-01,"1,160",AZN\n' >penalties.csv
    refused 'penalties.csv:2:12: amount: "1,160" is not an amount of money' \
        himaya import records penalty penalties.csv
}

test_what_is_no_utf8_csv_is_refused() {
    printf 'number,received_on\nC-1,2019-01-01\nCaf\351,2019-01-01\n' >latin.csv
    refused 'latin.csv:3:4: This letter is not UTF-8' himaya import records complaint latin.csv
    printf '\377\376n\000u\000' >utf16.csv
    refused 'saved as UTF-16' himaya import records complaint utf16.csv
    : >empty.csv
    refused 'This file is empty. Its first line names the fields, as in: number,received_on' \
        himaya import records complaint empty.csv
    printf 'number,received_on\n' >header.csv
    refused 'no record under its first line' himaya import records complaint header.csv
    printf '\211PNG\r\n\032\n' >photo.csv
    refused 'This is a picture' himaya import records complaint photo.csv
    printf 'PK\003\004....' >book.xlsx
    refused 'Word, Excel or ZIP' himaya import records complaint book.xlsx
    printf 'number,received_on\n"C-1,2019-01-01\n' >open.csv
    refused 'open.csv:2:1: The quotation mark that opens here is never closed' \
        himaya import records complaint open.csv
}

test_a_very_long_line_is_refused() {
    { printf 'number,received_on\n'; head -c 3000000 /dev/zero | tr '\0' x; } >long.csv
    refused 'longer than 1 MB' himaya import records complaint long.csv
    truncate -s 1G huge.csv
    refused 'larger than the 256 MB' himaya import records complaint huge.csv
}

test_fifty_faults_are_shown_and_the_total_is_said() {
    {
        echo 'number,received_on'
        for i in $(seq 60); do echo "C-$i,soon"; done
    } >many.csv
    refused 'These are the first 50 of 60 faults.' himaya import records complaint many.csv
    [ "$(grep -c 'is not a date' err)" = 50 ]
}

test_an_unknown_type_and_a_missing_file_are_named() {
    complaints 'number,received_on' 'C-1,2019-01-01'
    refused 'There is no record type "complant"' himaya import records complant complaints.csv
    refused 'nowhere.csv: This file cannot be opened' himaya import records complaint nowhere.csv
    refused 'This is a folder' himaya import records complaint .
}

test_the_example_country_can_be_imported_as_its_order_says() {
    himaya init --pack az
    while read -r type; do
        [ -e "$project/examples/azerbaijan/$type.csv" ] || continue
        ends 0 himaya import records "$type" "$project/examples/azerbaijan/$type.csv"
        quiet
    done <"$project/examples/azerbaijan/order"
    ends 0 himaya audit verify
}
