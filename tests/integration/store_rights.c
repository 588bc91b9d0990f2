/* SPDX-License-Identifier: Apache-2.0 */

/* Rights come by passcodes and links, live in the store, and can be taken back. */

#include "lib/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
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

struct secret {
    uint8_t hash[SECRET_HASH_BYTES];
};

static struct secret secret(uint8_t number)
{
    return (struct secret){{number, 0, '\r', '\n', ','}};
}

static enum err make(const char *id, enum role role, bool once, uint8_t number,
                     uint64_t ttl_ms)
{
    struct link link = {
        .id = rig_id(id), .role = role, .label = "at the door", .once = once};
    struct secret hash = secret(number);

    store_link_create(here.store, rig_request(&ask, NULL), &room, &link, hash.hash, ttl_ms);
    return rig_await(&here, &ask);
}

static enum err exchange(uint8_t number, const struct participant *person)
{
    struct secret hash = secret(number);

    store_link_exchange(here.store, rig_request(&ask, rig_keep_role), &room, hash.hash,
                        person);
    return rig_await(&here, &ask);
}

static enum role role_of(const struct participant *person)
{
    store_you(here.store, rig_request(&ask, rig_keep_you), &room, person, NULL, 0);
    assert_int_equal(rig_await(&here, &ask), OK);
    return ask.role;
}

static enum err revoke_link(const char *link)
{
    struct id id = rig_id(link);

    store_link_revoke(here.store, rig_request(&ask, NULL), &room, &id);
    return rig_await(&here, &ask);
}

static void a_stranger_has_no_role_and_who_enters_takes_part(void **state)
{
    (void)state;
    assert_int_equal(role_of(&ann), ROLE_NONE);
    for (int twice = 0; twice < 2; twice++) {
        store_room_enter(here.store, rig_request(&ask, NULL), &room, &ann);
        assert_int_equal(rig_await(&here, &ask), OK);
    }
    assert_int_equal(role_of(&ann), ROLE_PARTICIPANT);
    assert_int_equal(role_of(&bob), ROLE_NONE);
}

static void a_host_link_works_once(void **state)
{
    (void)state;
    assert_int_equal(make("l1", ROLE_HOST, true, 1, 60000), OK);
    assert_int_equal(make("l1", ROLE_HOST, true, 1, 60000), OK);
    assert_int_equal(exchange(1, &ann), OK);
    assert_int_equal(ask.role, ROLE_HOST);
    assert_int_equal(exchange(1, &ann), OK); /* The answer got lost. */
    assert_int_equal(exchange(1, &bob), ERR_LINK_SPENT);
    assert_int_equal(exchange(9, &bob), ERR_LINK_SPENT);
    assert_int_equal(role_of(&ann), ROLE_HOST);
    assert_int_equal(role_of(&bob), ROLE_NONE);
}

static void a_stage_link_works_for_many_until_it_is_revoked(void **state)
{
    (void)state;
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(make("l1", ROLE_STAGE, false, 1, 0), OK);
    assert_int_equal(exchange(1, &ann), OK);
    assert_int_equal(exchange(1, &bob), OK);
    assert_int_equal(revoke_link("l1"), OK);
    assert_int_equal(revoke_link("l1"), OK);
    assert_int_equal(role_of(&ann), ROLE_NONE);
    assert_int_equal(role_of(&bob), ROLE_NONE);
    assert_int_equal(exchange(1, &ann), ERR_LINK_SPENT);
    rig_until_count(&world, &here.n_facts, 1);
    assert_int_equal(here.facts[0].about, FACT_RIGHTS);
    assert_int_equal(here.facts[0].seq, 1);
}

static void a_role_is_never_lowered_and_only_its_own_link_takes_it_back(void **state)
{
    (void)state;
    assert_int_equal(make("l1", ROLE_HOST, true, 1, 0), OK);
    assert_int_equal(make("l2", ROLE_STAGE, false, 2, 0), OK);
    assert_int_equal(exchange(1, &ann), OK);
    assert_int_equal(exchange(2, &ann), OK);
    assert_int_equal(ask.role, ROLE_HOST);
    store_room_enter(here.store, rig_request(&ask, NULL), &room, &ann);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(role_of(&ann), ROLE_HOST);
    assert_int_equal(revoke_link("l1"), OK);
    assert_int_equal(role_of(&ann), ROLE_STAGE);
    assert_int_equal(revoke_link("l2"), OK);
    assert_int_equal(role_of(&ann), ROLE_PARTICIPANT);
}

