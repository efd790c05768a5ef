# himaya screen: files of every kind of badness, and what becomes of them.

columns=contract_id,person_id,birth_date,sex,employer_id,occupation_code,industry_code,start_date,end_date,weekly_hours,night_work,district,wage,written_consent
adult=C1,P1,1980-05-06,F,14001,2341,8510,2019-06-01,,40,1,BA,500.00,0
child=C2,P2,2005-03-02,M,14001,2341,8510,2019-06-01,,20,0,BA,500.00,1

# register LINE…: a file r.csv with the columns and these lines (printf escapes)
register() {
    printf '%s\n' "$columns" >r.csv
    for line in "$@"; do printf "$line\n" >>r.csv; done
}
# found RULES…: the last column of flagged.csv, row by row
found() {
    for rules in "$@"; do echo "$rules"; done >wanted
    sed 1d out.d/flagged.csv | tr -d '\r' | sed 's/.*,//' | diff wanted -
}
# refused_lines "LINE KIND" …
refused_lines() {
    for one in "$@"; do echo "$one"; done >wanted
    sed 1d out.d/refused.csv | awk -F, '{print $1 " " $3}' | diff wanted -
}

test_screen_finds_the_rows_that_break_a_rule() {
    register "$adult" "$child" C3,P3,2003-05-02,F,1,7112,4100,2019-06-01,,40,1,GA,300.00,1 \
        C4,P4,,F,1,2341,8510,2019-06-01,,40,0,GA,300.00,1
    ends 0 "$himaya" screen r.csv --pack az --out out.d
    quiet
    says "Contracts read: 4; flagged: 3; with something that cannot be read: 0."
    says "MIN_AGE: 1 (Hired below"
    found MIN_AGE 'HAZARD;HOURS;NIGHT' DATA
    head -1 out.d/flagged.csv | grep -qx "$columns,rules"
    sed -n 2p out.d/flagged.csv | grep -qxF "$child,MIN_AGE"
    printf 'rule,district,n\nDATA,GA,1\nHAZARD,GA,1\nHOURS,GA,1\nMIN_AGE,BA,1\nNIGHT,GA,1\n' |
        diff - out.d/counts.csv
    echo 'line,column,what,value' | diff - out.d/refused.csv
    [ "$(ls out.d | wc -l)" = 3 ]
    [ ! -e himaya.db ]
}

test_screen_names_every_bad_row_and_goes_on() {
    register "$child" C5,P5,2005-03-02 "$child,more,cells" \
        C6,P6,2005-03-02,M,1,2341,8510,01.06.2019,,20,0,BA,1,1 \
        C7,P7,31.12.2003,M,1,2341,8510,2019-06-01,,20,0,BA,1,1 \
        C8,P8,2003-06-02,M,1,2341,8510,2019-06-01,,forty,0,BA,1,1 \
        'C9,P9\000,2005-03-02,M,1,2341,8510,2019-06-01,,20,0,BA,1,1' \
        'C10,P10,2005-03-02,M,caf\351,2341,8510,2019-06-01,,20,0,BA,1,1' \
        'C11,P11,2005-03-02,M,"Star" Ltd,2341,8510,2019-06-01,,20,0,BA,1,1' \
        'C12,P12,2005-03-02,M,Star "A" Ltd,2341,8510,2019-06-01,,20,0,BA,1,1' \
        C13,P13,2005-03-02,M,1,2341,8510,,,20,0,BA,1,1 "$child"
    ends 1 "$himaya" screen r.csv --pack az --out out.d
    says "Contracts read: 12; flagged: 3; with something that cannot be read: 9."
    found MIN_AGE DATA MIN_AGE
    refused_lines "3 width" "4 width" "5 start_date" "7 value" "8 nul_byte" "9 encoding" \
        "10 quotes" "11 quotes" "12 start_date"
    grep -qx '5,start_date,start_date,01.06.2019' out.d/refused.csv
    grep -qx '7,weekly_hours,value,forty' out.d/refused.csv
    grep -q '^9,employer_id,encoding,caf' out.d/refused.csv
    complains 'r.csv:3: This row has 3 columns and the first line 14'
    complains 'r.csv:5: start_date: "01.06.2019" is no start date; write it like 2019-09-01'
    complains 'r.csv:7: weekly_hours: "forty" is no number'
    complains 'r.csv:8: person_id: There is a byte 0'
    complains 'r.csv:9: employer_id: "caf�" is not UTF-8'
    complains 'r.csv:10: The quotes of this row'
    complains 'r.csv:12: start_date: The start date is missing'
}

test_screen_shows_the_first_twenty_of_a_kind() {
    printf '%s\n' "$columns" >r.csv
    for i in $(seq 33); do echo "short,row"; done >>r.csv
    ends 1 "$himaya" screen r.csv --out out.d
    [ "$(grep -c '^r.csv:' err)" = 20 ]
    complains "These are the first 20 of 33 faults."
    [ "$(sed 1d out.d/refused.csv | wc -l)" = 33 ]
}

test_screen_reads_marks_returns_and_quotes() {
    printf '\357\273\277%s\r\n%s\r\n\r\n' "$columns" "$child" >r.csv
    printf 'C3,P3,"2005-03-02",M,"One,\r\n ""Two""",2341,8510,"2019-06-01",,20,0,"B,A",1,"1"' >>r.csv
    ends 0 "$himaya" screen r.csv --out out.d
    says "Contracts read: 2; flagged: 2;"
    [ "$(head -c 3 out.d/flagged.csv | od -An -tx1 | tr -d ' ')" = efbbbf ]
    printf '%s,MIN_AGE\r\n' "$child" | cmp - "$(sed -n 2p out.d/flagged.csv >second; echo second)"
    grep -qx 'MIN_AGE,"B,A",1' out.d/counts.csv
    tr ',' ';' <<X >r.csv
$columns
$child
X
    ends 0 "$himaya" screen r.csv --out out.d
    found "$(echo "$child" | tr ',' ';');MIN_AGE" || grep -q ';"MIN_AGE"$' out.d/flagged.csv
}

