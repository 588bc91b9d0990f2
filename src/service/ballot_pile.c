/* SPDX-License-Identifier: Apache-2.0 */

#include "service/ballot_pile.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define SHARES_MAX 65536u /* By the first two bytes of a name. */

struct ballot_pile {
    uint32_t n_shares, share;
    struct pile_ballot *ballots; /* Owned, as are their values. */
    size_t n, room, at;
};

struct ballot_pile *ballot_pile_new(uint64_t n, uint64_t at_once)
{
    struct ballot_pile *pile = mem_zero(sizeof *pile);
    uint64_t shares = n / at_once + 1;

    pile->n_shares = shares < SHARES_MAX ? (uint32_t)shares : SHARES_MAX;
    return pile;
}

static void empty(struct ballot_pile *pile)
{
    for (size_t i = 0; i < pile->n; i++)
        free(pile->ballots[i].value);
    pile->n = pile->at = 0;
}

void ballot_pile_free(struct ballot_pile *pile)
{
    if (!pile)
        return;
    empty(pile);
    free(pile->ballots);
    free(pile);
}

static uint32_t share_of(const struct ballot_pile *pile, const uint8_t *name)
{
    return (uint32_t)(name[0] << 8 | name[1]) * pile->n_shares / SHARES_MAX;
}

void ballot_pile_add(struct ballot_pile *pile, const uint8_t name[PILE_NAME_BYTES],
                     const struct participant *who, const char *value)
{
    struct pile_ballot ballot = {.participant = *who};

    if (share_of(pile, name) != pile->share)
        return;
    if (pile->n == pile->room) {
        pile->room = pile->room ? 2 * pile->room : 64;
        pile->ballots = mem_resize(pile->ballots, pile->room * sizeof *pile->ballots);
    }
    memcpy(ballot.name, name, sizeof ballot.name);
    ballot.value = mem_text(value);
    pile->ballots[pile->n++] = ballot;
}

static int by_name(const void *a, const void *b)
{
    const struct pile_ballot *one = a, *other = b;

    return memcmp(one->name, other->name, sizeof one->name);
}

void ballot_pile_sort(struct ballot_pile *pile)
{
    if (pile->n > 0)
        qsort(pile->ballots, pile->n, sizeof *pile->ballots, by_name);
}

const struct pile_ballot *ballot_pile_take(struct ballot_pile *pile)
{
    return pile->at < pile->n ? &pile->ballots[pile->at++] : NULL;
}

bool ballot_pile_next(struct ballot_pile *pile)
{
    empty(pile);
    return ++pile->share < pile->n_shares;
}
