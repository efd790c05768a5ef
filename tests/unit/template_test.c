#include "base/arena.h"
#include "base/json.h"
#include "markup/escape.h"
#include "markup/template.h"
#include "test.h"

/* Renders `text` with data given as JSON; a fault gives "fault LINE". */
static struct str render_in(struct arena *a, struct str text, struct str json, enum language l)
{
    struct faults faults = {.arena = a};
    struct template_source sources[] = {
        {S("it"), S("it.html"), text},
        {S("cell"), S("cell.html"), S("<td>{{value}}{{mark}}</td>")},
        {S("page"), S("page.html"),
         S("<title>{{#block title}}Himaya{{/block}}</title>[{{#block main}}nothing{{/block}}]")}};
    const struct node *data = json_read(a, json, &faults);
    const struct templates *t = templates_read(a, sources, 3, &faults);
    if (!t)
        return str_format(a, "fault %ld", faults.items[0].line);
    struct buffer out = {.arena = a};
    template_render(t, S("it"), data, l, &out);
    return buffer_str(&out);
}

#define CHECK_RENDER(text, json, wanted)                                                           \
    do {                                                                                           \
        struct arena a = {0};                                                                      \
        CHECK_STR(render_in(&a, S(text), S(json), LANGUAGE_ENGLISH), wanted);                      \
        arena_free(&a);                                                                            \
    } while (0)

TEST(a_value_is_escaped_in_text_and_in_attributes)
{
    CHECK_RENDER("<p>{{x}}</p>", "{\"x\": \"<b>&\\\"'\"}", "<p>&lt;b&gt;&amp;&quot;&#39;</p>");
    CHECK_RENDER("<p title=\"{{x}}\">", "{\"x\": \"\\\" onclick=\\\"y\"}",
                 "<p title=\"&quot; onclick=&quot;y\">");
    CHECK_RENDER("<p title='{{x}}'>", "{\"x\": \"' onclick='y\"}",
                 "<p title='&#39; onclick=&#39;y'>");
    CHECK_RENDER("<title>{{x}}</title>", "{\"x\": \"</title><script>\"}",
                 "<title>&lt;/title&gt;&lt;script&gt;</title>");
    CHECK_RENDER("<textarea>{{x}}</textarea>", "{\"x\": \"</textarea>\"}",
                 "<textarea>&lt;/textarea&gt;</textarea>");
}

TEST(an_address_keeps_only_harmless_schemes)
{
    CHECK_RENDER("<a href=\"{{x}}\">", "{\"x\": \"javascript:alert(1)\"}", "<a href=\"#\">");
    CHECK_RENDER("<a href=\"{{x}}\">", "{\"x\": \" javascript:alert(1)\"}", "<a href=\"#\">");
    CHECK_RENDER("<a href=\"{{x}}\">", "{\"x\": \"java\\nscript:alert(1)\"}", "<a href=\"#\">");
    CHECK_RENDER("<a href=\"{{x}}\">", "{\"x\": \"JaVaScRiPt:alert(1)\"}", "<a href=\"#\">");
    CHECK_RENDER("<img src=\"{{x}}\">", "{\"x\": \"data:text/html,x\"}", "<img src=\"#\">");
    CHECK_RENDER("<a href=\"{{x}}\">", "{\"x\": \"//evil.example/\"}", "<a href=\"#\">");
    CHECK_RENDER("<a href=\"{{x}}\">", "{\"x\": \"https://a.example/?q=1&b=\\\"2\"}",
                 "<a href=\"https://a.example/?q=1&amp;b=%222\">");
    CHECK_RENDER("<a href=\"{{x}}/countries/{{y}}?q={{z}}\">",
                 "{\"x\": \"/en\", \"y\": \"a/../b\", \"z\": \"a&b=c d\"}",
                 "<a href=\"/en/countries/a%2F..%2Fb?q=a%26b%3Dc%20d\">");
    CHECK_RENDER("<a href=\"/x/{{y | path}}\">", "{\"y\": \"a/b c\"}", "<a href=\"/x/a/b%20c\">");
    CHECK_RENDER("<a href=\"{{#if x}}{{x}}{{/if}}{{y}}\">", "{\"y\": \"javascript:alert(1)\"}",
                 "<a href=\"#\">");
}

