/* SPDX-License-Identifier: Apache-2.0 */

/* clameur bench: each scenario at a small size does what it says, exactly, and tells it in
 * the same shape. How long anything took is nobody's business here. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <jansson.h>

#include "lib/app_fixture.h"

#define OUT_BYTES 65536
#define SIZE      "100"

/* What each must tell, besides times and costs. A minus sign: any number will do. */
static const struct {
    const char *scenario, *figure;
    double value;
} told[] = {
    {"lobby", "people", 100},
    {"lobby", "held", 100},
    {"lobby", "server_cpu_each_accept_us", -1},
    {"lobby", "server_cpu_each_hello_us", -1},
    {"lobby", "server_memory_each_bytes", -1},
    {"join_wave", "people", 100},
    {"join_wave", "page_p99_ms", -1},
    {"join_wave", "join_p99_ms", -1},
    {"question_opens", "moves", 10},
    {"question_opens", "last_screen_p50_ms", -1},
    {"vote_spike", "votes", 100},
    {"vote_spike", "ballots", 100},
    {"vote_spike", "counted_p99_ms", -1},
    {"vote_spike", "redis_cpu_each_vote_us", -1},
    {"steady_feed", "ballots", 100},
    {"steady_feed", "last_screen_p50_ms", -1},
    {"reconnect_storm", "resumed", 100},
    {"reconnect_storm", "ballots", 100},
    {"slow_consumers", "asleep_percent", 10},
    {"slow_consumers", "ballots", 90}, /* The others'. */
    {"hot_ideas", "ideas", 50},
    {"hot_ideas", "people", 100},
    {"hot_ideas", "redis_cpu_each_support_us", -1},
};
static const char *const counted[] = {"vote_spike", "steady_feed", "reconnect_storm",
                                      "slow_consumers", "hot_ideas"};

static char out[OUT_BYTES];

/* The program's JSON is one line among what it says to people. */
static json_t *read_json(void)
{
    const char *at = strstr(out, "{\"bench\"");
    json_t *json = at ? json_loads(at, JSON_DISABLE_EOF_CHECK, NULL) : NULL;

    if (!json)
        fail_msg("no JSON in: %s", out);
    return json;
}

/* A worker that dies is replaced, and the bench goes on: what it said is the only trace. */
static void assert_nothing_was_found(void)
{
    static const char *const found[] = {"Sanitizer", "runtime error:", "worker.died"};

    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++)
        if (strstr(out, found[i]))
            fail_msg("%s", out);
}

static void every_scenario_is_exact_and_tells_its_figures(void **state)
{
    const char *const args[] = {"bench", "--size", SIZE,        "--seconds", "1", "--rate",
                                "200",   "--json", "--workers", "2",         NULL};
    struct app app;

    (void)state;
    app_init(&app);
    int status = app_run(&app, args, out, sizeof out);

    assert_nothing_was_found();
    if (status != 0)
        fail_msg("status %d: %s", status, out);
    json_t *json = read_json(), *scenarios = json_object_get(json, "scenarios");

    assert_true(json_is_true(json_object_get(json, "good")));
    assert_int_equal(json_integer_value(json_object_get(json, "workers")), 2);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        json_t *figure =
            json_object_get(json_object_get(scenarios, told[i].scenario), told[i].figure);

        if (!json_is_number(figure) ||
            (told[i].value >= 0 && json_number_value(figure) != told[i].value))
            fail_msg("%s: %s is not as it should be: %s", told[i].scenario, told[i].figure,
                     out);
    }
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
        assert_true(
            json_is_true(json_object_get(json_object_get(scenarios, counted[i]), "exact")));
    json_decref(json);
    app_done(&app);
}

static void a_long_day_is_recounted_and_its_house_stays_in_order(void **state)
{
    /* So long that the question is reset once. */
    const char *const args[] = {"bench", "soak",      "--size", SIZE,     "--seconds",
                                "8",     "--workers", "2",      "--json", NULL};
    struct app app;

    (void)state;
    app_init(&app);
    int status = app_run(&app, args, out, sizeof out);

    assert_nothing_was_found();
    if (status != 0)
        fail_msg("status %d: %s", status, out);
    json_t *json = read_json();
    json_t *soak = json_object_get(json_object_get(json, "scenarios"), "soak");

    assert_true(json_is_true(json_object_get(soak, "exact")));
    assert_int_equal(json_integer_value(json_object_get(soak, "recounts")), 8);
    assert_true(json_integer_value(json_object_get(soak, "deaths_and_returns")) > 0);
    assert_true(json_integer_value(json_object_get(soak, "rooms_made_and_deleted")) > 0);
    json_decref(json);
    app_done(&app);
}

static void a_running_server_is_tried_in_a_room_that_is_gone_afterwards(void **state)
{
    const char *const serve[] = {"--workers", "1", NULL};
    const char *const args[] = {"bench", "vote spike", "--size", SIZE, "--json", NULL};
    struct app app;

    (void)state;
    app_init(&app);
    app_start(&app, serve);
    int status = app_run(&app, args, out, sizeof out);

    if (status != 0)
        fail_msg("status %d: %s", status, out);
    json_t *json = read_json();

    assert_int_equal(json_object_size(json_object_get(json, "scenarios")), 1);
    assert_int_equal(json_integer_value(json_object_get(json, "workers")), 1);
    json_decref(json);
    assert_int_equal(app_get(&app, "/metrics", out, sizeof out), 200);
    assert_non_null(strstr(out, "clameur_ballots_counted_total " SIZE "\n"));
    assert_true(WIFEXITED(app_end(&app, SIGTERM)));
    app_done(&app);
}

static void what_it_will_not_do_is_one_line(void **state)
{
    static const struct {
        const char *args[4], *said;
    } rows[] = {
        {{"bench", "--url", "http://192.168.1.1:80", NULL}, "an address of this machine"},
        {{"bench", "--url", "ftp://127.0.0.1", NULL}, "an address of this machine"},
        {{"bench", "--size", "0", NULL}, "give 1 to 144000"},
        {{"bench", "--size", "144001", NULL}, "give 1 to 144000"},
        {{"bench", "--seconds", "3601", NULL}, "give 1 to 3600"},
        {{"bench", "--rate", "fast", NULL}, "give 1 to 1000000, or max"},
        {{"bench", "waltz", NULL}, "no scenario \"waltz\""},
        {{"bench", "--waltz", NULL}, "no such option"},
    };
    struct app app;

    (void)state;
    app_init(&app);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(app_run(&app, rows[i].args, out, sizeof out), 2);
        assert_non_null(strstr(out, rows[i].said));
        assert_ptr_equal(strchr(out, '\n') + 1, out + strlen(out));
    }
    app_done(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scenario_is_exact_and_tells_its_figures),
        cmocka_unit_test(a_long_day_is_recounted_and_its_house_stays_in_order),
        cmocka_unit_test(a_running_server_is_tried_in_a_room_that_is_gone_afterwards),
        cmocka_unit_test(what_it_will_not_do_is_one_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
