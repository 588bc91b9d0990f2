/* SPDX-License-Identifier: Apache-2.0 */

/* Rooms and questions: made once, moved by the rules, told to every worker. */

#include "lib/store_rig.h"

#include <inttypes.h>
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

static int begin(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "FLUSHALL"));
    room = rig_id("room");
    rig_begin(&here, &world, &redis);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_end(&here, &ask);
    return 0;
}

static enum err await(void)
{
    return rig_await(&here, &ask);
}

static enum err create(const char *id, const char *code)
{
    struct id made = rig_id(id);
    struct code join = rig_code(code);
    struct buf *settings = buf_new("{}", 2);

    store_room_create(here.store, rig_request(&ask, rig_keep_room), &made, &join, settings,
                      NULL);
    enum err err = await();
    buf_unref(settings);
    return err;
}

static enum err find(const char *code)
{
    struct code join = rig_code(code);

    store_code_find(here.store, rig_request(&ask, rig_keep_id), &join);
    return await();
}

static void load(void)
{
    store_room_load(here.store, rig_request(&ask, rig_keep_image), &room);
    assert_int_equal(await(), OK);
}

static void a_code_leads_to_its_room_and_to_no_other(void **state)
{
    (void)state;
    assert_int_equal(find("K7Q42M"), OK);
    assert_string_equal(ask.id.text, "room");
    assert_int_equal(redis_fixture_number(&redis, "TTL code:K7Q42M"), -1);
    assert_int_equal(create("other", "K7Q42M"), ERR_EXISTS);
    assert_false(ask.has_result);
    assert_int_equal(redis_fixture_number(&redis, "EXISTS {other}:room"), 0);
    assert_int_equal(find("222222"), ERR_NOT_FOUND);
}

static void the_same_room_made_again_is_the_room_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(create("room", "222222"), OK);
    assert_string_equal(ask.room.room.code.text, "K7Q42M");
    assert_memory_equal(ask.room.settings->text, "{\"title\":\"t\"}", 13);
    /* The code it claimed in vain goes by itself. */
    assert_in_range(redis_fixture_number(&redis, "TTL code:222222"), 1, 60);
}

static void the_list_shows_the_newest_first_and_skips_what_was_never_finished(void **state)
{
    (void)state;
    freeReplyObject(redis_fixture_do(&redis, "ZADD {space:home}:rooms 5 older 6 ghost"));
    freeReplyObject(
        redis_fixture_do(&redis, "HSET {older}:room code 333333 created 5000 settings {}"));
    store_room_list(here.store, rig_request(&ask, rig_keep_rooms));
    assert_int_equal(await(), OK);
    assert_int_equal(ask.n, 2);
    assert_string_equal(ask.rooms[0].id.text, "room");
    assert_string_equal(ask.rooms[1].id.text, "older");
    assert_int_equal(ask.rooms[1].created_ms, 5000);
}

static void an_update_needs_the_present_revision_and_may_be_repeated(void **state)
{
    struct buf *settings = buf_new("{\"title\":\"new\"}", 15);
    uint8_t hash[PASSCODE_HASH_BYTES] = {0, 1, 2, '\n'};
    struct room_change change = {.rev = 1,
                                 .settings = settings,
                                 .set_access = true,
                                 .access = ACCESS_PASSCODE,
                                 .passcode_hash = hash};

    (void)state;
    for (int twice = 0; twice < 2; twice++) {
        store_room_update(here.store, rig_request(&ask, rig_keep_room), &room, &change);
        assert_int_equal(await(), OK);
        assert_int_equal(ask.room.room.rev, 2);
        assert_int_equal(ask.room.room.seq, 1);
        assert_true(ask.room.has_passcode);
        assert_memory_equal(ask.room.passcode_hash, hash, sizeof hash);
    }
    change = (struct room_change){.rev = 1, .set_access = true, .access = ACCESS_OPEN};
    store_room_update(here.store, rig_request(&ask, rig_keep_room), &room, &change);
    assert_int_equal(await(), ERR_STALE);
    assert_int_equal(ask.room.room.rev, 2);
    assert_memory_equal(ask.room.settings->text, "{\"title\":\"new\"}", 15);

    struct id nothing = rig_id("nothing");
    change = (struct room_change){.rev = 2, .current = &nothing};
    store_room_update(here.store, rig_request(&ask, rig_keep_room), &room, &change);
    assert_int_equal(await(), ERR_NOT_FOUND);
    buf_unref(settings);
}

