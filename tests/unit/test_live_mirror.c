/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/fake_clock.h"
#include "live/listener.h"

static struct fake_clock fake;
static struct mirror mirror;
static struct listener listener;
static unsigned wakes;

static void count_wake(struct listener *l)
{
    (void)l;
    wakes++;
}

static struct id id_of(const char *text)
{
    struct id id;

    assert_true(id_read(text, strlen(text), &id));
    return id;
}

static struct question question_of(enum question_state state, enum result_mode results)
{
    return (struct question){
        .id = id_of("q1"),
        .state = state,
        .round = 1,
        .version = 1,
        .rules = {.shape = {.kind = KIND_SINGLE, .n_cells = 2}, .results = results},
    };
}

static void set_question(const struct question *question)
{
    struct buf *def = buf_new("{\"title\":\"T\"}", 13);

    mirror_set_question(&mirror, question, 1, def);
    buf_unref(def);
}

static void set_tally(uint64_t revision, int64_t a, int64_t b)
{
    struct tally tally = {.round = 1, .revision = revision, .voters = (uint64_t)(a + b)};
    struct id id = id_of("q1");

    tally.n_cells = CELLS_MAX;
    tally.counts[0] = a;
    tally.counts[1] = b;
    mirror_set_tally(&mirror, &id, &tally);
}

static int setup(void **state)
{
    struct room room = {.id = id_of("r1"), .epoch = 1, .seq = 5, .n_order = 1};
    struct buf *settings = buf_new("{\"title\":\"R\"}", 13);

    (void)state;
    fake_clock_init(&fake, 1);
    mirror_init(&mirror, &fake.clock);
    assert_true(code_read("K7Q42M", 6, &room.code));
    room.order[0] = id_of("q1");
    mirror_set_room(&mirror, &room, settings);
    buf_unref(settings);
    mirror_restart(&mirror);
    listener = (struct listener){.wake = count_wake};
    wakes = 0;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    listener_stop(&listener);
    mirror_done(&mirror);
    return 0;
}

/* Everything owed, as one string of payloads. */
static const char *gather(void)
{
    static char text[65536];
    static char window_bytes[WRITE_BYTES_MAX];
    struct outgoing outgoing = {0};
    struct strbuf frames = {0}, payload = {0};
    bool all;

    do {
        struct window window = {.out = window_bytes, .cap = sizeof window_bytes};

        all = outgoing_continue(&outgoing, &window) &&
              listener_gather_facts(&listener, &outgoing, &window) &&
              listener_gather_slots(&listener, &outgoing, &window);
        strbuf_add(&frames, window.out, window.used);
    } while (!all);

    if (frames.len) {
        struct buf *whole = strbuf_take(&frames);

        frame_payload(whole, &payload);
        buf_unref(whole);
    }
    assert_true(payload.len < sizeof text);
    snprintf(text, sizeof text, "%s", payload.text ? payload.text : "");
    strbuf_done(&payload);
    return text;
}

static void listen_as(enum viewer viewer, enum pace pace)
{
    listener.viewer = viewer;
    listener.pace = pace;
    listener.audience = viewer == VIEWER_HOST ? AUDIENCE_STAFF : AUDIENCE_PUBLIC;
    listener_start(&listener, &mirror, false, 0);
}

/* The whole table of who sees a tally, cell by cell: where it says no, no count is in any
 * byte. */
