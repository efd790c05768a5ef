# Signing in on the pages, as a browser without script would: forms, cookies, redirects.

# see STATUS PATH [CURL-OPTION…]: a page with the cookies of ./jar; ./page and ./headers
see() {
    wanted=$1 path=$2
    shift 2
    status=$(curl -sS -o page -D headers -b jar -c jar -w '%{http_code}' "$@" "$site$path")
    [ "$status" = "$wanted" ] && return
    echo "$path answered $status, wanted $wanted"
    sed 's/^/  /' headers page
    return 1
}
# send STATUS PATH NAME=VALUE…: a form, with the token of the page seen last
send() {
    status_wanted=$1 to=$2
    shift 2
    form_token=$(sed -n 's/.*name="form_token" value="\([^"]*\)".*/\1/p' page | head -1)
    set -- "$@" "form_token=$form_token"
    for pair in "$@"; do
        set -- "$@" --data-urlencode "$pair"
        shift
    done
    see "$status_wanted" "$to" -H "Origin: $site" "$@"
}
shows() {
    grep -qF -- "$1" page && return
    echo "the page does not show: $1"
    sed 's/^/  /' page
    return 1
}
# Unlike "! grep", which never ends a test (set -e passes over what is negated).
lacks() {
    grep -qF -- "$1" page || return 0
    echo "the page shows: $1"
    return 1
}
leads() {
    grep -qi "^location: $1" headers && return
    echo "it does not lead to $1"
    sed 's/^/  /' headers
    return 1
}

seed=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
# a code of now, or of the step after it
code() { oathtool --totp -b "$seed" ${1:+-N "now + 30 seconds"}; }

# One agency, and people with a password and codes: NAME:ROLE…
staff() {
    needs curl
    needs oathtool
    printf 'code,name,kind\nSLIS,Inspectorate,\n' >agency.csv
    ends 0 himaya import records agency agency.csv
    for who in "$@"; do
        printf 'name,full_name,agency,state\n%s,%s,SLIS,active\n' "${who%:*}" "${who%:*}" >user.csv
        ends 0 himaya import records user user.csv
        ends 0 himaya user role "${who%:*}" "${who#*:}"
        echo "wet harbour seven kettles" | himaya user password "${who%:*}" --from-input >out
        ends 0 himaya user codes "${who%:*}" --seed $seed
    done
}
enter() {
    rm -f jar
    see 200 /en/sign-in
    send 303 /en/sign-in "name=$1" "password=wet harbour seven kettles"
    leads "/en/sign-in/code"
    see 200 /en/sign-in/code
    used=$(code ${2-})
    send 303 /en/sign-in/code "code=$used"
    leads /en/work
}
# "clerk" signs in (clerk.jar), then one.admin, who looks for the clerk: $id
find_clerk_as_administrator() {
    enter clerk
    cp jar clerk.jar
    enter one.admin
    see 200 /en/admin/users
    id=$(sed -n 's|.*href="/en/admin/users/\([a-z0-9]*\)">clerk<.*|\1|p' page)
}

test_a_first_sign_in_sets_up_a_password_and_codes_before_anything_opens() {
    needs curl
    needs oathtool
    printf 'code,name,kind\nSLIS,Inspectorate,\n' >agency.csv
    ends 0 himaya import records agency agency.csv
    ends 0 himaya user add admin --role administrator --agency SLIS
    first=$(tail -1 out)
    serve
    see 200 /az/sign-in
    see 200 /en/sign-in
    send 422 /en/sign-in name= password=
    shows "Type your sign-in name"
    send 303 /en/sign-in name=admin "password=$first"
    for closed in /en/admin/users /en/records /en/work; do
        see 303 $closed
        leads /en/account
    done
    see 303 /en/account
    leads /en/account/password
    see 200 /en/account/password
    send 422 /en/account/password new_password=password1234 again=password1234
    shows "tried first"
    send 422 /en/account/password "new_password=wet harbour seven kettles" again=other
    shows "not the same"
    send 303 /en/account/password "new_password=wet harbour seven kettles" "again=wet harbour seven kettles"
    see 303 /en/account
    leads /en/account/codes
    see 200 /en/account/codes
    send 303 /en/account/codes step=begin
    see 200 /en/account/codes
    shows '<svg class="qr"'
    shows 'otpauth://totp/Himaya:admin?secret='
    seed=$(sed -n 's/.*id="seed">\([^<]*\)<.*/\1/p' page | tr -d ' ')
    send 422 /en/account/codes step=confirm code=000000
    send 200 /en/account/codes step=confirm "code=$(code)"
    [ "$(grep -oE '<li>[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}</li>' page | sort -u | wc -l)" = 10 ]
    see 200 /en/admin/users
}