static void a_question_added_twice_is_there_once(void **state)
{
    struct buf *other = buf_new("{}", 2);
    struct id id = rig_id("q");

    (void)state;
    rig_make_question(&here, "room", "q", true);
    rig_make_question(&here, "room", "q", true);
    store_question_add(here.store, rig_request(&ask, rig_keep_question), &room, &id, other,
                       true);
    assert_int_equal(await(), ERR_EXISTS);
    load();
    assert_int_equal(ask.image.n_questions, 1);
    assert_int_equal(ask.image.questions[0].state, QUESTION_DRAFT);
    assert_int_equal(ask.image.questions[0].round, 1);
    assert_int_equal(ask.image.room.room.seq, 1);
    buf_unref(other);
}

static void a_room_holds_so_many_questions_and_no_more(void **state)
{
    struct buf *def = buf_new("{}", 2);
    struct id id = rig_id("onemore");

    (void)state;
    for (int i = 0; i < QUESTIONS_PER_ROOM_MAX; i++) {
        char name[] = {'q', (char)('a' + i / 8), (char)('a' + i % 8), '\0'};

        rig_make_question(&here, "room", name, true);
    }
    store_question_add(here.store, rig_request(&ask, rig_keep_question), &room, &id, def,
                       true);
    assert_int_equal(await(), ERR_LIMIT_REACHED);
    load();
    assert_int_equal(ask.image.n_questions, QUESTIONS_PER_ROOM_MAX);
    assert_string_equal(ask.image.questions[9].id.text, "qbb");
    buf_unref(def);
}

static enum err update(uint64_t version, const char *text)
{
    struct id id = rig_id("q");
    struct buf *def = buf_new(text, strlen(text));

    store_question_update(here.store, rig_request(&ask, rig_keep_question), &room, &id,
                          version, def, true);
    enum err err = await();
    buf_unref(def);
    return err;
}

static void only_a_draft_is_rewritten(void **state)
{
    (void)state;
    rig_make_question(&here, "room", "q", true);
    assert_int_equal(update(1, "{\"a\":1}"), OK);
    assert_int_equal(ask.question.version, 2);
    assert_int_equal(ask.question.def_version, 2);
    assert_int_equal(update(1, "{\"a\":1}"), OK); /* Repeated. */
    assert_int_equal(ask.question.version, 2);
    assert_int_equal(update(1, "{\"b\":1}"), ERR_STALE);
    assert_int_equal(ask.question.version, 2);
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    assert_int_equal(update(3, "{\"b\":1}"), ERR_WRONG_MOVE);
    load();
    assert_int_equal(ask.image.questions[0].version, 3);
    assert_int_equal(ask.image.questions[0].def_version, 2);
}

/* Every move from every state, by the table of the domain. */
static void moves_follow_the_table(void **state)
{
    static const enum question_move to_state[QUESTION_STATES][3] = {
        [QUESTION_OPEN] = {MOVE_OPEN, QUESTION_MOVES},
        [QUESTION_CLOSED] = {MOVE_OPEN, MOVE_CLOSE, QUESTION_MOVES},
        [QUESTION_REVEALED] = {MOVE_OPEN, MOVE_REVEAL, QUESTION_MOVES},
    };

    (void)state;
    for (unsigned from = 0; from < QUESTION_STATES; from++) {
        for (unsigned move = 0; move < QUESTION_MOVES; move++) {
            if (move == MOVE_RESTORE)
                continue; /* It undoes another one: see below. */
            char name[] = {'q', (char)('0' + from), (char)('0' + move), '\0'};
            const struct question_move_rule *rule = question_move_rule(move);
            uint64_t version = 1;
            bool allowed = rule->from & (1u << from);

            rig_make_question(&here, "room", name, true);
            for (size_t i = 0; from != QUESTION_DRAFT && to_state[from][i] < QUESTION_MOVES;
                 i++)
                rig_must_move(&here, "room", name, to_state[from][i]), version++;
            struct question_moving moving = {.move = move, .version = version};
            enum err err = rig_move(&here, &ask, "room", name, moving);
            assert_int_equal(err, allowed ? OK : ERR_WRONG_MOVE);
            if (!allowed)
                continue;
            assert_int_equal(ask.question.state, rule->to);
            assert_int_equal(ask.question.round, 1 + rule->round_step);
            assert_int_equal(ask.question.version, version + 1);
            /* The answer got lost, and it is asked for again. */
            assert_int_equal(rig_move(&here, &ask, "room", name, moving), OK);
            assert_int_equal(ask.question.version, version + 1);
            moving.version = 99;
            assert_int_equal(rig_move(&here, &ask, "room", name, moving), ERR_STALE);
            load();
            assert_int_equal(strcmp(ask.image.room.room.current.text, name) == 0,
                             rule->takes_focus || from != QUESTION_DRAFT);
        }
    }
}

