/* SPDX-License-Identifier: Apache-2.0 */

/* Leaderboards, selections, and what concerns one participant, in a real Redis. */

#include "lib/points_audit.h"
#include "lib/points_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* After the four that it needs. */
#include <cmocka.h>

static struct selection chosen;
static struct points_place people[SELECTED_MAX];
static struct me me;
static struct news news[NEWS_READ_MAX];
static struct own_supports mine;
static struct own_support supported[IDEAS_PER_PAGE_MAX];

static void keep_chosen(struct rig_ask *unused, const void *result)
{
    (void)unused;
    chosen = *(const struct selection *)result;
    memcpy(people, chosen.people, chosen.n_people * sizeof *people);
}

static void keep_me(struct rig_ask *unused, const void *result)
{
    (void)unused;
    me = *(const struct me *)result;
    memcpy(news, me.news, me.n_news * sizeof *news);
}

static void keep_mine(struct rig_ask *unused, const void *result)
{
    (void)unused;
    mine = *(const struct own_supports *)result;
    memcpy(supported, mine.supports, mine.n * sizeof *supported);
}

static void read_me(uint32_t person)
{
    struct participant who = rig_person(person);

    store_me_read(club.here.store, rig_request(&club.ask, keep_me), &club.room, &who,
                  &club.wishes, 1);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
}

/* ---- Leaderboards ---- */

/* Points 6, 4, 4, 2, 0 for 1, 2, 3, 4, 5, by supports alone. */
static void make_ranks(void)
{
    static const unsigned supports[] = {3, 2, 2, 1, 0};

    club_rules(2, ",\"points\":{\"support\":2}");
    for (uint32_t i = 0; i < 5; i++) {
        char id[3] = {'i', (char)('0' + i), '\0'};

        club_post(id, i + 1);
        for (uint32_t s = 0; s < supports[i]; s++)
            club_support(id, 100 + s, 1, true);
    }
}

static void those_who_have_as_many_share_a_place(void **state)
{
    static const uint64_t points[] = {6, 4, 4, 2}, place[] = {1, 2, 2, 4};

    (void)state;
    make_ranks();
    club_name(1, "Anna");
    club_rank(3, (struct points_query){.n = 10});
    assert_int_equal(club.ranks.total, 4);
    assert_int_equal(club.ranks.n, 4);
    assert_int_equal(club.ranks.own.place, 2);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(club.places[i].points, points[i]);
        assert_int_equal(club.places[i].place, place[i]);
    }
    assert_string_equal(club.places[0].name, "Anna");
    assert_string_equal(club.places[1].name, "");
    for (uint32_t skip = 0; skip < 4; skip++) { /* However it is cut. */
        club_rank(5, (struct points_query){.skip = skip, .n = 1});
        assert_int_equal(club.ranks.n, 1);
        assert_int_equal(club.places[0].place, place[skip]);
        assert_int_equal(club.ranks.own.place, 0);
    }
    club_rank(3, (struct points_query){.skip = 4, .n = 1});
    assert_int_equal(club.ranks.n, 0);
    club_name(1, "");
    club_rank(3, (struct points_query){.n = 1});
    assert_string_equal(club.places[0].name, "");
    assert_int_equal(redis_fixture_number(&club.redis, "EXISTS {room}:names"), 0);
}

static void a_month_has_a_board_of_its_own(void **state)
{
    time_t now = time(NULL);
    struct tm *utc = gmtime(&now);
    uint32_t month = (uint32_t)(utc->tm_year - 100) * 12 + (uint32_t)utc->tm_mon + 1;

    (void)state;
    make_ranks();
    club_rank(1, (struct points_query){.is_this_month = true, .n = 10});
    assert_in_range(club.ranks.period, month, month + 1); /* It may be over by now. */
    assert_int_equal(club.ranks.total, 4);
    assert_int_equal(club.ranks.own.points, 6);
    club_rank(1, (struct points_query){.period = club.ranks.period - 1, .n = 10});
    assert_int_equal(club.ranks.total, 0);
    assert_int_equal(club.ranks.own.points, 0);
    assert_int_equal(club.ranks.own.place, 0);
}

static enum err choose(const char *id, uint32_t n, enum ties ties)
{
    store_points_select(club.here.store, rig_request(&club.ask, keep_chosen), &club.room,
                        &(struct selection){.id = rig_id(id), .n = n, .ties = ties});
    return rig_await(&club.here, &club.ask);
}

