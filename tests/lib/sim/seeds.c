/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/sim/seeds.h"

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
/* After those that it needs. */
#include <cmocka.h>

#define SEEDS         300
#define SEEDS_LONG    10000
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
    sum->counts.notices += one->counts.notices;
    sum->counts.events += one->counts.events;
    sum->counts.virtual_ms += one->counts.virtual_ms;
}

static void report(const struct sim_verdict *sum, uint64_t seeds, double seconds)
{
    print_message("%llu seeds in %.1f s (%.0f a second), %llu s of their own time\n",
                  (unsigned long long)seeds, seconds, (double)seeds / seconds,
                  (unsigned long long)(sum->counts.virtual_ms / 1000));
    print_message("  %u commands (%u words counted, %u said again), %llu messages heard, "
                  "%u notices\n",
                  sum->counts.commands, sum->counts.counted, sum->counts.resent,
                  (unsigned long long)sum->counts.events, sum->counts.notices);
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
static struct share run_share(const struct sim_options *options, uint64_t first,
                              uint64_t seeds, uint64_t n)
{
    struct share share = {0};
    struct sim_verdict verdict;

    for (uint64_t seed = first; seed <= seeds && !share.failed; seed += n) {
        run(seed, options, &verdict);
        add(&share.sum, &verdict);
        if (!verdict.is_good)
            share.failed = seed;
    }
    return share;
}

/* A process that runs its share and writes what came of it to where is returned. */
static int begin_share(const struct sim_options *options, uint64_t first, uint64_t seeds,
                       uint64_t n)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        struct share share = run_share(options, first, seeds, n);

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

static void tell(const struct sim_options *options, uint64_t seed)
{
    struct sim_options tells = *options;
    struct sim_verdict verdict;

    tells.traces = true;
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

void seeds_run(const struct sim_options *options)
{
    const char *one = getenv("CLAMEUR_SEED");
    uint64_t seeds = how_many();
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned n = cores > PROCESSES_MAX ? PROCESSES_MAX : (unsigned)cores;
    int ends[PROCESSES_MAX];
    struct share all = {0};
    double from = seconds_now();

    (void)signal(SIGABRT, on_abort);
    if (one) {
        tell(options, strtoull(one, NULL, 10));
        return;
    }
    for (unsigned i = 0; i < n; i++)
        ends[i] = begin_share(options, 1 + i, seeds, n);
    for (unsigned i = 0; i < n; i++)
        end_share(ends[i], &all);
    if (all.failed)
        tell(options, all.failed);
    assert_int_equal(all.failed, 0);
    report(&all.sum, seeds, seconds_now() - from);
}

void seeds_run_some(const struct sim_options *options, const uint64_t *seeds, size_t n)
{
    struct sim_verdict verdict;

    if (getenv("CLAMEUR_SEED"))
        skip();
    for (size_t i = 0; i < n; i++) {
        run(seeds[i], options, &verdict);
        if (!verdict.is_good)
            fail_msg("seed %llu: %s", (unsigned long long)seeds[i], verdict.failure);
    }
}

void seeds_run_first(const struct sim_options *options, uint64_t n)
{
    for (uint64_t seed = 1; seed <= n; seed++)
        seeds_run_some(options, &seed, 1);
}

void seeds_find(const struct sim_options *mutants, size_t n)
{
    if (getenv("CLAMEUR_SEED"))
        skip();
    for (size_t i = 0; i < n; i++) {
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
