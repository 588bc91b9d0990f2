/* SPDX-License-Identifier: Apache-2.0 */

/* The user that docs/OPERATIONS.md gives: it may do what the store does, and no more. */

#include "lib/port.h"
#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define PAGE_MAX 65536

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here;
static struct rig_ask ask;
static char address[96];
static char rule[1024];

/* The line "ACL SETUSER clameur ..." of the page, with `password` for its own. */
static void read_rule(void)
{
    static char page[PAGE_MAX];
    FILE *file = fopen("docs/OPERATIONS.md", "re");

    assert_non_null(file);
    page[fread(page, 1, sizeof page - 1, file)] = '\0';
    (void)fclose(file);
    char *at = strstr(page, "ACL SETUSER clameur ");

    assert_non_null(at);
    at[strcspn(at, "\n")] = '\0';
    (void)snprintf(rule, sizeof rule, "%s", at);
}

/* Word by word, as a person would type it. */
static void set_user(const char *more)
{
    char text[sizeof rule + 64], *words[64], *next = text;
    redisContext *client = redis_fixture_client(&redis);
    int n = 0;

    (void)snprintf(text, sizeof text, "%s%s", rule, more);
    while (next && n < 64)
        words[n++] = strsep(&next, " ");
    redisReply *reply = redisCommandArgv(client, n, (const char **)(uintptr_t)words, NULL);

    assert_non_null(reply);
    assert_string_equal(reply->str, "OK");
    freeReplyObject(reply);
    redisFree(client);
}

static int begin(void **state)
{
    static char port[8];
    const char *const options[] = {"--port", port, NULL};

    (void)state;
    (void)snprintf(port, sizeof port, "%u", port_free());
    redis_fixture_start(&redis, options);
    read_rule();
    (void)snprintf(address, sizeof address, "redis://clameur:secret@127.0.0.1:%s", port);
    rig_world_open(&world);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&here);
    rig_world_close(&world);
    rig_ask_done(&ask);
    redis_fixture_stop(&redis);
    return 0;
}

static void run_a_room(void)
{
    const struct id room = rig_id("room"), q = rig_id("q"), link_id = rig_id("l1");
    const struct participant ann = rig_person(1);
    const struct round_of round = {q, 1};
    const uint8_t hash[SECRET_HASH_BYTES] = {7};
    const struct link link = {.id = link_id, .role = ROLE_HOST, .label = "x", .once = true};
    struct store *store = here.store;
    struct rig_cast cast;

    rig_make_room(&here, "room", "K7Q42M");
    rig_make_question(&here, "room", "q", true);
    store_watch(store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    rig_until_count(&world, &here.n_facts, 1);
    rig_cast_init(&cast, "q", 1, 1, 0);
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    store_room_load(store, rig_request(&ask, rig_keep_image), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_room_list(store, rig_request(&ask, rig_keep_rooms));
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(ask.n, 1);
    store_you(store, rig_request(&ask, rig_keep_you), &room, &ann, &round, 1);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_room_enter(store, rig_request(&ask, NULL), &room, &ann);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_link_create(store, rig_request(&ask, NULL), &room, &link, hash, 0);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_link_exchange(store, rig_request(&ask, rig_keep_role), &room, hash, &ann);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_link_revoke(store, rig_request(&ask, NULL), &room, &link_id);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_owner_link_create(store, rig_request(&ask, NULL), hash, 60);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_owner_link_exchange(store, rig_request(&ask, rig_keep_role), hash, &ann);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_facts_after(store, rig_request(&ask, rig_keep_facts), &room, 0);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_tally_read(store, rig_request(&ask, rig_keep_tally), &room, &round);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_room_raise_epoch(store, rig_request(&ask, NULL), &room, 1, 9);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_room_delete(store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
}

static void the_user_of_the_page_can_run_a_room_and_know_what_is_kept(void **state)
{
    (void)state;
    set_user("");
    rig_open(&here, &world, address);
    run_a_room();
    assert_int_equal(store_state(here.store).promise.keeps, KEEPS_DISK);
}

static void one_that_may_not_read_settings_promises_nothing_and_works(void **state)
{
    (void)state;
    set_user(" -config -role");
    rig_open(&here, &world, address);
    run_a_room();
    assert_int_equal(store_state(here.store).promise.keeps, KEEPS_UNKNOWN);
}

static void it_may_not_touch_what_is_not_its_own(void **state)
{
    static const char *const refused[] = {
        "FLUSHALL", "GET other",      "KEYS *",   "CONFIG SET maxmemory 1",
        "ACL LIST", "FUNCTION FLUSH", "SHUTDOWN", "SUBSCRIBE other"};
    redisContext *client = redis_fixture_client(&redis);

    (void)state;
    set_user("");
    rig_open(&here, &world, address);
    freeReplyObject(redisCommand(client, "AUTH clameur secret"));
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        redisReply *reply = redisCommand(client, refused[i]);

        assert_non_null(reply);
        assert_int_equal(reply->type, REDIS_REPLY_ERROR);
        assert_memory_equal(reply->str, "NOPERM", 6);
        freeReplyObject(reply);
    }
    redisFree(client);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_user_of_the_page_can_run_a_room_and_know_what_is_kept),
        CASE(one_that_may_not_read_settings_promises_nothing_and_works),
        CASE(it_may_not_touch_what_is_not_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
