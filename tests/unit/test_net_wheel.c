/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/fake_clock.h"
#include "net/wheel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define N 64

struct item {
    struct wheel_entry entry;
    uint64_t fired_ms; /* 0: not yet. */
    uint64_t again_ms;
};

static struct fake_clock fake;
static struct wheel wheel;
static struct item items[N];

static void fire(struct wheel_entry *entry)
{
    struct item *item = container_of(entry, struct item, entry);

    item->fired_ms = fake.now_ms;
    if (item->again_ms)
        wheel_set(&wheel, entry, fake.now_ms + item->again_ms);
}

static int start(void **state)
{
    (void)state;
    memset(items, 0, sizeof items);
    fake_clock_init(&fake, 1);
    fake_clock_pass(&fake, 123);
    wheel_init(&wheel, &fake.clock, fire);
    for (size_t i = 0; i < N; i++)
        wheel_entry_init(&items[i].entry);
    return 0;
}

static void none_fires_early_or_more_than_a_tick_late(void **state)
{
    uint64_t began = fake.now_ms;

    (void)state;
    for (size_t i = 0; i < N; i++) /* Up to three times round the wheel. */
        wheel_set(&wheel, &items[i].entry, fake.now_ms + 1 + i * i * 47);
    for (unsigned i = 0; i < 4000; i++)
        fake_clock_pass(&fake, 61);
    for (size_t i = 0; i < N; i++) {
        uint64_t due = began + 1 + i * i * 47;
        assert_true(items[i].fired_ms >= due);
        assert_true(items[i].fired_ms <= due + WHEEL_TICK_MS);
    }
    assert_int_equal(wheel.n, 0);
}

static void what_is_cleared_or_set_again_fires_as_said_last(void **state)
{
    (void)state;
    wheel_set(&wheel, &items[0].entry, fake.now_ms + 1000);
    wheel_set(&wheel, &items[1].entry, fake.now_ms + 1000);
    wheel_clear(&wheel, &items[0].entry);
    wheel_clear(&wheel, &items[0].entry);
    wheel_set(&wheel, &items[1].entry, fake.now_ms + 5000);
    fake_clock_pass(&fake, 4900);
    assert_int_equal(items[1].fired_ms, 0);
    fake_clock_pass(&fake, 500);
    assert_int_not_equal(items[1].fired_ms, 0);
    assert_int_equal(items[0].fired_ms, 0);
}

static void an_empty_wheel_keeps_no_timer(void **state)
{
    (void)state;
    assert_int_equal(fake.n_timers, 0);
    wheel_set(&wheel, &items[0].entry, fake.now_ms + 10);
    assert_int_equal(fake.n_timers, 1);
    wheel_clear(&wheel, &items[0].entry);
    assert_int_equal(fake.n_timers, 0);
    fake_clock_pass(&fake, 100000000); /* And time that passed meanwhile is no matter. */
    wheel_set(&wheel, &items[0].entry, fake.now_ms + 1000);
    fake_clock_pass(&fake, 999);
    assert_int_equal(items[0].fired_ms, 0);
    fake_clock_pass(&fake, WHEEL_TICK_MS);
    assert_int_not_equal(items[0].fired_ms, 0);
}

static void an_entry_may_set_itself_again(void **state)
{
    (void)state;
    items[0].again_ms = 30000;
    wheel_set(&wheel, &items[0].entry, fake.now_ms + 30000);
    for (unsigned i = 1; i <= 10; i++) {
        fake_clock_pass(&fake, 30000 + WHEEL_TICK_MS);
        assert_int_equal(fake.now_ms - items[0].fired_ms < 30000, 1);
    }
    assert_true(items[0].fired_ms > 9 * 30000);
    wheel_done(&wheel);
    assert_int_equal(fake.n_timers, 0);
}

static void a_long_sleep_fires_everything_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < N; i++)
        wheel_set(&wheel, &items[i].entry, fake.now_ms + 1 + i * 3000);
    fake.now_ms += 1000000; /* The machine was suspended. */
    fake_clock_pass(&fake, 1);
    for (size_t i = 0; i < N; i++)
        assert_int_not_equal(items[i].fired_ms, 0);
    assert_int_equal(wheel.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(none_fires_early_or_more_than_a_tick_late, start),
        cmocka_unit_test_setup(what_is_cleared_or_set_again_fires_as_said_last, start),
        cmocka_unit_test_setup(an_empty_wheel_keeps_no_timer, start),
        cmocka_unit_test_setup(an_entry_may_set_itself_again, start),
        cmocka_unit_test_setup(a_long_sleep_fires_everything_once, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
