/* SPDX-License-Identifier: Apache-2.0 */

/* Whole evenings, one for each seed (lib/sim/sim.h), and proof that the simulation can
 * fail: faults put in on purpose, each of which it finds.
 *
 *   CLAMEUR_LONG=1      10,000 seeds in place of 300, or as many as it says
 *   CLAMEUR_SEED=n      that one alone, telling everything */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/sim/sim.h"

#define SEEDS         300
#define SEEDS_LONG    10000
#define DEAF_SEEDS    30
#define MUTANT_SEEDS  1000
#define PROCESSES_MAX 16 /* One a core. */

static char last_words[64]; /* For those who die. */

static void on_abort(int signal_number)
{
    (void)!write(STDERR_FILENO, last_words, strlen(last_words));
    _exit(signal_number);
}

static void run(uint64_t seed, const struct sim_options *options,
                struct sim_verdict *verdict)
{
    (void)snprintf(last_words, sizeof last_words, "died in seed %llu\n",
                   (unsigned long long)seed);
    sim_run(seed, options, verdict);
}

static void add(struct sim_verdict *sum, const struct sim_verdict *one)
{
    unsigned *to = (unsigned *)&sum->net;
    const unsigned *from = (const unsigned *)&one->net;

    for (size_t i = 0; i < sizeof sum->net / sizeof *to; i++)
        to[i] += from[i];
    sum->counts.kills += one->counts.kills;
    sum->counts.stops += one->counts.stops;
    sum->counts.leaves += one->counts.leaves;
    sum->counts.full_times += one->counts.full_times;
    sum->counts.commands += one->counts.commands;
    sum->counts.counted += one->counts.counted;
    sum->counts.resent += one->counts.resent;
    sum->counts.forgotten += one->counts.forgotten;
    sum->counts.events += one->counts.events;
    sum->counts.virtual_ms += one->counts.virtual_ms;
}

static void report(const struct sim_verdict *sum, uint64_t seeds, double seconds)
{
    print_message("%llu seeds in %.1f s (%.0f a second), %llu s of their own time\n",
                  (unsigned long long)seeds, seconds, (double)seeds / seconds,
                  (unsigned long long)(sum->counts.virtual_ms / 1000));
    print_message(
        "  %u commands (%u ballots counted, %u said again), %llu messages heard\n",
        sum->counts.commands, sum->counts.counted, sum->counts.resent,
        (unsigned long long)sum->counts.events);
    print_message("  workers: %u killed, %u stopped; people left %u times; store full %u\n",
                  sum->counts.kills, sum->counts.stops, sum->counts.leaves,
                  sum->counts.full_times);
    print_message("  wires: %u cut, %u gone quiet; Redis away %u times, loading %u\n",
                  sum->net.cut, sum->net.quiet, sum->net.outages, sum->net.refused);
    print_message("  Redis fell back %u times, and forgot %u ballots that were counted\n",
                  sum->net.falls, sum->counts.forgotten);
    print_message("  slots moved %u times, %u commands came to the wrong master; WAIT %u "
                  "times, %u too short\n",
                  sum->net.moved, sum->net.redirected, sum->net.waits,
                  sum->net.short_waits);
    print_message("  published: %u lost, %u doubled, %u late\n", sum->net.lost,
                  sum->net.doubled, sum->net.late);
}

static double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What came of some of the seeds. */
struct share {
    struct sim_verdict sum;
    uint64_t failed; /* The seed, or 0. */
};

/* Every n-th seed of them. */
static struct share run_share(uint64_t first, uint64_t seeds, uint64_t n)
{
    const struct sim_options options = {0};
    struct share share = {0};
    struct sim_verdict verdict;

    for (uint64_t seed = first; seed <= seeds && !share.failed; seed += n) {
        run(seed, &options, &verdict);
        add(&share.sum, &verdict);
        if (!verdict.is_good)
            share.failed = seed;
    }
    return share;
}

/* A process that runs its share and writes what came of it to where is returned. */
static int begin_share(uint64_t first, uint64_t seeds, uint64_t n)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        struct share share = run_share(first, seeds, n);

        _exit(write(ends[1], &share, sizeof share) != (ssize_t)sizeof share);
    }
    (void)close(ends[1]);
    return ends[0];
}

static void end_share(int end, struct share *all)
{
    struct share share;
    ssize_t len = read(end, &share, sizeof share);
    int status;

    (void)close(end);
    (void)wait(&status);
    if (len != (ssize_t)sizeof share)
        fail_msg("a process of the simulation died");
    add(&all->sum, &share.sum);
    if (share.failed)
        all->failed = share.failed;
}

static void tell(uint64_t seed)
{
    const struct sim_options tells = {.traces = true};
    struct sim_verdict verdict;

    run(seed, &tells, &verdict);
    if (!verdict.is_good)
        fail_msg("seed %llu: %s", (unsigned long long)seed, verdict.failure);
}

static uint64_t how_many(void)
{
    const char *is_long = getenv("CLAMEUR_LONG");
    uint64_t seeds = is_long ? strtoull(is_long, NULL, 10) : 0;

    if (!is_long)
        return SEEDS;
    return seeds > 1 ? seeds : SEEDS_LONG;
}

static void test_evenings(void **state)
{
    const char *one = getenv("CLAMEUR_SEED");
    uint64_t seeds = how_many();
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned n = cores > PROCESSES_MAX ? PROCESSES_MAX : (unsigned)cores;
    int ends[PROCESSES_MAX];
    struct share all = {0};
    double from = seconds_now();

    (void)state;
    if (one) {
        tell(strtoull(one, NULL, 10));
        return;
    }
    for (unsigned i = 0; i < n; i++)
        ends[i] = begin_share(1 + i, seeds, n);
    for (unsigned i = 0; i < n; i++)
        end_share(ends[i], &all);
    if (all.failed)
        tell(all.failed);
    assert_int_equal(all.failed, 0);
    report(&all.sum, seeds, seconds_now() - from);
}

/* Every message between workers is lost: the pulse alone brings everybody up to date. */
static void test_healing(void **state)
{
    const struct sim_options options = {.is_deaf = true};
    struct sim_verdict verdict;

    (void)state;
    if (getenv("CLAMEUR_SEED"))
        skip();
    for (uint64_t seed = 1; seed <= DEAF_SEEDS; seed++) {
        run(seed, &options, &verdict);
        if (!verdict.is_good)
            fail_msg("seed %llu: %s", (unsigned long long)seed, verdict.failure);
    }
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
    {.from = "redis.call('HGET', keys[1], 'epoch')",
     .to = "redis.call('HGET', keys[1] .. '!', 'epoch')"},
};

static void test_mutants(void **state)
{
    (void)state;
    if (getenv("CLAMEUR_SEED"))
        skip();
    for (size_t i = 0; i < sizeof mutants / sizeof mutants[0]; i++) {
        struct sim_verdict verdict = {.is_good = true};
        uint64_t seed = 0;

        while (verdict.is_good && seed < MUTANT_SEEDS)
            run(++seed, &mutants[i], &verdict);
        if (verdict.is_good)
            fail_msg("not found: %s", mutants[i].from);
        print_message("found by seed %llu: %s\n", (unsigned long long)seed,
                      verdict.failure);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evenings),
        cmocka_unit_test(test_healing),
        cmocka_unit_test(test_mutants),
    };

    (void)signal(SIGABRT, on_abort);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
