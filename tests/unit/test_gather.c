/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "store/gather.h"
#include "store/turn.h"

#include <stdlib.h>

enum { MOST = 4, CALLS_MAX = 16 };

struct item {
    struct list link;
    unsigned number;
};

static uv_loop_t loop;
static struct turn turn;
static struct gather *gather;
static struct item items[64];
static unsigned n_items;
static struct {
    struct gather_line *line;
    char said[40]; /* The key, then the numbers. */
} calls[CALLS_MAX];
static unsigned n_calls;

static void on_turn(void *context)
{
    (void)context;
    gather_dispatch(gather);
}

static size_t takes; /* Of each call, at most. */

static size_t send_items(void *context, struct gather_line *line, struct list *sent,
                         size_t n)
{
    size_t used, count = 0;

    assert_ptr_equal(context, &turn);
    assert_in_range(n, 1, MOST);
    assert_true(n_calls < CALLS_MAX);
    char *said = calls[n_calls].said;
    calls[n_calls++].line = line;
    used =
        (size_t)snprintf(said, sizeof calls[0].said, "%s:", (const char *)gather_key(line));
    for (; count < n && count < takes; count++) {
        struct item *item = container_of(sent->next, struct item, link);

        list_remove(&item->link);
        used +=
            (size_t)snprintf(said + used, sizeof calls[0].said - used, " %u", item->number);
    }
    assert_int_equal(list_is_empty(sent), count == n);
    return count;
}

static unsigned n_failed;
static unsigned failed[16]; /* The numbers of the first of them. */

static void fail_item(void *context, struct list *item)
{
    assert_ptr_equal(context, &turn);
    if (n_failed < sizeof failed / sizeof *failed)
        failed[n_failed] = container_of(item, struct item, link)->number;
    n_failed++;
}

static int begin(void **state)
{
    (void)state;
    assert_int_equal(uv_loop_init(&loop), 0);
    turn_init(&turn, &loop, on_turn, NULL);
    gather = gather_new(&(struct gather_options){.turn = &turn,
                                                 .key_bytes = 4,
                                                 .most = MOST,
                                                 .send = send_items,
                                                 .fail = fail_item,
                                                 .context = &turn});
    n_items = n_calls = n_failed = 0;
    takes = MOST;
    return 0;
}

static void on_closed(void *context)
{
    (void)context;
}

static int end(void **state)
{
    (void)state;
    gather_free(gather); /* Asserts that no line is left. */
    turn_close(&turn, on_closed);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    return uv_loop_close(&loop);
}

/* So many more of a line, numbered on. */
static void add(const char *key, unsigned n)
{
    char whole[4] = "";

    (void)snprintf(whole, sizeof whole, "%s", key);
    while (n-- > 0) {
        items[n_items].number = n_items;
        gather_add(gather, whole, &items[n_items++].link);
    }
}

static void take_turn(void)
{
    (void)uv_run(&loop, UV_RUN_NOWAIT);
}

static void come_back(unsigned call)
{
    gather_came_back(calls[call].line);
    take_turn();
}

static void what_one_turn_brings_goes_together_and_in_line(void **state)
{
    (void)state;
    add("a", 3);
    assert_int_equal(n_calls, 0); /* Never from within. */
    take_turn();
    assert_int_equal(n_calls, 1);
    assert_string_equal(calls[0].said, "a: 0 1 2");
    come_back(0);
}

static void at_most_two_calls_of_a_line_are_under_way(void **state)
{
    (void)state;
    assert_int_equal(BATCHES_IN_FLIGHT, 2);
    add("a", 11);
    take_turn();
    take_turn();
    assert_int_equal(n_calls, 2);
    assert_string_equal(calls[0].said, "a: 0 1 2 3");
    assert_string_equal(calls[1].said, "a: 4 5 6 7");
    add("a", 2); /* Behind those who wait. */
    take_turn();
    assert_int_equal(n_calls, 2);
    come_back(1);
    assert_int_equal(n_calls, 3);
    assert_string_equal(calls[2].said, "a: 8 9 10 11");
    come_back(0);
    assert_string_equal(calls[3].said, "a: 12");
    come_back(2);
    come_back(3);
    assert_int_equal(n_calls, 4);
}

static void what_a_call_leaves_is_the_first_of_the_next(void **state)
{
    (void)state;
    takes = 3;
    add("a", 7);
    take_turn();
    assert_string_equal(calls[0].said, "a: 0 1 2");
    assert_string_equal(calls[1].said, "a: 3 4 5");
    assert_int_equal(n_calls, 2);
    add("a", 1);
    come_back(0);
    assert_string_equal(calls[2].said, "a: 6 7");
    come_back(1);
    come_back(2);
    assert_int_equal(n_calls, 3);
}

static void a_line_does_not_wait_for_another(void **state)
{
    (void)state;
    add("a", 12);
    take_turn();
    add("b", 1);
    add("a", 1);
    add("b", 1);
    take_turn();
    assert_int_equal(n_calls, 3);
    assert_string_equal(calls[2].said, "b: 12 14");
    for (unsigned i = 0; i < n_calls; i++)
        come_back(i);
    assert_int_equal(n_calls, 5);
    assert_string_equal(calls[4].said, "a: 13");
}

static void who_waits_in_vain_is_told_in_line(void **state)
{
    (void)state;
    add("a", 10);
    take_turn();
    gather_fail_waiting(calls[0].line);
    assert_int_equal(n_failed, 2);
    assert_int_equal(failed[0], 8);
    assert_int_equal(failed[1], 9);
    come_back(0);
    come_back(1);
    assert_int_equal(n_calls, 2);
}

static void so_many_wait_and_no_more(void **state)
{
    struct item *crowd = mem_zero(BATCH_QUEUE_MAX * sizeof *crowd);

    (void)state;
    for (unsigned i = 0; i < BATCH_QUEUE_MAX; i++) {
        assert_false(gather_is_full(gather));
        gather_add(gather, "a\0\0", &crowd[i].link);
    }
    assert_true(gather_is_full(gather));
    add("b", 1);
    n_calls = 0;
    take_turn();
    assert_false(gather_is_full(gather));
    gather_fail_waiting(calls[0].line);
    assert_true(n_failed > 0);
    for (unsigned i = 0; i < 3; i++)
        gather_came_back(calls[i].line);
    free(crowd);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_one_turn_brings_goes_together_and_in_line),
        CASE(at_most_two_calls_of_a_line_are_under_way),
        CASE(what_a_call_leaves_is_the_first_of_the_next),
        CASE(a_line_does_not_wait_for_another),
        CASE(who_waits_in_vain_is_told_in_line),
        CASE(so_many_wait_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
