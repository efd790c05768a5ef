# What only a database server can do to the program. Runs with tests/suites/postgres alone.
. "$here/interface.sh"

database() { psql -qAt "postgres://himaya@/himaya?host=$HIMAYA_POSTGRES" "$@"; }
# schema_of FILE: the schema that stands for a store file of this test
schema_of() { echo "t$(printf %s "$(realpath -m "$1")" | md5sum | cut -c1-20)"; }

# write_complaints SITE PREFIX COUNT: one after another; numbers of those acknowledged go to $2.kept
write_complaints() {
    : >"$2.kept"
    for n in $(seq "$3"); do
        status=$(curl -s -m 20 -o "$2.answer" -w '%{http_code}' -H "Authorization: Bearer $token" \
            -H "Content-Type: application/json" "$1/api/v1/records/complaint" \
            --data "{\"values\":{\"number\":\"$2-$n\",\"received_on\":\"2019-03-07\",\"district\":\"BA\"}}")
        case $status in
        201) echo "$2-$n" >>"$2.kept" ;;
        *) echo "$2-$n $status $(head -c 300 "$2.answer")" >>"$2.refused" ;;
        esac
    done
}

# all_kept PREFIX…: each acknowledged complaint is in the store, and the chain holds
all_kept() {
    himaya export records complaint --columns number >kept.csv
    for prefix in "$@"; do
        while read -r number; do
            grep -q "^\"\?$number\"\?" kept.csv || { echo "$number was acknowledged and is lost"; return 1; }
        done <"$prefix.kept"
    done
    ends 0 himaya audit verify
}

# second_server: another process on the same database; its port is in $other
second_server() {
    : >served2
    "$himaya" --store store.db serve --listen 127.0.0.1:0 >served2 2>served2.err &
    second=$!
    trap 'kill $server $second 2>/dev/null; wait' EXIT
    for _ in $(seq 200); do
        other=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\).*/\1/p' served2)
        [ -n "$other" ] && return
        sleep 0.05
    done
    cat served2.err
    return 1
}

