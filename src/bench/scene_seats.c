/* SPDX-License-Identifier: Apache-2.0 */

/* Coming in, waiting, hearing, coming back. */

#include "bench/scene.h"

#define MOVES         10 /* Of the host, in question_opens. */
#define MS_PER_SECOND 1000

static bool take_seats(struct scene *scene)
{
    return scene_do(scene, &(struct stand_order){.work = STAND_CONNECT}, "coming in");
}

static uint64_t plan_ms(const struct scene *scene)
{
    return scene->plan->seconds * MS_PER_SECOND;
}

/* What it costs that they are here. */
static void add_presence(struct scene *scene, const struct scenario_usage *empty)
{
    double grown = (double)scene->used.memory_bytes - (double)empty->memory_bytes;

    figures_add(scene->out, "server_memory_each_bytes", grown / (double)scene->plan->size,
                0);
    figures_add(scene->out, "waiting_cpu_percent",
                (double)scene->used.server_us / 1e4 / scene->seconds, 2);
}

bool scene_lobby(struct scene *scene)
{
    const struct stand_order hold = {.work = STAND_HOLD, .ms = plan_ms(scene)};
    double n = (double)scene->plan->size;
    struct scenario_usage empty;

    scene->host->usage(scene->host, &empty);
    figures_add(scene->out, "people", n, 0);
    figures_add(scene->out, "crowd_processes", (double)stands_processes(scene->stands), 0);
    if (!scene_do(scene, &(struct stand_order){.work = STAND_CONNECT}, "connecting"))
        return false;
    scene_cost(scene, "each_accept", n, false);
    if (!scene_do(scene, &(struct stand_order){.work = STAND_GREET}, "saying hello"))
        return false;
    scene_cost(scene, "each_hello", n, true);
    if (!scene_do(scene, &hold, "waiting"))
        return false;
    figures_add(scene->out, "held", (double)scene->report.seated, 0);
    if (scene->host->sees_server)
        add_presence(scene, &empty);
    return scene->report.seated == scene->plan->size ||
           scene_fails(scene, "some did not stay");
}

bool scene_join_wave(struct scene *scene)
{
    double n = (double)scene->plan->size;

    if (!take_seats(scene))
        return false;
    figures_add(scene->out, "people", n, 0);
    figures_add(scene->out, "wave_s", scene->seconds, 2);
    figures_add(scene->out, "joins_per_s", n / scene->seconds, 0);
    figures_times(scene->out, "page", &scene->report.stats.page);
    figures_times(scene->out, "join", &scene->report.stats.join);
    figures_add(scene->out, "bytes_each", (double)scene->report.stats.bytes / n, 0);
    scene_cost(scene, "each_join", n, true);
    return true;
}

/* One move of the host, until all have heard of it. */
static bool move_and_hear(struct scene *scene, enum question_move move,
                          struct histogram *fact, struct histogram *last)
{
    scene_begin(scene, &(struct stand_order){.work = STAND_HEAR, .facts = 1});
    uint64_t told = crowd_now_ns();

    stands_tell(scene->stands);
    bool is_moved = scene->host->move(scene->host, move);

    if (!is_moved)
        (void)scene_fails(scene, "the store did not move the question");
    if (!scene_end(scene, "hearing of a move") || !is_moved)
        return false;
    histogram_merge(fact, &scene->report.stats.fact);
    histogram_add(last, (scene->report.done_ns - told) / 1000);
    return true;
}

bool scene_question_opens(struct scene *scene)
{
    struct histogram fact = {0}, last = {0};
    uint64_t server_us = 0;
    bool is_good = take_seats(scene);

    for (int i = 0; is_good && i < MOVES; i++) {
        enum question_move move = i == 0 ? MOVE_OPEN : i % 2 ? MOVE_CLOSE : MOVE_REOPEN;

        is_good = move_and_hear(scene, move, &fact, &last);
        server_us += scene->used.server_us;
    }
    if (!is_good)
        return false;
    scene->used.server_us = server_us;
    figures_add(scene->out, "people", (double)scene->plan->size, 0);
    figures_add(scene->out, "moves", MOVES, 0);
    figures_times(scene->out, "heard", &fact);
    figures_times(scene->out, "last_screen", &last);
    scene_cost(scene, "each_delivery", (double)scene->plan->size * MOVES, false);
    return true;
}

bool scene_reconnect_storm(struct scene *scene)
{
    double n = (double)scene->plan->size;

    if (!take_seats(scene) || !scene->host->move(scene->host, MOVE_OPEN) ||
        !scene_do(scene, &(struct stand_order){.work = STAND_CAST}, "voting before") ||
        !scene_do(scene, &(struct stand_order){.work = STAND_DROP}, "coming back"))
        return false;
    figures_add(scene->out, "people", n, 0);
    figures_add(scene->out, "all_back_s", scene->seconds, 2);
    figures_add(scene->out, "returns_per_s", n / scene->seconds, 0);
    figures_add(scene->out, "resumed", (double)scene->report.stats.resumed, 0);
    figures_times(scene->out, "back", &scene->report.stats.join);
    scene_cost(scene, "each_return", n, true);
    return scene_is_exact(scene);
}