static enum err restore(uint64_t version)
{
    struct question_moving moving = {.move = MOVE_RESTORE, .version = version};

    return rig_move(&here, &ask, "room", "q", moving);
}

static void a_reset_is_undone_while_nobody_voted_again(void **state)
{
    struct rig_cast cast;

    (void)state;
    rig_make_question(&here, "room", "q", true);
    assert_int_equal(restore(1), ERR_WRONG_MOVE); /* There is no round before. */
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    rig_cast_init(&cast, "q", 1, 1, 2);
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    rig_must_move(&here, "room", "q", MOVE_RESET);
    assert_int_equal(restore(3), OK);
    assert_int_equal(ask.question.state, QUESTION_CLOSED);
    assert_int_equal(ask.question.round, 1);
    load();
    assert_int_equal(ask.image.tallies[0].voters, 1);
    assert_int_equal(ask.image.tallies[0].counts[2], 1);

    rig_must_move(&here, "room", "q", MOVE_RESET);
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    rig_cast_init(&cast, "q", 1, 1, 2);
    cast.cast.round = 2;
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    rig_must_move(&here, "room", "q", MOVE_RESET);
    assert_int_equal(restore(7), OK);
    assert_int_equal(ask.question.round, 2);
}

static void a_reset_is_not_undone_once_the_question_says_something_else(void **state)
{
    (void)state;
    rig_open_question(&here, "room", "q");
    rig_must_move(&here, "room", "q", MOVE_RESET);
    assert_int_equal(update(3, "{\"options\":[]}"), OK);
    assert_int_equal(restore(4), ERR_WRONG_MOVE);

    /* Nor two of them, when it did before the first. */
    rig_must_move(&here, "room", "q", MOVE_OPEN);
    rig_must_move(&here, "room", "q", MOVE_RESET);
    assert_int_equal(restore(6), OK);
    assert_int_equal(ask.question.round, 2);
    rig_must_move(&here, "room", "q", MOVE_REOPEN);
    assert_int_equal(restore(8), ERR_WRONG_MOVE);
}

/* The store's clock decides; the test asks it until it says so, as the pulse does. */
static void the_closing_time_is_the_stores(void **state)
{
    struct question_moving open = {.move = MOVE_OPEN, .version = 1, .closes_in_ms = 60000};
    struct question_moving close = {.move = MOVE_CLOSE, .only_if_due = true};
    struct rig_cast cast;

    (void)state;
    rig_make_question(&here, "room", "q", true);
    assert_int_equal(rig_move(&here, &ask, "room", "q", open), OK);
    uint64_t closes_ms = ask.question.closes_ms;
    store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
    assert_int_equal(await(), OK);
    assert_in_range(closes_ms - ask.pulse.now_ms, 1, 60000);
    assert_int_equal(rig_move(&here, &ask, "room", "q", close), ERR_WRONG_MOVE);
    rig_cast_init(&cast, "q", 1, 1, 0);
    assert_int_equal(rig_cast_await(&here, &cast), OK);

    rig_must_move(&here, "room", "q", MOVE_RESET);
    open.version = 3;
    open.closes_in_ms = 20;
    assert_int_equal(rig_move(&here, &ask, "room", "q", open), OK);
    closes_ms = ask.question.closes_ms;
    do {
        store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
        assert_int_equal(await(), OK);
    } while (ask.pulse.now_ms < closes_ms);
    rig_cast_init(&cast, "q", 1, 1, 0);
    cast.cast.round = 2;
    assert_int_equal(rig_cast_await(&here, &cast), ERR_CLOSED);
    assert_int_equal(rig_move(&here, &ask, "room", "q", close), OK);
    assert_int_equal(ask.question.state, QUESTION_CLOSED);
    assert_int_equal(ask.question.closes_ms, 0);
    assert_int_equal(rig_move(&here, &ask, "room", "q", close), ERR_WRONG_MOVE);
}

static void place(const char *question, uint32_t to, const char *want)
{
    struct id id = rig_id(question);
    char order[QUESTIONS_PER_ROOM_MAX] = "";
    size_t n = 0;

    store_question_place(here.store, rig_request(&ask, NULL), &room, &id, to);
    assert_int_equal(await(), OK);
    load();
    for (size_t i = 0; i < ask.image.n_questions; i++)
        order[n++] = ask.image.questions[i].id.text[0];
    assert_string_equal(order, want);
}