static void counts_reach_only_who_may_see_them(void **state)
{
    static const struct {
        enum result_mode mode;
        const char *live[VIEWERS]; /* States in which the viewer sees: d o c r. */
    } rows[] = {
        {RESULTS_ALWAYS, {"ocr", "ocr", "ocr", "docr"}},
        {RESULTS_AFTER_VOTE, {"", "ocr", "r", "docr"}},
        {RESULTS_AFTER_CLOSE, {"", "r", "r", "docr"}},
        {RESULTS_NEVER, {"", "", "", "docr"}},
    };
    struct id id = id_of("q1");

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (unsigned v = 0; v < VIEWERS; v++) {
            for (unsigned s = 0; s < QUESTION_STATES; s++) {
                struct question question =
                    question_of((enum question_state)s, rows[i].mode);
                bool is_voter = v == VIEWER_VOTER;

                teardown(state); /* A fresh room for each cell. */
                setup(state);
                set_question(&question);
                set_tally(3, 47113, 11);
                listen_as(is_voter ? VIEWER_PARTICIPANT : (enum viewer)v, PACE_PHONE);
                if (is_voter)
                    listener_set_voted(&listener, &id, 1);

                bool sees = strstr(gather(), "47113") != NULL;
                bool should = strchr(rows[i].live[v], "docr"[s]) != NULL;
                if (sees != should)
                    fail_msg("%s, viewer %u, %s: %s", result_mode_name(rows[i].mode), v,
                             question_state_name((enum question_state)s),
                             sees ? "leaks" : "hides");
            }
        }
    }
}

static void a_vote_shows_what_after_vote_hides_and_a_new_round_hides_it_again(void **state)
{
    struct question question = question_of(QUESTION_OPEN, RESULTS_AFTER_VOTE);
    struct id id = id_of("q1");

    (void)state;
    set_question(&question);
    set_tally(1, 3, 4);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    assert_non_null(strstr(gather(), "\"ev\":\"voters\""));

    listener_set_voted(&listener, &id, 2); /* Another round's ballot says nothing. */
    assert_string_equal(gather(), "");
    listener_set_voted(&listener, &id, 1);
    assert_non_null(strstr(gather(), "\"counts\":[3,4]"));

    question.round = 2;
    set_question(&question);
    mirror_tell_question(&mirror, 6, "question.reset", mirror_question(&mirror, &id),
                         QUESTION_OPEN);
    assert_null(strstr(gather(), "counts"));
}

static void a_round_that_came_back_shows_nothing_until_its_tally_is_known(void **state)
{
    struct question question = question_of(QUESTION_DRAFT, RESULTS_ALWAYS);

    (void)state;
    question.round = 2;
    set_question(&question);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    question.round = 1; /* Undone: it is closed again, with its ballots. */
    question.state = QUESTION_CLOSED;
    set_question(&question);
    assert_null(strstr(gather(), "\"ev\":\"tally\""));

    set_tally(3, 4, 5);
    assert_non_null(strstr(gather(), "\"counts\":[4,5]"));
}

static void a_round_that_came_back_empty_is_told_too(void **state)
{
    struct question question = question_of(QUESTION_DRAFT, RESULTS_ALWAYS);

    (void)state;
    question.round = 2;
    set_question(&question);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    question.round = 1;
    question.state = QUESTION_CLOSED;
    set_question(&question);
    assert_null(strstr(gather(), "\"ev\":\"tally\""));

    set_tally(0, 0, 0);
    assert_non_null(strstr(gather(), "\"counts\":[0,0]"));
}

static void phones_are_visited_at_most_five_times_a_second_and_first_at_once(void **state)
{
    struct question question = question_of(QUESTION_OPEN, RESULTS_ALWAYS);

    (void)state;
    set_question(&question);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    gather();
    fake_clock_pass(&fake, 1000);

    wakes = 0;
    set_tally(1, 1, 0);
    assert_int_equal(wakes, 1); /* At once. */
    assert_non_null(strstr(gather(), "\"rev\":1"));

    for (uint64_t revision = 2; revision < 102; revision++) {
        set_tally(revision, (int64_t)revision, 0);
        fake_clock_pass(&fake, 10);
        gather();
    }
    fake_clock_pass(&fake, TALLY_PHONE_MS);
    assert_in_range(wakes, 5, 7); /* 1,000 ms of changes. */
    gather();
    set_tally(200, 9, 9);
    fake_clock_pass(&fake, TALLY_PHONE_MS);
    assert_non_null(strstr(gather(), "\"rev\":200")); /* The last one always arrives. */
}

