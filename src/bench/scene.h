/* SPDX-License-Identifier: Apache-2.0 */

/* One scenario being played: its crowd, its host and its figures, and what scenarios share.
 */
#ifndef BENCH_SCENE_H
#define BENCH_SCENE_H

#include "bench/scenario.h"
#include "bench/stands.h"

struct scene {
    const struct scenario_plan *plan;
    struct scenario_host *host;
    struct figures *out;
    char *why;
    struct stands *stands;
    size_t ideas; /* On the board; 0: there is none. */
    /* Of the part that runs, or ran last. */
    uint64_t begun_ns;
    struct scenario_usage before, used;
    double seconds;
    struct stand_report report;
};

/* The part begins; the stands are at work. */
void scene_begin(struct scene *scene, const struct stand_order *order);
/* Until they are done; false, saying why, when they were not in time. */
bool scene_end(struct scene *scene, const char *what);
bool scene_do(struct scene *scene, const struct stand_order *order, const char *what);
bool scene_fails(struct scene *scene, const char *why);

/* <name>_us: what the server (and Redis) used for each of `n`. */
void scene_cost(struct scene *scene, const char *name, double n, bool of_redis);
/* Is what the store counted what the crowd was told? */
bool scene_recount(struct scene *scene);
/* The same as a figure, too. */
bool scene_is_exact(struct scene *scene);

bool scene_lobby(struct scene *scene);
bool scene_join_wave(struct scene *scene);
bool scene_question_opens(struct scene *scene);
bool scene_vote_spike(struct scene *scene);
bool scene_steady_feed(struct scene *scene);
bool scene_reconnect_storm(struct scene *scene);
bool scene_slow_consumers(struct scene *scene);
bool scene_soak(struct scene *scene);
bool scene_ideas(struct scene *scene);

#endif
