/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/policy.h"

static void rights_follow_roles(void **state)
{
    static const char letters[RIGHTS + 1] = "klvsctfrao"; /* Of each right. */
    static const char *const may[ROLES] = {
        [ROLE_NONE] = "k",       [ROLE_PARTICIPANT] = "klv", [ROLE_STAGE] = "kl",
        [ROLE_KIOSK] = "kls",    [ROLE_AUDITOR] = "kltfa",   [ROLE_MODERATOR] = "klvct",
        [ROLE_HOST] = "klvctfr", [ROLE_OWNER] = "klvctfrao",
    };
    (void)state;

    for (unsigned role = 0; role < ROLES; role++)
        for (unsigned right = 0; right < RIGHTS; right++)
            if (policy_may((enum role)role, (enum right)right) !=
                (strchr(may[role], letters[right]) != NULL))
                fail_msg("%s, right %u", role_name((enum role)role), right);
}

static void an_auditor_beside_another_role_loses_neither(void **state)
{
    (void)state;

    for (unsigned role = 0; role < ROLES; role++) {
        for (unsigned right = 0; right < RIGHTS; right++) {
            bool may = policy_may((enum role)role, (enum right)right);

            assert_int_equal(policy_both_may((enum role)role, false, (enum right)right),
                             may);
            assert_int_equal(policy_both_may((enum role)role, true, (enum right)right),
                             may || policy_may(ROLE_AUDITOR, (enum right)right));
        }
    }
    assert_false(policy_both_may(ROLE_HOST, false, RIGHT_AUDIT));
    assert_true(policy_both_may(ROLE_HOST, true, RIGHT_AUDIT));
    assert_false(policy_both_may(ROLE_MODERATOR, true, RIGHT_RUN));
}

static void a_role_reads_back_from_its_name(void **state)
{
    enum role read = ROLE_NONE;
    (void)state;

    for (unsigned role = 0; role < ROLES; role++) {
        assert_true(role_read(role_name((enum role)role), &read));
        assert_int_equal(read, role);
    }
    assert_false(role_read("king", &read));
    assert_false(role_read("", &read));
}

static void a_budget_allows_a_burst_and_then_its_rate(void **state)
{
    struct budget budget = {0};
    uint64_t again_ms = 0;
    (void)state;

    for (int i = 0; i < 40; i++)
        assert_true(budget_spend(&budget, 1000, 50, 40, &again_ms));
    assert_false(budget_spend(&budget, 1000, 50, 40, &again_ms));
    assert_int_equal(again_ms, 50);
    assert_false(budget_spend(&budget, 1049, 50, 40, &again_ms));
    assert_int_equal(again_ms, 1);
    assert_true(budget_spend(&budget, 1050, 50, 40, &again_ms));
    assert_false(budget_spend(&budget, 1050, 50, 40, &again_ms));
}

static void waiting_as_told_is_always_enough(void **state)
{
    struct budget budget = {0};
    uint64_t now = 5, again_ms = 0, spent = 0;
    (void)state;

    for (int i = 0; i < 1000; i++) {
        if (!budget_spend(&budget, now, 100, 10, &again_ms)) {
            now += again_ms;
            assert_true(budget_spend(&budget, now, 100, 10, &again_ms));
        }
        spent++;
    }
    /* The burst is free, the rest comes at its rate. */
    assert_int_equal(spent, 1000);
    assert_int_equal(now, 5 + 990 * 100);
}

static void a_refused_spending_costs_nothing(void **state)
{
    struct budget budget = {0};
    uint64_t again_ms = 0;
    (void)state;

    assert_true(budget_spend(&budget, 0, 1000, 1, &again_ms));
    for (int i = 0; i < 10; i++)
        assert_false(budget_spend(&budget, 500, 1000, 1, &again_ms));
    assert_int_equal(again_ms, 500);
}

static void a_long_pause_saves_up_no_more_than_a_burst(void **state)
{
    struct budget budget = {0};
    uint64_t again_ms = 0;
    int spent = 0;
    (void)state;

    assert_true(budget_spend(&budget, 0, 10, 5, &again_ms));
    while (budget_spend(&budget, 1000000, 10, 5, &again_ms))
        spent++;
    assert_int_equal(spent, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rights_follow_roles),
        cmocka_unit_test(an_auditor_beside_another_role_loses_neither),
        cmocka_unit_test(a_role_reads_back_from_its_name),
        cmocka_unit_test(a_budget_allows_a_burst_and_then_its_rate),
        cmocka_unit_test(waiting_as_told_is_always_enough),
        cmocka_unit_test(a_refused_spending_costs_nothing),
        cmocka_unit_test(a_long_pause_saves_up_no_more_than_a_burst),
    };
    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
