test_no_command_is_a_matter_of_usage() {
    ends 2 himaya
    complains "import records"
    ends 2 "$himaya" --store
    complains "--store needs a value: FILE"
}

test_help_explains_with_examples() {
    ends 0 "$himaya" --help
    says "audit verify"
    ends 0 "$himaya" help import chapter
    says "himaya import chapter chapter.txt --country AZ --year 2019"
    ends 0 "$himaya" import records --help
    says "all of them or none"
    ends 2 "$himaya" help nothing
    [ ! -e himaya.db ]
}

test_wrong_words_are_named_with_near_ones() {
    ends 2 "$himaya" imprt chapter x.txt
    complains 'Did you mean import chapter?'
    ends 2 "$himaya" types --hedaer
    complains 'Did you mean --header?'
    ends 2 "$himaya" import records complaint
    complains 'needs more: TYPE FILE.csv'
    ends 2 "$himaya" audit verify now
    complains '"now" is one too many'
    ends 2 "$himaya" import chapter x.txt --year soon
    complains 'a whole number from 2000 to 2100'
    ends 2 "$himaya" types --header=yes
    complains 'takes no value'
    ends 2 "$himaya" --language de types
    complains 'there are en, az and ru'
    [ ! -e himaya.db ]
}

test_options_stand_anywhere_and_end_with_two_hyphens() {
    ends 0 "$himaya" types complaint --header
    cp out one
    ends 0 "$himaya" --header types complaint
    cmp one out
    ends 1 "$himaya" --store=store.db import records complaint -- --header
    complains "--header: This file cannot be opened"
}

test_types_and_countries_are_listed() {
    ends 0 "$himaya" types
    says "suggested_action"
    ends 0 "$himaya" types violation
    says "code of violation_kinds"
    says "Found on (always needed)"
    ends 2 "$himaya" types violaton
    complains "violation"
    ends 0 "$himaya" countries guinea
    says "GW  Guinea-Bissau"
    ends 0 "$himaya" --language ru countries GE
    says "Грузия"
}

test_the_version_is_printed() {
    ends 0 "$himaya" --version
    says "himaya "
}

test_a_store_that_is_none_is_refused() {
    needs_file
    mkdir folder
    ends 1 "$himaya" --store folder audit verify
    echo "these are not records" >notes.txt
    ends 1 "$himaya" --store notes.txt audit verify
    grep -q "these are not records" notes.txt
    ends 1 "$himaya" --store nowhere/store.db audit verify
    ends 1 "$himaya" init --pack atlantis
    complains "atlantis"
}
