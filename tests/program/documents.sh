source_chapter=$shared/reference/source/000_a930d5bd78284907.txt
source_answers=$shared/reference/source/001_666d2161cab26232.txt
texts=$shared/reference/chapters/text
editions=$shared/reference/editions

test_the_source_chapter_is_kept_and_the_same_file_changes_nothing() {
    needs_shared
    ends 0 himaya import chapter "$source_chapter" --country AZ --year 2019
    says "Azerbaijan 2019:"
    says "23 actions"
    before=$(changes)
    ends 0 himaya import chapter "$source_chapter" --country AZ --year 2019
    says "this very file was read before; nothing was changed"
    [ "$before" = "$(changes)" ]
    ends 0 himaya import chapter "$source_chapter" --country AZ --year 2019 --again
    [ "$before" = "$(changes)" ]
    ends 0 himaya audit verify
}

test_another_text_of_the_same_chapter_replaces_it() {
    needs_shared
    ends 0 himaya import chapter "$texts/Azerbaijan-2019.txt"
    before=$(changes)
    sed 's/177 (/178 (/' "$texts/Azerbaijan-2019.txt" >again.txt
    ends 0 himaya import chapter again.txt --country Azerbaijan --year 2019
    says "in place of what was there"
    after=$(changes)
    [ "$after" -gt "$before" ]
    [ "$((after - before))" -lt 40 ]
    ends 0 himaya audit verify
}

test_several_chapters_are_kept_each_for_itself() {
    needs_shared
    printf 'nothing of the kind\n' >other.txt
    ends 1 himaya import chapter "$texts/Azerbaijan-2019.txt" other.txt "$texts/Mexico-2019.txt"
    says "Azerbaijan 2019:"
    says "Mexico 2019:"
    complains "other.txt"
}

test_the_country_comes_from_the_option_the_text_or_the_file_name() {
    needs_shared
    cp "$texts/Mexico-2019.txt" chapter.txt
    ends 0 himaya import chapter chapter.txt
    says "Mexico 2019:"
    ends 0 himaya import chapter chapter.txt --country "costa rica"
    says "Costa Rica 2019:"
    refused 'Did you mean Mexico?' himaya import chapter chapter.txt --country Mexcio
    refused 'There is no country "Qwertz"' himaya import chapter chapter.txt --country Qwertz
}

test_bad_chapters_are_refused_and_nothing_is_stored() {
    himaya init --pack az
    : >empty.txt
    refused 'empty.txt: This file is empty.' himaya import chapter empty.txt
    printf ' \n\n' >blank.txt
    refused 'blank.txt: This file is empty.' himaya import chapter blank.txt
    printf '\377\330\377\340\000\020JFIF' >photo.jpg
    refused 'photo.jpg: This is a picture' himaya import chapter photo.jpg
    printf 'PK\003\004....' >chapter.docx
    refused 'Word, Excel or ZIP' himaya import chapter chapter.docx
    printf 'caf\351 au lait, a chapter of nothing\n' >latin.txt
    refused 'latin.txt' himaya import chapter latin.txt
    printf 'a letter to a friend, with no table in it\n' >letter.txt
    refused 'letter.txt' himaya import chapter letter.txt
    head -c 2000000 /dev/zero | tr '\0' x >line.txt
    refused 'line.txt' himaya import chapter line.txt
    truncate -s 1G huge.txt
    refused 'larger than the 64 MB' himaya import chapter huge.txt
    head -c 5000 /dev/urandom | tr '\0' '\001' >noise.txt
    refused 'noise.txt' himaya import chapter noise.txt
    refused 'This is a folder' himaya import chapter .
}

test_a_chapter_cut_in_a_table_is_refused_and_nothing_is_stored() {
    needs_shared
    lines=$(grep -n 'Table 6' "$texts/Azerbaijan-2019.txt" | tail -1 | cut -d: -f1)
    head -n $((lines + 6)) "$texts/Azerbaijan-2019.txt" >Azerbaijan-2019.txt
    refused 'This chapter ends in the middle' himaya import chapter Azerbaijan-2019.txt
}

test_an_edition_is_kept_whole_and_again_changes_nothing() {
    needs_shared
    ends 0 himaya import edition "$editions/countries-2019.xml" --year 2019
    says "143 countries"
    before=$(changes)
    ends 0 himaya import edition "$editions/countries-2019.xml" --year 2019
    says "nothing was changed"
    [ "$before" = "$(changes)" ]
    ends 0 himaya audit verify
}

test_a_changed_edition_replaces_only_what_differs() {
    needs_shared
    ends 0 himaya import edition "$editions/countries-2019.xml" --year 2019
    before=$(changes)
    sed '0,/<Name>/s//<Name> /' "$editions/countries-2019.xml" >again.xml
    ends 0 himaya import edition again.xml --year 2019
    says "in place of what was there"
    after=$(changes)
    # the document, and 143 profiles that now come from it
    [ "$((after - before))" -lt 160 ]
}

test_broken_editions_are_refused_with_their_line() {
    needs_shared
    head -n 2000 "$editions/countries-2019.xml" >cut.xml
    refused 'cut.xml:' himaya import edition cut.xml --year 2019
    cat >bomb.xml <<'X'
<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<countries><Country><Name>&lol2;</Name></Country></countries>
X
    refused 'bomb.xml:' himaya import edition bomb.xml --year 2019
    sed '0,/<Name>Azerbaijan</s//<Name>Azerbajian</' "$editions/countries-2019.xml" >unknown.xml
    refused 'Did you mean Azerbaijan?' himaya import edition unknown.xml --year 2019
    : >empty.xml
    refused 'This file is empty.' himaya import edition empty.xml --year 2019
}

test_the_questionnaire_is_kept_and_the_same_file_changes_nothing() {
    needs_shared
    ends 0 himaya import answers "$source_answers"
    says "Azerbaijan "
    before=$(changes)
    ends 0 himaya import answers "$source_answers"
    says "nothing was changed"
    [ "$before" = "$(changes)" ]
    ends 0 himaya import answers "$source_answers" --country GE --year 2018
    says "Georgia 2018"
    printf 'no questionnaire\n' >other.txt
    refused 'other.txt' himaya import answers other.txt
}

test_a_chapter_as_pdf_and_as_text_gives_the_same_figures() {
    needs_shared
    for name in Azerbaijan-2016 Azerbaijan-2018 Azerbaijan-2019 Tanzania-2019; do
        for kind in pdf text; do
            [ $kind = pdf ] && file="$texts/../pdf/$name.pdf" || file="$texts/$name.txt"
            "$himaya" --store $kind.db import chapter "$file" >/dev/null 2>&1
            "$himaya" --store $kind.db report findings --country "${name%-*}" --year "${name##*-}" \
                --format json | jq -S '[.figures, .territories] | map(.[]? | del(.line))' >$kind.json
        done
        grep -q labor_inspectors pdf.json
        cmp pdf.json text.json
    done
}
