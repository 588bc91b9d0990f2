/* SPDX-License-Identifier: Apache-2.0 */

/* What a right answer is worth.
 *
 * quiz: whoever ticks all that is right and nothing else gets the question's points: all of
 * them within QUIZ_FULL_MS, from there in a straight line down to half of them when its
 * time is over, and half after that. Without speed, or without a time, all of them.
 *
 * number: the nearest N to the right one get points, whatever the time: place p gets
 * (N - p + 1) / N of them. Who is equally near shares a place, 1, 1, 3; places beyond N get
 * nothing.
 *
 * Everything is rounded to whole points, halves up. */
#ifndef DOMAIN_QUIZ_H
#define DOMAIN_QUIZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUIZ_FULL_MS 500

struct quiz_rules {
    bool is_scored;      /* There is a right answer. */
    uint32_t points;     /* That it is worth. */
    uint32_t right;      /* quiz: a bit for each option that is. */
    uint32_t duration_s; /* quiz: 0 for no time limit. */
    bool has_speed;      /* quiz: who is quick gets more. */
    int32_t number;      /* number: the right one, */
    uint32_t nearest;    /* and how many places get points. */
};

/* Are these options, of a ballot, all that is right? */
bool quiz_is_right(const struct quiz_rules *rules, const int32_t options[], size_t n);
/* For a right answer after so long. */
uint32_t quiz_points(const struct quiz_rules *rules, uint32_t taken_ms);

/* How far a number is from the right one. */
uint32_t quiz_distance(const struct quiz_rules *rules, int32_t number);
/* For a place, from 1. */
uint32_t quiz_place_points(const struct quiz_rules *rules, uint32_t place);

#endif
