/* SPDX-License-Identifier: Apache-2.0 */

/* Votes: at once, all the time, and beside some who do not read. */

#include "bench/scene.h"

#include <poll.h>

#define SLEEPERS_PERCENT 10
#define STIRS_PER_S      20 /* Facts for the sleepers to fall behind of. */
#define MS_PER_SECOND    1000

static bool take_seats_and_open(struct scene *scene)
{
    if (!scene_do(scene, &(struct stand_order){.work = STAND_CONNECT}, "coming in"))
        return false;
    figures_add(scene->out, "people", (double)scene->plan->size, 0);
    return scene->host->move(scene->host, MOVE_OPEN) ||
           scene_fails(scene, "the store did not open the question");
}

static void add_votes(struct scene *scene)
{
    const struct crowd_stats *stats = &scene->report.stats;
    double votes = (double)stats->acked;

    figures_add(scene->out, "votes", votes, 0);
    figures_add(scene->out, "seconds", scene->seconds, 2);
    figures_add(scene->out, "votes_per_s", votes / scene->seconds, 0);
    figures_times(scene->out, "counted", &stats->ack);
    figures_times(scene->out, "last_screen", &stats->screen);
    figures_add(scene->out, "screens_drawn", (double)stats->tallies, 0);
    figures_add(scene->out, "sent_again", (double)stats->resent, 0);
    scene_cost(scene, "each_vote", votes, true);
}

bool scene_vote_spike(struct scene *scene)
{
    if (!take_seats_and_open(scene) ||
        !scene_do(scene, &(struct stand_order){.work = STAND_CAST}, "voting at once"))
        return false;
    add_votes(scene);
    return scene_is_exact(scene);
}

static struct stand_order stream(const struct scene *scene)
{
    return (struct stand_order){.work = STAND_STREAM,
                                .ms = scene->plan->seconds * MS_PER_SECOND,
                                .rate = scene->plan->rate};
}

bool scene_steady_feed(struct scene *scene)
{
    const struct stand_order order = stream(scene);

    if (!take_seats_and_open(scene))
        return false;
    figures_add(scene->out, "asked_per_s", (double)scene->plan->rate, 0);
    if (!scene_do(scene, &order, "voting all the time"))
        return false;
    add_votes(scene);
    return scene_is_exact(scene);
}

/* The host changes the room again and again while the crowd votes. */
static bool stir(struct scene *scene)
{
    uint64_t stirs = scene->plan->seconds * STIRS_PER_S;

    for (uint64_t i = 0; i < stirs; i++) {
        uint64_t due = scene->begun_ns + i * (1000000000 / STIRS_PER_S);

        while (crowd_now_ns() < due)
            (void)poll(NULL, 0, 1);
        if (!scene->host->stir(scene->host))
            return scene_fails(scene, "the store did not change the room");
    }
    return true;
}

bool scene_slow_consumers(struct scene *scene)
{
    const struct stand_order sleep = {.work = STAND_SLEEP, .sleepers = SLEEPERS_PERCENT};
    const struct stand_order order = stream(scene);
    uint64_t memory;

    if (!take_seats_and_open(scene) || !scene_do(scene, &sleep, "falling asleep"))
        return false;
    memory = scene->used.memory_bytes;
    scene_begin(scene, &order);
    bool is_stirred = stir(scene);

    if (!scene_end(scene, "voting beside sleepers") || !is_stirred)
        return false;
    figures_add(scene->out, "asleep_percent", SLEEPERS_PERCENT, 0);
    add_votes(scene);
    figures_add(scene->out, "facts_heard", (double)scene->report.stats.facts, 0);
    if (scene->host->sees_server)
        figures_add(scene->out, "memory_grown_bytes",
                    (double)scene->used.memory_bytes - (double)memory, 0);
    if (!scene_do(scene, &(struct stand_order){.work = STAND_WAKE}, "waking up"))
        return false;
    figures_add(scene->out, "awake_again_s", scene->seconds, 2);
    figures_add(scene->out, "came_back_anew", (double)scene->report.stats.connects, 0);
    return scene_is_exact(scene);
}
