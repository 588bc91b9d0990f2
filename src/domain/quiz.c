/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/quiz.h"

#include <stdlib.h>

/* a / b, halves up. */
static uint32_t rounded(uint64_t a, uint64_t b)
{
    return (uint32_t)((2 * a + b) / (2 * b));
}

bool quiz_is_right(const struct quiz_rules *rules, const int32_t options[], size_t n)
{
    uint32_t ticked = 0;

    for (size_t i = 0; i < n; i++)
        ticked |= 1u << (options[i] & 31);
    return ticked == rules->right;
}

uint32_t quiz_points(const struct quiz_rules *rules, uint32_t taken_ms)
{
    uint64_t whole = rules->duration_s * UINT64_C(1000);

    if (!rules->has_speed || whole <= QUIZ_FULL_MS || taken_ms <= QUIZ_FULL_MS)
        return rules->points;

    uint64_t line = whole - QUIZ_FULL_MS, gone = taken_ms - QUIZ_FULL_MS;

    if (gone > line)
        gone = line;
    return rounded(rules->points * (2 * line - gone), 2 * line);
}

uint32_t quiz_distance(const struct quiz_rules *rules, int32_t number)
{
    return (uint32_t)llabs((long long)number - rules->number);
}

uint32_t quiz_place_points(const struct quiz_rules *rules, uint32_t place)
{
    if (place < 1 || place > rules->nearest)
        return 0;
    return rounded((uint64_t)rules->points * (rules->nearest - place + 1), rules->nearest);
}