static void questions_stand_where_they_are_placed(void **state)
{
    (void)state;
    rig_make_question(&here, "room", "a", true);
    rig_make_question(&here, "room", "b", true);
    rig_make_question(&here, "room", "c", true);
    place("c", 0, "cab");
    place("c", 0, "cab");
    assert_int_equal(ask.image.room.room.seq, 4); /* The repeat was no fact. */
    place("c", 1, "acb");
    place("a", 99, "cba");
}

static void a_question_goes_with_its_ballots(void **state)
{
    struct id id = rig_id("q");
    struct rig_cast cast;

    (void)state;
    rig_open_question(&here, "room", "q");
    rig_cast_init(&cast, "q", 1, 1, 2);
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    rig_must_move(&here, "room", "q", MOVE_RESET);
    store_question_remove(here.store, rig_request(&ask, rig_keep_question), &room, &id, 1);
    assert_int_equal(await(), ERR_STALE);
    assert_int_equal(ask.question.version, 3);
    for (int twice = 0; twice < 2; twice++) {
        store_question_remove(here.store, rig_request(&ask, NULL), &room, &id, 3);
        assert_int_equal(await(), OK);
    }
    load();
    assert_int_equal(ask.image.n_questions, 0);
    assert_true(id_is_none(&ask.image.room.room.current));
    assert_int_equal(redis_fixture_number(&redis, "EXISTS {room}:q:q {room}:ballots:q:1 "
                                                  "{room}:tally:q:1"),
                     0);
}

static void a_deleted_room_leaves_nothing(void **state)
{
    struct rig_cast cast;
    struct participant person = rig_person(1);

    (void)state;
    rig_open_question(&here, "room", "q");
    rig_cast_init(&cast, "q", 1, 1, 2);
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    rig_must_move(&here, "room", "q", MOVE_RESET);
    store_room_enter(here.store, rig_request(&ask, NULL), &room, &person);
    assert_int_equal(await(), OK);
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(await(), OK);
    for (int twice = 0; twice < 2; twice++) {
        store_room_delete(here.store, rig_request(&ask, NULL), &room);
        assert_int_equal(await(), OK);
    }
    rig_until_count(&world, &here.n_facts, 1);
    assert_int_equal(here.facts[0].about, FACT_ROOM_DELETED);
    redisReply *keys = redis_fixture_do(&redis, "KEYS *");
    assert_int_equal(keys->elements, 0);
    freeReplyObject(keys);
    assert_int_equal(find("K7Q42M"), ERR_NOT_FOUND);
}

static void facts_come_by_the_bus_in_order_and_whole(void **state)
{
    static const char *const names[] = {"question.added", "question.opened",
                                        "question.closed", "question.removed"};
    struct id id = rig_id("q");

    (void)state;
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(await(), OK);
    rig_open_question(&here, "room", "q");
    rig_must_move(&here, "room", "q", MOVE_CLOSE);
    store_question_remove(here.store, rig_request(&ask, NULL), &room, &id, 3);
    assert_int_equal(await(), OK);
    rig_until_count(&world, &here.n_facts, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(here.facts[i].name, names[i]);
        assert_int_equal(here.facts[i].seq, i + 1);
        assert_int_equal(here.facts[i].epoch, 1);
        assert_string_equal(here.facts[i].question.id.text, "q");
    }
    assert_string_equal(here.facts[1].room.room.current.text, "q");
    assert_int_equal(here.facts[2].question.state, QUESTION_CLOSED);
    assert_int_equal(here.facts[3].room.room.n_order, 0);

    store_facts_after(here.store, rig_request(&ask, rig_keep_facts), &room, 1);
    assert_int_equal(await(), OK);
    assert_int_equal(ask.n, 3);
    assert_int_equal(ask.facts[0].seq, 2);
    assert_string_equal(ask.facts[2].name, "question.removed");
    store_facts_after(here.store, rig_request(&ask, rig_keep_facts), &room, 4);
    assert_int_equal(await(), OK);
    assert_int_equal(ask.n, 0);
    store_facts_after(here.store, rig_request(&ask, rig_keep_facts), &room, 5);
    assert_int_equal(await(), ERR_NOT_FOUND);
    freeReplyObject(redis_fixture_do(&redis, "XDEL {room}:journal 2-0"));
    store_facts_after(here.store, rig_request(&ask, rig_keep_facts), &room, 1);
    assert_int_equal(await(), ERR_NOT_FOUND);
}