TEST(places_that_no_escaping_makes_safe_are_refused)
{
    CHECK_RENDER("<p>\n<script>var x = {{x}};</script>", "{}", "fault 2");
    CHECK_RENDER("<style>{{x}}</style>", "{}", "fault 1");
    CHECK_RENDER("<p onclick=\"{{x}}\">", "{}", "fault 1");
    CHECK_RENDER("<p style=\"{{x}}\">", "{}", "fault 1");
    CHECK_RENDER("<p class={{x}}>", "{}", "fault 1");
    CHECK_RENDER("<p {{x}}>", "{}", "fault 1");
    CHECK_RENDER("<{{x}}>", "{}", "fault 1");
    CHECK_RENDER("<!-- {{x}} -->", "{}", "fault 1");
    CHECK_RENDER("<script>{{t \"x\"}}</script>", "{}", "fault 1");
}

TEST(both_ways_through_a_condition_end_in_the_same_place)
{
    CHECK_RENDER("<p {{#if x}}title=\"{{else}}class=\"{{/if}}y\">", "{}", "fault 1");
    CHECK_RENDER("\n{{#if x}}<p title=\"{{/if}}", "{}", "fault 2");
    CHECK_RENDER("{{#each x}}<p title=\"{{/each}}", "{}", "fault 1");
    CHECK_RENDER("<option{{#if x}} selected{{/if}}>", "{\"x\": true}", "<option selected>");
    CHECK_RENDER("<p", "{}", "fault 1");
}

TEST(conditions_loops_and_scopes)
{
    CHECK_RENDER("{{#if x}}a{{else if y}}b{{else}}c{{/if}}", "{\"y\": 1}", "b");
    CHECK_RENDER("{{#if x}}a{{else if y}}b{{else}}c{{/if}}", "{\"x\": []}", "c");
    CHECK_RENDER("{{#if s = \"unknown\"}}?{{/if}}{{#if s != \"value\"}}!{{/if}}",
                 "{\"s\": \"unknown\"}", "?!");
    CHECK_RENDER("{{#unless x}}no{{/unless}}", "{}", "no");
    CHECK_RENDER("{{#each r}}{{@number}}:{{n}}{{u}}{{#unless @last}},{{/unless}}{{/each}}",
                 "{\"u\": \"m\", \"r\": [{\"n\": 4}, {\"n\": 5, \"u\": \"k\"}]}", "1:4m,2:5k");
    CHECK_RENDER("{{#each r}}{{.}}{{else}}none{{/each}}", "{\"r\": []}", "none");
    CHECK_RENDER("{{#each m}}{{@key}}={{.}} {{/each}}", "{\"m\": {\"a\": 1, \"b\": 2}}",
                 "a=1 b=2 ");
    CHECK_RENDER("{{#with a.b}}{{c}}{{else}}-{{/with}}", "{\"a\": {\"b\": {\"c\": 3}}}", "3");
    CHECK_RENDER("{{#with a.b}}{{c}}{{else}}-{{/with}}", "{\"a\": 1}", "-");
    CHECK_RENDER("{{a.b.c}}{{nothing}}", "{\"a\": {\"b\": 1}}", "");
}

/* What was found in one row is tried first in the next one. */
TEST(rows_that_are_not_alike_are_read_rightly)
{
    CHECK_RENDER("{{#each r}}{{a}}{{#if b}}+{{b}}{{/if}};{{/each}}",
                 "{\"b\": \"out\", \"r\": [{\"a\": 1, \"b\": 2}, {\"b\": 3, \"a\": 4}, {\"a\": 5}, "
                 "{\"x\": 0, \"y\": 0, \"b\": 6}, {\"a\": 7, \"b\": 8}, {}]}",
                 "1+2;4+3;5+out;+6;7+8;+out;");
    CHECK_RENDER("{{#each r}}{{p.q}}{{p.s}};{{/each}}",
                 "{\"r\": [{\"p\": {\"q\": 1, \"s\": 2}}, {\"p\": {\"s\": 3}}, {\"p\": 4}, "
                 "{\"n\": 0, \"p\": {\"s\": 5, \"q\": 6}}]}",
                 "12;3;;65;");
}

