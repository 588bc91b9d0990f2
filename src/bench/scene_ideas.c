/* SPDX-License-Identifier: Apache-2.0 */

/* Supports of ideas: over some that all want, and over many that few want. */

#include "bench/scene.h"

#define MS_PER_SECOND 1000

/* Is what the store counted, and counts anew from the supporters, what the crowd was told?
 */
static bool is_exact(struct scene *scene)
{
    uint64_t supports = 0;

    if (!scene->host->count_supports(scene->host, &supports))
        return scene_fails(scene, "the supports of an idea are not its supporters");
    bool is_exact = supports == scene->report.counts[1];

    figures_add(scene->out, "supported", (double)supports, 0);
    figures_flag(scene->out, "exact", is_exact);
    return is_exact || scene_fails(scene, "the supports are not what the crowd was told");
}

bool scene_ideas(struct scene *scene)
{
    const struct scenario_plan *plan = scene->plan;
    const struct stand_order order = {
        .work = STAND_STREAM, .ms = plan->seconds * MS_PER_SECOND, .rate = plan->rate};
    const struct crowd_stats *stats = &scene->report.stats;

    if (!scene_do(scene, &(struct stand_order){.work = STAND_CONNECT}, "coming in"))
        return false;
    figures_add(scene->out, "people", (double)plan->size, 0);
    figures_add(scene->out, "ideas", (double)scene->ideas, 0);
    figures_add(scene->out, "asked_per_s", (double)plan->rate, 0);
    if (!scene_do(scene, &order, "supporting ideas"))
        return false;
    figures_add(scene->out, "supports", (double)stats->acked, 0);
    figures_add(scene->out, "seconds", scene->seconds, 2);
    figures_add(scene->out, "supports_per_s", (double)stats->acked / scene->seconds, 0);
    figures_times(scene->out, "counted", &stats->ack);
    figures_add(scene->out, "screens_drawn", (double)stats->tallies, 0);
    figures_add(scene->out, "sent_again", (double)stats->resent, 0);
    scene_cost(scene, "each_support", (double)stats->acked, true);
    return is_exact(scene);
}
