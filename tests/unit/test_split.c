/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/split.h"
#include "lib/dice.h"

#define ROOMS   2000
#define OPTIONS 3 /* and not to say, and no answer */

/* How many are in each group, and what is told: members as bits, and how many. */
static const struct {
    const char *why;
    uint64_t sizes[OPTIONS + 2];
    uint32_t n;
    struct {
        uint32_t members;
        uint64_t voters;
    } told[OPTIONS + 2];
} cases[] = {
    {"all are enough", {5, 6, 7, 8, 9}, 5, {{1, 5}, {2, 6}, {4, 7}, {8, 8}, {16, 9}}},
    {"two small ones are enough together",
     {9, 2, 3, 9, 0},
     3,
     {{1, 9}, {8, 9}, {2 | 4 | 16, 5}}},
    {"one small one takes the smallest of the others along",
     {9, 4, 7, 8, 0},
     3,
     {{1, 9}, {8, 8}, {2 | 4 | 16, 11}}},
    {"of two that are equal, the later goes along",
     {6, 1, 6, 6, 0},
     3,
     {{1, 6}, {4, 6}, {2 | 8 | 16, 7}}},
    {"what nobody is in is left out where none is small",
     {5, 0, 5, 0, 0},
     2,
     {{1, 5}, {4, 5}}},
    {"one group is no split", {40, 0, 0, 0, 0}, 0, {{0, 0}}},
    {"nor is one that takes all others along", {6, 4, 0, 0, 0}, 0, {{0, 0}}},
    {"nor are small ones alone", {4, 4, 4, 4, 4}, 0, {{0, 0}}},
    {"nobody", {0}, 0, {{0, 0}}},
};

static struct split split_of(const uint64_t sizes[OPTIONS + 2])
{
    static const struct cells cells = {1, {{0, 1}}};
    struct split split = split_empty(2, OPTIONS + 1);

    for (int32_t group = 0; group < OPTIONS + 2; group++)
        for (uint64_t i = 0; i < sizes[group]; i++)
            split_add(&split, group <= OPTIONS ? group : SPLIT_NOT_SAID, &cells);
    return split;
}

static void groups_of_few_are_told_with_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct split all = split_of(cases[i].sizes), told;

        split_told(&all, SEGMENT_PEOPLE_MIN, &told);
        if (told.n_groups != cases[i].n)
            fail_msg("%s: %u groups", cases[i].why, told.n_groups);
        for (uint32_t g = 0; g < told.n_groups; g++)
            if (told.groups[g].members != cases[i].told[g].members ||
                told.groups[g].voters != cases[i].told[g].voters)
                fail_msg("%s: %u has %x of %llu", cases[i].why, g, told.groups[g].members,
                         (unsigned long long)told.groups[g].voters);
    }
}

struct person {
    int32_t option;
    struct cells cells;
};

static struct split count(const struct person *people, size_t n, bool backwards)
{
    struct split split = split_empty(3, OPTIONS + 1);

    for (size_t i = 0; i < n; i++) {
        const struct person *one = &people[backwards ? n - 1 - i : i];

        split_add(&split, one->option, &one->cells);
    }
    return split;
}

/* Whatever people are and say: it adds up, nobody is in a group of few, and in which order
 * they came does not matter. */
static void groups_add_up_whoever_is_in_them(void **state)
{
    struct dice dice;
    unsigned n_told = 0, rooms = dice_rounds(ROOMS);
    (void)state;

    dice_begin(&dice, "split");
    for (unsigned room = 0; room < rooms; room++) {
        struct person people[40];
        size_t n = dice_throw(&dice, 40);
        int64_t total = 0, shown = 0;
        uint64_t voters = 0;
        uint32_t seen = 0;
        struct split all, other, told;

        for (size_t i = 0; i < n; i++) {
            int32_t weight = (int32_t)dice_throw(&dice, 9);

            people[i] =
                (struct person){(int32_t)dice_throw(&dice, OPTIONS + 2) - 2,
                                {1, {{(uint8_t)(dice_throw(&dice, 3) - 1), weight}}}};
            total += weight;
        }
        all = count(people, n, false);
        other = count(people, n, true);
        assert_memory_equal(&all, &other, sizeof all);
        split_told(&all, SEGMENT_PEOPLE_MIN, &told);
        for (uint32_t g = 0; g < told.n_groups; g++) {
            assert_true(told.groups[g].voters >= SEGMENT_PEOPLE_MIN);
            assert_int_equal(seen & told.groups[g].members, 0);
            seen |= told.groups[g].members;
            voters += told.groups[g].voters;
            for (uint32_t cell = 0; cell < told.n_cells; cell++)
                shown += told.groups[g].counts[cell];
        }
        if (told.n_groups == 0)
            continue;
        n_told++;
        assert_true(told.n_groups > 1);
        assert_int_equal(voters, n);
        assert_int_equal(shown, total);
    }
    assert_true(n_told > rooms / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_of_few_are_told_with_others),
        cmocka_unit_test(groups_add_up_whoever_is_in_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
