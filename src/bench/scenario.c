/* SPDX-License-Identifier: Apache-2.0 */

#include "bench/scenario.h"

#include <stdio.h>
#include <string.h>

#include "bench/scene.h"

static const struct {
    const char *name;
    bool (*play)(struct scene *scene);
    bool visits, holds; /* As in crowd_options. */
    bool is_unusual;
    const char *summary;
} scenarios[] = {
    {"lobby", scene_lobby, false, true, false,
     "all come in and wait: what it costs to have people here"},
    {"join_wave", scene_join_wave, true, false, false,
     "all come at once: page, WebSocket, where things stand"},
    {"question_opens", scene_question_opens, false, false, false,
     "the host opens and closes: how soon all phones show it"},
    {"vote_spike", scene_vote_spike, false, false, false, "all vote at the same moment"},
    {"steady_feed", scene_steady_feed, false, false, false,
     "all watch, some vote all the time"},
    {"reconnect_storm", scene_reconnect_storm, false, false, false,
     "all lose their connection and come back"},
    {"slow_consumers", scene_slow_consumers, false, false, false,
     "a tenth stops reading while the others vote"},
    {"soak", scene_soak, false, false, true,
     "only if named: all of it for long, then: is memory flat?"},
};

#define SCENARIOS (sizeof scenarios / sizeof scenarios[0])

size_t scenario_count(void)
{
    return SCENARIOS;
}

const char *scenario_name(size_t scenario)
{
    return scenarios[scenario].name;
}

const char *scenario_summary(size_t scenario)
{
    return scenarios[scenario].summary;
}

bool scenario_is_usual(size_t scenario)
{
    return !scenarios[scenario].is_unusual;
}

static bool is_name(const char *name, const char *given)
{
    for (; *name && *given; name++, given++)
        if (*name != *given && !(*name == '_' && (*given == ' ' || *given == '-')))
            return false;
    return *name == *given;
}

size_t scenario_find(const char *name)
{
    size_t i = 0;

    while (i < SCENARIOS && !is_name(scenarios[i].name, name))
        i++;
    return i;
}

bool scenario_run(size_t scenario, const struct scenario_plan *plan,
                  struct scenario_host *host, struct figures *figures,
                  char why[SCENARIO_WHY_BYTES])
{
    struct scene scene = {.plan = plan, .host = host, .out = figures, .why = why};

    why[0] = '\0';
    if (!host->make_room(host))
        return scene_fails(&scene, "the store made no room");
    figures->scenario = scenarios[scenario].name;
    scene.stands = stands_open(&(struct crowd_options){
        .n = plan->size,
        .port = host->port,
        .to = host->address,
        .is_secure = host->is_secure,
        .code = host->code,
        .question = host->question,
        .identity = host->identity,
        .visits = scenarios[scenario].visits,
        .holds = scenarios[scenario].holds,
    });
    bool is_good = scene.stands ? scenarios[scenario].play(&scene)
                                : scene_fails(&scene, "no process for the crowd");

    stands_close(scene.stands);
    if (!host->remove_room(host) && is_good)
        is_good = scene_fails(&scene, "the store did not delete the room");
    return is_good;
}
