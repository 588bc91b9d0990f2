/* SPDX-License-Identifier: Apache-2.0 */

#include "domain/series.h"

#include <math.h>
#include <stddef.h>

#define MINUTE_MS      UINT64_C(60000)
#define WAITS_PER_FOLD 4 /* Slots until a wait is twice as long. */

const char *series_name(enum series_count count)
{
    static const char *const names[SERIES_COUNTS] = {
        [SERIES_VOTES] = "votes",         [SERIES_LOOKS] = "looks",
        [SERIES_IDEAS] = "ideas",         [SERIES_COMMENTS] = "comments",
        [SERIES_LIKES] = "likes",         [SERIES_SUPPORTS] = "supports",
        [SERIES_ANSWERS] = "answers",     [SERIES_SHARED] = "shared",
        [SERIES_REACTIONS] = "reactions",
    };

    return names[count];
}

const struct series_ring_rule *series_ring_rule(enum series_ring ring)
{
    static const struct series_ring_rule rules[SERIES_RINGS] = {
        [RING_MINUTES] = {"m", MINUTE_MS, SERIES_MINUTES},
        [RING_QUARTERS] = {"q", 15 * MINUTE_MS, SERIES_QUARTERS},
        [RING_DAYS] = {"d", 1440 * MINUTE_MS, SERIES_DAYS},
    };

    return &rules[ring];
}

enum series_ring series_ring_for(uint64_t now_ms, uint64_t since_ms)
{
    uint64_t ago = now_ms > since_ms ? now_ms - since_ms : 0;

    for (unsigned ring = 0; ring < RING_DAYS; ring++) {
        const struct series_ring_rule *rule = series_ring_rule((enum series_ring)ring);

        if (ago <= rule->slot_ms * rule->slots)
            return (enum series_ring)ring;
    }
    return RING_DAYS;
}

uint64_t series_step_ms(uint64_t slot_ms, uint64_t since_ms, uint64_t until_ms)
{
    uint64_t slots = until_ms > since_ms ? (until_ms - since_ms) / slot_ms + 1 : 1;

    return slot_ms * ((slots + SERIES_POINTS_MAX - 1) / SERIES_POINTS_MAX);
}

size_t series_fold(struct series_row rows[], size_t n, uint64_t step_ms)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        struct series_row row = rows[i];

        row.at_ms -= row.at_ms % step_ms;
        if (kept == 0 || rows[kept - 1].at_ms != row.at_ms) {
            rows[kept++] = row;
            continue;
        }
        struct series_row *into = &rows[kept - 1];

        into->people = row.people > into->people ? row.people : into->people;
        for (size_t count = 0; count < SERIES_COUNTS; count++)
            into->of[count] += row.of[count];
    }
    return kept;
}

uint32_t series_wait_slot(uint64_t waited_ms)
{
    double minutes = (double)waited_ms / (double)MINUTE_MS;
    double slot = WAITS_PER_FOLD * log2(1 + minutes);

    return slot < SERIES_WAIT_SLOTS - 1 ? (uint32_t)slot : SERIES_WAIT_SLOTS - 1;
}

uint64_t series_wait_median_ms(const uint64_t slots[SERIES_WAIT_SLOTS])
{
    uint64_t all = 0, before = 0;

    for (size_t i = 0; i < SERIES_WAIT_SLOTS; i++)
        all += slots[i];
    for (size_t i = 0; all > 0 && i < SERIES_WAIT_SLOTS; i++) {
        before += slots[i];
        if (2 * before >= all) /* The middle of the slot. */
            return (uint64_t)((exp2(((double)i + 0.5) / WAITS_PER_FOLD) - 1) *
                              (double)MINUTE_MS);
    }
    return 0;
}
