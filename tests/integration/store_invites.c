/* SPDX-License-Identifier: Apache-2.0 */

/* Invitations: each for one participant, whatever is sent twice or at once, until it is
 * revoked. */

#include "store/store_invites.h"
#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct redis_fixture redis;
static struct rig_world world;
static struct rig here;
static struct rig_ask ask;
static struct id room;
static struct participant ann, bob;

/* The last page, and the last number that came as an answer. */
static struct invite_page page;
static struct invite shown[INVITES_PER_PAGE_MAX];
static uint32_t number;

static int begin(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
    room = rig_id("room");
    ann = rig_person(1);
    bob = rig_person(2);
    rig_begin(&here, &world, &redis);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_end(&here, &ask);
    return 0;
}

static void keep_number(struct rig_ask *asked, const void *result)
{
    (void)asked;
    number = *(const uint32_t *)result;
}

static void keep_page(struct rig_ask *asked, const void *result)
{
    (void)asked;
    page = *(const struct invite_page *)result;
    memcpy(shown, page.invites, page.n * sizeof *shown);
}

/* `n` of them; the secret of each is its place, and what made it. */
static enum err add(const char *batch, const char *label, size_t n)
{
    struct invite_made made[INVITES_AT_ONCE_MAX] = {0};
    struct id id = rig_id(batch);

    for (size_t i = 0; i < n; i++) {
        made[i].label = label;
        made[i].secret_hash[0] = (uint8_t)batch[0];
        made[i].secret_hash[1] = (uint8_t)i;
    }
    number = 0;
    store_invite_add(here.store, rig_request(&ask, keep_number), &room, &id, made, n);
    return rig_await(&here, &ask);
}

static void hash_of(const char *batch, size_t place, uint8_t hash[SECRET_HASH_BYTES])
{
    memset(hash, 0, SECRET_HASH_BYTES);
    hash[0] = (uint8_t)batch[0];
    hash[1] = (uint8_t)place;
}

static enum err exchange(uint32_t of, const char *batch, size_t place,
                         const struct participant *person)
{
    uint8_t hash[SECRET_HASH_BYTES];

    hash_of(batch, place, hash);
    store_invite_exchange(here.store, rig_request(&ask, rig_keep_role), &room, of, hash,
                          person);
    return rig_await(&here, &ask);
}

static enum err revoke_one(uint32_t of)
{
    number = 0;
    store_invite_revoke(here.store, rig_request(&ask, keep_number), &room, of);
    return rig_await(&here, &ask);
}

static void list(uint32_t after, uint32_t n)
{
    store_invite_list(here.store, rig_request(&ask, keep_page), &room, after, n);
    assert_int_equal(rig_await(&here, &ask), OK);
}

static enum role role_of(const struct participant *person)
{
    store_you(here.store, rig_request(&ask, rig_keep_you), &room, person, NULL, 0);
    assert_int_equal(rig_await(&here, &ask), OK);
    return ask.role;
}

static void made_again_they_are_the_same(void **state)
{
    (void)state;
    assert_int_equal(add("a", "Anna, \"A\":1,", 3), OK);
    assert_int_equal(number, 1);
    assert_int_equal(add("b", "", 2), OK);
    assert_int_equal(number, 4);
    assert_int_equal(add("a", "Anna, \"A\":1,", 3), OK);
    assert_int_equal(number, 1);
    assert_int_equal(add("a", "Ben", 3), ERR_EXISTS);
    assert_int_equal(add("a", "Anna, \"A\":1,", 2), ERR_EXISTS);

    list(0, 4);
    assert_int_equal(page.total, 5);
    assert_int_equal(page.n, 4);
    assert_true(page.has_more);
    assert_string_equal(shown[2].label, "Anna, \"A\":1,");
    assert_true(shown[0].created_ms > 0 && !shown[0].used_ms && !shown[0].revoked_ms);
    list(4, 4);
    assert_int_equal(page.n, 1);
    assert_int_equal(shown[0].number, 5);
    assert_false(page.has_more);
}

static void each_is_for_the_first_who_comes_by_it(void **state)
{
    (void)state;
    assert_int_equal(add("a", "", 2), OK);
    assert_int_equal(exchange(1, "a", 0, &ann), OK);
    assert_int_equal(ask.role, ROLE_PARTICIPANT);
    assert_int_equal(exchange(1, "a", 0, &ann), OK); /* The answer got lost. */
    assert_int_equal(exchange(1, "a", 0, &bob), ERR_LINK_SPENT);
    assert_int_equal(exchange(2, "a", 0, &bob), ERR_LINK_SPENT); /* Another's secret. */
    assert_int_equal(exchange(3, "a", 1, &bob), ERR_LINK_SPENT);
    assert_int_equal(role_of(&bob), ROLE_NONE);
    /* Who is in uses up no second one. */
    assert_int_equal(exchange(2, "a", 1, &ann), OK);
    list(0, 10);
    assert_int_equal(page.used, 1);
    assert_true(shown[0].used_ms > 0 && !shown[1].used_ms);
    assert_int_equal(exchange(2, "a", 1, &bob), OK);
    assert_int_equal(role_of(&ann), ROLE_PARTICIPANT);
    assert_int_equal(role_of(&bob), ROLE_PARTICIPANT);
}

