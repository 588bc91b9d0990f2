/* SPDX-License-Identifier: Apache-2.0 */

/* Points: what a room gives people for what they bring about, and the periods over which
 * they are added up. They are given inside the store, see functions/shared/points.lua. */
#ifndef DOMAIN_POINTS_H
#define DOMAIN_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum points_rule {
    POINTS_IDEA,     /* To the author of an idea that everyone may see. */
    POINTS_COMMENT,  /* Likewise of a comment. */
    POINTS_SUPPORT,  /* To an idea's author for each support but their own. */
    POINTS_RETAINED, /* Once more, while it is planned, being made or released. */
    POINTS_RULES
};
const char *points_rule_name(enum points_rule rule);
bool points_rule_read(const char *name, enum points_rule *out);

/* What each gives; all 0: the room gives no points. */
struct points_rules {
    uint32_t gives[POINTS_RULES];
};
bool points_are_given(const struct points_rules *rules);

/* "all" is 0; a month, "2026-11", counts from the end of 1999, in UTC. */
#define PERIOD_NAME_BYTES 8
bool period_read(const char *name, uint32_t *out);
void period_name(uint32_t period, char out[PERIOD_NAME_BYTES]);

/* Those who share a place that reaches beyond the last one that is selected. */
enum ties { TIES_IN, TIES_OUT, TIES };
const char *ties_name(enum ties ties);
bool ties_read(const char *name, enum ties *out);

/* What happened to an idea, for those whom it concerns. */
enum news_what {
    NEWS_STATUS,
    NEWS_ANSWER,
    NEWS_MERGED,
    NEWS_SHOWN, /* This and the next: to its author alone. */
    NEWS_HIDDEN,
    NEWS_WHATS
};
const char *news_what_name(enum news_what what);
bool news_what_read(const char *name, enum news_what *out);
bool news_are_for_supporters(enum news_what what);

/* An entry of a record that grows: "<ms>-<n>", always greater than the one before. */
struct entry_id {
    uint64_t ms, n;
};
#define ENTRY_ID_BYTES 44
bool entry_id_read(const char *text, size_t len, struct entry_id *out);
void entry_id_write(const struct entry_id *id, char out[ENTRY_ID_BYTES]);
bool entry_id_is_after(const struct entry_id *a, const struct entry_id *b);

#endif
