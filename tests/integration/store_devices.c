/* SPDX-License-Identifier: Apache-2.0 */

/* Kiosks: each by one link, as many as a room may have, and out when they are revoked. */

#include "store/store_devices.h"
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

/* The last list, and the last device that came as an answer. */
static size_t n_devices;
static struct device first, last, device;

static int begin(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
    room = rig_id("room");
    rig_begin(&here, &world, &redis);
    rig_make_room(&here, "room", "K7Q42M");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_end(&here, &ask);
    return 0;
}

static void keep_device(struct rig_ask *asked, const void *result)
{
    (void)asked;
    device = *(const struct device *)result;
}

static void keep_list(struct rig_ask *asked, const void *result)
{
    const struct device_list *list = result;

    (void)asked;
    n_devices = list->n;
    if (list->n == 0)
        return;
    first = list->devices[0];
    last = list->devices[list->n - 1];
}

static void hash_of(unsigned n, uint8_t hash[SECRET_HASH_BYTES])
{
    memset(hash, 0, SECRET_HASH_BYTES);
    memcpy(hash, &n, sizeof n);
}

static struct id named(unsigned n)
{
    char name[ID_BYTES_MAX + 1];

    (void)snprintf(name, sizeof name, "d%u", n);
    return rig_id(name);
}

static enum err make_link(unsigned n, uint64_t ttl_ms)
{
    struct link link = {.id = named(n), .role = ROLE_KIOSK, .once = true};
    uint8_t hash[SECRET_HASH_BYTES];

    hash_of(n, hash);
    (void)snprintf(link.label, sizeof link.label, "Kiosk %u", n);
    (void)snprintf(link.place, sizeof link.place, "Hall, \"%u\":1,", n);
    store_link_create(here.store, rig_request(&ask, NULL), &room, &link, hash, ttl_ms);
    return rig_await(&here, &ask);
}

static enum err enrol(unsigned n, uint32_t who)
{
    struct participant person = rig_person(who);
    uint8_t hash[SECRET_HASH_BYTES];

    hash_of(n, hash);
    store_device_enrol(here.store, rig_request(&ask, rig_keep_role), &room, hash, &person);
    return rig_await(&here, &ask);
}

static enum err revoke_device(unsigned n)
{
    struct id id = named(n);

    store_device_revoke(here.store, rig_request(&ask, NULL), &room, &id);
    return rig_await(&here, &ask);
}

