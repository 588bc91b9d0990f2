/* SPDX-License-Identifier: Apache-2.0 */

/* Files in a real Redis: a ticket is taken once, ideas from elsewhere come in once, and of
 * who supports what, nobody is left out or told twice. */

#include "lib/board_rig.h"
#include "store/carry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

#define CROWD       1700
#define FEW         3
#define PEOPLE      (CROWD + FEW)
#define TICKET_LIFE 60000

static struct board_rig rig;

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

/* ---- Tickets ----------------------------------------------------------------------------
 */

static char note[TICKET_NOTE_MAX + 1];

static void keep_note(struct rig_ask *unused, const void *result)
{
    (void)unused;
    (void)snprintf(note, sizeof note, "%s", (const char *)result);
}

static enum err take(const uint8_t hash[TICKET_HASH_BYTES])
{
    store_ticket_take(rig.rig.store, rig_request(&rig.ask, keep_note), &rig.room, hash);
    return rig_await(&rig.rig, &rig.ask);
}

static enum err keep(const uint8_t hash[TICKET_HASH_BYTES], uint64_t ms)
{
    const struct ticket_kept ticket = {.hash = hash, .note = "for this", .ms = ms};

    store_ticket_put(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, &ticket);
    return rig_await(&rig.rig, &rig.ask);
}

static void a_ticket_is_taken_once(void **state)
{
    const uint8_t one[TICKET_HASH_BYTES] = {1}, other[TICKET_HASH_BYTES] = {2};
    (void)state;

    assert_int_equal(keep(one, TICKET_LIFE), OK);
    assert_int_equal(take(other), ERR_LINK_SPENT);
    assert_int_equal(take(one), OK);
    assert_string_equal(note, "for this");
    assert_int_equal(take(one), ERR_LINK_SPENT);
}

static void a_ticket_does_not_last(void **state)
{
    const uint8_t hash[TICKET_HASH_BYTES] = {3};
    redisContext *client = redis_fixture_client(&rig.redis);
    redisReply *reply;
    (void)state;

    assert_int_equal(keep(hash, TICKET_LIFE), OK);
    reply = redisCommand(client, "PTTL {%s}:ticket:03000000000000000000000000000000",
                         rig.room.text);
    assert_in_range(reply->integer, 1, TICKET_LIFE);
    freeReplyObject(reply);
    redisFree(client);
}

/* ---- Ideas from elsewhere
 * ---------------------------------------------------------------- */

struct putting {
    struct store_request request;
    struct carry_idea ideas[FEW];
    struct carry_receipt receipt;
    enum err err;
    size_t *n_done;
};

static const struct participant host = {{7}};

static void was_put(struct store_request *request, enum err err, const void *result)
{
    struct putting *putting = request->owner;

    putting->err = err;
    if (result)
        putting->receipt = *(const struct carry_receipt *)result;
    for (size_t i = 0; i < FEW; i++)
        buf_unref(putting->ideas[i].words);
    ++*putting->n_done;
}

static void put(struct putting *putting, const char *prefix, bool is_dry, size_t *n_done)
{
    *putting = (struct putting){.request = {.done = was_put, .owner = putting}};
    putting->n_done = n_done;
    for (size_t i = 0; i < FEW; i++) {
        char id[16];

        (void)snprintf(id, sizeof id, "%s%zu", prefix, i);
        putting->ideas[i] = (struct carry_idea){
            .id = rig_id(id),
            .state = i == 0 ? IDEA_PENDING : IDEA_SHOWN,
            .status = STATUS_PLANNED,
            .tags = 2,
            .at_ms = 1000 * (i + 1),
            .words = buf_new("{\"title\":\"A\"}", 13),
        };
    }
    store_carry_put(rig.rig.store, &putting->request, &rig.room, &rig.board.id,
                    &(struct carry_parcel){BOARD_RIG_HALF_LIFE_S, is_dry, FEW,
                                           putting->ideas, &host, 0});
}

static struct carry_receipt put_alone(const char *prefix, bool is_dry)
{
    static struct putting putting;
    size_t n_done = 0;

    put(&putting, prefix, is_dry, &n_done);
    rig_until_count(&rig.world, &n_done, 1);
    assert_int_equal(putting.err, OK);
    return putting.receipt;
}

static void a_trial_puts_nothing_in(void **state)
{
    struct carry_receipt first = put_alone("dry", true), second = put_alone("dry", true);
    (void)state;

    assert_int_equal(first.n_new, FEW);
    assert_int_equal(second.n_new, FEW);
    assert_int_equal(first.rev, second.rev);
}

