# Staff from the terminal: who may sign in, with which roles and tokens.

agency() {
    printf 'code,name,kind\nSLIS,Inspectorate,\n' >agency.csv
    printf 'code,name,agency,district\nSLIS-BA,Baku,SLIS,BA\n' >office.csv
    for type in agency office; do
        ends 0 himaya import records $type $type.csv
    done
}
somebody() {
    agency
    ends 0 himaya user add a.mammadova --role inspector --agency SLIS --office SLIS-BA --full-name "Aysel Mammadova"
}

test_a_member_of_staff_is_added_with_a_first_password_once() {
    somebody
    says "a.mammadova may sign in"
    tail -1 out | grep -qE '^[a-z2-9]{5}(-[a-z2-9]{5}){3}$'
    password=$(tail -1 out)
    refused "same Sign-in name" himaya user add a.mammadova --role inspector --agency SLIS
    ends 0 himaya user list
    says "Aysel Mammadova"
    says inspector
    never grep -qa -- "$password" store.db store.db-wal
}

test_staff_are_added_with_an_agency_and_a_role_that_exist() {
    agency
    ends 2 himaya user add a.mammadova
    complains "--agency SLIS"
    refused 'no agency with the code "MIA"' himaya user add a.mammadova --role inspector --agency MIA
    refused "is no role that a person can have" himaya user add a.mammadova --role operator --agency SLIS
    refused "cannot be a sign-in name" himaya user add "Aysel M" --role inspector --agency SLIS
    refused "Nobody of the staff has the sign-in name" himaya user block a.mammadova
}

test_roles_are_given_and_taken_at_the_terminal() {
    somebody
    ends 0 himaya user role a.mammadova police
    refused "has this role already" himaya user role a.mammadova police
    ends 0 himaya user role a.mammadova inspector --end
    refused "does not have the role inspector" himaya user role a.mammadova inspector --end
    ends 0 himaya user list
    says police
    never grep -q inspector out
}

test_somebody_is_blocked_and_let_in_again() {
    somebody
    ends 0 himaya user block a.mammadova
    ends 0 himaya user list
    says Blocked
    ends 0 himaya user unblock a.mammadova
    ends 0 himaya user list
    says Active
}

test_a_password_typed_at_the_terminal_has_to_be_a_good_one() {
    somebody
    echo "wet harbour seven kettles" | himaya user password a.mammadova --from-input >out
    says "has this password from now"
    for password in short password1234 "my mammadova secret" ""; do
        if echo "$password" | himaya user password a.mammadova --from-input 2>err; then
            echo "taken: $password"
            return 1
        fi
    done
    ends 0 himaya user password a.mammadova
    tail -1 out | grep -qE '^[a-z2-9]{5}(-[a-z2-9]{5}){3}$'
}

test_codes_are_taken_over_and_taken_away() {
    somebody
    ends 2 himaya user codes a.mammadova
    refused "no seed of one-time codes" himaya user codes a.mammadova --seed 12345
    ends 0 himaya user codes a.mammadova --seed "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP"
    never grep -qaE 'JBSWY3DPEHPK3PXP' store.db store.db-wal
    ends 0 himaya user codes a.mammadova --reset
    ends 2 himaya user codes a.mammadova --reset --seed JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
}

test_a_token_is_shown_once_listed_and_withdrawn() {
    somebody
    ends 0 himaya token add a.mammadova --for "weekly statistics" --days 10 --types complaint,referral
    token=$(tail -1 out)
    [ ${#token} -eq 43 ]
    never grep -qaF -- "$token" store.db store.db-wal
    ends 0 himaya token list
    says "weekly statistics"
    says complaint,referral
    never grep -qF -- "$token" out
    id=$(sed 's/ .*//' out)
    ends 0 himaya token revoke "$id"
    refused "no such token" himaya token revoke "$id"
    ends 0 himaya token list
    says withdrawn
    ends 2 himaya token add a.mammadova --for x --days 400
    refused "no record type \"credential\"" himaya token add a.mammadova --for x --types credential
}

# Roles in force at once and codes taken away are for who stands at the machine: a token, an
# administrator's too, does not carry that.
test_an_administrators_token_lists_staff_and_changes_none() {
    agency
    ends 0 himaya user add admin --role administrator --agency SLIS
    ends 0 himaya token add admin --for test --write
    HIMAYA_TOKEN=$(tail -1 out)
    export HIMAYA_TOKEN
    ends 0 himaya user list
    for command in "role admin police" "codes admin --reset" "password admin" "block admin" \
        "add b.new --role police --agency SLIS"; do
        # shellcheck disable=SC2086
        ends 1 himaya user $command
        complains "You may not run"
    done
    ends 1 himaya token add admin --for more
    unset HIMAYA_TOKEN
    ends 0 himaya user list
    never grep -q police out
}

test_what_was_done_with_staff_stands_in_the_chain() {
    needs sqlite3
    somebody
    ends 0 himaya user role a.mammadova police
    ends 0 himaya user block a.mammadova
    ends 0 himaya user password a.mammadova
    ends 0 himaya token add a.mammadova --for test
    ends 0 himaya audit verify
    ends 0 sqlite3 -readonly store.db "select distinct action from store_audit"
    for action in user_added role_asked role_agreed user_blocked password_reset token_made; do
        says $action
    done
}
