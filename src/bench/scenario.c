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
    size_t ideas; /* They support these in place of voting. */
    const char *summary;
} scenarios[] = {
    {"lobby", scene_lobby, false, true, false, 0,
     "all come in and wait: what it costs to have people here"},
    {"join_wave", scene_join_wave, true, false, false, 0,
     "all come at once: page, WebSocket, where things stand"},
    {"question_opens", scene_question_opens, false, false, false, 0,
     "the host opens and closes: how soon all phones show it"},
    {"vote_spike", scene_vote_spike, false, false, false, 0, "all vote at the same moment"},
    {"steady_feed", scene_steady_feed, false, false, false, 0,
     "all watch, some vote all the time"},
    {"reconnect_storm", scene_reconnect_storm, false, false, false, 0,
     "all lose their connection and come back"},
    {"slow_consumers", scene_slow_consumers, false, false, false, 0,
     "a tenth stops reading while the others vote"},
    {"hot_ideas", scene_ideas, false, false, false, 50,
     "all look at a board and support 50 ideas all the time"},
    {"cold_ideas", scene_ideas, false, false, true, 10000,
     "only if named: the same over 10,000 ideas"},
    {"soak", scene_soak, false, false, true, 0,
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
    const size_t ideas = scenarios[scenario].ideas;
    struct scene scene = {
        .plan = plan, .host = host, .out = figures, .why = why, .ideas = ideas};

    why[0] = '\0';
    if (!host->make_room(host))
        return scene_fails(&scene, "the store made no room");
    if (ideas && !host->make_board(host, ideas))
        return scene_fails(&scene, "the store made no board");
    figures->scenario = scenarios[scenario].name;
    scene.stands = stands_open(&(struct crowd_options){
        .n = plan->size,
        .port = host->port,
        .to = host->address,
        .is_secure = host->is_secure,
        .code = host->code,
        .question = host->question,
        .board = ideas ? SCENARIO_BOARD : NULL,
        .ideas = ideas,
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
