# A server and commands at the same store at the same time.

# served: starts a server on this test's store; its address is in $address, its process in $server
served() {
    "$himaya" --store store.db serve --listen 127.0.0.1:0 >served.log 2>&1 &
    server=$!
    trap 'kill "$server" 2>/dev/null || :' EXIT
    address=
    for try in $(seq 100); do
        address=$(sed -n 's,.*\(http://127\.0\.0\.1:[0-9]*\).*,\1,p' served.log | head -1)
        [ -n "$address" ] && curl -s -o page "$address/" && return
        sleep 0.1
    done
    cat served.log
    return 1
}

test_a_command_does_not_take_the_log_from_under_a_server() {
    needs_file
    needs curl
    himaya init --pack az
    served
    before=$(stat -c %i store.db-wal)
    for number in 1 2 3; do
        printf 'code,name,agency,district\nT-%s,Office %s,SLIS,BA\n' "$number" "$number" >office.csv
        ends 0 himaya import records office office.csv
    done
    # The last one to leave tidies the log away; while the server runs that is not the command.
    [ "$(stat -c %i store.db-wal)" = "$before" ]
    ends 0 curl -s -f "$address/countries"
    kill "$server"
    wait "$server" || :
    ends 0 himaya audit verify
}
