/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "service/ballot_pile.h"

#define BALLOTS 1000

/* Names as good as any hash. */
static void name_of(uint32_t ballot, uint8_t name[PILE_NAME_BYTES])
{
    uint64_t mixed = (ballot + 1) * UINT64_C(0x9e3779b97f4a7c15);

    mixed ^= mixed >> 29;
    mixed *= UINT64_C(0xbf58476d1ce4e5b9);
    for (size_t i = 0; i < PILE_NAME_BYTES; i++)
        name[i] = (uint8_t)(mixed >> (8 * (PILE_NAME_BYTES - 1 - i)));
}

/* Reads all of them for each pile, as a file does; returns how many piles there were. */
static size_t take_all(uint32_t n, uint64_t at_once)
{
    struct ballot_pile *pile = ballot_pile_new(n, at_once);
    static bool is_taken[BALLOTS];
    uint8_t last[PILE_NAME_BYTES] = {0};
    size_t piles = 0, taken = 0;

    memset(is_taken, 0, sizeof is_taken);
    do {
        const struct pile_ballot *ballot;

        for (uint32_t i = 0; i < n; i++) {
            struct participant who = {{(uint8_t)i, (uint8_t)(i >> 8)}};
            uint8_t name[PILE_NAME_BYTES];
            char value[16];

            name_of(i, name);
            (void)snprintf(value, sizeof value, "%u", i);
            ballot_pile_add(pile, name, &who, value);
        }
        ballot_pile_sort(pile);
        while ((ballot = ballot_pile_take(pile))) {
            unsigned long number = strtoul(ballot->value, NULL, 10);

            assert_int_equal(ballot->participant.bytes[0], (uint8_t)number);
            assert_int_equal(ballot->participant.bytes[1], (uint8_t)(number >> 8));
            assert_false(is_taken[number]);
            is_taken[number] = true;
            taken++;
            assert_true(memcmp(last, ballot->name, sizeof last) <= 0);
            memcpy(last, ballot->name, sizeof last);
        }
        piles++;
    } while (ballot_pile_next(pile));
    assert_int_equal(taken, n);
    ballot_pile_free(pile);
    return piles;
}

static void every_ballot_is_taken_once_in_the_order_of_names(void **state)
{
    (void)state;
    assert_int_equal(take_all(BALLOTS, BALLOTS + 1), 1);
    assert_int_equal(take_all(BALLOTS, 100), 11);
    assert_int_equal(take_all(BALLOTS, 1), BALLOTS + 1);
}

static void none_and_one_are_piles_too(void **state)
{
    (void)state;
    assert_int_equal(take_all(0, 10), 1);
    assert_int_equal(take_all(1, 10), 1);
    ballot_pile_free(NULL);
}

static void what_is_left_on_a_pile_goes_with_it(void **state)
{
    struct ballot_pile *pile = ballot_pile_new(2, 10);
    const struct participant who = {{0}};

    (void)state;
    ballot_pile_add(pile, (const uint8_t[PILE_NAME_BYTES]){1}, &who, "1 0:1");
    ballot_pile_add(pile, (const uint8_t[PILE_NAME_BYTES]){0}, &who, "2 1:1");
    ballot_pile_sort(pile);
    assert_string_equal(ballot_pile_take(pile)->value, "2 1:1");
    ballot_pile_free(pile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ballot_is_taken_once_in_the_order_of_names),
        cmocka_unit_test(none_and_one_are_piles_too),
        cmocka_unit_test(what_is_left_on_a_pile_goes_with_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
