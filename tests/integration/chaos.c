/* SPDX-License-Identifier: Apache-2.0 */

/* A crowd votes while redis-server, workers and the supervisor are killed at random
 * moments. At the end: every acknowledged ballot is there, nobody's twice, the tally equals
 * a recount, and every screen shows the newest.
 *
 *   CLAMEUR_CHAOS=50   how many kills (3)
 *   CLAMEUR_SEED=7     the same victims at the same counts again */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "bench/crowd.h"
#include "lib/app_fixture.h"
#include "lib/ballot_audit.h"

#define CLIENTS   200
#define OPTIONS   2
#define HEAL_MS   30000
#define ACKS_MIN  100 /* Between two kills. */
#define ACKS_SPAN 900

static const char *const serve_args[] = {"--workers", "2", "--log-level", "info", NULL};

struct chaos {
    struct app app;
    struct crowd *crowd;
    uint64_t random;
};

/* A number below `n` (xorshift). */
static uint64_t draw(struct chaos *chaos, uint64_t n)
{
    chaos->random ^= chaos->random << 13;
    chaos->random ^= chaos->random >> 7;
    chaos->random ^= chaos->random << 17;
    return chaos->random % n;
}

static void kill_redis(struct chaos *chaos)
{
    pid_t pid;

    if (app_children(&chaos->app, "redis-server", &pid, 1) == 1)
        (void)kill(pid, SIGKILL);
}

static void kill_worker(struct chaos *chaos)
{
    pid_t pids[2];
    size_t n = app_children(&chaos->app, "clameur worker", pids, 2);

    if (n > 0)
        (void)kill(pids[draw(chaos, n < 2 ? n : 2)], SIGKILL);
}

static void kill_supervisor(struct chaos *chaos)
{
    (void)app_end(&chaos->app, SIGKILL);
    app_start(&chaos->app, serve_args);
}

static const struct {
    const char *name;
    void (*kill)(struct chaos *chaos);
} victims[] = {{"redis-server", kill_redis},
               {"a worker", kill_worker},
               {"the supervisor", kill_supervisor}};

/* Whoever has no ballot under way casts another. */
static void keep_voting(struct chaos *chaos)
{
    for (size_t i = 0; i < chaos->crowd->n; i++) {
        struct crowd_client *client = &chaos->crowd->clients[i];

        if (client->state == CROWD_READY && !client->is_pending &&
            client->cast_ns + 100000000 < crowd_now_ns())
            crowd_cast(chaos->crowd, i, (uint32_t)draw(chaos, OPTIONS));
    }
}

static void vote_until(struct chaos *chaos, uint64_t acked)
{
    uint64_t end = crowd_now_ns() + HEAL_MS * 1000000ULL;

    while (chaos->crowd->stats.acked < acked) {
        if (crowd_now_ns() > end)
            fail_msg("no votes are taken: %zu of %zu ready, %zu pending, %llu again, "
                     "refused: %s",
                     chaos->crowd->n_in[CROWD_READY], chaos->crowd->n,
                     chaos->crowd->n_pending,
                     (unsigned long long)chaos->crowd->stats.resent,
                     chaos->crowd->stats.refusal);
        keep_voting(chaos);
        crowd_turn(chaos->crowd, 5);
    }
}

static uint64_t newest_revision;

static bool all_see_the_newest(const struct crowd *crowd)
{
    return crowd_behind(crowd, newest_revision) == 0;
}

static uint64_t number_of(const char *variable, uint64_t fallback)
{
    const char *text = getenv(variable);

    return text ? strtoull(text, NULL, 10) : fallback;
}

static void what_was_counted_survives_every_kill(void **state)
{
    uint64_t kills = number_of("CLAMEUR_CHAOS", 3);
    uint64_t seed = number_of("CLAMEUR_SEED", (uint64_t)time(NULL));
    struct chaos chaos = {.random = seed * 0x9e3779b97f4a7c15ULL + 1};
    struct identity identity = {.space = "main"};
    char code[16], socket[2 * APP_PATH_BYTES];

    (void)state;
    print_message("chaos: CLAMEUR_SEED=%llu CLAMEUR_CHAOS=%llu\n", (unsigned long long)seed,
                  (unsigned long long)kills);
    app_init(&chaos.app);
    app_start(&chaos.app, serve_args);
    app_demo(&chaos.app, code, sizeof code);
    app_read_key(&chaos.app, identity.key, sizeof identity.key);
    chaos.crowd = crowd_new(&(struct crowd_options){.n = CLIENTS,
                                                    .port = chaos.app.port,
                                                    .code = code,
                                                    .question = "q1",
                                                    .identity = &identity});
    assert_true(crowd_until(chaos.crowd, crowd_is_ready, HEAL_MS));

    for (uint64_t i = 0; i < kills; i++) {
        size_t victim =
            i < 3 ? (size_t)i : (size_t)draw(&chaos, 3); /* Each at least once. */

        vote_until(&chaos, chaos.crowd->stats.acked + ACKS_MIN + draw(&chaos, ACKS_SPAN));
        print_message("chaos: kill %s after %llu\n", victims[victim].name,
                      (unsigned long long)chaos.crowd->stats.acked);
        victims[victim].kill(&chaos);
    }
    vote_until(&chaos, chaos.crowd->stats.acked + ACKS_MIN);
    assert_true(crowd_until(chaos.crowd, crowd_is_settled, HEAL_MS));

    (void)snprintf(socket, sizeof socket, "%s/redis/redis.sock", chaos.app.data);
    struct ballot_audit audit = ballot_audit(chaos.crowd, socket, "demo");

    print_message(
        "chaos: %llu acknowledged, %llu sent again, %llu connections, %zu ballots\n",
        (unsigned long long)chaos.crowd->stats.acked,
        (unsigned long long)chaos.crowd->stats.resent,
        (unsigned long long)chaos.crowd->stats.connects, audit.ballots);
    assert_int_equal(audit.lost, 0);
    assert_int_equal(audit.other, 0);
    assert_int_equal(audit.ballots, CLIENTS);
    assert_true(audit.is_exact);
    assert_string_equal(chaos.crowd->stats.refusal, "");
    newest_revision = audit.revision;
    if (!crowd_until(chaos.crowd, all_see_the_newest, HEAL_MS))
        fail_msg("%zu screens never saw revision %llu",
                 crowd_behind(chaos.crowd, audit.revision),
                 (unsigned long long)audit.revision);
    crowd_free(chaos.crowd);
    app_done(&chaos.app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_counted_survives_every_kill),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
