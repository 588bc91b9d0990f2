/* SPDX-License-Identifier: Apache-2.0 */

#include "bench/scene.h"

#include <inttypes.h>
#include <stdio.h>

void scene_begin(struct scene *scene, const struct stand_order *order)
{
    scene->host->usage(scene->host, &scene->before);
    scene->begun_ns = crowd_now_ns();
    stands_begin(scene->stands, order);
}

bool scene_fails(struct scene *scene, const char *why)
{
    if (scene->why[0] == '\0')
        (void)snprintf(scene->why, SCENARIO_WHY_BYTES, "%s", why);
    return false;
}

bool scene_end(struct scene *scene, const char *what)
{
    struct scenario_usage after;
    const struct stand_report *report = &scene->report;

    stands_end(scene->stands, &scene->report);
    scene->host->usage(scene->host, &after);
    scene->seconds = (double)(report->done_ns - scene->begun_ns) / 1e9;
    scene->used = (struct scenario_usage){after.server_us - scene->before.server_us,
                                          after.redis_us - scene->before.redis_us,
                                          after.memory_bytes};
    if (!report->is_late && report->stats.refused == 0)
        return true;
    (void)snprintf(scene->why, SCENARIO_WHY_BYTES,
                   "%s: %s; %zu of %zu seated, %zu behind, %" PRIu64 " refused (%s)", what,
                   report->is_late ? "not done in time" : "refused", report->seated,
                   report->n, report->behind, report->stats.refused, report->stats.refusal);
    return false;
}

bool scene_do(struct scene *scene, const struct stand_order *order, const char *what)
{
    scene_begin(scene, order);
    return scene_end(scene, what);
}

void scene_cost(struct scene *scene, const char *name, double n, bool of_redis)
{
    char whole[FIGURES_NAME_BYTES];

    if (!scene->host->sees_server)
        return;
    (void)snprintf(whole, sizeof whole, "server_cpu_%s_us", name);
    figures_add(scene->out, whole, (double)scene->used.server_us / n, 2);
    if (!of_redis || !scene->host->sees_redis)
        return;
    (void)snprintf(whole, sizeof whole, "redis_cpu_%s_us", name);
    figures_add(scene->out, whole, (double)scene->used.redis_us / n, 2);
}

bool scene_recount(struct scene *scene)
{
    const struct stand_report *report = &scene->report;
    struct tally tally;

    if (!scene->host->count(scene->host, &tally))
        return scene_fails(scene, "the store told no tally");
    bool is_exact = tally.voters == report->ballots;

    for (size_t i = 0; i < CROWD_OPTIONS_MAX; i++)
        is_exact = is_exact && tally.counts[i] == (int64_t)report->counts[i];
    return is_exact || scene_fails(scene, "the tally is not what the crowd was told");
}

bool scene_is_exact(struct scene *scene)
{
    bool is_exact = scene_recount(scene);

    figures_add(scene->out, "ballots", (double)scene->report.ballots, 0);
    figures_flag(scene->out, "exact", is_exact);
    return is_exact;
}
