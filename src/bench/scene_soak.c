/* SPDX-License-Identifier: Apache-2.0 */

/* A long day: votes all the time, some read slowly, some die and come again, the host
 * opens, closes, resets, rooms come and go. Now and then all stand still for a moment, are
 * recounted, and memory is noted. In the second half it may not grow. */

#include "bench/scene.h"

#include <assert.h>
#include <poll.h>
#include <stdio.h>

#define PERIOD_S_MAX     10 /* Between two notes; in a short soak less. */
#define PERIODS_MIN      12
#define ROUND_PERIODS    6   /* Between two resets of the question. */
#define SAMPLES_MAX      361 /* Of the longest. */
#define JUDGED_S_MIN     120 /* In less, what moves is chance. */
#define SLEEPERS_PERCENT 10
#define DEATHS_OF_1000   10 /* A second. */
#define CHURN_MS         500
#define LINE_BYTES       120
#define MB               1e6

/* The most that memory may grow in the second half, by the line that fits it best; what a
 * process takes and gives back by chance is less. */
#define SOAK_GROWTH_BYTES_PER_MIN 65536.0

struct soak {
    size_t n;
    struct {
        double minutes, server, redis; /* Bytes; Redis's without what is kept. */
    } at[SAMPLES_MAX];
    uint64_t votes, connects, churns;
};

/* Of the line through the second half, by least squares. */
static double slope(const struct soak *soak, bool of_redis)
{
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;

    for (size_t i = soak->n / 2; i < soak->n; i++) {
        double at = soak->at[i].minutes;
        double bytes = of_redis ? soak->at[i].redis : soak->at[i].server;

        n++;
        x += at;
        y += bytes;
        xx += at * at;
        xy += at * bytes;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

static void note(struct scene *scene, struct soak *soak, uint64_t begun_ns)
{
    char line[LINE_BYTES];
    struct scenario_memory memory;

    assert(soak->n < SAMPLES_MAX);
    scene->host->memory(scene->host, &memory);
    soak->at[soak->n].minutes = (double)(crowd_now_ns() - begun_ns) / 6e10;
    soak->at[soak->n].server = (double)memory.server_bytes;
    soak->at[soak->n].redis = (double)memory.redis_bytes - (double)memory.kept_bytes;
    (void)snprintf(line, sizeof line, "%6.1f %9.2f %9.2f %9.2f %9zu %9.0f %9.0f",
                   soak->at[soak->n].minutes, soak->at[soak->n].server / MB,
                   soak->at[soak->n].redis / MB, (double)memory.kept_bytes / MB,
                   (size_t)scene->report.ballots, (double)scene->report.stats.acked,
                   (double)scene->report.stats.connects);
    scene->host->note(scene->host, line);
    soak->n++;
}

/* What the host does while the crowd is at it. */
static bool churn(struct scene *scene, struct soak *soak, uint64_t ms)
{
    uint64_t end = scene->begun_ns + ms * 1000000;

    while (crowd_now_ns() < end) {
        if (!scene->host->churn(scene->host))
            return scene_fails(scene, "the store did not do what its host asked");
        soak->churns++;
        (void)poll(NULL, 0, CHURN_MS);
    }
    return true;
}

static bool reset(struct scene *scene)
{
    static const enum question_move moves[] = {MOVE_CLOSE, MOVE_RESET, MOVE_OPEN};

    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
        if (!scene->host->move(scene->host, moves[i]))
            return scene_fails(scene, "the store did not reset the question");
    return true;
}

static bool period(struct scene *scene, struct soak *soak, uint64_t seconds)
{
    const struct stand_order order = {.work = STAND_SOAK,
                                      .ms = seconds * 1000,
                                      .rate = scene->plan->rate,
                                      .sleepers = SLEEPERS_PERCENT,
                                      .deaths =
                                          scene->plan->size * DEATHS_OF_1000 / 1000 + 1,
                                      .round = scene->host->round};

    scene_begin(scene, &order);
    bool is_churned = churn(scene, soak, order.ms);

    if (!scene_end(scene, "soaking") || !is_churned || !scene_recount(scene))
        return false;
    soak->votes += scene->report.stats.acked;
    soak->connects += scene->report.stats.connects;
    return true;
}

static bool add_growth(struct scene *scene, const struct soak *soak)
{
    bool is_flat = true;
    static const struct {
        const char *name, *flat;
        bool of_redis;
    } whose[] = {{"server_grows_bytes_per_min", "server_is_flat", false},
                 {"redis_grows_bytes_per_min", "redis_is_flat", true}};

    for (size_t i = 0; i < sizeof whose / sizeof whose[0]; i++) {
        double grows = slope(soak, whose[i].of_redis);

        figures_add(scene->out, whose[i].name, grows, 0);
        figures_flag(scene->out, whose[i].flat, grows <= SOAK_GROWTH_BYTES_PER_MIN);
        is_flat = is_flat && grows <= SOAK_GROWTH_BYTES_PER_MIN;
    }
    return is_flat || scene_fails(scene, "memory grows");
}

static bool go_through(struct scene *scene, struct soak *soak)
{
    uint64_t begun_ns = crowd_now_ns(), left = scene->plan->seconds;
    uint64_t each = left / PERIODS_MIN < PERIOD_S_MAX ? left / PERIODS_MIN : PERIOD_S_MAX;

    scene->host->note(scene->host,
                      "minute server MB  redis MB    + kept   ballots     votes "
                      " connects");
    for (size_t i = 0; left > 0; i++) {
        uint64_t seconds = each == 0 ? 1 : left < each ? left : each;

        if ((i > 0 && i % ROUND_PERIODS == 0 && !reset(scene)) ||
            !period(scene, soak, seconds))
            return false;
        note(scene, soak, begun_ns);
        left -= seconds;
    }
    return true;
}

bool scene_soak(struct scene *scene)
{
    struct soak soak = {0};

    if (!scene_do(scene, &(struct stand_order){.work = STAND_CONNECT}, "coming in") ||
        !scene->host->move(scene->host, MOVE_OPEN) || !go_through(scene, &soak))
        return false;
    figures_add(scene->out, "people", (double)scene->plan->size, 0);
    figures_add(scene->out, "votes", (double)soak.votes, 0);
    figures_add(scene->out, "deaths_and_returns", (double)soak.connects, 0);
    figures_add(scene->out, "rooms_made_and_deleted", (double)soak.churns, 0);
    figures_add(scene->out, "recounts", (double)soak.n, 0);
    if (!scene_is_exact(scene))
        return false;
    bool is_judged = scene->host->sees_server && scene->plan->seconds >= JUDGED_S_MIN;

    return !is_judged || add_growth(scene, &soak);
}
