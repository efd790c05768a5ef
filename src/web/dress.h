/* What a page needs beyond the JSON it shows: names in the reader's language, geometry of pictures,
 * tables cut the way they are read. Each adds to the tree of its data function. */
#pragma once

#include "web/route.h"

void dress_home(struct call *c, struct node *data);
void dress_countries(struct call *c, struct node *data);
void dress_profile(struct call *c, struct node *data);
void dress_figure(struct call *c, struct node *data);
void dress_origin(struct call *c, struct node *data);
void dress_records(struct call *c, struct node *data);
void dress_enforcement(struct call *c, struct node *data);
void dress_unit_records(struct call *c, struct node *data);
void dress_compare(struct call *c, struct node *data);
void dress_questionnaire(struct call *c, struct node *data);

/* Puts `name`, the country in the reader's language, beside `country` and `iso`. */
void dress_name(struct call *c, struct node *n);
/* A member that may be added to; NULL when it is not there. */
struct node *dress_member(const struct node *map, struct str key);
/* {width, height, levels: [{level, label, count, places: [{iso, name, path or x, y}]}], rest} */
struct node *dress_map(struct call *c, const struct node *countries, const struct node *levels);
