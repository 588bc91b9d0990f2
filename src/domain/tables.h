/* SPDX-License-Identifier: Apache-2.0 */

/* All that is told of one round of a question by groups: a table for each segment and
 * source, told at once, so that they can be held against each other before anybody can.
 *
 * What is told stays. Another telling of a table follows only when no sum of multiples of
 * the groups that are new leaves fewer people than were in all tellings before together,
 * and SEGMENT_PEOPLE_MIN more: then, whatever moved between them and whoever answered
 * otherwise, any sum of multiples of all that was ever told that is not nought on the new
 * one leaves at least so many who were never told of before. */
#ifndef DOMAIN_TABLES_H
#define DOMAIN_TABLES_H

#include "domain/split.h"

/* Segments, and where ballots came from. */
enum split_source { SOURCE_CHANNEL, SOURCE_PLACE, SOURCE_DEVICE, SPLIT_SOURCES };
#define TABLES_MAX      (SEGMENTS_MAX + SPLIT_SOURCES)
#define TABLE_TYPES_MAX 4096 /* People that answered segments differently. */

/* How many gave the same answers to all segments. */
struct table_types {
    size_t n;
    bool is_over; /* There were more: only one table can be judged. */
    struct {
        int8_t options[TABLES_MAX];
        uint64_t people;
    } type[TABLE_TYPES_MAX];
};
void table_types_add(struct table_types *types, const int32_t options[TABLES_MAX]);

struct tables {
    uint64_t told; /* Voters of all tellings up to this one, added up. */
    size_t n;
    uint32_t n_options[TABLES_MAX]; /* Of each segment. */
    struct split of[TABLES_MAX];    /* Without groups: it would tell of few. */
};

/* What may be told at first: of each of the splits what split_told() says, unless it would
 * tell of few beside those before it. */
void tables_make(const struct split splits[], size_t n, const struct table_types *types,
                 struct tables *out);
/* Every group that anybody is in, however small: where no promise was made. */
void tables_of_every(const struct split splits[], size_t n, struct tables *out);
/* What of it may be told when `was` is what was told before, of the same tables: those
 * without groups stay as they were. None becomes coarser, and where not all may be told it
 * is those that were told of fewest. False: all stay. */
bool tables_follow(const struct tables *was, const struct split splits[],
                   const struct table_types *types, struct tables *out);
/* How many voters a table is of. */
uint64_t table_voters(const struct split *table);

#endif
