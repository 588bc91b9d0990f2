/* SPDX-License-Identifier: Apache-2.0 */

/* How long does a vote take to be counted, and to be on the last screen, in a crowd? And
 * what does it cost?
 *
 *   bench_votes [--connections 10000] [--seconds 5] [--rate 5000] [--workers N]
 *
 * Two parts on one room that everyone watches: a spike, in which all vote at the same
 * moment, and a steady stream of `rate` votes a second. JSON on stdout; the exit status
 * says whether the tally was exact. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "lib/app_fixture.h"
#include "lib/ballot_audit.h"
#include "lib/load_client.h"

#define SETTLE_MS 60000
#define OPTIONS   2

struct bench {
    size_t connections, seconds, rate;
    const char *workers;
    struct app app;
    struct crowd *crowd;
    char socket[2 * APP_PATH_BYTES];
};

/* ---- Reading the processes' clocks ---- */

/* User and system time of a process so far, in microseconds. */
static uint64_t cpu_us(pid_t pid)
{
    char path[64], text[512];
    unsigned long user = 0, system = 0;

    (void)snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    FILE *file = fopen(path, "re");

    if (!file)
        return 0;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    (void)fclose(file);
    const char *after = strrchr(text, ')');

    if (!after || sscanf(after, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                         &user, &system) != 2)
        return 0;
    return (uint64_t)(user + system) * 1000000 / (uint64_t)sysconf(_SC_CLK_TCK);
}

static uint64_t cpu_of_children(const struct bench *bench, const char *name)
{
    pid_t pids[64];
    size_t n = app_children(&bench->app, name, pids, 64);
    uint64_t sum = 0;

    for (size_t i = 0; i < n && i < 64; i++)
        sum += cpu_us(pids[i]);
    return sum;
}

/* ---- Telling ---- */

