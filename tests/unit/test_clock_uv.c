/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/clock_uv.h"

#define TIMERS 300

/* What fired, in order. */
static struct clock_timer *fired[4 * TIMERS];
static size_t n_fired;

static struct rig {
    uv_loop_t loop;
    struct clock *clock;
} rig;

static int set_up(void **state)
{
    (void)state;
    n_fired = 0;
    uv_loop_init(&rig.loop);
    rig.clock = clock_uv_new(&rig.loop);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    clock_uv_free(rig.clock);
    uv_run(&rig.loop, UV_RUN_DEFAULT);
    return uv_loop_close(&rig.loop);
}

static void note(struct clock_timer *timer)
{
    assert_false(timer->armed);
    assert_true(rig.clock->mono_ms(rig.clock) >= timer->due_ms);
    fired[n_fired++] = timer;
}

/* The loop ends by itself when no timer is armed. */
static void run(void)
{
    uv_run(&rig.loop, UV_RUN_DEFAULT);
}

static void timers_fire_once_in_the_order_they_are_due(void **state)
{
    static struct clock_timer timers[TIMERS];

    (void)state;
    for (size_t i = 0; i < TIMERS; i++) {
        timers[i] = (struct clock_timer){.fire = note};
        rig.clock->after(rig.clock, &timers[i], i * 37 % 40);
    }
    run();
    assert_int_equal(n_fired, TIMERS);
    for (size_t i = 1; i < TIMERS; i++)
        assert_true(fired[i - 1]->due_ms <= fired[i]->due_ms);
}

static void
a_cancelled_timer_does_not_fire_and_an_unarmed_one_may_be_cancelled(void **state)
{
    struct clock_timer timers[5];

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        timers[i] = (struct clock_timer){.fire = note};
        rig.clock->cancel(rig.clock, &timers[i]);
        rig.clock->after(rig.clock, &timers[i], i);
    }
    rig.clock->cancel(rig.clock, &timers[0]);
    rig.clock->cancel(rig.clock, &timers[3]);
    rig.clock->cancel(rig.clock, &timers[3]);
    assert_false(timers[3].armed);
    run();
    assert_int_equal(n_fired, 3);
    assert_ptr_equal(fired[0], &timers[1]);
    assert_ptr_equal(fired[1], &timers[2]);
    assert_ptr_equal(fired[2], &timers[4]);
}

static void a_timer_armed_again_fires_at_the_new_time_only(void **state)
{
    struct clock_timer late = {.fire = note}, early = {.fire = note};

    (void)state;
    rig.clock->after(rig.clock, &late, 0);
    rig.clock->after(rig.clock, &early, 20);
    rig.clock->after(rig.clock, &late, 10000);
    rig.clock->after(rig.clock, &late, 40);
    run();
    assert_int_equal(n_fired, 2);
    assert_ptr_equal(fired[0], &early);
    assert_ptr_equal(fired[1], &late);
}

static struct clock_timer others[2];

/* Cancels one that is due at the same moment, and arms itself twice more. */
static void meddle(struct clock_timer *timer)
{
    note(timer);
    rig.clock->cancel(rig.clock, &others[1]);
    if (n_fired < 4)
        rig.clock->after(rig.clock, timer, 0);
}

static void a_timer_may_arm_and_cancel_while_it_fires(void **state)
{
    struct clock_timer meddler = {.fire = meddle};

    (void)state;
    others[0] = others[1] = (struct clock_timer){.fire = note};
    rig.clock->after(rig.clock, &meddler, 1);
    rig.clock->after(rig.clock, &others[1], 2);
    rig.clock->after(rig.clock, &others[0], 2);
    uv_sleep(5); /* All are due when the loop first looks. */
    run();
    for (size_t i = 0; i < n_fired; i++)
        assert_ptr_not_equal(fired[i], &others[1]);
    assert_int_equal(n_fired, 4);
}

static void freeing_the_clock_disarms(void **state)
{
    struct clock_timer timer = {.fire = note};
    uv_loop_t loop;

    (void)state;
    uv_loop_init(&loop);
    struct clock *clock = clock_uv_new(&loop);

    clock->after(clock, &timer, 0);
    clock_uv_free(clock);
    assert_false(timer.armed);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(n_fired, 0);
    assert_int_equal(uv_loop_close(&loop), 0);
}

static void chance_differs_and_time_is_now(void **state)
{
    uint8_t a[64] = {0}, b[64] = {0};
    uint64_t before = rig.clock->mono_ms(rig.clock);

    (void)state;
    rig.clock->random(rig.clock, a, sizeof a);
    rig.clock->random(rig.clock, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    assert_true(rig.clock->mono_ms(rig.clock) >= before);
    assert_true(rig.clock->wall_ms(rig.clock) > 1700000000000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(timers_fire_once_in_the_order_they_are_due),
        TEST(a_cancelled_timer_does_not_fire_and_an_unarmed_one_may_be_cancelled),
        TEST(a_timer_armed_again_fires_at_the_new_time_only),
        TEST(a_timer_may_arm_and_cancel_while_it_fires),
        TEST(freeing_the_clock_disarms),
        TEST(chance_differs_and_time_is_now),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