static void links_are_listed_without_their_secrets(void **state)
{
    (void)state;
    assert_int_equal(make("l1", ROLE_HOST, true, 1, 60000), OK);
    assert_int_equal(make("l2", ROLE_STAGE, false, 2, 0), OK);
    assert_int_equal(exchange(2, &ann), OK);
    store_link_list(here.store, rig_request(&ask, rig_keep_links), &room);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(ask.n, 2);
    assert_string_equal(ask.links[0].id.text, "l1");
    assert_string_equal(ask.links[0].label, "at the door");
    assert_int_equal(ask.links[0].expires_ms, ask.links[0].created_ms + 60000);
    assert_true(ask.links[0].once && !ask.links[0].used);
    assert_int_equal(ask.links[1].role, ROLE_STAGE);
    assert_true(!ask.links[1].once && ask.links[1].used);
}

static void links_expire_by_the_stores_clock_and_make_room(void **state)
{
    (void)state;
    for (int i = 0; i < LINKS_PER_ROOM_MAX; i++) {
        char name[] = {'l', (char)('a' + i / 10), (char)('a' + i % 10), '\0'};

        assert_int_equal(make(name, ROLE_STAGE, false, (uint8_t)i, i == 5 ? 1 : 0), OK);
    }
    /* One of them has a millisecond to live: the rest stand. */
    uint64_t made_ms, now_ms;
    store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
    assert_int_equal(rig_await(&here, &ask), OK);
    made_ms = ask.pulse.now_ms;
    do {
        store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
        assert_int_equal(rig_await(&here, &ask), OK);
        now_ms = ask.pulse.now_ms;
    } while (now_ms <= made_ms + 1);
    assert_int_equal(exchange(5, &ann), ERR_LINK_SPENT);
    assert_int_equal(make("more", ROLE_STAGE, false, 200, 0), OK);
    assert_int_equal(make("evenmore", ROLE_STAGE, false, 201, 0), ERR_LIMIT_REACHED);
}

static void an_owner_link_works_once_and_for_the_whole_space(void **state)
{
    struct secret hash = secret(7), other = secret(8);

    (void)state;
    store_owner_link_create(here.store, rig_request(&ask, NULL), hash.hash, 900);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_owner_link_exchange(here.store, rig_request(&ask, rig_keep_role), hash.hash,
                              &ann);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(ask.role, ROLE_OWNER);
    /* Made again by a caller whose answer got lost: it stays spent. */
    store_owner_link_create(here.store, rig_request(&ask, NULL), hash.hash, 900);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_owner_link_exchange(here.store, rig_request(&ask, rig_keep_role), hash.hash,
                              &ann);
    assert_int_equal(rig_await(&here, &ask), OK);
    store_owner_link_exchange(here.store, rig_request(&ask, rig_keep_role), hash.hash,
                              &bob);
    assert_int_equal(rig_await(&here, &ask), ERR_LINK_SPENT);
    store_owner_link_exchange(here.store, rig_request(&ask, rig_keep_role), other.hash,
                              &bob);
    assert_int_equal(rig_await(&here, &ask), ERR_LINK_SPENT);
    assert_int_equal(role_of(&ann), ROLE_OWNER);
    store_space_role(here.store, rig_request(&ask, rig_keep_role), &ann);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(ask.role, ROLE_OWNER);
    store_space_role(here.store, rig_request(&ask, rig_keep_role), &bob);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(ask.role, ROLE_NONE);
}

static void you_are_told_your_own_ballots(void **state)
{
    struct round_of rounds[] = {{rig_id("none"), 1}, {rig_id("q"), 1}, {rig_id("q"), 2}};
    struct rig_cast cast;

    (void)state;
    rig_open_question(&here, "room", "q");
    rig_cast_init(&cast, "q", 1, 3, 2);
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    store_you(here.store, rig_request(&ask, rig_keep_you), &room, &ann, rounds, 3);
    assert_int_equal(rig_await(&here, &ask), OK);
    assert_int_equal(ask.n, 1);
    assert_string_equal(ask.ballots[0].question.text, "q");
    assert_int_equal(ask.ballots[0].round, 1);
    assert_int_equal(ask.ballots[0].n, 3);
    assert_string_equal(ask.ballot, "{\"options\":[2]}");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_stranger_has_no_role_and_who_enters_takes_part),
        CASE(a_host_link_works_once),
        CASE(a_stage_link_works_for_many_until_it_is_revoked),
        CASE(a_role_is_never_lowered_and_only_its_own_link_takes_it_back),
        CASE(links_are_listed_without_their_secrets),
        CASE(links_expire_by_the_stores_clock_and_make_room),
        CASE(an_owner_link_works_once_and_for_the_whole_space),
        CASE(you_are_told_your_own_ballots),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