TEST(maps_with_the_same_names_are_read_each_for_itself)
{
    static const struct str names[] = {S_INIT("a"), S_INIT("b")};
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct template_source it = {
        S("it"), S("it.html"),
        S("{{#each r}}{{a}}{{b}}{{#if c}}c{{c}}{{/if}}{{#if a = \"3\"}}!{{/if}};{{/each}}")};
    const struct templates *t = templates_read(&a, &it, 1, &faults);
    struct node *data = node_map(&a), *rows = node_set(&a, data, S("r"), node_list(&a));
    for (int i = 1; i < 6; i += 2)
        node_add(&a, rows,
                 node_alike(&a, names, (struct node *[]){node_int(&a, i), node_int(&a, i + 1)}, 2));
    node_set_int(&a, rows->items[1], S("c"), 9); /* one of them gets another */
    struct buffer out = {.arena = &a};
    REQUIRE(t);
    template_render(t, S("it"), data, LANGUAGE_ENGLISH, &out);
    CHECK_STR(buffer_str(&out), "12;34c9!;56;");
    arena_free(&a);
}

TEST(what_must_not_stand_is_found_wherever_it_stands)
{
    static const char *const bad[] = {"&", "<", ">", "\"", "'", "\x01", "\x7f"};
    static const char *const good[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "", ""};
    struct arena a = {0};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        for (int before = 0; before < 20; before++)
            for (int after = 0; after < 20; after++) {
                struct buffer wrong = {.arena = &a}, out = {.arena = &a}, wanted = {.arena = &a};
                buffer_fill(&wrong, 'x', (size_t)before);
                buffer_add(&wrong, str_of(bad[k]));
                buffer_fill(&wrong, 'y', (size_t)after);
                buffer_fill(&wanted, 'x', (size_t)before);
                buffer_add(&wanted, str_of(good[k]));
                buffer_fill(&wanted, 'y', (size_t)after);
                escape_html(&out, buffer_str(&wrong));
                REQUIRE(str_eq(buffer_str(&out), buffer_str(&wanted)));
            }
    arena_free(&a);
}

TEST(what_is_kept_is_kept_for_its_key_and_language)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    struct template_source it = {S("it"), S("it.html"),
                                 S("{{#once key}}<b>{{x}}</b>{{/once}}{{x}}")};
    const struct templates *t = templates_read(&a, &it, 1, &faults);
    static const struct {
        const char *json, *wanted;
        enum language language;
    } asked[] = {
        {"{\"key\": \"k\", \"x\": \"<\"}", "<b>&lt;</b>&lt;", LANGUAGE_ENGLISH},
        {"{\"key\": \"k\", \"x\": 2}", "<b>&lt;</b>2", LANGUAGE_ENGLISH},
        {"{\"key\": \"k\"}", "<b>&lt;</b>", LANGUAGE_ENGLISH},
        {"{\"key\": \"k\", \"x\": 3}", "<b>3</b>3", LANGUAGE_RUSSIAN},
        {"{\"key\": \"other\", \"x\": 4}", "<b>4</b>4", LANGUAGE_ENGLISH},
        {"{\"key\": \"\", \"x\": 5}", "<b>5</b>5", LANGUAGE_ENGLISH},
        {"{\"x\": 6}", "<b>6</b>6", LANGUAGE_ENGLISH},
    };
    REQUIRE(t);
    CHECK(!template_keeps(t, LANGUAGE_ENGLISH, S("k")));
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct buffer out = {.arena = &a};
        template_render(t, S("it"), json_read(&a, str_of(asked[i].json), &faults),
                        asked[i].language, &out);
        CHECK_STR(buffer_str(&out), asked[i].wanted);
    }
    CHECK(template_keeps(t, LANGUAGE_ENGLISH, S("k")));
    CHECK(!template_keeps(t, LANGUAGE_AZERBAIJANI, S("k")));
    CHECK_STR(render_in(&a, S("<a {{#once k}}{{/once}}>"), S("{}"), LANGUAGE_ENGLISH), "fault 1");
    arena_free(&a);
}

