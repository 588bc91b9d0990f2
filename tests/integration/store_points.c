/* SPDX-License-Identifier: Apache-2.0 */

/* Points in a real Redis: given with what they are given for, taken back with it, once,
 * through kills. */

#include "lib/dice.h"
#include "lib/points_audit.h"
#include "lib/points_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

/* ---- Given and taken back ---- */

static void each_rule_gives_once_and_takes_back_what_it_gave(void **state)
{
    (void)state;
    for (int again = 0; again < 2; again++)
        club_post("tent", 1);
    assert_int_equal(club_points_of(1), 5);
    club_support("tent", 1, 1, true); /* Their own gives nothing. */
    assert_int_equal(club_points_of(1), 5);
    for (int again = 0; again < 2; again++)
        club_support("tent", 2, 1, true);
    club_support("tent", 3, 1, true);
    assert_int_equal(club_points_of(1), 9);
    club_support("tent", 3, 2, true); /* Still on. */
    assert_int_equal(club_points_of(1), 9);
    club_support("tent", 3, 3, false);
    assert_int_equal(club_points_of(1), 7);

    for (int again = 0; again < 2; again++)
        club_status("tent", 1, STATUS_PLANNED);
    assert_int_equal(club_points_of(1), 27);
    club_status("tent", 2, STATUS_MAKING);
    assert_int_equal(club_points_of(1), 27);
    club_status("tent", 3, STATUS_DECLINED);
    assert_int_equal(club_points_of(1), 7);
    assert_int_equal(club_points_of(2), 0);
}

static void what_is_not_shown_counts_for_nothing(void **state)
{
    struct participant author = rig_person(1);
    enum idea_state gone = IDEA_WITHDRAWN;

    (void)state;
    club_post("tent", 1);
    club_support("tent", 2, 1, true);
    club_support("tent", 3, 1, true);
    club_status("tent", 1, STATUS_PLANNED);
    assert_int_equal(club_points_of(1), 29);
    for (int again = 0; again < 2; again++)
        club_state("tent", 2, IDEA_HIDDEN);
    assert_int_equal(club_points_of(1), 0);
    club_support("tent", 3, 2, false); /* Taken back meanwhile. */
    club_status("tent", 3, STATUS_NEW);
    assert_int_equal(club_points_of(1), 0);
    club_state("tent", 4, IDEA_SHOWN);
    assert_int_equal(club_points_of(1), 7);
    club_alter("tent",
               &(struct idea_change){.version = 5, .author = &author, .state = &gone});
    assert_int_equal(club_points_of(1), 0);
}

static void a_room_without_points_keeps_no_account(void **state)
{
    (void)state;
    club_rules(2, "");
    club_post("tent", 1);
    club_support("tent", 2, 1, true);
    assert_int_equal(club_points_of(1), 0);
    assert_int_equal(redis_fixture_number(&club.redis,
                                          "EXISTS {room}:points {room}:points:log "
                                          "{room}:given:wishes"),
                     0);
}

static void other_rules_take_back_what_was_given_by_the_old_ones(void **state)
{
    (void)state;
    club_rules(2, "");
    club_post("old", 1);
    club_support("old", 2, 1, true);
    club_rules(3, CLUB_RULES);
    club_support("old", 3, 1, true); /* From now on. */
    club_post("tent", 1);
    club_support("tent", 2, 1, true);
    assert_int_equal(club_points_of(1), 9);
    club_rules(4, ",\"points\":{\"support\":100}");
    club_support("old", 2, 2, false);
    club_support("tent", 2, 2, false);
    assert_int_equal(club_points_of(1), 7);
    club_support("tent", 2, 3, true);
    assert_int_equal(club_points_of(1), 107);
    club_rules(5, "");
    club_support("tent", 2, 4, false);
    club_support("old", 3, 2, false);
    club_state("tent", 1, IDEA_HIDDEN);
    assert_int_equal(club_points_of(1), 0);
}

static void a_merge_gives_nothing_and_its_undoing_takes_back_what_was(void **state)
{
    (void)state;
    club_post("tent", 1);
    club_post("tarp", 2);
    club_support("tent", 3, 1, true);
    club_support("tarp", 3, 1, true);
    club_support("tarp", 4, 1, true);
    club_status("tarp", 1, STATUS_PLANNED);
    assert_int_equal(club_points_of(2), 29);
    assert_int_equal(club_merge("tarp", "tent", 2), OK);
    assert_int_equal(club_points_of(1), 7);
    assert_int_equal(club_points_of(2), 9); /* It is not planned any more. */
    club_support("tent", 4, 1, true);       /* In their own words, too. */
    assert_int_equal(club_points_of(1), 9);
    club_support("tent", 4, 2, false);
    club_support("tent", 3, 2, false);
    assert_int_equal(club_points_of(1), 5);
    assert_int_equal(club_points_of(2), 9);
    assert_int_equal(club_merge("tarp", NULL, 3), OK);
    assert_int_equal(club_points_of(1), 5);
    assert_int_equal(club_points_of(2), 25); /* Both took theirs back. */
}

