# Changes from pages: only from a form of this very session, and nothing typed is lost.
. "$here/sign_in.sh"

inspector_with_a_desk() {
    printf 'code,name,kind\nSLIS,Inspectorate,\n' >agency.csv
    printf 'code,name,agency,district\nSLIS-BA,Baku,SLIS,BA\n' >office.csv
    for type in agency office; do
        ends 0 himaya import records $type $type.csv
    done
    for who in aysel tural; do
        ends 0 himaya user add $who --role inspector --agency SLIS --office SLIS-BA --full-name $who
        echo "wet harbour seven kettles" | himaya user password $who --from-input >out
        ends 0 himaya user codes $who --seed $seed
    done
    serve
    enter aysel
}
count() { himaya audit verify | sed -n '1s/[^0-9]*\([0-9]*\).*/\1/p'; }

test_a_change_needs_the_token_of_its_own_session() {
    needs curl
    needs oathtool
    inspector_with_a_desk
    see 200 /en/records/complaint/new
    grep -qi '^cache-control: no-store' headers
    token=$(sed -n 's/.*name="form_token" value="\([^"]*\)".*/\1/p' page | head -1)
    before=$(count)
    new=/en/records/complaint/new
    see 403 $new -H "Origin: $site" --data-urlencode "received_on=2019-03-07"
    see 403 $new -H "Origin: $site" --data-urlencode "received_on=2019-03-07" --data-urlencode "form_token=x"
    see 403 $new -H "Origin: $site" --data-urlencode "received_on=2019-03-07" --data-urlencode "form_token=A$token"
    see 403 $new -H "Origin: https://other.example" --data-urlencode "received_on.day=7" --data-urlencode "received_on.month=3" --data-urlencode "received_on.year=2019" --data-urlencode "form_token=$token"
    see 403 $new -H "Sec-Fetch-Site: cross-site" --data-urlencode "received_on.day=7" --data-urlencode "received_on.month=3" --data-urlencode "received_on.year=2019" --data-urlencode "form_token=$token"
    see 415 $new -H "Origin: $site" -H 'Content-Type: application/json' --data '{"received_on":"2019-03-07"}'
    see 415 $new -H "Origin: $site" -H 'Content-Type: text/plain' --data "received_on=2019-03-07&form_token=$token"
    see 400 $new -H "Origin: $site" --data "received_on=%&form_token=$token"
    see 413 $new -H "Origin: $site" -H 'Expect:' -H 'Content-Length: 1000001' --data "a=b" || grep -q 413 headers
    [ "$(count)" = "$before" ]
    see 405 /en/records/complaint -X DELETE
    grep -qi '^allow: GET, HEAD' headers
    see 303 $new -H "Origin: $site" --data-urlencode "received_on.day=7" --data-urlencode "received_on.month=3" --data-urlencode "received_on.year=2019" --data-urlencode "form_token=$token"
    grep -qi '^set-cookie: __Host-himaya-said=.*; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=' headers
    [ "$(count)" -gt "$before" ]
}

test_the_interface_takes_a_session_only_with_its_form_token() {
    needs curl
    needs oathtool
    needs jq
    inspector_with_a_desk
    see 200 /api/v1/me
    token=$(jq -r .form_token page)
    body='{"values":{"received_on":"2019-03-07"}}'
    see 403 /api/v1/records/complaint -H 'Content-Type: application/json' --data "$body"
    see 403 /api/v1/records/complaint -H 'Content-Type: application/json' -H "Himaya-Form-Token: $token" -H 'Sec-Fetch-Site: cross-site' --data "$body"
    see 201 /api/v1/records/complaint -H 'Content-Type: application/json' -H "Himaya-Form-Token: $token" --data "$body"
}

test_everything_typed_survives_an_ended_session() {
    needs curl
    needs oathtool
    inspector_with_a_desk
    see 200 /en/records/complaint/new
    cp page form
    cp jar old
    see 200 /en/work
    send 303 /en/sign-out
    cp old jar
    cp form page
    send 303 /en/records/complaint/new "received_on.day=7" "received_on.month=3" "received_on.year=2019" "number=C-77" "story=Two \"boys\" & <b>flour</b>"
    leads "/en/sign-in?next=%2Fkept%2F"
    way=$(sed -n 's/^[Ll]ocation: \([^\r]*\).*/\1/p' headers)
    rm jar
    see 200 "$way"
    next=$(sed -n 's/.*name="next" value="\([^"]*\)".*/\1/p' page | head -1)
    [ -n "$next" ]
    # another person does not see it
    cp jar before
    send 303 /en/sign-in "name=tural" "password=wet harbour seven kettles" "next=$next"
    see 200 /en/sign-in/code
    send 303 /en/sign-in/code "code=$(code)" "next=$next"
    see 404 "/en$next"
    # the one who typed it does, and sends it again
    cp before jar
    see 200 "$way"
    send 303 /en/sign-in "name=aysel" "password=wet harbour seven kettles" "next=$next"
    see 200 /en/sign-in/code
    send 303 /en/sign-in/code "code=$(code later)" "next=$next"
    leads "/en/kept/"
    see 200 "/en$next"
    shows 'value="C-77"'
    shows 'Two &quot;boys&quot; &amp; &lt;b&gt;flour&lt;/b&gt;'
    send 303 /en/records/complaint/new "received_on.day=7" "received_on.month=3" "received_on.year=2019" "number=C-77" "story=Two boys"
    see 200 /en/records/complaint
    shows C-77
}

test_an_answer_leads_only_here() {
    needs curl
    needs oathtool
    inspector_with_a_desk
    rm -f jar
    see 200 /en/sign-in -G --data-urlencode "next=//evil.example"
    send 303 /en/sign-in "name=tural" "password=wet harbour seven kettles" "next=//evil.example"
    see 200 /en/sign-in/code
    send 303 /en/sign-in/code "code=$(code)" "next=//evil.example"
    never grep -qi 'evil' headers
}

test_health_and_webhooks_have_pages() {
    needs curl
    needs oathtool
    staff keeper:administrator inspector:inspector
    serve
    enter keeper
    see 200 /en/admin/health
    shows "keys of"
    shows "In order"
    see 200 /en/admin/webhooks
    send 422 /en/admin/webhooks "address=http://police.example/" "types=complaint" "user=inspector"
    shows 'value="http://police.example/"'
    shows 'field-address'
    send 200 /en/admin/webhooks "address=https://police.example/himaya" "types=complaint, referral" "user=inspector"
    secret=$(sed -n 's/.*<code>\([A-Za-z0-9_-]*\)<\/code>.*/\1/p' page)
    [ ${#secret} -eq 43 ]
    see 200 /en/admin/webhooks
    shows "https://police.example/himaya"
    never grep -q "$secret" page
    enter inspector later
    see 403 /en/admin/health
    see 403 /en/admin/webhooks
}