static void a_selection_holds_whatever_comes_after(void **state)
{
    struct entry_id upto;

    (void)state;
    make_ranks();
    assert_int_equal(choose("a", 2, TIES_IN), OK);
    assert_int_equal(chosen.n_people, 3);
    assert_int_equal(chosen.left_out, 0);
    upto = chosen.upto;
    assert_int_equal(choose("b", 2, TIES_OUT), OK);
    assert_int_equal(chosen.n_people, 1);
    assert_int_equal(chosen.left_out, 2);
    assert_int_equal(choose("c", 3, TIES_OUT), OK); /* The tie ends there. */
    assert_int_equal(chosen.n_people, 3);
    assert_int_equal(choose("d", 9, TIES_OUT), OK);
    assert_int_equal(chosen.n_people, 4);

    club_support("i4", 200, 1, true);
    club_support("i4", 201, 1, true);
    club_support("i4", 202, 1, true);
    assert_int_equal(choose("a", 2, TIES_IN), OK);
    assert_int_equal(chosen.n_people, 3);
    assert_int_equal(people[0].points, 6);
    assert_int_equal(people[2].place, 2);
    assert_true(chosen.upto.ms == upto.ms && chosen.upto.n == upto.n);
    assert_int_equal(choose("a", 3, TIES_IN), ERR_EXISTS);
    assert_int_equal(choose("a", 2, TIES_OUT), ERR_EXISTS);
    assert_int_equal(choose("e", 1, TIES_IN), OK);
    assert_int_equal(chosen.n_people, 2);
}

static void a_tie_of_very_many_is_not_selected(void **state)
{
    (void)state;
    for (uint32_t i = 0; i <= SELECTED_MAX; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "i%u", i);
        club_post(id, i);
    }
    assert_int_equal(choose("a", 1, TIES_IN), ERR_SPENT);
    assert_int_equal(choose("b", 1, TIES_OUT), ERR_SPENT);
}

/* ---- One participant ---- */

static void page_of_supports(uint32_t person, const struct own_support *after, uint32_t n)
{
    struct idea_place board = {.room = club.room, .board = club.wishes};
    struct participant who = rig_person(person);

    store_me_supports(club.here.store, rig_request(&club.ask, keep_mine), &board, &who,
                      after, n);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
}

static void ones_supports_are_listed_page_by_page(void **state)
{
    struct own_support after;
    unsigned seen = 0;

    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        char id[3] = {'i', (char)('0' + i), '\0'};

        club_post(id, 1);
        club_support(id, 2, 1, true);
        club_support(id, 3, 1, true);
    }
    club_support("i3", 2, 2, false);
    page_of_supports(2, NULL, 20);
    assert_int_equal(mine.n, 4);
    assert_false(mine.has_more);
    for (page_of_supports(2, NULL, 3);; page_of_supports(2, &after, 3)) {
        for (size_t i = 0; i < mine.n; i++) {
            unsigned bit = 1u << (supported[i].idea.text[1] - '0');

            assert_false(seen & bit);
            seen |= bit;
            after = supported[i];
        }
        if (!mine.has_more)
            break;
    }
    assert_int_equal(seen, 0x17);
    page_of_supports(4, NULL, 20);
    assert_int_equal(mine.n, 0);
}

/* ---- Who supports very many ---- */

enum { MANY = 60 }; /* More than stand at hand. */

static void support_many(uint32_t person)
{
    for (unsigned i = 0; i < MANY; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "many%02u", i);
        club_post(id, 1);
        club_support(id, person, 1, true);
    }
}

/* Newest first, so many in all, and each once: the cursor only goes down. */
static void supports_are(uint32_t person, unsigned n)
{
    struct own_support after = {0};
    unsigned seen = 0;

    read_me(person);
    assert_int_equal(me.supports[0], n);
    for (page_of_supports(person, NULL, 7);; page_of_supports(person, &after, 7)) {
        for (size_t i = 0; i < mine.n; i++, seen++) {
            if (seen > 0)
                assert_true(supported[i].at_s < after.at_s ||
                            (supported[i].at_s == after.at_s &&
                             strcmp(supported[i].idea.text, after.idea.text) < 0));
            after = supported[i];
        }
        if (!mine.has_more)
            break;
    }
    assert_int_equal(seen, n);
    points_audit(&club.redis, "room", "wishes");
}

static void what_is_at_hand_no_more_is_listed_and_taken_back_too(void **state)
{
    (void)state;
    support_many(2);
    assert_in_range(redis_fixture_number(&club.redis, "ZCARD {room}:mine:wishes"), 1,
                    MANY - 1);
    supports_are(2, MANY);
    club_support("many00", 2, 2, false);
    club_support("many59", 2, 2, false);
    club_support("many58", 2, 2, false);
    supports_are(2, MANY - 3);
    club_support("many00", 2, 3, true);
    supports_are(2, MANY - 2);
}