test_wrong_names_and_wrong_passwords_get_the_same_page() {
    staff a.mammadova:inspector
    serve
    for name in nobody.here a.mammadova; do
        rm -f jar
        see 200 /en/sign-in
        send 422 /en/sign-in name=$name "password=not this one"
        shows "The name or the password is not right."
        sed -e "s/$name/NAME/g" -e 's/name="form_token" value="[^"]*"//g' page >page.$name
        sed -e '/^[Dd]ate:/d' -e '/^[Ss]et-[Cc]ookie:/d' -e '/^[Cc]ontent-[Ll]ength:/d' headers >headers.$name
        for _ in 1 2 3; do # a second may pass between two tries
            send 422 /en/sign-in name=$name "password=not this one" >/dev/null || break
        done
        [ "$status" = 429 ]
        shows "There were too many tries. Wait "
        grep -qiE '^retry-after: [12]' headers
    done
    cmp page.nobody.here page.a.mammadova
    cmp headers.nobody.here headers.a.mammadova
}

test_a_session_has_a_new_token_at_each_step_and_strict_cookies() {
    staff a.mammadova:inspector
    serve
    see 200 /en/sign-in
    send 303 "/en/sign-in" name=a.mammadova "password=wet harbour seven kettles" next=/account
    grep -qi '^set-cookie: __Host-himaya=[A-Za-z0-9_-]*; Path=/; Secure; HttpOnly; SameSite=Strict' headers
    pending=$(awk '$6 == "__Host-himaya" {print $7}' jar)
    see 303 /en/account # the password alone opens nothing
    leads /en/sign-in
    see 200 "/en/sign-in/code?next=/account"
    send 303 /en/sign-in/code "code=$(code)" next=/account
    leads /en/account
    whole=$(awk '$6 == "__Host-himaya" {print $7}' jar)
    [ -n "$whole" ] && [ "$whole" != "$pending" ]
    see 200 /en/account
    shows "this one"
    send 303 /en/sign-out
    grep -qi '^set-cookie: __Host-himaya=; .*Max-Age=0' headers
    grep -qi '^clear-site-data: ' headers
    see 303 /en/account
    see 303 /en/account -H "Cookie: __Host-himaya=$whole" # neither does the old cookie
    never grep -qaF -- "$whole" store.db store.db-wal
}

test_a_code_is_taken_once() {
    staff a.mammadova:inspector
    serve
    enter a.mammadova
    rm -f jar
    see 200 /en/sign-in
    send 303 /en/sign-in name=a.mammadova "password=wet harbour seven kettles"
    see 200 /en/sign-in/code
    send 422 /en/sign-in/code "code=$used"
    shows "or it was used before"
}

test_a_redirect_after_signing_in_stays_here() {
    staff a.mammadova:inspector
    serve
    for next in //evil.example https://evil.example '/\evil.example'; do
        rm -f jar
        see 200 /en/sign-in
        send 303 /en/sign-in name=a.mammadova "password=wet harbour seven kettles" "next=$next"
        leads '/en/sign-in/code.$'
        never grep -qi evil headers
    done
}

test_a_role_is_given_by_two_administrators_and_ends_the_sessions() {
    staff one.admin:administrator two.admin:administrator clerk:inspector
    serve
    find_clerk_as_administrator
    see 200 "/en/admin/users/$id"
    send 422 "/en/admin/users/$id/roles" role=police reason=
    shows "Say why"
    send 303 "/en/admin/users/$id/roles" role=police "reason=moves to the police"
    see 200 /en/admin/roles
    shows "Another administrator has to agree."
    grant=$(sed -n 's|.*id="grant-\([a-z0-9]*\)".*|\1|p' page)
    send 403 "/en/admin/roles/$grant" decision=agree "password=wet harbour seven kettles"
    shows "Who asked for it cannot agree"
    enter two.admin
    see 200 /en/admin/roles
    shows "moves to the police"
    send 422 "/en/admin/roles/$grant" decision=agree
    shows "This is not your password."
    sleep 2.1
    send 303 "/en/admin/roles/$grant" decision=agree "password=wet harbour seven kettles"
    ends 0 himaya user list
    grep clerk out | grep -q police
    mv clerk.jar jar
    see 303 /en/account
    leads /en/sign-in
}