static void an_older_tally_is_dropped(void **state)
{
    struct question question = question_of(QUESTION_OPEN, RESULTS_ALWAYS);

    (void)state;
    set_question(&question);
    set_tally(7, 5, 2);
    set_tally(6, 4, 2);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    assert_non_null(strstr(gather(), "\"counts\":[5,2]"));
}

static void drafts_are_told_to_staff_alone(void **state)
{
    struct question question = question_of(QUESTION_DRAFT, RESULTS_ALWAYS);

    (void)state;
    set_question(&question);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    assert_null(strstr(gather(), "q1"));

    question.state = QUESTION_OPEN;
    set_question(&question);
    mirror_tell_question(&mirror, 6, "question.opened", &mirror.slots[0], QUESTION_DRAFT);
    assert_non_null(strstr(gather(), "question.opened"));

    question.state = QUESTION_DRAFT;
    set_question(&question);
    mirror_tell_question(&mirror, 7, "question.reset", &mirror.slots[0], QUESTION_OPEN);
    const char *told = gather();
    assert_non_null(strstr(told, "question.removed"));
    assert_null(strstr(told, "title"));
}

static void a_listener_resumes_where_it_was_or_takes_a_snapshot(void **state)
{
    struct question question = question_of(QUESTION_OPEN, RESULTS_ALWAYS);

    (void)state;
    set_question(&question);
    mirror.room.seq = 6;
    mirror_tell_question(&mirror, 6, "question.opened", &mirror.slots[0], QUESTION_DRAFT);
    mirror.room.seq = 7;
    mirror_tell_question(&mirror, 7, "question.closed", &mirror.slots[0], QUESTION_OPEN);

    assert_true(listener_start(&listener, &mirror, true, 7));
    const char *told = gather();
    assert_null(strstr(told, "opened"));
    assert_non_null(strstr(told, "closed")); /* Once more: a part of it may be lost. */
    assert_null(strstr(told, "snapshot"));
    listener_stop(&listener);

    listener = (struct listener){.wake = count_wake};
    assert_false(listener_start(&listener, &mirror, true, 4)); /* Before what is kept. */
    assert_non_null(strstr(gather(), "\"ev\":\"snapshot\""));
    listener_stop(&listener);

    listener = (struct listener){.wake = count_wake};
    assert_false(
        listener_start(&listener, &mirror, true, 99)); /* From a future that was lost. */
}

static void who_falls_too_far_behind_gets_a_snapshot_and_memory_stays_bounded(void **state)
{
    struct question question = question_of(QUESTION_OPEN, RESULTS_ALWAYS);

    (void)state;
    set_question(&question);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    gather();
    for (uint64_t seq = 6; seq < 2000; seq++) {
        mirror.room.seq = seq;
        mirror_tell_question(&mirror, seq, "question.changed", &mirror.slots[0],
                             QUESTION_OPEN);
    }
    assert_true(mirror.rings[AUDIENCE_PUBLIC].bytes <= RING_BYTES);
    const char *told = gather();
    assert_non_null(strstr(told, "\"ev\":\"snapshot\""));
    assert_null(strstr(told, "question.changed"));
}

static void voters_are_hidden_from_all_but_hosts_when_the_host_says_so(void **state)
{
    struct question question = question_of(QUESTION_OPEN, RESULTS_ALWAYS);

    (void)state;
    question.rules.hide_voters = true;
    set_question(&question);
    set_tally(1, 3, 4);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    const char *told = gather();
    assert_non_null(strstr(told, "\"counts\":[3,4]"));
    assert_null(strstr(told, "voters"));
    listener_stop(&listener);

    listener = (struct listener){.wake = count_wake};
    listen_as(VIEWER_HOST, PACE_STAGE);
    assert_non_null(strstr(gather(), "\"voters\":7"));
}

static void people_are_not_told_when_the_host_hides_them(void **state)
{
    (void)state;
    mirror_set_people(&mirror, 412);
    mirror.room.hide_people = true;
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    assert_null(strstr(gather(), "412"));
    listener_stop(&listener);

    listener = (struct listener){.wake = count_wake};
    listen_as(VIEWER_HOST, PACE_STAGE);
    assert_non_null(strstr(gather(), "412"));
}