static int by_value(const void *a, const void *b)
{
    const uint32_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static void print_times(const char *name, uint32_t *us, size_t n)
{
    static const struct {
        const char *name;
        size_t of_1000;
    } points[] = {{"p50", 500}, {"p99", 990}, {"p999", 999}, {"max", 1000}};

    qsort(us, n, sizeof *us, by_value);
    (void)printf("    \"%s\": {\"n\": %zu", name, n);
    for (size_t i = 0; n > 0 && i < sizeof points / sizeof points[0]; i++) {
        size_t at = n * points[i].of_1000 / 1000;

        (void)printf(", \"%s_ms\": %.1f", points[i].name, us[at < n ? at : n - 1] / 1000.0);
    }
    (void)printf("}");
}

struct part {
    uint64_t begin_ns, server_us, redis_us, acked, tallies;
};

static struct part begin_part(const struct bench *bench)
{
    struct crowd_stats *stats = &bench->crowd->stats;

    stats->n_ack = 0;
    stats->n_screen = 0;
    return (struct part){crowd_now_ns(), cpu_of_children(bench, "clameur worker"),
                         cpu_of_children(bench, "redis-server"), stats->acked,
                         stats->tallies};
}

static void end_part(const struct bench *bench, const char *name, const struct part *part)
{
    struct crowd_stats *stats = &bench->crowd->stats;
    double votes = (double)(stats->acked - part->acked);
    double seconds = (double)(crowd_now_ns() - part->begin_ns) / 1e9;
    uint64_t server_us = cpu_of_children(bench, "clameur worker") - part->server_us;
    uint64_t redis_us = cpu_of_children(bench, "redis-server") - part->redis_us;

    (void)printf(
        "  \"%s\": {\n    \"acked\": %.0f, \"seconds\": %.2f, \"votes_per_s\": %.0f,\n",
        name, votes, seconds, votes / seconds);
    (void)printf("    \"tallies_heard\": %" PRIu64 ",\n", stats->tallies - part->tallies);
    (void)printf("    \"server_cpu_us_per_vote\": %.1f, \"redis_cpu_us_per_vote\": %.2f,\n",
                 (double)server_us / votes, (double)redis_us / votes);
    print_times("ack", stats->ack_us, stats->n_ack);
    (void)printf(",\n");
    print_times("last_screen", stats->screen_us, stats->n_screen);
    (void)printf("\n  },\n");
}

/* ---- The parts ---- */

static uint64_t newest_revision;

static bool is_shown(const struct crowd *crowd)
{
    return crowd_is_settled(crowd) && crowd_behind(crowd, newest_revision) == 0;
}

/* Until all is counted and on every screen. */
static void settle(const struct bench *bench)
{
    if (!crowd_until(bench->crowd, crowd_is_settled, SETTLE_MS))
        (void)fprintf(stderr, "bench_votes: %zu votes were never answered\n",
                      bench->crowd->n_pending);
    newest_revision = bench->crowd->acked_revision;
    if (!crowd_until(bench->crowd, is_shown, SETTLE_MS))
        (void)fprintf(stderr, "bench_votes: %zu screens are behind\n",
                      crowd_behind(bench->crowd, newest_revision));
}

static void spike(struct bench *bench)
{
    struct part part = begin_part(bench);

    for (size_t i = 0; i < bench->crowd->n; i++) {
        crowd_cast(bench->crowd, i, (uint32_t)(i % 3 == 0));
        if (i % 64 == 63) /* Reads what comes meanwhile, as so many phones would. */
            crowd_turn(bench->crowd, 0);
    }
    settle(bench);
    end_part(bench, "spike", &part);
}

/* One after the other around the crowd, by the clock. */
static void steady(struct bench *bench)
{
    struct part part = begin_part(bench);
    uint64_t begin = crowd_now_ns(), total = bench->rate * bench->seconds, cast = 0;

    for (size_t at = 0; cast < total;) {
        uint64_t due = (crowd_now_ns() - begin) * bench->rate / 1000000000;
        size_t looked = 0;

        for (; cast < due && cast < total && looked < bench->crowd->n; looked++) {
            const struct crowd_client *client = &bench->crowd->clients[at];

            if (client->state == CROWD_READY && !client->is_pending) {
                crowd_cast(bench->crowd, at, client->option ^ 1);
                cast++;
            }
            at = (at + 1) % bench->crowd->n;
        }
        crowd_turn(bench->crowd, 1);
    }
    settle(bench);
    end_part(bench, "steady", &part);
}

static bool judge(const struct bench *bench)
{
    struct ballot_audit audit = ballot_audit(bench->crowd, bench->socket, "demo");
    const struct crowd_stats *stats = &bench->crowd->stats;
    bool is_good =
        audit.is_exact && audit.lost == 0 && audit.other == 0 && stats->refused == 0;

    (void)printf("  \"exact\": %s, \"ballots\": %zu, \"lost\": %zu, \"other\": %zu, "
                 "\"refused\": %" PRIu64 ", \"resent\": %" PRIu64
                 ", \"reconnects\": %" PRIu64 "\n}\n",
                 audit.is_exact ? "true" : "false", audit.ballots, audit.lost, audit.other,
                 stats->refused, stats->resent, stats->connects - bench->crowd->n);
    return is_good;
}

static void print_machine(const struct bench *bench, double connect_s)
{
    struct utsname machine;

    (void)uname(&machine);
    (void)printf("{\n  \"bench\": \"votes\", \"kernel\": \"%s\", \"cores\": %ld, "
                 "\"commit\": \"%s\",\n",
                 machine.release, sysconf(_SC_NPROCESSORS_ONLN),
                 getenv("CLAMEUR_COMMIT") ? getenv("CLAMEUR_COMMIT") : "");
    (void)printf("  \"connections\": %zu, \"rate\": %zu, \"connect_s\": %.2f,\n",
                 bench->connections, bench->rate, connect_s);
}

static bool run(struct bench *bench)
{
    const char *const args[] = {"--log-level", "warn", bench->workers ? "--workers" : NULL,
                                bench->workers, NULL};
    struct identity identity = {.space = "main"};
    char code[16];

    app_init(&bench->app);
    app_start(&bench->app, args);
    app_demo(&bench->app, code, sizeof code);
    app_read_key(&bench->app, identity.key, sizeof identity.key);
    (void)snprintf(bench->socket, sizeof bench->socket, "%s/redis/redis.sock",
                   bench->app.data);
    bench->crowd = crowd_new(bench->connections, bench->app.port, code, "q1", &identity);

    uint64_t begin = crowd_now_ns();
    bool is_good = crowd_until(bench->crowd, crowd_is_ready, SETTLE_MS);

    if (is_good) {
        print_machine(bench, (double)(crowd_now_ns() - begin) / 1e9);
        spike(bench);
        steady(bench);
        is_good = judge(bench);
    } else {
        (void)fprintf(stderr, "bench_votes: only %zu of %zu connections are ready\n",
                      bench->crowd->n_ready, bench->crowd->n);
    }
    crowd_free(bench->crowd);
    app_done(&bench->app);
    return is_good;
}

static bool read_options(struct bench *bench, int argc, char **argv)
{
    const struct {
        const char *name;
        size_t *number, max;
    } options[] = {{"--connections", &bench->connections, CROWD_MAX},
                   {"--seconds", &bench->seconds, 3600},
                   {"--rate", &bench->rate, 1000000}};

    for (int i = 1; i + 1 < argc; i += 2) {
        size_t found = 0;

        if (strcmp(argv[i], "--workers") == 0) {
            bench->workers = argv[i + 1];
            continue;
        }
        for (size_t o = 0; o < 3; o++)
            if (strcmp(argv[i], options[o].name) == 0) {
                *options[o].number = strtoul(argv[i + 1], NULL, 10);
                found = *options[o].number > 0 && *options[o].number <= options[o].max;
            }
        if (!found)
            return false;
    }
    return argc % 2 == 1;
}

int main(int argc, char **argv)
{
    struct bench bench = {.connections = 10000, .seconds = 5, .rate = 5000};

    if (!read_options(&bench, argc, argv)) {
        (void)fprintf(
            stderr,
            "bench_votes [--connections 1..%d] [--seconds 1..3600] [--rate 1..1000000] "
            "[--workers N]\n",
            CROWD_MAX);
        return 2;
    }
    return run(&bench) ? EXIT_SUCCESS : EXIT_FAILURE;
}
