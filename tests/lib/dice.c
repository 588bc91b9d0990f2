/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/dice.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t number_of(const char *variable, uint64_t standard)
{
    const char *text = getenv(variable);

    return text && *text ? strtoull(text, NULL, 10) : standard;
}

void dice_begin(struct dice *out, const char *test)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed = number_of("CLAMEUR_SEED", (uint64_t)now.tv_nsec);

    (void)printf("%s: CLAMEUR_SEED=%llu\n", test, (unsigned long long)seed);
    (void)fflush(stdout); /* Before it may be forked or die. */
    out->state = seed * 0x9e3779b97f4a7c15ULL + 1;
}

uint64_t dice_throw(struct dice *dice, uint64_t n)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return dice->state % n + 1;
}

unsigned dice_rounds(unsigned few)
{
    uint64_t rounds = number_of("CLAMEUR_LONG", few);

    return rounds > few ? (unsigned)rounds : few;
}
