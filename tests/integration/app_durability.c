/* SPDX-License-Identifier: Apache-2.0 */

/* What `counted` promises is said wherever it is asked, and --durability strict does not
 * start with less. */

#include "lib/app_fixture.h"
#include "lib/redis_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
/* After the four that it needs. */
#include <cmocka.h>

#define ANSWER_BYTES 4096

static struct redis_fixture redis;
static struct app app;
static char address[160];

static int begin(void **state)
{
    (void)state;
    redis_fixture_start(&redis, NULL);
    (void)snprintf(address, sizeof address, "--redis=%s", redis.address);
    app_init(&app);
    return 0;
}

static int end(void **state)
{
    (void)state;
    app_done(&app);
    redis_fixture_stop(&redis);
    return 0;
}

static void it_is_said_as_it_is(void **state)
{
    static const struct {
        const char *setting, *value, *keeps, *said;
        int status; /* Of `clameur check`. */
    } rows[] = {
        {"appendfsync", "always", "\"keeps\":\"disk\"", "nothing is evicted", 0},
        {"appendfsync", "everysec", "\"keeps\":\"second\"", "within a second or two", 1},
        {"appendfsync", "no", "\"keeps\":\"memory\"", "in memory", 1},
        {"maxmemory-policy", "allkeys-lru", "\"keeps\":\"memory\"", "in memory", 1},
    };
    const char *const serve[] = {"--workers", "1", address, NULL};
    const char *const check[] = {"check", address, NULL};
    char text[ANSWER_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        freeReplyObject(redis_fixture_do(&redis, "CONFIG SET appendfsync always"));
        freeReplyObject(
            redis_fixture_do(&redis, "CONFIG SET %s %s", rows[i].setting, rows[i].value));
        app_start(&app, serve);
        assert_int_equal(app_get(&app, "/healthz", text, sizeof text), 200);
        assert_non_null(strstr(text, rows[i].keeps));
        assert_non_null(strstr(text, "\"replicas\":0"));
        assert_int_equal(app_run(&app, check, text, sizeof text), rows[i].status);
        assert_non_null(strstr(text, rows[i].said));
        (void)app_end(&app, SIGTERM);
    }
}

static void a_strict_server_starts_with_no_less(void **state)
{
    const char *const serve[] = {"--workers", "1", "--durability", "strict", address, NULL};

    (void)state;
    app_start(&app, serve);
    (void)app_end(&app, SIGTERM);
    freeReplyObject(redis_fixture_do(&redis, "CONFIG SET appendfsync everysec"));
    app_spawn(&app, serve);
    app_expect(&app,
               "--durability strict: what is counted would be on disk within a second",
               NULL, 0);
    assert_int_equal(WEXITSTATUS(app_wait(&app)), 1);
    redis_fixture_kill(&redis);
    app_spawn(&app, serve);
    app_expect(&app, "--durability strict: the store does not answer", NULL, 0);
    assert_int_equal(WEXITSTATUS(app_wait(&app)), 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(it_is_said_as_it_is),
        CASE(a_strict_server_starts_with_no_less),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