test_two_servers_on_one_database_write_one_chain() {
    office_with_inspector
    second_server
    write_complaints "$site" A 60 &
    one=$!
    write_complaints "http://127.0.0.1:$other" B 60
    wait "$one"
    [ "$(cat A.kept B.kept | wc -l)" = 120 ] || { cat ./*.refused; return 1; }
    all_kept A B
    # Whoever was told to go is told so by both: a token that is withdrawn opens neither.
    ends 0 himaya token revoke inspector --all || ends 0 himaya user block inspector
    sleep 6
    for port in "$port" "$other"; do
        status=$(curl -s -o answer -w '%{http_code}' -H "Authorization: Bearer $token" "http://127.0.0.1:$port/api/v1/me")
        [ "$status" = 401 ] || { echo "port $port still answers $status"; return 1; }
    done
}

# own_server: the rest of this test has a server of its own, which it may kill; it ends with the test
own_server() {
    HIMAYA_POSTGRES=$(mktemp -d)
    export HIMAYA_POSTGRES
    "$project/tools/dev-postgres" start "$HIMAYA_POSTGRES" >/dev/null
    mkdir "$HIMAYA_POSTGRES/made"
    trap stop_all EXIT
}
# What this test started.
stop_all() {
    for process in ${server-} ${second-} ${standby_process-}; do
        kill "$process" 2>/dev/null || :
    done
    wait
    for folder in "$HIMAYA_POSTGRES" ${standby-}; do
        "$project/tools/dev-postgres" stop "$folder" || :
    done
}

test_a_database_that_dies_and_comes_back_loses_nothing_that_was_acknowledged() {
    own_server
    office_with_inspector
    trap stop_all EXIT
    write_complaints "$site" K 150 &
    writer=$!
    sleep 1
    "$project/tools/dev-postgres" kill "$HIMAYA_POSTGRES"
    sleep 1
    "$project/tools/dev-postgres" again "$HIMAYA_POSTGRES"
    wait "$writer"
    kill -0 "$server"
    write_complaints "$site" L 20
    grep -q L-20 L.kept || { echo "the program does not recover"; tail -3 L.refused; return 1; }
    [ -s K.kept ]
    if [ -s K.refused ]; then
        grep -qi "try again" K.refused || { echo "the refusal is not clear"; head -3 K.refused; return 1; }
    fi
    all_kept K L
}

test_a_row_that_another_holds_gives_a_clear_answer() {
    office_with_inspector
    send 201 POST /records/complaint '{"values":{"number":"C-1","received_on":"2019-03-07","district":"BA"}}'
    id=$(value .id)
    schema=$(schema_of store.db)
    database -c "BEGIN; SELECT 1 FROM $schema.complaint WHERE id = '$id' FOR UPDATE; SELECT pg_sleep(9); COMMIT" >/dev/null &
    holder=$!
    sleep 1
    token_before=$token
    status=$(curl -s -m 30 -o answer -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token_before" \
        -H 'If-Match: "1"' -H "Content-Type: application/json" "$api/records/complaint/$id" \
        --data '{"values":{"answer_due_on":"2019-04-07"}}')
    case $status in 5??) ;; *) echo "answered $status"; cat answer; return 1 ;; esac
    grep -qi "try again" answer || { cat answer; return 1; }
    wait "$holder"
    send 200 PATCH "/records/complaint/$id" '{"values":{"answer_due_on":"2019-04-07"}}' -H 'If-Match: "1"'
    ends 0 himaya audit verify
}

test_a_deadlock_ends_with_a_clear_answer_and_nothing_half_done() {
    office_with_inspector
    printf 'number,received_on,district\nD-1,2019-01-01,BA\nD-2,2019-01-02,BA\n' >two.csv
    ends 0 himaya import records complaint two.csv
    ask 200 GET "/records/complaint?columns=number&sort=number"
    first=$(value '.records[] | select(.values.number == "D-1") | .id')
    second=$(value '.records[] | select(.values.number == "D-2") | .id')
    schema=$(schema_of store.db)
    database -c "BEGIN; SELECT 1 FROM $schema.complaint WHERE id = '$second' FOR UPDATE; SELECT pg_sleep(2);
        SELECT 1 FROM $schema.complaint WHERE id = '$first' FOR UPDATE; COMMIT" >other.out 2>other.err &
    other=$!
    sleep 1
    printf 'id,sector\n%s,\n%s,\n' "$first" "$second" >change.csv
    printf 'id,answer_due_on\n%s,2019-05-01\n%s,2019-05-01\n' "$first" "$second" >change.csv
    status=0
    himaya import records complaint change.csv >out 2>err || status=$?
    wait "$other" || true
    if [ "$status" = 0 ]; then
        grep -qi deadlock other.err || { echo "nobody met a deadlock"; return 1; }
    else
        grep -qi "try again" err || { cat err; return 1; }
        ends 0 himaya import records complaint change.csv
    fi
    ends 0 himaya audit verify
}

test_the_program_runs_with_least_rights() {
    schema=least
    database -c "DROP SCHEMA IF EXISTS $schema CASCADE; DROP ROLE IF EXISTS least_owner; DROP ROLE IF EXISTS least_program;
        CREATE ROLE least_owner LOGIN; CREATE ROLE least_program LOGIN; CREATE SCHEMA $schema AUTHORIZATION least_owner;"
    at="/himaya?host=$HIMAYA_POSTGRES&options=-csearch_path%3D$schema"
    export HIMAYA_KEYS="$PWD/least.keys" HIMAYA_ANCHOR="$PWD/least.anchor"
    ends 0 "$HIMAYA_PROGRAM" --store "postgres://least_owner@$at" init --pack az
    database -v schema=$schema -v program=least_program -f "$project/packaging/postgres-rights.sql"
    printf 'number,received_on\nL-1,2019-01-01\n' >one.csv
    ends 0 "$HIMAYA_PROGRAM" --store "postgres://least_program@$at" import records complaint one.csv
    ends 0 "$HIMAYA_PROGRAM" --store "postgres://least_program@$at" audit verify
    for forbidden in "DELETE FROM store_audit" "UPDATE store_audit SET actor = 'x'" "DROP TABLE complaint" \
        "CREATE TABLE $schema.more (id text)" "TRUNCATE complaint"; do
        if psql -q "postgres://least_program@$at" -c "$forbidden" >out 2>&1; then
            echo "the program's role may: $forbidden"
            return 1
        fi
    done
}

test_a_store_is_copied_to_a_file_and_back() {
    office_with_inspector
    send 201 POST /records/complaint '{"values":{"number":"C-1","received_on":"2019-03-07","district":"BA"}}'
    id=$(value .id)
    send 200 PATCH "/records/complaint/$id" '{"values":{"answer_due_on":"2019-04-07"}}' -H 'If-Match: "1"'
    schema=$(schema_of store.db)
    address="postgres://himaya@/himaya?host=$HIMAYA_POSTGRES&options=-csearch_path%3D"
    export HIMAYA_KEYS="$PWD/store.db.keys" HIMAYA_ANCHOR="$PWD/copies.anchor"
    ends 0 "$HIMAYA_PROGRAM" copy "$address$schema" there.db
    rm copies.anchor
    database -c "CREATE SCHEMA back_$schema"
    ends 0 "$HIMAYA_PROGRAM" copy there.db "${address}back_$schema"
    rm copies.anchor
    ends 0 "$HIMAYA_PROGRAM" copy "${address}back_$schema" again.db
    sqlite3 there.db .dump | sort >one
    sqlite3 again.db .dump | sort >two
    cmp one two
    ends 0 "$HIMAYA_PROGRAM" --store again.db audit verify
    ends 1 "$HIMAYA_PROGRAM" copy there.db again.db
    complains "There is a store here already"
    # An interrupted copy leaves nothing behind.
    timeout -s KILL 0.02 "$HIMAYA_PROGRAM" copy there.db half.db || true
    [ ! -e half.db ] || ends 0 "$HIMAYA_PROGRAM" --store half.db audit verify
}

test_a_full_disk_is_told_and_nothing_acknowledged_is_lost() {
    [ "$(id -u)" = 0 ] || { echo "skipped: a small disk is mounted by root alone"; exit 77; }
    small=$(mktemp -d)
    mount -t tmpfs -o size=120m,mode=755 tmpfs "$small" 2>/dev/null || { echo "skipped: no disk can be mounted here"; exit 77; }
    folder=$small/server
    "$project/tools/dev-postgres" start "$folder" >/dev/null
    trap '"$project/tools/dev-postgres" stop "$folder"; umount "$small"; rmdir "$small"' EXIT
    export HIMAYA_KEYS="$PWD/full.keys" HIMAYA_ANCHOR="$PWD/full.anchor"
    store="postgres://himaya@/himaya?host=$folder"
    ends 0 "$HIMAYA_PROGRAM" --store "$store" init --pack az
    : >done
    full=
    for n in $(seq 400); do
        printf 'number,topic,held_on,kind,audience\n' >many.csv
        seq 400 | awk -v n="$n" '{ s = sprintf("%0900d", $1); print "T-" n "-" $1 "," s ",2019-01-01,," }' >>many.csv
        sed -i 's/,,$/,refresher,labor_inspectors/' many.csv
        if "$HIMAYA_PROGRAM" --store "$store" import records training many.csv >out 2>err; then
            echo "$n" >>done
        else
            full=yes
            break
        fi
    done
    [ -n "$full" ] || { echo "the disk was never full"; return 1; }
    complains "disk of the database is full" || complains "try again"
    "$HIMAYA_PROGRAM" --store "$store" report findings --country AZ --year 2019 >out 2>err || true
    "$project/tools/dev-postgres" again "$folder" >/dev/null 2>&1 || true
    mount -o remount,size=400m "$small"
    "$project/tools/dev-postgres" again "$folder" >/dev/null 2>&1 || true
    for _ in $(seq 60); do # it may have to mend itself first
        psql -qAt "$store" -c "SELECT 1" >/dev/null 2>&1 && break
        sleep 0.5
    done
    ends 0 "$HIMAYA_PROGRAM" --store "$store" audit verify
    kept=$(psql -qAt "$store" -c "SELECT count(DISTINCT split_part(number, '-', 2)) FROM training")
    [ "$kept" = "$(wc -l <done)" ] || { echo "$kept files are kept, $(wc -l <done) were acknowledged"; return 1; }
    ends 0 "$HIMAYA_PROGRAM" --store "$store" import records training many.csv
}

test_the_law_as_sql_flags_the_rows_that_the_check_flags() {
    "$(built tools/law-contracts)" 200000 7 contracts.csv flagged.csv
    "$himaya" law sql --dialect postgres >law.sql
    columns=$(head -1 contracts.csv | tr -d '\r' | sed 's/,/ text,/g')
    database -c "CREATE SCHEMA lawful" -c "SET search_path = lawful" \
        -c "CREATE TABLE contracts ($columns text)" \
        -c "\\copy contracts FROM 'contracts.csv' CSV HEADER" \
        -c "CREATE VIEW flagged AS $(cat law.sql)" \
        -c "\\copy (SELECT contract_id, rules FROM flagged) TO 'found.csv' CSV" \
        -c "DROP SCHEMA lawful CASCADE" >out 2>&1 || { cat out; return 1; }
    tr -d '\r' <flagged.csv | sort >wanted
    sort found.csv >found
    [ "$(wc -l <wanted)" -gt 50000 ]
    cmp wanted found || { diff wanted found | head; return 1; }
}

test_the_law_as_sql_takes_columns_of_other_types() {
    "$himaya" law sql --dialect postgres >law.sql
    [ "$(database -c "CREATE SCHEMA typed" -c "SET search_path = typed" \
        -c "CREATE TABLE contracts (contract_id text, person_id text, birth_date date, sex text, employer_id text,
            occupation_code text, industry_code text, start_date date, end_date date, weekly_hours numeric,
            night_work boolean, district text, wage numeric, written_consent boolean)" \
        -c "INSERT INTO contracts (contract_id, birth_date, start_date, weekly_hours, night_work)
            VALUES ('a', '2010-01-01', '2019-06-01', 40.0, true), ('b', '1980-01-01', '2019-06-01', 40, true),
            ('c', NULL, '2019-06-01', 40, true), ('d', '2004-05-05', '2019-06-01', 24, false)" \
        -c "CREATE VIEW flagged AS $(cat law.sql)" \
        -c "SELECT string_agg(contract_id || ' ' || rules, ', ' ORDER BY contract_id) FROM flagged" \
        -c "DROP SCHEMA typed CASCADE" 2>/dev/null)" = "a MIN_AGE;HOURS;NIGHT, c DATA, d CONSENT" ]
}

# jobs_are STATE COUNT: waits until so many jobs of imports are in that state
jobs_are() {
    for _ in $(seq 600); do
        there=$(database -c "SELECT count(*) FROM $schema.job WHERE kind = 'import' AND state = '$1'")
        [ "$there" -ge "$2" ] && return
        sleep 0.1
    done
    database -c "SELECT number, state, tries, done, left(result, 200) FROM $schema.job" | head -60
    return 1
}
# chief_imports: $token is of somebody who may import
chief_imports() {
    ends 0 himaya user add chief --role inspection_supervisor --agency SLIS --office SLIS-BA --full-name "Chief"
    ends 0 himaya token add chief --for imports --write
    token=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    schema=$(schema_of store.db)
}

test_fifty_jobs_shared_by_two_processes_are_each_done_once() {
    office_with_inspector
    chief_imports
    second_server
    for n in $(seq 50); do # without a number: one that was done twice would be stored twice
        printf 'received_on,district\n2019-%02d-%02d,BA\n' $((n / 28 + 1)) $((n % 28 + 1)) >one.csv
        [ $((n % 2)) = 0 ] && api=http://127.0.0.1:$other/api/v1 || api=$site/api/v1
        ask 202 POST /records/complaint/import -H 'Content-Type: text/csv' --data-binary @one.csv
    done
    jobs_are done 50
    [ "$(database -c "SELECT count(*), count(DISTINCT received_on) FROM $schema.complaint")" = "50|50" ]
    [ "$(database -c "SELECT count(*) FROM $schema.job WHERE kind = 'import' AND tries <> 1")" = 0 ]
    ends 0 himaya audit verify
}

test_a_job_of_a_process_that_was_killed_is_finished_by_another() {
    office_with_inspector
    chief_imports
    { echo received_on,district; seq 2000 | sed 's/.*/2019-03-07,BA/'; } >many.csv
    ask 202 POST /records/complaint/import -H 'Content-Type: text/csv' --data-binary @many.csv
    job=$(value .job)
    jobs_are running 1
    kill -9 "$server"
    wait "$server" || :
    [ "$(database -c "SELECT count(*) FROM $schema.complaint")" = 0 ] || { echo "it was too quick"; return 1; }
    second_server
    trap 'kill "$second" 2>/dev/null || :; wait' EXIT
    # The lease of two minutes has ended, as far as the other knows.
    database -c "UPDATE $schema.job SET leased_until = '2020-01-01T00:00:00Z' WHERE state = 'running'"
    jobs_are done 1
    [ "$(database -c "SELECT count(*) FROM $schema.complaint")" = 2000 ]
    api=http://127.0.0.1:$other/api/v1
    ask 200 GET "/jobs/$job"
    is .state done
    [ "$(database -c "SELECT tries FROM $schema.job WHERE number = '$job'")" = 2 ]
    ends 0 himaya audit verify
}

test_a_session_is_of_both_processes_and_tries_to_sign_in_are_counted_by_both() {
    . "$here/sign_in.sh"
    staff clerk:inspector
    serve
    second_server
    first_site=$site other_site=http://127.0.0.1:$other
    enter clerk
    site=$other_site
    see 200 /en/account
    shows "this one"
    site=$first_site
    see 200 /en/account
    cp jar left.jar
    site=$other_site
    see 200 /en/account
    send 303 /en/sign-out
    for site in $other_site $first_site; do # ended at both, for whoever kept the cookie too
        cp left.jar jar
        see 303 /en/account
        leads /en/sign-in
    done
    rm -f jar
    site=$first_site
    see 200 /en/sign-in
    for n in 1 2 3 4 5; do
        [ "$site" = "$first_site" ] && site=$other_site || site=$first_site
        send 422 /en/sign-in name=clerk "password=not this one" >tried || break
    done
    [ "$status" = 429 ]
    shows "There were too many tries. Wait "
    for site in $first_site $other_site; do
        send 429 /en/sign-in name=clerk "password=not this one"
    done
}

test_a_standby_that_is_promoted_goes_on_where_the_server_ended() {
    own_server
    standby=$(mktemp -d)
    "$project/tools/dev-postgres" standby "$standby" "$HIMAYA_POSTGRES"
    export HIMAYA_POSTGRES_HOSTS="$HIMAYA_POSTGRES,$standby"
    office_with_inspector
    trap stop_all EXIT
    write_complaints "$site" P 20
    [ "$(wc -l <P.kept)" = 20 ] || { cat P.refused; return 1; }
    "$project/tools/dev-postgres" kill "$HIMAYA_POSTGRES"
    write_complaints "$site" Q 2
    grep -qi "try again" Q.refused || { echo "the refusal is not clear"; cat Q.refused; return 1; }
    "$project/tools/dev-postgres" promote "$standby"
    began=$(date +%s)
    until grep -q . R.kept 2>/dev/null; do
        [ $(($(date +%s) - began)) -lt 15 ] || { echo "it does not go on"; cat R.refused; return 1; }
        write_complaints "$site" R 1
    done
    kill -0 "$server"
    write_complaints "$site" S 20
    [ "$(wc -l <S.kept)" = 20 ] || { cat S.refused; return 1; }
    all_kept P R S
}

test_a_backup_of_a_database_says_what_to_do() {
    ends 0 himaya init --pack az
    ends 1 himaya backup copy.himaya
    complains "pg_dump"
    complains "key file"
    [ ! -e copy.himaya ]
    # What it says is done: the dump comes back as a store whose chain holds.
    schema=$(schema_of store.db)
    pg_dump --format=custom --schema="$schema" --file=himaya.dump "postgres://himaya@/himaya?host=$HIMAYA_POSTGRES"
    database -c "DROP SCHEMA $schema CASCADE" 2>/dev/null
    pg_restore --dbname="postgres://himaya@/himaya?host=$HIMAYA_POSTGRES" himaya.dump
    ends 0 himaya audit verify
}

test_health_tells_how_large_the_database_is() {
    office_with_inspector
    ends 0 himaya user add keeper --role administrator --agency SLIS --full-name "Keeper"
    ends 0 himaya token add keeper --for watching
    token=$(grep -oE '[A-Za-z0-9_-]{43}' out | head -1)
    before=$(database -c "SELECT pg_database_size('himaya')")
    ask 200 GET /admin/health
    after=$(database -c "SELECT pg_database_size('himaya')")
    told=$(value .store_bytes)
    [ "$told" -ge $((before / 2)) ] && [ "$told" -le $((after * 2)) ] || { echo "$told of $before"; return 1; }
    is '.checks[] | select(.name == "size") | .good' true
    value '.checks[] | select(.name == "size") | .says' | grep -q "$((told / 1000000))\."
    curl -sS "$site/metrics" | grep -q '^himaya_store_bytes [1-9]'
}