test_a_token_is_made_with_the_password_again_and_used_until_it_is_withdrawn() {
    staff a.mammadova:inspector
    serve
    enter a.mammadova
    see 200 /en/account
    send 422 /en/account/tokens label=test days=30 password=wrong
    shows "This is not your password."
    sleep 2.1
    send 422 /en/account/tokens label= days=30 types=credential "password=wet harbour seven kettles"
    shows "Say what the token is for"
    shows "no record type"
    send 200 /en/account/tokens label=test days=30 types= "password=wet harbour seven kettles"
    token=$(sed -n 's/.*key-text">\([A-Za-z0-9_-]\{43\}\)<.*/\1/p' page)
    id=$(sed -n 's/.*name="token" value="\([a-z0-9]*\)".*/\1/p' page)
    curl -sSf -o answer -H "Authorization: Bearer $token" "$site/api/v1/me"
    grep -q '"name": "a.mammadova"' answer
    see 200 /en/account/tokens
    never grep -qF -- "$token" page
    send 303 /en/account/tokens/withdraw "token=$id"
    never curl -sSf -o answer -H "Authorization: Bearer $token" "$site/api/v1/me"
}

test_sessions_are_listed_and_ended() {
    staff one.admin:administrator clerk:inspector
    serve
    enter clerk
    cp jar clerk.jar
    enter one.admin
    see 200 /en/account/sessions
    id=$(sed -n 's/.*name="session" value="\([a-z0-9]*\)".*/\1/p' page)
    see 200 /en/admin/users
    clerk=$(sed -n 's|.*href="/en/admin/users/\([a-z0-9]*\)">clerk<.*|\1|p' page)
    see 200 "/en/admin/users/$clerk"
    send 303 "/en/admin/users/$clerk/sessions"
    see 200 /en/account/sessions
    send 303 /en/account/sessions "session=$id"
    leads /en/sign-in
    see 303 /en/account
    mv clerk.jar jar
    see 303 /en/account
}

test_a_changed_password_ends_the_other_sessions() {
    staff a.mammadova:inspector
    serve
    enter a.mammadova
    cp jar other.jar
    enter a.mammadova ahead
    see 200 /en/account/password
    send 422 /en/account/password current_password=wrong "new_password=nine brown ladders hum" "again=nine brown ladders hum"
    shows "not your password of now"
    sleep 2.1
    send 303 /en/account/password "current_password=wet harbour seven kettles" \
        "new_password=nine brown ladders hum" "again=nine brown ladders hum"
    see 200 /en/account
    shows "all other sessions have ended"
    mv other.jar jar
    see 303 /en/account
}

test_administration_of_staff_is_for_administrators() {
    staff a.mammadova:inspector
    serve
    enter a.mammadova
    for path in /en/admin/users /en/admin/users/new /en/admin/roles; do
        see 403 $path
        never grep -q form_token.*admin page
    done
    see 200 /en/account
    send 403 /en/admin/users/new name=x full_name=X agency=SLIS
    see 200 /en/account
    send 403 /en/admin/users/0123456789abcdefghjkmnpqrs/password
    ends 0 himaya user list
    [ "$(wc -l <out)" = 1 ]
}

test_one_administrator_blocks_somebody_at_once() {
    staff one.admin:administrator clerk:inspector
    serve
    find_clerk_as_administrator
    see 200 "/en/admin/users/$id"
    send 303 "/en/admin/users/$id/state" state=blocked
    cp jar admin.jar
    cp clerk.jar jar
    see 303 /en/account
    cp admin.jar jar
    see 200 "/en/admin/users/$id"
    shows Blocked
    send 422 "/en/admin/users/$id/password" password=wrong
    never grep -oE "[a-z2-9]{5}(-[a-z2-9]{5}){3}" page
    sleep 2.1
    send 200 "/en/admin/users/$id/password" "password=wet harbour seven kettles"
    grep -oE '[a-z2-9]{5}(-[a-z2-9]{5}){3}' page
}
# Pages are kept for their reader, and parts of them for everybody: none of it outlives what it says.
test_what_another_process_changes_shows_in_the_next_page() {
    staff clerk:inspector
    serve
    enter clerk
    for name in One Two; do
        printf 'code,name,agency,district\nT-%s,Office %s,SLIS,BA\n' "$name" "$name" >office.csv
        see 200 /en/records/office
        lacks "Office $name"
        ends 0 himaya import records office office.csv
        see 200 /en/records/office
        shows "Office $name"
    done
    # What the list may be narrowed by is kept in each language, and not with a choice in it.
    see 200 /en/records/complaint
    shows "given, whichever"
    see 200 "/en/records/complaint?channel=hotline"
    shows '<option value="hotline" selected>'
    see 200 /en/records/complaint
    lacks '<option value="hotline" selected>'
    see 200 /az/records/complaint
    lacks "given, whichever"
    see 200 /en/records/complaint
    shows "given, whichever"
    # A role that is taken away, and a person who is blocked, by another process.
    ends 0 himaya user role clerk inspector --end
    see 303 /en/records/office
    leads /en/sign-in
    ends 0 himaya user role clerk inspector
    enter clerk later
    see 200 /en/records/office
    shows "Office Two"
    ends 0 himaya user block clerk
    see 303 /en/records/office
    leads /en/sign-in
}