/* A crowd in doubt about its mind over some ideas, in the middle of which Redis is killed:
 * whatever was answered is in the account, once. */
static void a_crowd_is_accounted_for_exactly_through_kills(void **state)
{
    enum { IDEAS = 20, CROWD = 1500, TIMES = 3, KILLS = 2, ALL = CROWD * TIMES };
    static struct club_support ones[ALL];
    unsigned n_on = 0;
    size_t n_done = 0;
    long long sum, n;

    (void)state;
    for (unsigned i = 0; i < IDEAS; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "i%u", i);
        club_post(id, i % 7);
    }
    for (uint32_t time = 0; time < TIMES; time++) {
        for (uint32_t i = 0; i < CROWD; i++) {
            uint32_t at = (i * 7919u) % IDEAS, person = 100 + i;
            bool on = time % 2 == 0 || i % 3 == 0;
            char id[8];

            (void)snprintf(id, sizeof id, "i%u", at);
            club_send(&ones[time * CROWD + i], id, person, time + 1, on, &n_done);
            n_on += time == TIMES - 1 && on;
        }
        if (time < KILLS) {
            rig_until_count(&club.world, &n_done, (size_t)time * CROWD + CROWD / 2);
            redis_fixture_kill(&club.redis);
            redis_fixture_restart(&club.redis);
        }
        rig_until_count(&club.world, &n_done, ((size_t)time + 1) * CROWD);
    }
    for (size_t i = 0; i < ALL; i++)
        assert_int_equal(ones[i].err, OK);
    points_audit(&club.redis, "room", "wishes");
    points_moved(&club.redis, "room", &sum, &n);
    assert_int_equal(sum, 5 * IDEAS + 2 * (long long)n_on);
    /* One movement an club.idea and call, not one a support. */
    assert_in_range(n, IDEAS, IDEAS + (long long)ALL);
}

/* Something happens to an idea; refused, perhaps, and then it is as good as not asked. */
static enum err happen(struct dice *dice, const char *id, uint64_t version)
{
    enum idea_state state = dice_throw(dice, 2) == 1 ? IDEA_SHOWN : IDEA_HIDDEN;
    enum idea_status status = (enum idea_status)(dice_throw(dice, STATUS_MERGED) - 1);
    char other[3] = {'i', (char)('0' + dice_throw(dice, 4) - 1), '\0'};

    switch (dice_throw(dice, 4)) {
    case 1:
        return club_try(id, &(struct idea_change){.version = version, .state = &state});
    case 2:
        return club_try(id, &(struct idea_change){.version = version, .status = &status});
    case 3:
        return club_merge(id, other, version);
    default:
        return club_merge(id, NULL, version);
    }
}

/* Whatever happens in whatever order, the account adds up. */
static void any_sequence_adds_up(void **state)
{
    enum { IDEAS = 4, PEOPLE = 5 };
    unsigned steps = 400 * dice_rounds(1);
    uint32_t n[IDEAS][PEOPLE] = {0};
    uint64_t version[IDEAS], rev = 2;
    struct dice dice;

    (void)state;
    dice_begin(&dice, "store_points");
    for (unsigned i = 0; i < IDEAS; i++) {
        char id[3] = {'i', (char)('0' + i), '\0'};

        club_post(id, i % 2);
        version[i] = 1;
    }
    for (unsigned at = 0; at < steps; at++) {
        uint32_t i = (uint32_t)dice_throw(&dice, IDEAS) - 1,
                 person = (uint32_t)dice_throw(&dice, PEOPLE) - 1;
        char id[3] = {'i', (char)('0' + i), '\0'};
        size_t n_done = 0;
        struct club_support one;

        if (dice_throw(&dice, 3) == 1) {
            enum err err = happen(&dice, id, version[i]);

            if (err == OK || err == ERR_STALE)
                version[i] = club.idea.version;
        } else if (dice_throw(&dice, 20) == 1) {
            club_rules(rev++, dice_throw(&dice, 2) == 1 ? CLUB_RULES
                                                        : ",\"points\":{\"support\":3}");
        } else {
            club_send(&one, id, person, n[i][person] + 1, dice_throw(&dice, 2) == 1,
                      &n_done);
            rig_until_count(&club.world, &n_done, 1);
            n[i][person] += one.err == OK;
        }
        if (at % 20 == 0)
            points_audit(&club.redis, "room", "wishes");
    }
    points_audit(&club.redis, "room", "wishes");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, club_begin, club_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_rule_gives_once_and_takes_back_what_it_gave),
        CASE(what_is_not_shown_counts_for_nothing),
        CASE(a_room_without_points_keeps_no_account),
        CASE(other_rules_take_back_what_was_given_by_the_old_ones),
        CASE(a_merge_gives_nothing_and_its_undoing_takes_back_what_was),
        CASE(a_crowd_is_accounted_for_exactly_through_kills),
        CASE(any_sequence_adds_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
