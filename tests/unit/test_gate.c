/* SPDX-License-Identifier: Apache-2.0 */

/* Each rule of a gate, with a clock of the test's own. */

#include "domain/gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* After the three that it needs. */
#include <cmocka.h>

#define DAY    UINT64_C(86400000)
#define POSTED UINT64_C(1792000000000)

static struct gates gates;
static struct gate_state state;
static struct gate_counts counts;
static uint64_t now;

static int begin(void **unused)
{
    (void)unused;
    gates = (struct gates){0};
    state = (struct gate_state){0};
    counts = (struct gate_counts){.posted_ms = POSTED};
    now = POSTED;
    return 0;
}

static void add(struct gate_rule rule)
{
    rule.then = STATUS_REVIEW;
    rule.late = STATUS_DECLINED;
    gates.rules[gates.n++] = rule;
}

static struct gate_look look(void)
{
    return gate_look(&gates, &state, &counts, now);
}

static void expect(enum gate_verdict verdict)
{
    assert_int_equal(look().verdict, verdict);
}

/* What the clerk does with a verdict. */
static void move(enum gate_verdict verdict)
{
    struct gate_look found = look();

    assert_int_equal(found.verdict, verdict);
    state = gate_step(&state, &found, now);
    counts.status = verdict == GATE_LATE ? found.rule->late : found.rule->then;
}

static void without_gates_there_is_none(void **unused)
{
    (void)unused;
    expect(GATE_NONE);
}

static void supports_within_days(void **unused)
{
    (void)unused;
    add((struct gate_rule){.kind = GATE_SUPPORTS, .at = 100, .days = 60});
    expect(GATE_WAITING);
    counts.supports = 99;
    now = POSTED + 60 * DAY - 1;
    expect(GATE_WAITING);
    assert_int_equal(look().have, 99);
    assert_int_equal(look().need, 100);
    assert_int_equal(look().until_ms, POSTED + 60 * DAY);
    counts.supports = 100;
    expect(GATE_PASSED);
    counts.supports = 99;
    now++;
    move(GATE_LATE);
    assert_true(state.is_over);
    /* What comes too late changes nothing, even if somebody takes it back to "new". */
    counts.status = STATUS_NEW;
    counts.supports = 1000;
    expect(GATE_NONE);
}

/* 100 in 60 days, then 1,000, 5,000 and 10,000 with more time each. */
static void milestones_give_extra_time(void **unused)
{
    static const uint32_t at[] = {100, 1000, 5000, 10000};

    (void)unused;
    for (size_t i = 0; i < 4; i++)
        add((struct gate_rule){
            .kind = GATE_SUPPORTS, .at = at[i], .days = i ? 180 : 60, .answer_days = 30});
    now = POSTED + 10 * DAY;
    counts.supports = 120;
    move(GATE_PASSED);
    /* The 50 days that were left are kept. */
    assert_int_equal(look().until_ms, POSTED + 240 * DAY);
    assert_int_equal(look().need, 1000);
    assert_int_equal(gate_answer_by(&state, STATUS_REVIEW), now + 30 * DAY);
    /* A leap over two at once is two steps. */
    counts.supports = 6000;
    move(GATE_PASSED);
    move(GATE_PASSED);
    assert_int_equal(look().until_ms, POSTED + 600 * DAY);
    expect(GATE_WAITING);
    counts.supports = 10000;
    move(GATE_PASSED);
    expect(GATE_NONE);
    assert_int_equal(state.passed, 4);
}

static void a_passed_gate_stays_passed(void **unused)
{
    (void)unused;
    add((struct gate_rule){.kind = GATE_SUPPORTS, .at = 2, .days = 1});
    add((struct gate_rule){.kind = GATE_SUPPORTS, .at = 4, .days = 1});
    counts.supports = 2;
    move(GATE_PASSED);
    counts.supports = 1;
    expect(GATE_WAITING);
    assert_int_equal(look().need, 4);
    assert_int_equal(state.passed, 1);
}