static void of_many_at_once_one_wins(void **state)
{
    enum { CROWD = 20 };
    static struct rig_ask asks[CROWD];
    uint8_t hash[SECRET_HASH_BYTES];
    size_t won = 0;

    (void)state;
    assert_int_equal(add("a", "", 1), OK);
    hash_of("a", 0, hash);
    for (uint32_t i = 0; i < CROWD; i++) {
        const struct participant person = rig_person(100 + i / 2); /* Each of them twice. */

        store_invite_exchange(here.store, rig_request(&asks[i], rig_keep_role), &room, 1,
                              hash, &person);
    }
    for (size_t i = 0; i < CROWD; i++) {
        rig_until(&world, &asks[i].is_done);
        assert_true(asks[i].err == OK || asks[i].err == ERR_LINK_SPENT);
        won += asks[i].err == OK;
        rig_ask_done(&asks[i]);
    }
    assert_int_equal(won, 2); /* One of them, twice. */
    list(0, 10);
    assert_int_equal(page.used, 1);
}

static void what_is_revoked_gives_nothing_and_takes_back_what_it_gave(void **state)
{
    (void)state;
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(add("a", "", 3), OK);
    assert_int_equal(exchange(1, "a", 0, &ann), OK);
    assert_int_equal(revoke_one(1), OK);
    assert_int_equal(number, 1);
    assert_int_equal(revoke_one(1), OK);
    assert_int_equal(number, 0);
    assert_int_equal(revoke_one(4711), OK);
    assert_int_equal(role_of(&ann), ROLE_NONE);
    assert_int_equal(exchange(1, "a", 0, &ann), ERR_LINK_SPENT);
    assert_int_equal(exchange(2, "a", 1, &ann), OK);
    rig_until_count(&world, &here.n_facts, 1);
    assert_int_equal(here.facts[0].about, FACT_RIGHTS);

    assert_int_equal(revoke_one(0), OK);
    assert_int_equal(number, 2);
    assert_int_equal(role_of(&ann), ROLE_NONE);
    list(0, 10);
    assert_int_equal(page.total, 3);
    assert_int_equal(page.revoked, 3);
    assert_int_equal(page.used, 0);
    assert_true(shown[0].used_ms && shown[0].revoked_ms);
    assert_int_equal(revoke_one(0), OK);
    rig_until_count(&world, &here.n_facts, 2); /* Nothing more to tell. */
    assert_int_equal(here.n_facts, 2);
}

static void another_right_outlives_them(void **state)
{
    struct link link = {.id = rig_id("l1"), .role = ROLE_STAGE};
    uint8_t hash[SECRET_HASH_BYTES] = {9};

    (void)state;
    assert_int_equal(add("a", "", 1), OK);
    assert_int_equal(exchange(1, "a", 0, &ann), OK);
    store_link_create(here.store, rig_request(&ask, NULL), &room, &link, hash, 0);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_link_exchange(here.store, rig_request(&ask, rig_keep_role), &room, hash, &ann);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(revoke_one(0), OK);
    assert_int_equal(role_of(&ann), ROLE_STAGE);
}

/* How often Redis did this since it was told to forget. */
static unsigned long done_by_redis(const char *command)
{
    redisReply *info = redis_fixture_do(&redis, "INFO commandstats");
    char name[40];

    (void)snprintf(name, sizeof name, "cmdstat_%s:calls=", command);
    const char *at = strstr(info->str, name);
    unsigned long times = at ? strtoul(at + strlen(name), NULL, 10) : 0;
    freeReplyObject(info);
    return times;
}

static void there_are_so_many_and_revoked_ones_make_room(void **state)
{
    char batch[] = {'a', '0', '0', '\0'};

    (void)state;
    for (int i = 0; i < INVITES_PER_ROOM_MAX / INVITES_AT_ONCE_MAX; i++) {
        batch[1] = (char)('a' + i / 10);
        batch[2] = (char)('0' + i % 10);
        assert_int_equal(add(batch, "Someone", INVITES_AT_ONCE_MAX), OK);
    }
    assert_int_equal(add("more", "", 1), ERR_LIMIT_REACHED);
    assert_int_equal(exchange(7, "aa0", 6, &ann), OK);
    assert_int_equal(revoke_one(7), OK);
    assert_int_equal(add("more", "", 1), OK);
    assert_int_equal(number, INVITES_PER_ROOM_MAX + 1);
    assert_int_equal(add("evenmore", "", 1), ERR_LIMIT_REACHED);
    list(5, 2);
    assert_int_equal(page.total, INVITES_PER_ROOM_MAX);
    assert_int_equal(page.revoked, 0);
    assert_int_equal(shown[1].number, 8); /* 7 was forgotten. */

    assert_int_equal(revoke_one(0), OK);
    assert_int_equal(number, INVITES_PER_ROOM_MAX);
    assert_int_equal(add("anew", "", 2), OK);
    list(0, 10);
    assert_int_equal(page.total, 2);
    assert_int_equal(page.n, 2);

    /* A long past costs nobody anything. */
    freeReplyObject(redis_fixture_do(&redis, "CONFIG RESETSTAT"));
    list(0, 10);
    assert_in_range(done_by_redis("hget") + done_by_redis("hmget"), 1, 50);
}

static void a_room_that_goes_takes_them_along(void **state)
{
    (void)state;
    assert_int_equal(add("a", "Anna", 2), OK);
    assert_int_equal(exchange(1, "a", 0, &ann), OK);
    store_room_delete(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    redisReply *keys = redis_fixture_do(&redis, "KEYS {room}*");
    assert_int_equal(keys->elements, 0);
    freeReplyObject(keys);
    assert_int_equal(exchange(1, "a", 0, &ann), ERR_NOT_FOUND);
    assert_int_equal(add("a", "Anna", 2), ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(made_again_they_are_the_same),
        TEST(each_is_for_the_first_who_comes_by_it),
        TEST(of_many_at_once_one_wins),
        TEST(what_is_revoked_gives_nothing_and_takes_back_what_it_gave),
        TEST(another_right_outlives_them),
        TEST(there_are_so_many_and_revoked_ones_make_room),
        TEST(a_room_that_goes_takes_them_along),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
