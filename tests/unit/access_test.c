#include "access_help.h"
#include "base/file.h"

static struct faults faults = {.arena = &a};

static const struct access *table(void)
{
    static const struct access *t;
    if (!t)
        t = access_load(&a, real_model(), &faults);
    for (size_t i = 0; i < faults.count; i++)
        printf("%.*s\n", STR_ARG(fault_english(&a, &faults.items[i])));
    return t;
}

static unsigned scopes(const char *role, const char *type, int class, enum action action)
{
    struct principal who = {.roles = role_bit(role)};
    return access_scopes(table(), &who, model_type(real_model(), str_of(type)), class, action);
}

TEST(the_table_says_what_the_declaration_says)
{
    REQUIRE(table());
    CHECK_INT(scopes("inspector", "complaint", 1, ACTION_WRITE), IN_OWN | IN_ASSIGNED);
    CHECK_INT(scopes("inspector", "complaint", 5, ACTION_READ), 0);
    CHECK_INT(scopes("statistician", "complaint", 1, ACTION_READ), 0);
    CHECK_INT(scopes("statistician", "complaint", 0, ACTION_COUNT), IN_ALL);
    CHECK_INT(scopes("administrator", "complaint", 0, ACTION_KNOW), 0);
    CHECK_INT(scopes("operator", "person", 3, ACTION_READ), 0);
    CHECK_INT(scopes("intake_officer", "complaint", 5, ACTION_READ) & 0xff, 0);
    CHECK(scopes("intake_officer", "complaint", 5, ACTION_READ) != 0);
    /* Who takes complaints chooses the employer by name and district. */
    CHECK_INT(scopes("intake_officer", "employer", 2, ACTION_READ), IN_ALL);
    CHECK_INT(scopes("intake_officer", "employer", 2, ACTION_WRITE), 0);
    CHECK_INT(scopes("police", "employer", 2, ACTION_READ), IN_ALL);
    CHECK_INT(scopes("inspector", "job", 6, ACTION_READ), 0);
    CHECK_INT(scopes("partner", "referral", 0, ACTION_KNOW), 0); /* not without a token */
}

/* ACCEPT=1 writes the file anew. */
TEST(the_document_of_permissions_is_current)
{
    struct str there = {0};
    REQUIRE(table());
    struct str text = access_document(&a, table(), real_model());
    if (getenv("ACCEPT"))
        REQUIRE(file_write("docs/permissions.md", text, &faults));
    file_read(&a, "docs/permissions.md", 10000000, &there, &faults);
    if (!str_eq(there, text))
        printf("docs/permissions.md is not what model/permissions.yaml says; ACCEPT=1 "
               "build/tests/access_test writes it anew\n");
    CHECK(str_eq(there, text));
}
