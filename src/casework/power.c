#include "casework/power.h"

#include "base/arena.h"
#include "law/power.h"
#include "law/sanction.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Read once in a process, and kept: any number of threads may read it. */
static const struct law *law_of(struct str wanted)
{
    static struct arena arena;
    static struct str pack;
    static const struct law *law;
    struct faults faults = {.arena = &arena};
    if (!wanted.n)
        return NULL;
    pthread_mutex_lock(&lock);
    if (!str_eq(pack, wanted)) {
        pack = str_copy(&arena, wanted);
        law = law_load(&arena, &(struct law_source){.pack = pack}, &faults);
    }
    const struct law *found = law;
    pthread_mutex_unlock(&lock);
    return found;
}

static enum law_party party_of(struct str word)
{
    enum law_party party = LAW_ANYBODY;
    law_party_find(word, &party);
    return party;
}

/* The body that the law gives the power to: a country has one labour inspectorate. */
static struct str agency_with(const struct law *law, struct str power)
{
    for (size_t i = 0; i < law->power_count; i++)
        if (str_eq(law->powers[i].kind, power))
            return law->powers[i].agency;
    return law->power_count ? law->powers[0].agency : (struct str){0};
}

bool power_may(const struct power_question *question, struct faults *faults)
{
    const struct law *law = law_of(question->pack);
    if (!law)
        return true;
    struct law_question asked = {.agency = agency_with(law, question->power),
                                 .power = question->power,
                                 .whom = party_of(question->whom),
                                 .exception = question->exception,
                                 .on = question->on};
    return law_may(law, &asked, NULL, faults);
}

/* "Code of Administrative Offences 192.8" is "Administrative Offences 192.8" in the law's table. */
static struct str article_of(struct str text)
{
    text = str_trim(text);
    return str_starts(text, S("Code of ")) ? str_from(text, 8) : text;
}

bool power_allows(const struct power_fine *fine, struct faults *faults)
{
    const struct law *law = law_of(fine->pack);
    enum law_party offender = party_of(fine->offender);
    struct str article = article_of(fine->article);
    if (!law || !law->sanction_count || !article.n || offender == LAW_ANYBODY)
        return true;
    const struct law_sanction *s = law_sanction_find(law, article, offender, fine->on, faults);
    return s && law_sanction_allows(s, fine->amount, fine->currency, faults);
}

struct str power_article(struct str pack, struct str kind, struct str offender, struct date on)
{
    const struct law *law = law_of(pack);
    enum law_party party = party_of(offender);
    const struct law_sanction *s =
        law && party != LAW_ANYBODY ? law_sanction_for(law, kind, party, on, 0) : NULL;
    return s ? s->article : (struct str){0};
}