static void list(void)
{
    store_device_list(here.store, rig_request(&ask, keep_list), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
}

static enum role role_of(uint32_t who)
{
    struct participant person = rig_person(who);

    store_you(here.store, rig_request(&ask, rig_keep_you), &room, &person, NULL, 0);
    assert_int_equal(rig_await(&here, &ask), OK);
    return ask.role;
}

static void a_link_is_one_device(void **state)
{
    (void)state;
    assert_int_equal(make_link(1, 60000), OK);
    assert_int_equal(enrol(1, 7), OK);
    assert_int_equal(ask.role, ROLE_KIOSK);
    assert_int_equal(enrol(1, 7), OK);
    assert_int_equal(enrol(1, 8), ERR_LINK_SPENT);
    assert_int_equal(enrol(2, 8), ERR_LINK_SPENT);
    assert_int_equal(role_of(7), ROLE_KIOSK);
    assert_int_equal(role_of(8), ROLE_NONE);
    list();
    assert_int_equal(n_devices, 1);
    assert_string_equal(first.name, "Kiosk 1");
    assert_string_equal(first.place, "Hall, \"1\":1,");
    assert_int_equal(first.set.idle_s, 30);
    assert_int_equal(first.set.badge, BADGE_OFF);
    assert_string_equal(first.set.pin_hash, "");
}

static enum err set(unsigned n, const char *texts, size_t len)
{
    struct id id = named(n);

    store_device_set(here.store, rig_request(&ask, keep_device), &room, &id,
                     (struct device_values){texts, len});
    return rig_await(&here, &ask);
}
#define SET(n, texts) set(n, texts, sizeof(texts))

static void what_is_set_is_kept_and_the_rest_stays(void **state)
{
    static const char said[] =
        "version\0001.0\0waiting\00012\0refused\0000\0shows\0ideas b1";
    struct id id = named(1);

    (void)state;
    assert_int_equal(make_link(1, 60000), OK);
    assert_int_equal(SET(1, "name\0Door"), ERR_NOT_FOUND);
    assert_int_equal(enrol(1, 7), OK);
    assert_int_equal(SET(1, "name\0Door\0show\0products shoes\0badge\0must"), OK);
    assert_string_equal(device.name, "Door");
    assert_int_equal(device.set.show.what, SHOWS_PRODUCTS);
    assert_string_equal(device.set.show.id.text, "shoes");
    assert_int_equal(device.set.badge, BADGE_MUST);
    assert_int_equal(SET(1, "show\0"), OK);
    assert_int_equal(device.set.show.what, SHOWS_ROOM);
    assert_string_equal(device.name, "Door");
    store_device_report(here.store, rig_request(&ask, keep_device), &room, &id,
                        (struct device_values){said, sizeof said});
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(device.waiting, 12);
    assert_int_equal(device.shows.what, SHOWS_IDEAS);
    assert_true(device.seen_ms > 0);
}

static void revoked_it_is_none_any_more(void **state)
{
    (void)state;
    assert_int_equal(make_link(1, 60000), OK);
    assert_int_equal(enrol(1, 7), OK);
    assert_int_equal(revoke_device(1), OK);
    assert_int_equal(revoke_device(1), OK);
    assert_int_equal(role_of(7), ROLE_NONE);
    assert_int_equal(enrol(1, 7), ERR_LINK_SPENT);
    assert_int_equal(SET(1, "name\0Door"), ERR_NOT_FOUND);
    list();
    assert_true(first.is_revoked);
    /* By another link it is another one. */
    assert_int_equal(make_link(2, 60000), OK);
    assert_int_equal(make_link(3, 60000), OK);
    assert_int_equal(enrol(2, 7), OK);
    assert_int_equal(enrol(3, 7), OK);
    list();
    assert_int_equal(n_devices, 3);
    assert_false(last.is_revoked);
    assert_string_equal(last.id.text, "d3");
    assert_int_equal(revoke_device(3), OK);
    assert_int_equal(role_of(7), ROLE_NONE);
}

static void a_room_has_so_many_and_forgets_those_that_are_gone(void **state)
{
    (void)state;
    for (unsigned n = 0; n < DEVICES_PER_ROOM_MAX; n++) {
        assert_int_equal(make_link(n, 60000), OK);
        assert_int_equal(enrol(n, n), OK);
    }
    assert_int_equal(make_link(1000, 60000), OK);
    assert_int_equal(enrol(1000, 1000), ERR_LIMIT_REACHED);
    assert_int_equal(revoke_device(0), OK);
    assert_int_equal(enrol(1000, 1000), OK);
    list();
    assert_int_equal(n_devices, DEVICES_PER_ROOM_MAX + 1);
    for (unsigned n = 1; n < DEVICES_PER_ROOM_MAX; n++) {
        assert_int_equal(revoke_device(n), OK);
        assert_int_equal(make_link(2000 + n, 60000), OK);
        assert_int_equal(enrol(2000 + n, 2000 + n), OK);
    }
    list();
    assert_int_equal(n_devices, 2 * DEVICES_PER_ROOM_MAX);
    assert_int_equal(revoke_device(1000), OK);
    assert_int_equal(make_link(3000, 60000), OK);
    assert_int_equal(enrol(3000, 3000), OK);
    list();
    assert_int_equal(n_devices, DEVICES_PER_ROOM_MAX);
}

static void too_late_it_is_spent(void **state)
{
    (void)state;
    assert_int_equal(make_link(1, 1), OK);
    for (unsigned n = 2; n < 12; n++) /* A millisecond and more, each on disk. */
        assert_int_equal(make_link(n, 60000), OK);
    assert_int_equal(enrol(1, 7), ERR_LINK_SPENT);
    assert_int_equal(enrol(2, 7), OK);
}

/* ---- Where ballots come from ------------------------------------------------------------
 */

static enum err cast_at(uint32_t who, const char *source)
{
    struct buf *from = buf_new(source, strlen(source));
    struct rig_cast cast;

    rig_cast_init(&cast, "q1", who, 1, 0);
    cast.cast.source = from;
    enum err err = rig_cast_await(&here, &cast);
    buf_unref(from);
    return err;
}

static long long size_of(const char *key)
{
    redisReply *reply = redis_fixture_do(&redis, "HLEN %s", key);
    long long number = reply->type == REDIS_REPLY_INTEGER ? reply->integer : -1;

    freeReplyObject(reply);
    return number;
}

static void there_are_so_many_places_and_the_rest_is_others(void **state)
{
    char source[40];

    (void)state;
    rig_make_question(&here, "room", "q1", true);
    rig_open_question(&here, "room", "q1");
    for (unsigned n = 0; n < SOURCES_PER_ROOM_MAX + 3; n++) {
        (void)snprintf(source, sizeof source, "phone\tTable %u\t", n);
        assert_int_equal(cast_at(n, source), OK);
    }
    assert_int_equal(cast_at(9999, "phone\tTable 0\t"), OK);
    assert_int_equal(size_of("{room}:from:q1:1"), SOURCES_PER_ROOM_MAX + 4);
    /* Each both ways, how many, and the others. */
    assert_int_equal(size_of("{room}:sources"), 2 * SOURCES_PER_ROOM_MAX + 2);
    assert_int_equal(cast_at(10000, "kiosk\t\tnobody"), ERR_FORBIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_link_is_one_device, begin, end),
        cmocka_unit_test_setup_teardown(what_is_set_is_kept_and_the_rest_stays, begin, end),
        cmocka_unit_test_setup_teardown(revoked_it_is_none_any_more, begin, end),
        cmocka_unit_test_setup_teardown(a_room_has_so_many_and_forgets_those_that_are_gone,
                                        begin, end),
        cmocka_unit_test_setup_teardown(there_are_so_many_places_and_the_rest_is_others,
                                        begin, end),
        cmocka_unit_test_setup_teardown(too_late_it_is_spent, begin, end),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