static void ideas_come_in_once_with_what_they_are(void **state)
{
    static const struct participant nobody;
    struct carry_receipt receipt = put_alone("in", false);
    struct idea idea;
    (void)state;

    assert_int_equal(receipt.n_new, FEW);
    receipt = put_alone("in", false);
    assert_int_equal(receipt.n_new, 0);
    assert_int_equal(receipt.n_known, FEW);
    idea = board_rig_look(&rig, "in1");
    assert_int_equal(idea.at_ms, 2000);
    assert_int_equal(idea.status, STATUS_PLANNED);
    assert_int_equal(idea.state, IDEA_SHOWN);
    assert_int_equal(idea.tags, 2);
    assert_int_equal(idea.supports, 0);
    assert_memory_equal(&idea.author, &nobody, sizeof nobody);
    assert_int_equal(board_rig_look(&rig, "in0").state, IDEA_PENDING);
    /* Like any other from now on. */
    assert_int_equal(board_rig_support(&rig, "in1", 1, 1, true), OK);
    assert_int_equal(board_rig_look(&rig, "in1").supports, 1);
    assert_int_equal(board_rig_support(&rig, "in0", 1, 1, true), ERR_NOT_FOUND);
}

static void two_that_come_at_once_come_in_once(void **state)
{
    static struct putting one, other;
    size_t n_done = 0;
    (void)state;

    put(&one, "twice", false, &n_done);
    put(&other, "twice", false, &n_done);
    rig_until_count(&rig.world, &n_done, 2);
    assert_int_equal(one.receipt.n_new + other.receipt.n_new, FEW);
    assert_int_equal(one.receipt.n_known + other.receipt.n_known, FEW);
}

static void an_idea_that_is_here_under_its_own_name_is_known(void **state)
{
    struct carry_idea idea = {.id = rig_id("other-name"),
                              .other = rig_id("own-name"),
                              .state = IDEA_SHOWN,
                              .at_ms = 1,
                              .words = buf_new("{\"title\":\"A\"}", 13)};
    struct putting putting = {.request = {.done = was_put, .owner = &putting}};
    size_t n_done = 0;
    (void)state;

    assert_int_equal(board_rig_post(&rig, "own-name", 1), OK);
    putting.n_done = &n_done;
    store_carry_put(
        rig.rig.store, &putting.request, &rig.room, &rig.board.id,
        &(struct carry_parcel){BOARD_RIG_HALF_LIFE_S, false, 1, &idea, &host, 0});
    rig_until_count(&rig.world, &n_done, 1);
    assert_int_equal(putting.receipt.n_known, 1);
    buf_unref(idea.words);
}

/* ---- Who supports what
 * -------------------------------------------------------------------- */

static struct {
    size_t at, n, times[PEOPLE];
    char cursor[24];
} told;

static void keep_entries(struct rig_ask *unused, const void *result)
{
    const struct carry_entries *list = result;

    (void)unused;
    for (size_t i = 0; i < list->n; i++) {
        size_t person = 0;

        while (person < PEOPLE) {
            struct participant who = rig_person((uint32_t)person);

            if (memcmp(&who, &list->entries[i].participant, sizeof who) == 0)
                break;
            person++;
        }
        assert_true(person < PEOPLE);
        told.times[person]++;
    }
    told.n += list->n;
    told.at += list->done;
    memcpy(told.cursor, list->next, sizeof told.cursor);
}

static void everyone_is_told_once_page_by_page(void **state)
{
    const struct id ideas[] = {rig_id("few"), rig_id("nobody"), rig_id("crowd")};
    const struct idea_place board = {rig.room, rig.board.id, {{0}}};
    size_t n_pages = 0;
    (void)state;

    for (size_t i = 0; i < 3; i++)
        assert_int_equal(board_rig_post(&rig, ideas[i].text, 5), OK);
    board_rig_crowd(&rig, "few", CROWD, FEW);
    board_rig_crowd(&rig, "crowd", 0, CROWD);
    told.cursor[0] = '0';
    for (; told.at < 3; n_pages++) {
        store_carry_supports(rig.rig.store, rig_request(&rig.ask, keep_entries), &board,
                             ideas + told.at, 3 - told.at, told.cursor);
        assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
        assert_true(n_pages < CROWD);
    }
    assert_true(n_pages > 1);
    assert_int_equal(told.n, PEOPLE);
    for (size_t i = 0; i < PEOPLE; i++)
        assert_int_equal(told.times[i], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ticket_is_taken_once),
        cmocka_unit_test(a_ticket_does_not_last),
        cmocka_unit_test(a_trial_puts_nothing_in),
        cmocka_unit_test(ideas_come_in_once_with_what_they_are),
        cmocka_unit_test(two_that_come_at_once_come_in_once),
        cmocka_unit_test(an_idea_that_is_here_under_its_own_name_is_known),
        cmocka_unit_test(everyone_is_told_once_page_by_page),
    };
    return cmocka_run_group_tests_name("store_carry", tests, begin, end);
}
