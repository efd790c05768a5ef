test_the_law_is_read_aloud() {
    ends 0 "$himaya" law show
    says "MIN_AGE     Hired below the minimum age of 15"
    says "from 1999-07-01: age < 15"
    says "AZ-AGE-2"
    ends 0 "$himaya" law show --on 2019-06-01
    says "CONSENT"
    if grep -q AZ-AGE-2 out; then echo "a rule of 2026 is shown for 2019"; return 1; fi
    ends 0 "$himaya" law show hours
    says "age between 16 and 17 and weekly_hours > 36"
    ends 2 "$himaya" law show HOUR
    complains 'There is no rule "HOUR"'
    ends 2 "$himaya" law show --on 01.06.2019
    complains "as in 2020-11-01"
    ends 1 "$himaya" law show --pack xx
    complains 'The pack "xx" has no law'
}

test_the_law_judges_one_contract_with_the_articles() {
    ends 1 "$himaya" law check birth_date=2005-03-02 start_date=2019-06-01 weekly_hours=40 night_work=maybe
    says "Age on the day of the start: 14."
    says "MIN_AGE: Hired below the minimum age of 15 (Labour Code 42(3); "
    says "HOURS: "
    says "Not readable, so that a rule could not be judged: night_work."
    ends 0 "$himaya" law check birth_date=1980-03-02 start_date=2019-06-01
    says "No rule fires."
    ends 1 "$himaya" law check birth_date=1980-03-02
    complains "as in 2019-06-01"
    ends 2 "$himaya" law check birthdate=1980-03-02
    complains "names no column"
    set -- birth_date=2003-01-01 start_date=2019-06-01 occupation_code=8510 written_consent=1
    ends 0 "$himaya" law check "$@"
    says "occupation_code 8510: no known code."
    ends 1 "$himaya" law check "$@" industry_code=4311
    says "industry_code 4311: Demolition."
    printf 'code\n8510\n' >mine.csv
    ends 1 "$himaya" law check "$@" --list hazardous=mine.csv
    says "HAZARD"
    ends 1 "$himaya" law check "$@" --list dangerous=mine.csv
    complains "The lists are: hazardous"
    printf 'code\n8 510\n' >mine.csv
    ends 1 "$himaya" law check "$@" --list hazardous=mine.csv
    complains 'mine.csv:2:1: "8 510" is no code'
}

test_the_law_says_what_may_be_done() {
    ends 0 "$himaya" law may onsite_inspection --on 2015-10-31
    says "SLIS may do so on 31 October 2015: Labour Code"
    ends 1 "$himaya" law may onsite_inspection --on 2019-06-01
    complains "Law 1410-IVQ of 20 October 2015 suspends inspections from 2015-11-01 to 2026-12-31"
    ends 0 "$himaya" law may onsite_inspection --on 2019-06-01 --exception life_and_health
    ends 1 "$himaya" law may assess_penalties --on 2019-06-01 --whom legal_entity
    complains "a legal entity is fined by a court"
    ends 0 "$himaya" law may assess_penalties --on 2019-06-01 --whom individual --basis complaint
    ends 1 "$himaya" law may assess_penalties --on 2019-06-01 --whom individual --basis register
    complains "no law gives that power yet"
    ends 2 "$himaya" law may assess_penalties --whom everybody
    complains "legal_entity and employee"
}

test_the_law_judges_its_own_examples() {
    ends 0 "$himaya" law test
    says "7 rules, 59 examples judged, 0 wrong."
    cat >changed.yaml <<'X'
rules:
  MIN_AGE:
    means: Hired below the minimum age of 16
    severity: grave
    in_force:
      - {from: 2020-01-01, when: age < 16}
    fires: [{birth_date: 2005-01-01, start_date: 2020-06-01}]
    silent: [{birth_date: 2004-12-01, start_date: 2020-06-01}]
X
    ends 1 "$himaya" law test --rules changed.yaml
    says "1 rules, 2 examples judged, 1 wrong."
    complains "changed.yaml:8: MIN_AGE is to be silent on this example and fires."
    sed -i 's/age < 16}/aeg < 16}/' changed.yaml
    ends 1 "$himaya" law test --rules changed.yaml
    complains 'changed.yaml:6:34: A contract has no column "aeg".'
}

test_the_law_as_sql_is_printed_for_two_engines() {
    ends 0 "$himaya" law sql --pack az --dialect postgres
    says "CASE WHEN law_rule_1 AND NOT law_rule_7 THEN 'MIN_AGE' END"
    cp out postgres.sql
    ends 0 "$himaya" law sql --dialect duckdb
    says "read_csv('contracts.csv', header = true, all_varchar = true)"
    if cmp -s out postgres.sql; then return 1; fi
    ends 2 "$himaya" law sql --dialect oracle
    complains "there are postgres and duckdb"
}

test_the_law_of_a_day_is_a_public_page() {
    . "$here/interface.sh"
    needs jq
    needs curl
    ends 0 himaya init --pack az
    serve
    token=
    ask 200 GET "/law?on=2019-06-01"
    is '[.rules[].id] | join(" ")' "MIN_AGE HAZARD HOURS NIGHT CONSENT DATA"
    is '.asleep[0].id' AZ-AGE-2
    is '.suspension.to' 2020-12-31
    is '.withheld | length' 1
    ask 200 GET "/law?on=2015-10-31"
    is '.suspension' null
    is '.sanctions | length' 0
    ask 400 GET "/law?on=06.2019"
    curl -sS "${api%/api/v1}/en/law?on=2026-06-01" >page
    grep -q 'id="AZ-AGE-2"' page
    grep -q 'The register refuses such a contract since 22 January 2026.' page
}