# A quote that was forgotten costs its own row and not those behind it.
test_screen_is_not_swallowed_by_an_open_quote() {
    register "$child" 'C3,"P3,2005-03-02,M,1,2341,8510,2019-06-01,,20,0,BA,1,1' "$child" "$adult" "$child"
    ends 1 "$himaya" screen r.csv --out out.d
    found MIN_AGE MIN_AGE MIN_AGE
    refused_lines "3 quotes"
}

test_screen_reads_a_stream_and_gzip_the_same() {
    register "$child" "$adult" "$child" bad
    ends 1 "$himaya" screen r.csv --out plain
    gzip -k r.csv
    ends 1 "$himaya" screen r.csv.gz --out packed
    diff -r plain packed
    mv r.csv.gz no_such_ending
    ends 1 sh -c "cat no_such_ending | '$himaya' screen - --out piped"
    diff -r plain piped
    ends 1 sh -c "cat r.csv | '$himaya' screen - --out stream --threads 1"
    diff -r plain stream
    ends 1 sh -c "'$himaya' screen - --out given --threads 3 <r.csv"
    diff -r plain given
    complains "-:5: This row has 1 columns"
    head -c 60 no_such_ending >short
    ends 1 "$himaya" screen short --out cut
    complains "This gzip file ends in the middle"
    [ ! -e cut/flagged.csv ]
    [ -z "$(ls cut 2>/dev/null)" ]
}

test_screen_gives_the_same_for_any_number_of_threads() {
    rows=$(built bench/screen-rows)
    [ -x "$rows" ] || { echo "skipped: no generator here"; exit 77; }
    "$rows" 30000 worst >r.csv
    echo bad,row >>r.csv
    ends 1 "$himaya" screen r.csv --out one --threads 1
    for n in 2 3 8; do
        ends 1 "$himaya" screen r.csv --out many --threads $n
        diff -r one many
    done
}

# The address space that the program may take; the sanitizers need more than there is.
space() {
    grep -q __asan_init "$himaya" || ulimit -v "$1"
}

# A field of 300 MB in a quarter of that memory; the rows around it are screened.
test_screen_keeps_little_in_memory() {
    {
        printf '%s\n%s\nC3,' "$columns" "$child"
        head -c 300000000 /dev/zero | tr '\0' x
        printf ',2005-03-02\n%s\nC4,"' "$child"
        head -c 20000000 /dev/zero | tr '\0' y
        printf '",2005-03-02\n%s\n' "$child"
    } >big.csv
    little() { (space 75000; "$himaya" screen "$@" --threads 2); }
    ends 1 little big.csv --out out.d
    found MIN_AGE MIN_AGE MIN_AGE
    refused_lines "3 long" "5 long"
    complains "big.csv:3: This row is longer than a million bytes"
    piped() { cat big.csv | little - --out stream; }
    ends 1 piped
    diff -r out.d stream
    rm big.csv
}

test_screen_takes_a_list_and_rules_for_one_run() {
    register C3,P3,2003-05-02,F,1,9999,8510,2019-06-01,,30,0,GA,300.00,1
    ends 0 "$himaya" screen r.csv --out out.d
    says "Contracts read: 1; flagged: 0;"
    printf 'code\n9999\n' >mine.csv
    ends 0 "$himaya" screen r.csv --out out.d --list hazardous=mine.csv
    found HAZARD
    sed 's/weekly_hours > 36)}/weekly_hours > 28)}/' "$project/packs/az/law/rules.yaml" >changed.yaml
    ends 0 "$himaya" screen r.csv --out tried --rules changed.yaml
    says "HOURS: 0 today, 1 under the changed rules."
    says "Contracts that only the changed rules flag: 1; that only today's flag: 0."
    grep -qx 'HOURS,0,1,0,1' tried/compare.csv
    grep -q ',HOURS$' tried/flagged.csv
    ends 2 "$himaya" screen r.csv
    complains "--out FOLDER"
    ends 1 "$himaya" screen r.csv --out out.d --list nowhere=mine.csv
    ends 2 "$himaya" screen r.csv --out out.d --threads none
}

test_screen_writes_all_or_nothing() {
    register "$child"
    ends 1 "$himaya" screen nowhere.csv --out out.d
    complains "nowhere.csv: This file cannot be opened"
    ends 1 "$himaya" screen . --out out.d
    complains "This is a folder"
    ends 1 "$himaya" screen r.csv --out r.csv
    complains "cannot be written"
    ends 1 "$himaya" screen r.csv --out /proc/nothing
    complains "This folder cannot be made"
    echo "contract_id,start_date" >short.csv
    ends 1 "$himaya" screen short.csv --out out.d
    complains 'The column "birth_date" is missing'
    : >empty.csv
    ends 1 "$himaya" screen empty.csv --out out.d
    complains "This register is empty"
    [ ! -e out.d ]
    # What stood there before stays when there is no room for the new.
    ends 0 "$himaya" screen r.csv --out out.d
    cp -r out.d before
    for i in $(seq 3000); do echo "$child"; done >>r.csv
    ends 1 sh -c "trap '' XFSZ; ulimit -f 100; '$himaya' screen r.csv --out out.d"
    complains "flagged.csv: This file cannot be written"
    diff -r before out.d
    # Nor does it matter how the program ends.
    mkfifo slow
    "$himaya" screen slow --out out.d &
    { cat r.csv; kill -9 $!; sleep 0.1; } >slow
    wait $! && return 1
    diff -r before out.d
}
