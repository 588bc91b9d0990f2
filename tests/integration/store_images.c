/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures in a real Redis: counted, bounded, gone when nobody wants them, and with what
 * they belong to. */

#include "lib/board_rig.h"

#include "store/store_images.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

enum { ANNA = 1000, BEN, STAFF };

static struct board_rig rig;
static const uint8_t ticket[TICKET_HASH_BYTES] = {1, 2, 3};

static int begin(void **state)
{
    (void)state;
    board_rig_open(&rig);
    return 0;
}

static int end(void **state)
{
    (void)state;
    board_rig_close(&rig);
    return 0;
}

static enum err put(const char *id, uint32_t who)
{
    static const char full[] = "as large as it is", small[] = "small";
    const struct participant person = rig_person(who);

    store_image_put(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, &rig.board.id,
                    &(struct image_new){
                        .id = rig_id(id),
                        .who = &person,
                        .width = 4,
                        .height = 3,
                        .full = full,
                        .full_len = strlen(full),
                        .small = small,
                        .small_len = strlen(small),
                    });
    return rig_await(&rig.rig, &rig.ask);
}

static enum err ask(uint32_t who)
{
    const struct participant person = rig_person(who);

    store_image_ticket(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, &rig.board.id,
                       &(struct image_asking){&person, false, ticket, "note"});
    return rig_await(&rig.rig, &rig.ask);
}

/* An idea with one picture. */
static enum err post(const char *idea, const char *image, uint32_t who)
{
    const struct idea_place place = board_rig_place(&rig, idea);
    const struct participant person = rig_person(who);
    const struct image_ref ref = {rig_id(image), "A lake"};
    const struct idea_images images = {.n = 1, .wanted = &ref, .are_checked = true};

    store_idea_post(rig.rig.store, rig_request(&rig.ask, NULL), &place, &person,
                    &(struct idea_posting){.words = rig.def,
                                           .half_life_s = BOARD_RIG_HALF_LIFE_S,
                                           .images = &images});
    return rig_await(&rig.rig, &rig.ask);
}

static enum err look(const char *image, uint32_t who, bool is_staff)
{
    const struct participant person = rig_person(who);
    const struct image_wanted wanted = {rig.board.id, rig_id(image), true, false};

    store_image_read(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, &wanted,
                     &(struct idea_reader){&person, is_staff, true, NULL, 0});
    return rig_await(&rig.rig, &rig.ask);
}

static enum err check(const char *idea, const char *image, enum idea_state state)
{
    const struct idea_place place = board_rig_place(&rig, idea);
    const struct participant staff = rig_person(STAFF);
    const struct id id = rig_id(image);

    store_image_check(rig.rig.store, rig_request(&rig.ask, NULL), &place, &id, state,
                      &staff);
    return rig_await(&rig.rig, &rig.ask);
}

#define number(...) redis_fixture_number(&rig.redis, __VA_ARGS__)

static void a_picture_sent_twice_is_counted_once(void **state)
{
    (void)state;
    for (int again = 0; again < 2; again++)
        assert_int_equal(put("lake", ANNA), OK);
    assert_int_equal(number("HLEN {room}:pics"), 1);
    assert_int_equal(number("ZCARD {room}:loose"), 1);
    assert_int_equal(number("HLEN {room}:img:lake"), 2);
    for (int again = 0; again < 2; again++)
        assert_int_equal(post("tent", "lake", ANNA), OK);
    assert_int_equal(number("ZCARD {room}:loose"), 0);
    assert_int_equal(number("PTTL {room}:img:lake"), -1);
    assert_int_equal(number("ZCARD {room}:unseen:wishes"), 1);
    for (int again = 0; again < 2; again++)
        assert_int_equal(check("tent", "lake", IDEA_SHOWN), OK);
    assert_int_equal(number("ZCARD {room}:unseen:wishes"), 0);
    assert_int_equal(number("XLEN {room}:acts"), 1);
}

static void who_may_see_it_is_judged_where_it_is_kept(void **state)
{
    (void)state;
    assert_int_equal(put("lake", ANNA), OK);
    assert_int_equal(look("lake", ANNA, false), OK);
    assert_int_equal(look("lake", STAFF, true), ERR_NOT_FOUND); /* It is nowhere yet. */
    assert_int_equal(post("tent", "lake", BEN), ERR_BAD_IMAGE);
    assert_int_equal(post("tent", "lake", ANNA), OK);
    assert_int_equal(look("lake", BEN, false), ERR_NOT_FOUND);
    assert_int_equal(look("lake", STAFF, true), OK);
    assert_int_equal(check("tent", "lake", IDEA_SHOWN), OK);
    assert_int_equal(look("lake", BEN, false), OK);
    assert_int_equal(check("other", "lake", IDEA_HIDDEN), ERR_NOT_FOUND);
    assert_int_equal(check("tent", "lake", IDEA_HIDDEN), OK);
    assert_int_equal(look("lake", BEN, false), ERR_NOT_FOUND);
    assert_int_equal(look("lake", ANNA, false), OK);
}

