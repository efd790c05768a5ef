/* How likely it is that a visit to an employer is needed: points for what is known of it, declared
 * in packs/PACK/inspection/risk.yaml. Nothing is learned or hidden: the sum is the sum of the parts
 * shown, and whoever disagrees changes a number in that file.
 */
#pragma once

#include "base/date.h"
#include "base/fault.h"
#include "base/node.h"

/* What points are given for; the order in which they are shown. */
enum risk_reason {
    RISK_SECTOR,
    RISK_SEASON,
    RISK_CHILDREN,   /* children found at work there */
    RISK_VIOLATIONS, /* other violations */
    RISK_HITS,       /* of the contract register */
    RISK_COMPLAINTS,
    RISK_DISTRICT, /* children found in its district */
    RISK_SIZE,
    RISK_UNVISITED,
    RISK_REASONS
};
/* "sector", "season" …: also the beginning of the fields of planned_inspection ("sector_points").
 */
struct str risk_reason_name(enum risk_reason reason);
/* English, also the key of its translation: "The sector". */
const char *risk_reason_label(enum risk_reason reason);

/* So many points for each of them, at most so many, looking back so many years. */
struct risk_history {
    int64_t each, most, years;
};

struct risk_sector {
    struct str sector;    /* code of work_sectors */
    struct str_list isic; /* beginnings; an empty one fits everybody */
    int64_t points;
};

struct risk_season {
    struct str label; /* the crop, in English; also the key of its translation */
    struct str sector;
    bool months[13]; /* 1 to 12 */
    struct str_list districts;
    int64_t points;
};

struct risk_size {
    int64_t from, points;
};

struct risk_weights {
    struct str version;       /* "az-1" */
    struct str agency, power; /* codes: who visits, and by which power */
    int64_t visits_per_inspector;
    struct {
        struct risk_sector *items;
        size_t count, capacity;
    } sectors;
    struct {
        struct risk_season *items;
        size_t count, capacity;
    } seasons;
    struct {
        struct risk_size *items; /* rising */
        size_t count, capacity;
    } sizes;
    int64_t size_unknown;
    struct risk_history history[RISK_REASONS]; /* of children … district, and of unvisited (`most`
                                                  are its points) */
};

/* Reads the weights of a pack. NULL with faults (file and line) when it has none, or wrong ones. */
const struct risk_weights *risk_load(struct arena *a, struct str pack, struct faults *faults);
/* The same from a text, for what somebody tries out. */
const struct risk_weights *risk_read(struct arena *a, struct str yaml, struct str file,
                                     struct faults *faults);

/* What is known of an employer before the plan's year begins. */
struct risk_facts {
    struct str industry, district;
    bool size_known;
    int64_t workers;
    int64_t found[RISK_REASONS]; /* how many children, violations, hits, complaints; children in the
                                    district */
    bool visited;                /* within the years that count */
};

struct risk {
    int64_t points;
    int64_t by_reason[RISK_REASONS];
    struct str sector;                /* code; empty when no sector fits */
    const struct risk_season *season; /* the one that gave points; NULL: none */
    int month;                        /* its first month; 0 without a season */
};

struct risk risk_of(const struct risk_weights *weights, const struct risk_facts *facts);
/* The sector of an ISIC code; NULL when none fits. */
const struct risk_sector *risk_sector_of(const struct risk_weights *weights, struct str isic);