static void no_days_is_as_long_as_it_takes(void **unused)
{
    (void)unused;
    add((struct gate_rule){.kind = GATE_SUPPORTS, .at = 2});
    add((struct gate_rule){.kind = GATE_SUPPORTS, .at = 4, .days = 10});
    now = POSTED + 5000 * DAY;
    expect(GATE_WAITING);
    assert_int_equal(look().until_ms, 0);
    counts.supports = 2;
    move(GATE_PASSED);
    /* Then the next one's days count from now. */
    assert_int_equal(look().until_ms, now + 10 * DAY);
}

static void satisfaction_wants_enough_opinions_and_good_ones(void **unused)
{
    (void)unused;
    add((struct gate_rule){
        .kind = GATE_SATISFACTION, .at = 100, .percent = 70, .days = 30});
    counts.good = 99;
    expect(GATE_WAITING);
    assert_int_equal(look().have, 99);
    counts.good = 69;
    counts.bad = 31;
    expect(GATE_WAITING);
    counts.good = 70;
    counts.bad = 30;
    expect(GATE_PASSED);
    counts.bad = 31;
    expect(GATE_WAITING);
    now = POSTED + 30 * DAY;
    move(GATE_LATE);
    assert_int_equal(counts.status, STATUS_DECLINED);
}

static void a_rate_counts_the_last_days(void **unused)
{
    (void)unused;
    add((struct gate_rule){.kind = GATE_RATE, .at = 5, .over = 7});
    counts.supports = 1000;
    counts.recent = 34;
    expect(GATE_WAITING);
    assert_int_equal(look().need, 35);
    counts.recent = 35;
    expect(GATE_PASSED);
}

static void a_deadline_is_passed_by_waiting(void **unused)
{
    (void)unused;
    add((struct gate_rule){.kind = GATE_DEADLINE, .days = 14});
    now = POSTED + 14 * DAY - 1;
    expect(GATE_WAITING);
    now++;
    move(GATE_PASSED);
    assert_int_equal(counts.status, STATUS_REVIEW);
    assert_false(state.is_over);
}

static void what_the_team_decided_stands(void **unused)
{
    static const enum idea_status decided[] = {
        STATUS_PLANNED, STATUS_MAKING, STATUS_RELEASED, STATUS_DECLINED, STATUS_MERGED};

    (void)unused;
    add((struct gate_rule){.kind = GATE_SUPPORTS, .at = 1, .days = 1, .answer_days = 30});
    add((struct gate_rule){.kind = GATE_SUPPORTS, .at = 2, .days = 1});
    counts.supports = 1;
    move(GATE_PASSED);
    counts.supports = 5;
    for (size_t i = 0; i < sizeof decided / sizeof *decided; i++) {
        counts.status = decided[i];
        expect(GATE_NONE);
        /* And is the answer that was waited for. */
        assert_int_equal(gate_answer_by(&state, decided[i]), 0);
    }
    assert_int_equal(gate_answer_by(&state, STATUS_REVIEW), POSTED + 30 * DAY);
}

static void kinds_have_names(void **unused)
{
    enum gate_kind kind;

    (void)unused;
    for (unsigned i = 0; i < GATE_KINDS; i++) {
        assert_true(gate_kind_read(gate_kind_name((enum gate_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    assert_false(gate_kind_read("moon", &kind));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(without_gates_there_is_none, begin),
        cmocka_unit_test_setup(supports_within_days, begin),
        cmocka_unit_test_setup(milestones_give_extra_time, begin),
        cmocka_unit_test_setup(a_passed_gate_stays_passed, begin),
        cmocka_unit_test_setup(no_days_is_as_long_as_it_takes, begin),
        cmocka_unit_test_setup(satisfaction_wants_enough_opinions_and_good_ones, begin),
        cmocka_unit_test_setup(a_rate_counts_the_last_days, begin),
        cmocka_unit_test_setup(a_deadline_is_passed_by_waiting, begin),
        cmocka_unit_test_setup(what_the_team_decided_stands, begin),
        cmocka_unit_test_setup(kinds_have_names, begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