TEST(a_partial_has_names_of_its_own)
{
    CHECK_RENDER("{{> cell value=x mark=none}}", "{\"x\": 1, \"mark\": \"wrong\"}", "<td>1</td>");
    CHECK_RENDER("{{> cell value=\"<\"}}", "{\"mark\": \"!\"}", "<td>&lt;!</td>");
    CHECK_RENDER("{{> nobody}}", "{}", "fault 1");
    CHECK_RENDER("\n\n{{> it}}", "{}", "fault 0");
    CHECK_RENDER("<p title=\"{{> cell}}\">", "{}", "fault 1");
}

TEST(a_page_fills_the_blocks_of_its_layout)
{
    CHECK_RENDER("{{layout \"page\"}}\n{{#block main}}{{x}}{{/block}}\nlost", "{\"x\": 7}",
                 "<title>Himaya</title>[7]");
    CHECK_RENDER("{{layout \"page\"}}\n{{#block nowhere}}x{{/block}}", "{}", "fault 2");
    CHECK_RENDER("{{layout \"none\"}}", "{}", "fault 1");
}

TEST(tags_alone_on_their_line_take_the_line_with_them)
{
    CHECK_RENDER("a\n  {{#if x}}\nb\n  {{/if}}\nc\n{{x}}\n", "{\"x\": 1}", "a\nb\nc\n1\n");
    CHECK_RENDER("a {{! a remark}}b", "{}", "a b");
}

TEST(filters_and_words)
{
    CHECK_RENDER("{{x | number}} {{y | number1}} {{d | date}}",
                 "{\"x\": 12345, \"y\": 4.56, \"d\": \"2019-03-07\"}",
                 "12\u202f345 4.6 7 March 2019");
    CHECK_RENDER("{{x | figure}}", "{\"x\": \"4.5 (70,034)\"}", "4.5 (70\u202f034)");
    CHECK_RENDER("<p id=\"{{x | id}}\">", "{\"x\": \"75.f (a)\"}", "<p id=\"75-f--a-\">");
    CHECK_RENDER("{{x | shout}}", "{}", "fault 1");
    CHECK_RENDER("{{t \"{1} of {2}\" a b}}", "{\"a\": \"<\", \"b\": 2}", "&lt; of 2");
    CHECK_RENDER("{{tn n \"{1} country\" \"{1} countries\"}}", "{\"n\": [1, 2, 3]}", "3 countries");
    CHECK_RENDER("{{tn n \"{1} country\" \"{1} countries\"}}", "{\"n\": 1}", "1 country");
    struct arena a = {0};
    CHECK_STR(render_in(&a, S("{{x | number1}} {{y | figure}}"),
                        S("{\"x\": 4.56, \"y\": \"1,234.5\"}"), LANGUAGE_RUSSIAN),
              "4,6 1\u202f234,5");
    arena_free(&a);
}

TEST(broken_templates_name_their_line)
{
    CHECK_RENDER("a\n{{#if x}}", "{}", "fault 2");
    CHECK_RENDER("a\n{{x", "{}", "fault 2");
    CHECK_RENDER("{{/if}}", "{}", "fault 1");
    CHECK_RENDER("{{#if x}}{{/each}}", "{}", "fault 1");
    CHECK_RENDER("{{#shout x}}{{/shout}}", "{}", "fault 1");
    CHECK_RENDER("{{a b}}", "{}", "fault 1");
    CHECK_RENDER("{{\"x}}", "{}", "fault 1");
    CHECK_RENDER("{{x |}}", "{}", "fault 1");
    CHECK_RENDER("{{a..b}}", "{}", "fault 1");
    CHECK_RENDER("{{tn x}}", "{}", "fault 1");
    CHECK_RENDER("{{#if a b}}{{/if}}", "{}", "fault 1");
}

TEST(the_templates_inside_the_program_are_sound)
{
    struct arena a = {0};
    struct faults faults = {.arena = &a};
    CHECK(templates_load(&a, &faults) != NULL);
    for (size_t i = 0; i < faults.count; i++)
        test_fail(__FILE__, __LINE__, str_c(&a, fault_english(&a, &faults.items[i])));
    arena_free(&a);
}
