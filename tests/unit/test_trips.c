/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "service/actor.h"

/* What is taken off an answer's time: the shortest of the last four round trips. */
static void the_shortest_of_the_last_few_is_the_delay(void **state)
{
    struct actor *actor = test_calloc(1, sizeof *actor);
    (void)state;

    assert_int_equal(actor_delay_ms(actor), 0);
    actor_note_trip(actor, 120);
    assert_int_equal(actor_delay_ms(actor), 120);
    actor_note_trip(actor, 40);
    actor_note_trip(actor, 300);
    assert_int_equal(actor_delay_ms(actor), 40);
    for (unsigned i = 0; i < ROUND_TRIPS_KEPT; i++)
        actor_note_trip(actor, 90);
    assert_int_equal(actor_delay_ms(actor), 90);
    test_free(actor);
}

/* Whoever delays all pongs gains so much, and no more. */
static void a_delay_has_a_limit(void **state)
{
    struct actor *actor = test_calloc(1, sizeof *actor);
    (void)state;

    for (unsigned i = 0; i < ROUND_TRIPS_KEPT; i++) {
        actor_note_trip(actor, i % 2 ? UINT64_MAX : QUIZ_DELAY_MS_MAX + 1);
        assert_int_equal(actor_delay_ms(actor), QUIZ_DELAY_MS_MAX);
    }
    actor_note_trip(actor, QUIZ_DELAY_MS_MAX - 1);
    assert_int_equal(actor_delay_ms(actor), QUIZ_DELAY_MS_MAX - 1);
    test_free(actor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shortest_of_the_last_few_is_the_delay),
        cmocka_unit_test(a_delay_has_a_limit),
    };
    return cmocka_run_group_tests_name("trips", tests, NULL, NULL);
}