static void a_room_no_longer_watched_is_silent(void **state)
{
    struct id other = rig_id("other");

    (void)state;
    assert_int_equal(create("other", "222222"), OK);
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(await(), OK);
    store_unwatch(here.store, &room);
    store_watch(here.store, rig_request(&ask, NULL), &other);
    assert_int_equal(await(), OK); /* Redis has seen the unwatch, too. */
    rig_make_question(&here, "room", "q", true);
    rig_make_question(&here, "other", "p", true);
    rig_until_count(&world, &here.n_facts, 1);
    assert_string_equal(here.facts[0].question.id.text, "p");
    store_watch(here.store, rig_request(&ask, NULL), &other);
    assert_int_equal(await(), OK); /* Again: it stands already. */
}

static void the_pulse_tells_revisions_and_the_epoch_is_raised_once(void **state)
{
    struct round_of rounds[2] = {{rig_id("q"), 1}, {rig_id("none"), 3}};
    struct rig_cast cast;

    (void)state;
    rig_open_question(&here, "room", "q");
    rig_cast_init(&cast, "q", 1, 1, 2);
    assert_int_equal(rig_cast_await(&here, &cast), OK);
    for (int twice = 0; twice < 2; twice++) {
        store_room_raise_epoch(here.store, rig_request(&ask, NULL), &room, 1, 40);
        assert_int_equal(await(), OK);
    }
    store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &room, rounds, 2);
    assert_int_equal(await(), OK);
    assert_true(ask.pulse.epoch > 1);
    assert_false(ask.pulse.is_other_redis);
    assert_int_equal(ask.pulse.seq, 41);
    assert_int_equal(ask.pulse.n_revisions, 2);
    assert_int_equal(ask.revisions[0], 1);
    assert_int_equal(ask.revisions[1], 0);
    store_tally_read(here.store, rig_request(&ask, rig_keep_tally), &room, &rounds[0]);
    assert_int_equal(await(), OK);
    assert_int_equal(ask.tally.counts[2], 1);
    store_facts_after(here.store, rig_request(&ask, rig_keep_facts), &room, 2);
    assert_int_equal(await(), ERR_NOT_FOUND); /* The time before is not continued. */

    struct id nothing = rig_id("nothing");
    store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &nothing, rounds, 2);
    assert_int_equal(await(), ERR_NOT_FOUND);
    store_room_load(here.store, rig_request(&ask, rig_keep_image), &nothing);
    assert_int_equal(await(), ERR_NOT_FOUND);
}

static void people_are_told_to_others_only(void **state)
{
    struct rig there;

    (void)state;
    rig_open(&there, &world, redis.address);
    store_watch(here.store, rig_request(&ask, NULL), &room);
    assert_int_equal(await(), OK);
    store_watch(there.store, rig_request(&ask, NULL), &room);
    assert_int_equal(rig_await(&there, &ask), OK);
    store_pulse(here.store, rig_request(&ask, rig_keep_pulse), &room, NULL, 0);
    assert_int_equal(await(), OK); /* Up. */
    store_people_tell(here.store, &room, 17);
    rig_until_count(&world, &there.n_people, 1);
    assert_int_equal(there.people, 17);
    assert_int_equal(here.n_people, 0);
    rig_close(&there);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_code_leads_to_its_room_and_to_no_other),
        CASE(the_same_room_made_again_is_the_room_as_it_is),
        CASE(the_list_shows_the_newest_first_and_skips_what_was_never_finished),
        CASE(an_update_needs_the_present_revision_and_may_be_repeated),
        CASE(a_question_added_twice_is_there_once),
        CASE(a_room_holds_so_many_questions_and_no_more),
        CASE(only_a_draft_is_rewritten),
        CASE(moves_follow_the_table),
        CASE(a_reset_is_undone_while_nobody_voted_again),
        CASE(a_reset_is_not_undone_once_the_question_says_something_else),
        CASE(the_closing_time_is_the_stores),
        CASE(questions_stand_where_they_are_placed),
        CASE(a_question_goes_with_its_ballots),
        CASE(a_deleted_room_leaves_nothing),
        CASE(facts_come_by_the_bus_in_order_and_whole),
        CASE(a_room_no_longer_watched_is_silent),
        CASE(the_pulse_tells_revisions_and_the_epoch_is_raised_once),
        CASE(people_are_told_to_others_only),
    };
    int failed;

    redis_fixture_start(&redis, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    redis_fixture_stop(&redis);
    return failed;
}
