/* SPDX-License-Identifier: Apache-2.0 */

/* Whole evenings at a board (lib/sim/square.h), one for each seed, and proof that the
 * simulation can fail: faults put in on purpose, each of which it finds. For long forms
 * and single seeds see lib/sim/seeds.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/sim/seeds.h"

#define DEAF_SEEDS 30

static void test_evenings(void **state)
{
    const struct sim_options options = {.has_board = true};

    (void)state;
    seeds_run(&options);
}

/* Every message between workers is lost: the pulse alone brings everybody up to date. */
static void test_healing(void **state)
{
    const struct sim_options options = {.has_board = true, .is_deaf = true};

    (void)state;
    seeds_run_first(&options, DEAF_SEEDS);
}

/* Seeds that once failed: what fell back had been told, another board took a name, a merge
 * brought a support along, two tabs were one person, a notice was read long after it was
 * said. */
static void test_kept(void **state)
{
    static const uint64_t seeds[] = {3, 8, 134, 447, 1116};
    const struct sim_options options = {.has_board = true};

    (void)state;
    seeds_run_some(&options, seeds, sizeof seeds / sizeof seeds[0]);
}

/* One promise each. */
static const struct sim_options mutants[] = {
    /* The supports of an idea are its supporters. */
    {.has_board = true,
     .from = "heat.supports = heat.supports + step.by",
     .to = "heat.supports = heat.supports + 1"},
    /* What is sent again is told the same. */
    {.has_board = true, .from = "if step.is_same then return '=' end", .to = ""},
    /* An older word does not replace a newer one. */
    {.has_board = true, .from = "if step.is_stale then return 's' end", .to = ""},
    /* What supports gave is taken back with them. */
    {.has_board = true,
     .from = "points = new.points - (old and old.points or 0),",
     .to = "points = new.points,"},
    /* Each word of a batch is kept. */
    {.has_board = true,
     .from = "redis.call('HSET', keys[MINE + idea], unpack(batch.supporters, from, "
             "batch.ends[i]))",
     .to = ""},
    /* Merged, nobody counts twice. */
    {.has_board = true, .from = "if was_on then return true end", .to = ""},
    /* Parted, each has their own again. */
    {.has_board = true,
     .from = "into.on = (into.own_on == '1' or is_carried(into)) and '1' or '0'",
     .to = "into.on = '1'"},
    /* Comments are counted, and likes. */
    {.has_board = true,
     .from = "heat.comments = heat.comments + by",
     .to = "heat.comments = heat.comments + 1"},
    {.has_board = true,
     .from = "comment.likes = step(comment.likes, by)",
     .to = "comment.likes = step(comment.likes, 1)"},
    /* A change is told as the board's next rev. */
    {.has_board = true,
     .from = "redis.call('ZADD', keys[5], rev, card.id)\n  local text_as",
     .to = "local text_as"},
    /* A change is made once, and upon what was seen. */
    {.has_board = true,
     .from = "if card.version ~= args[3] then return { 'stale', known } end",
     .to = ""},
    /* Who was told what became of an idea finds it on their page, and is told once. */
    {.has_board = true,
     .from = "local is_mine = news.author == who",
     .to = "local is_mine = false"},
    {.has_board = true,
     .from = "redis.call('XRANGE', keys[1], '(' .. args[1], '+', 'COUNT', args[2])",
     .to = "redis.call('XRANGE', keys[1], args[1], '+', 'COUNT', args[2])"},
};

static void test_mutants(void **state)
{
    (void)state;
    seeds_find(mutants, sizeof mutants / sizeof mutants[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evenings),
        cmocka_unit_test(test_healing),
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_mutants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