/* As a store of format 1 has it: nothing at hand, all in the sorted set. */
static void what_was_written_before_format_2_is_gone_on_with(void **state)
{
    static const char *const back =
        "for _, who in ipairs(redis.call('HKEYS', KEYS[1])) do "
        "  local text = redis.call('HGET', KEYS[1], who) "
        "  for entry in string.gmatch(text, ' (%d%d%d%d%d%d%d%d%d%d%S+)') do "
        "    redis.call('ZADD', KEYS[2], 0, who .. entry) end "
        "  redis.call('HSET', KEYS[1], who, string.match(text, '^%d+ %d+')) end "
        "return redis.call('ZCARD', KEYS[2])";

    (void)state;
    support_many(2);
    club_support("many00", 3, 1, true);
    assert_int_equal(redis_fixture_number(&club.redis,
                                          "EVAL %s 2 {room}:spent:wishes "
                                          "{room}:mine:wishes",
                                          back),
                     MANY + 1);
    supports_are(2, MANY);
    club_support("many10", 2, 2, false);
    club_support("many10", 2, 3, true);
    club_support("many11", 2, 2, false);
    supports_are(2, MANY - 1);
    supports_are(3, 1);
}

static void one_reads_what_became_of_what_one_posted_or_supports(void **state)
{
    struct participant who = rig_person(2);

    (void)state;
    store_watch(club.here.store, rig_request(&club.ask, NULL), &club.room);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
    club_post("tent", 1);
    club_post("pool", 3);
    club_support("tent", 2, 1, true);
    club_status("pool", 1, STATUS_REVIEW);
    club_status("tent", 1, STATUS_PLANNED);
    club_status("tent", 1, STATUS_PLANNED); /* Sent again: no news. */
    read_me(2);
    assert_int_equal(me.supports[0], 1);
    assert_int_equal(me.n_news, 1);
    assert_string_equal(news[0].idea.text, "tent");
    assert_true(news[0].what == NEWS_STATUS && news[0].status == STATUS_PLANNED);
    assert_int_equal(me.looked.ms, 0);
    rig_until_count(&club.world, &club.here.n_hints, 2);

    for (int again = 0; again < 2; again++) {
        store_me_look(club.here.store, rig_request(&club.ask, NULL), &club.room, &who,
                      &news[0].id);
        assert_int_equal(rig_await(&club.here, &club.ask), OK);
    }
    store_me_look(club.here.store, rig_request(&club.ask, NULL), &club.room, &who,
                  &(struct entry_id){1, 0});
    assert_int_equal(rig_await(&club.here, &club.ask), OK); /* An old one, late. */
    club_state("tent", 2, IDEA_HIDDEN);
    read_me(2);
    assert_int_equal(me.n_news, 1); /* That is between the team and its author. */
    assert_false(entry_id_is_after(&news[0].id, &me.looked));
    read_me(1);
    assert_int_equal(me.n_news, 2);
    assert_int_equal(news[0].what, NEWS_HIDDEN);
    assert_true(entry_id_is_after(&news[0].id, &me.looked));
    assert_int_equal(me.all.points, 0);
    read_me(9);
    assert_int_equal(me.n_news, 0);
}

static void a_deleted_room_keeps_no_account(void **state)
{
    (void)state;
    make_ranks();
    club_name(1, "Anna");
    club_status("i1", 1, STATUS_PLANNED);
    assert_int_equal(choose("a", 2, TIES_IN), OK);
    store_me_look(club.here.store, rig_request(&club.ask, NULL), &club.room,
                  &(struct participant){{1}}, &(struct entry_id){1, 0});
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
    store_room_delete(club.here.store, rig_request(&club.ask, NULL), &club.room);
    assert_int_equal(rig_await(&club.here, &club.ask), OK);
    assert_int_equal(redis_fixture_number(&club.redis, "DBSIZE"), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, club_begin, club_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(those_who_have_as_many_share_a_place),
        CASE(a_month_has_a_board_of_its_own),
        CASE(a_selection_holds_whatever_comes_after),
        CASE(a_tie_of_very_many_is_not_selected),
        CASE(ones_supports_are_listed_page_by_page),
        CASE(what_is_at_hand_no_more_is_listed_and_taken_back_too),
        CASE(what_was_written_before_format_2_is_gone_on_with),
        CASE(one_reads_what_became_of_what_one_posted_or_supports),
        CASE(a_deleted_room_keeps_no_account),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
