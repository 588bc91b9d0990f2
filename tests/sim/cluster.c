/* SPDX-License-Identifier: Apache-2.0 */

/* Whole evenings, one for each seed (lib/sim/sim.h), and proof that the simulation can
 * fail: faults put in on purpose, each of which it finds. For long forms and single seeds
 * see lib/sim/seeds.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/sim/seeds.h"

#define DEAF_SEEDS 30

static void test_evenings(void **state)
{
    const struct sim_options options = {0};

    (void)state;
    seeds_run(&options);
}

/* Every message between workers is lost: the pulse alone brings everybody up to date. */
static void test_healing(void **state)
{
    const struct sim_options options = {.is_deaf = true};

    (void)state;
    seeds_run_first(&options, DEAF_SEEDS);
}

/* One promise each. */
static const struct sim_options mutants[] = {
    /* What is sent again is told the same. */
    {.from = "if old == value then return '=' end", .to = ""},
    /* The counts are the ballots. */
    {.from = "joined = joined + 1", .to = "joined = joined + 2"},
    {.from = "times[old] = (times[old] or 0) - 1", .to = ""},
    /* A counted ballot is kept. */
    {.from = "redis.call('HSET', keys[3], unpack(writes))", .to = ""},
    /* An older ballot does not replace a newer one. */
    {.from = "if new.n <= was.n then return 's' end", .to = ""},
    /* Only an open question takes ballots, and one that is final takes one. */
    {.from = "if state ~= 'open' then return false end", .to = ""},
    {.from = "if not may_change and new.ballot ~= was.ballot then return 'f' end",
     .to = ""},
    /* A move is made once, and upon what was seen. */
    {.from = "elseif question.version ~= args[1] then", .to = "elseif false then"},
    /* The journal has every fact. */
    {.from = "redis.call('XADD', journal, 'MAXLEN', '~', JOURNAL_MAX, room.seq .. '-0', "
             "'fact', packed)",
     .to = ""},
    /* Whoever did not vote is not shown the counts. */
    {.from = "reply[i + 1] = redis.call('HGET', keys[i], args[1])",
     .to = "reply[i + 1] = redis.call('HVALS', keys[i])[1] or false"},
    /* An answer to a quiz has its time; words are as often in the cloud as they are said,
     * in all their spellings. */
    {.from = "if keys[5] then note_times(keys, args, n, statuses) end", .to = ""},
    {.from = "for _, word in ipairs(old and old.words or {}) do say(cloud, word, -1) end",
     .to = ""},
    {.from = "spelled[word.text] = (spelled[word.text] or 0) + by",
     .to = "spelled[word.text] = (spelled[word.text] or 0) + 1"},
    /* A revision is another tally. */
    {.from = "tally[REVISION] = tally[REVISION] + 1", .to = ""},
    /* Another Redis may lack what this one told. */
    {.from = "local goes_on = at[3] ~= life_of_redis() and 1 or 0",
     .to = "local goes_on = 0"},
    /* Nor has a lost epoch's name another history. */
    {.from = "room.epoch = whole(math.max(tonumber(room.epoch) + 1, now_ms()))",
     .to = "room.epoch = step(room.epoch, 1)"},
    /* With no news from others and no healing, somebody ends on something old. */
    {.from = "local reply = { 'ok', now_ms(), tonumber(at[1]), tonumber(at[2]), goes_on }",
     .to = "local reply = { 'spent' }",
     .is_deaf = true},
    /* Functions keep to the keys they were given. */
    {.from = "local epoch = redis.call('HGET', keys[1], 'epoch')\n  local stored",
     .to = "local epoch = redis.call('HGET', keys[1] .. '!', 'epoch')\n  local stored"},
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
        cmocka_unit_test(test_mutants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
