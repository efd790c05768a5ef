source_answers=$shared/reference/source/001_666d2161cab26232.txt
texts=$shared/reference/chapters/text

# example: the example country, as `./dev run` loads it
example() {
    himaya init --pack az
    while read -r type; do
        himaya import records "$type" "$project/examples/azerbaijan/$type.csv"
    done <"$project/examples/azerbaijan/order"
}

test_findings_come_out_in_every_format() {
    needs jq
    example
    ends 0 himaya report findings --country AZ --year 2019
    says "Azerbaijan 2019"
    ends 0 himaya report findings --country azerbaijan --year 2019 --format json
    [ "$(jq -r .iso out)" = AZ ]
    [ "$(jq -r .assessment.level out)" = minimal_advancement ]
    [ "$(jq '[.figures[] | select(.key == "labor_inspectors" and .year == 2019)][0].value' out)" = 177 ]
    [ "$(jq '.tables | length' out)" -ge 11 ]
    [ "$(jq '.actions | length' out)" = 23 ]
    ends 0 himaya report findings --country AZ --year 2019 --format csv
    says "labor_inspectors,"
    ends 0 himaya report findings --country AZ --year 2019 --format csv --table 6
    says "labor_inspectors,Number of Labor Inspectors"
    ends 0 himaya report findings --country AZ --year 2019 --format csv --out folder
    [ -s folder/references.csv ]
    ends 0 himaya report findings --country AZ --year 2019 --format xlsx --out book.xlsx
    [ "$(head -c 2 book.xlsx)" = PK ]
    ends 0 himaya report findings --country AZ --year 2019 --format html
    says "<style>"
    says "Azerbaijan"
    ends 0 himaya report findings --country AZ --year 2019 --format edition-xml
    says "<Name>Azerbaijan</Name>"
}

test_json_does_not_hang_on_the_language_of_the_environment() {
    example
    himaya report findings --country AZ --year 2019 --format json >one.json
    LC_ALL=ru_RU.UTF-8 himaya report findings --country AZ --year 2019 --format json >two.json
    cmp one.json two.json
    ends 0 himaya --language ru report findings --country AZ --year 2019
    says "Азербайджан"
}

test_the_basis_chooses() {
    needs jq
    example
    ends 0 himaya report findings --country AZ --year 2019 --basis computed --format json
    [ "$(jq -r '[.figures[] | select(.key == "labor_inspectors" and .year == 2019)][0].basis' out)" = computed ]
    ends 2 himaya report findings --country AZ --basis guessed
    complains '"guessed" is no basis'
}

test_what_is_not_there_is_said() {
    himaya init --pack az
    ends 2 himaya report findings
    complains "--country AZ"
    ends 2 himaya report findings --country AZ --format doc
    complains 'There is no format "doc"'
    ends 1 himaya report findings --country Narnia
    complains "Narnia"
    ends 1 himaya report findings --country GE
    ends 1 himaya report p029 --country AZ
    complains "There is no questionnaire of Azerbaijan"
    example
    ends 1 himaya report findings --country AZ --format csv --table 99
    ends 1 himaya report findings --country AZ --format text --out nowhere/file.txt
    complains "nowhere/file.txt"
}

test_the_questionnaire_as_text_imports_again_to_the_same_answers() {
    needs_shared
    needs jq
    himaya import answers "$source_answers"
    himaya report p029 --country AZ --format json >one.json
    [ "$(jq '[.sections[].questions[]] | length' one.json)" -ge 28 ]
    himaya report p029 --country AZ >text.txt
    ends 0 "$himaya" --store other.db import answers text.txt
    "$himaya" --store other.db report p029 --country AZ --format json >two.json
    answers='[.sections[].questions[] | {number, code, type, state, answer: (.answer // "" | gsub("\\s+"; " ")), options}]'
    jq "$answers" one.json >one
    jq "$answers" two.json >two
    diff one two
}

test_pdf_and_text_of_a_chapter_give_the_same_figures() {
    needs_file
    needs_shared
    needs jq
    needs pdftotext
    figures='[.figures[] | {key, year, state, value, sources}] | sort_by(.key, .year)'
    for form in text/Azerbaijan-2019.txt pdf/Azerbaijan-2019.pdf; do
        rm -f store.db*
        ends 0 himaya import chapter "$shared/reference/chapters/$form"
        himaya report findings --country AZ --year 2019 --format json | jq "$figures" >"$(basename "$form")"
    done
    cmp Azerbaijan-2019.txt Azerbaijan-2019.pdf
}

test_other_pdfs_are_refused() {
    needs_shared
    needs pdftotext
    himaya init --pack az
    head -c 20000 "$shared/reference/chapters/pdf/Azerbaijan-2019.pdf" >cut.pdf
    refused 'cut.pdf' himaya import chapter cut.pdf
    printf '%%PDF-1.4\n%%nothing\n' >none.pdf
    refused 'none.pdf' himaya import chapter none.pdf
}

test_the_server_starts_answers_and_ends() {
    needs curl
    example
    "$himaya" --store store.db serve --listen 127.0.0.1:0 >served 2>&1 &
    server=$!
    for _ in $(seq 100); do
        at=$(sed -n 's,.*\(http://127\.0\.0\.1:[0-9]*\).*,\1,p' served)
        [ -n "$at" ] && curl -sf "$at/en/" >page && break
        sleep 0.1
    done
    kill -TERM $server
    wait $server
    grep -q Azerbaijan page
    ends 2 himaya serve now
}