/* Sums of another epoch would make those who see both think that people tapped. */
static void reactions_of_an_epoch_that_is_over_are_not_told(void **state)
{
    struct reaction_sums sums = {.epoch = 1, .of = {612}};

    (void)state;
    mirror_show_reactions(&mirror, true);
    mirror_set_reactions(&mirror, &sums);
    listen_as(VIEWER_STAGE, PACE_STAGE);
    assert_non_null(strstr(gather(), "\"sums\":[612,"));
    mirror.room.epoch = 2;
    mirror_restart(&mirror);
    assert_null(strstr(gather(), "sums"));
    sums = (struct reaction_sums){.epoch = 2, .of = {611}};
    mirror_set_reactions(&mirror, &sums);
    listener.slots_due = true;
    assert_non_null(strstr(gather(), "\"epoch\":2,\"sums\":[611,"));
}

static void reactions_are_told_to_screens_alone_and_once_they_are_on(void **state)
{
    struct reaction_sums sums = {.epoch = 1, .of = {612}};

    (void)state;
    mirror_set_reactions(&mirror, &sums);
    listen_as(VIEWER_PARTICIPANT, PACE_PHONE);
    mirror_show_reactions(&mirror, true);
    assert_null(strstr(gather(), "sums"));
    listener_stop(&listener);
    mirror_show_reactions(&mirror, false);
    listen_as(VIEWER_STAGE, PACE_STAGE);
    assert_null(strstr(gather(), "sums"));
    mirror_show_reactions(&mirror, true);
    assert_non_null(strstr(gather(), "\"sums\":[612,"));
}

/* Several workers gather taps, each in its own time. */
static void reactions_are_told_no_more_often_than_they_are_gathered(void **state)
{
    struct reaction_sums sums = {.epoch = 1, .of = {1}};
    unsigned told = 0;

    (void)state;
    mirror_show_reactions(&mirror, true);
    mirror_set_reactions(&mirror, &sums);
    listen_as(VIEWER_STAGE, PACE_STAGE);
    assert_non_null(strstr(gather(), "\"sums\":[1,"));
    for (unsigned ms = 0; ms < 10 * REACTIONS_MS; ms += REACTIONS_MS / 10) {
        sums.of[0]++;
        mirror_set_reactions(&mirror, &sums);
        fake_clock_pass(&fake, REACTIONS_MS / 10);
        told += strstr(gather(), "sums") ? 1 : 0;
    }
    assert_in_range(told, 9, 10);
    sums.of[0]++;
    mirror_set_reactions(&mirror, &sums);
    fake_clock_pass(&fake, REACTIONS_MS);
    assert_non_null(strstr(gather(), "\"sums\":[102,"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counts_reach_only_who_may_see_them),
        TEST(a_vote_shows_what_after_vote_hides_and_a_new_round_hides_it_again),
        TEST(a_round_that_came_back_shows_nothing_until_its_tally_is_known),
        TEST(a_round_that_came_back_empty_is_told_too),
        TEST(phones_are_visited_at_most_five_times_a_second_and_first_at_once),
        TEST(an_older_tally_is_dropped),
        TEST(drafts_are_told_to_staff_alone),
        TEST(a_listener_resumes_where_it_was_or_takes_a_snapshot),
        TEST(who_falls_too_far_behind_gets_a_snapshot_and_memory_stays_bounded),
        TEST(voters_are_hidden_from_all_but_hosts_when_the_host_says_so),
        TEST(people_are_not_told_when_the_host_hides_them),
        TEST(reactions_of_an_epoch_that_is_over_are_not_told),
        TEST(reactions_are_told_to_screens_alone_and_once_they_are_on),
        TEST(reactions_are_told_no_more_often_than_they_are_gathered),
    };
    return cmocka_run_group_tests_name("live/mirror", tests, NULL, NULL);
}