static void one_that_no_idea_has_goes(void **state)
{
    const long long most = IMAGE_LOOSE_MS;

    (void)state;
    assert_int_equal(put("lake", ANNA), OK);
    assert_in_range(number("PTTL {room}:img:lake"), 1, most);
    /* The hour is over. */
    assert_int_equal(number("DEL {room}:img:lake"), 1);
    assert_int_equal(number("ZADD {room}:loose XX 1 lake"), 0);
    assert_int_equal(look("lake", ANNA, false), ERR_NOT_FOUND);
    assert_int_equal(post("tent", "lake", ANNA), ERR_BAD_IMAGE);
    assert_int_equal(ask(BEN), OK); /* Whoever comes next tidies up. */
    assert_int_equal(number("HLEN {room}:pics"), 0);
    assert_int_equal(number("HLEN {room}:pictures"), 1);
    assert_int_equal(number("HINCRBY {room}:pictures bytes 0"), 0);
}

static void one_participant_has_so_many(void **state)
{
    char idea[8], image[8];

    (void)state;
    for (unsigned i = 0; i < IMAGES_EACH_MAX; i++) {
        (void)snprintf(idea, sizeof idea, "i%u", i);
        (void)snprintf(image, sizeof image, "p%u", i);
        assert_int_equal(put(image, ANNA), OK);
        assert_int_equal(post(idea, image, ANNA), OK);
    }
    assert_int_equal(put("more", ANNA), ERR_LIMIT_REACHED);
    assert_int_equal(ask(ANNA), ERR_LIMIT_REACHED);
    assert_int_equal(put("more", BEN), OK);
}

static void so_many_wait_for_an_idea(void **state)
{
    char image[8];

    (void)state;
    for (unsigned i = 0; i < IMAGES_LOOSE_MAX; i++) {
        (void)snprintf(image, sizeof image, "p%u", i);
        assert_int_equal(put(image, ANNA), OK);
    }
    assert_int_equal(put("more", ANNA), ERR_LIMIT_REACHED);
    assert_int_equal(post("tent", "p0", ANNA), OK);
    assert_int_equal(put("more", ANNA), OK);
}

static void a_room_has_room_for_so_many_bytes(void **state)
{
    (void)state;
    assert_int_equal(put("lake", ANNA), OK);
    long long each = number("HINCRBY {room}:pictures bytes 0");

    assert_int_equal(each, 22);
    assert_int_equal(
        number("HINCRBY {room}:pictures bytes %lld", IMAGES_ROOM_BYTES - 2 * each),
        IMAGES_ROOM_BYTES - each);
    assert_int_equal(put("second", ANNA), OK);
    assert_int_equal(put("third", ANNA), ERR_LIMIT_REACHED);
}

static void a_board_and_a_room_take_theirs_along(void **state)
{
    (void)state;
    assert_int_equal(put("lake", ANNA), OK);
    assert_int_equal(post("tent", "lake", ANNA), OK);
    assert_int_equal(put("loose", ANNA), OK);
    store_board_remove(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, &rig.board.id,
                       rig.board.version);
    assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
    assert_int_equal(number("EXISTS {room}:img:lake"), 0);
    assert_int_equal(number("EXISTS {room}:unseen:wishes"), 0);
    assert_int_equal(number("HLEN {room}:pics"), 1);
    assert_int_equal(number("HINCRBY {room}:pictures bytes 0"), 22);
    store_room_delete(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room);
    assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
    assert_int_equal(number("DBSIZE"), 1); /* The bytes of the loose one, which expire. */
    assert_int_equal(number("EXISTS {room}:img:loose"), 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_picture_sent_twice_is_counted_once),
        CASE(who_may_see_it_is_judged_where_it_is_kept),
        CASE(one_that_no_idea_has_goes),
        CASE(one_participant_has_so_many),
        CASE(so_many_wait_for_an_idea),
        CASE(a_room_has_room_for_so_many_bytes),
        CASE(a_board_and_a_room_take_theirs_along),
    };

    return cmocka_run_group_tests_name("store_images", tests, NULL, NULL);
}
