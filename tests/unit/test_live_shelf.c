/* SPDX-License-Identifier: Apache-2.0 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "lib/fake_clock.h"
#include "live/look.h"
#include "live/mirror.h"

enum { ANN = 1, BEN };

static struct fake_clock fake;
static struct shelf shelf;
static struct id ids[IDEAS_PER_PAGE_MAX];
static bool more;

static int begin(void **state)
{
    (void)state;
    fake_clock_init(&fake, 1);
    shelf = (struct shelf){0};
    return 0;
}

static int end(void **state)
{
    (void)state;
    shelf_empty(&shelf);
    return 0;
}

static struct participant person(uint8_t number)
{
    return (struct participant){.bytes = {number}};
}

static struct id id_of(unsigned number)
{
    char text[8];
    struct id id;

    (void)snprintf(text, sizeof text, "i%u", number);
    assert_true(id_read(text, strlen(text), &id));
    return id;
}

static struct idea idea_of(unsigned number, uint64_t rev)
{
    return (struct idea){.id = id_of(number),
                         .author = person(ANN),
                         .number = number,
                         .version = 1,
                         .state = IDEA_SHOWN,
                         .rev = rev};
}

static void put(struct shelf *to, struct idea idea)
{
    shelf_put(to, &idea);
    if (idea.rev > to->rev)
        to->rev = idea.rev;
}

static struct shelf_query query_of(enum idea_order order, size_t n)
{
    return (struct shelf_query){.viewer = {.participant = person(BEN), .sees_others = true},
                                .order = order,
                                .n = n};
}

/* The numbers of a page, as text. */
static const char *page(const struct shelf_query *query)
{
    static char text[200];
    size_t used = 0, n = shelf_page(&shelf, &fake.clock, query, ids, &more);

    text[0] = '\0';
    for (size_t i = 0; i < n; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? " " : "",
                                 ids[i].text + 1);
    return text;
}

static void what_is_older_is_passed_over(void **state)
{
    struct idea newer = idea_of(1, 5), older = idea_of(1, 4), same = idea_of(1, 5);

    (void)state;
    newer.supports = 7;
    older.state = IDEA_HIDDEN;
    put(&shelf, newer);
    put(&shelf, older);
    put(&shelf, same);
    assert_int_equal(shelf_find(&shelf, &newer.id)->idea.supports, 7);
    assert_int_equal(shelf.shown, 1);
    assert_int_equal(shelf.n, 1);
    older.rev = 6;
    put(&shelf, older);
    assert_int_equal(shelf.shown, 0);
    newer = idea_of(2, 7);
    assert_null(shelf_find(&shelf, &newer.id));
}

static void an_idea_stays_where_it_is_however_many_come(void **state)
{
    struct id first = id_of(1);
    const struct shelf_idea *at;

    (void)state;
    put(&shelf, idea_of(1, 1));
    at = shelf_find(&shelf, &first);
    for (unsigned i = 2; i < 1000; i++)
        put(&shelf, idea_of(i, i));
    assert_ptr_equal(at, shelf_find(&shelf, &first));
    assert_int_equal(at->idea.number, 1);
}

static void pages_follow_each_other_to_the_end(void **state)
{
    struct shelf_query query = query_of(ORDER_NEW, 2);

    (void)state;
    assert_string_equal(page(&query), "");
    assert_false(more);
    for (unsigned i = 1; i <= 5; i++)
        put(&shelf, idea_of(i, i));
    assert_string_equal(page(&query), "5 4");
    assert_true(more);
    query.has_after = true;
    query.after = id_of(4);
    assert_string_equal(page(&query), "3 2");
    assert_true(more);
    query.after = id_of(2);
    assert_string_equal(page(&query), "1");
    assert_false(more);
    query.after = id_of(3);
    assert_string_equal(page(&query), "2 1");
    assert_false(more); /* Just full, and nothing behind. */
    query.after = id_of(99);
    assert_string_equal(page(&query), "5 4"); /* Behind what is not there: from the top. */
}

static void an_order_follows_what_moved(void **state)
{
    struct shelf_query query = query_of(ORDER_TOP, 3);
    struct idea third = idea_of(3, 4);

    (void)state;
    for (unsigned i = 1; i <= 3; i++)
        put(&shelf, idea_of(i, i));
    assert_string_equal(page(&query), "1 2 3");
    third.supports = 1;
    put(&shelf, third);
    assert_string_equal(page(&query), "3 1 2");
}

static void filters_leave_out_the_rest_and_more_counts_only_what_fits(void **state)
{
    struct shelf_query query = query_of(ORDER_NEW, 2);

    (void)state;
    for (unsigned i = 1; i <= 6; i++) {
        struct idea idea = idea_of(i, i);

        idea.tags = i % 2 ? 1u << 3 : 1u << 11;
        idea.status = i % 3 ? STATUS_NEW : STATUS_PLANNED;
        idea.author = person(i > 4 ? BEN : ANN);
        put(&shelf, idea);
    }
    query.has_tag = true;
    query.tag = 3;
    assert_string_equal(page(&query), "5 3");
    assert_true(more);
    query.has_status = true;
    query.status = STATUS_PLANNED;
    assert_string_equal(page(&query), "3");
    assert_false(more);
    query = query_of(ORDER_NEW, 3);
    query.mine = true;
    assert_string_equal(page(&query), "6 5");
    query.has_state = true;
    query.state = IDEA_PENDING;
    assert_string_equal(page(&query), "");
}

static void a_merged_idea_counts_for_another(void **state)
{
    struct shelf_query query = query_of(ORDER_NEW, 9);
    struct idea merged = idea_of(2, 2), busy = idea_of(3, 3);

    (void)state;
    put(&shelf, idea_of(1, 1));
    put(&shelf, idea_of(2, 1));
    merged.status = STATUS_MERGED;
    put(&shelf, merged);
    assert_int_equal(shelf.shown, 1);
    assert_string_equal(page(&query), "1");
    query.has_status = true;
    query.status = STATUS_MERGED;
    assert_string_equal(page(&query), "2");
    query.has_status = false;
    query.mine = true;
    query.viewer.participant = person(ANN);
    assert_string_equal(page(&query), "2 1");

    assert_null(shelf_busy(&shelf));
    busy.is_busy = true;
    put(&shelf, busy);
    assert_int_equal(shelf_busy(&shelf)->number, 3);
    put(&shelf, idea_of(3, 4));
    assert_null(shelf_busy(&shelf));
    put(&shelf, idea_of(2, 5)); /* Parted again. */
    assert_int_equal(shelf.shown, 3);
}

static void one_sees_what_is_shown_and_what_is_ones_own(void **state)
{
    static const struct {
        const char *why;
        bool is_staff, sees_others, is_own;
        const char *sees; /* Of pending, shown, hidden, withdrawn. */
    } rows[] = {
        {"a participant", false, true, false, "-s--"},
        {"an author", false, true, true, "psh-"},
        {"a participant, while all collect", false, false, false, "----"},
        {"an author, while all collect", false, false, true, "psh-"},
        {"staff", true, true, false, "pshw"},
        {"staff, while all collect", true, false, false, "pshw"},
    };
    static const char letters[] = "pshw";
    (void)state;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct shelf_viewer viewer = {person(rows[i].is_own ? ANN : BEN),
                                            rows[i].is_staff, rows[i].sees_others};

        for (unsigned s = 0; s < IDEA_STATES; s++) {
            struct idea idea = idea_of(1, 1);

            idea.state = (enum idea_state)s;
            if (shelf_may_see(&viewer, &idea) != (rows[i].sees[s] == letters[s]))
                fail_msg("%s: %s", rows[i].why, idea_state_name(idea.state));
        }
    }
}

/* ---- Needs ---- */

enum { MANY = 200, VIEWS = 1000 };

static void needs_gives_every_idea_its_turn(void **state)
{
    uint32_t least = UINT32_MAX, most = 0, all = 0;

    (void)state;
    for (unsigned i = 1; i <= MANY; i++)
        put(&shelf, idea_of(i, i));
    for (unsigned view = 0; view < VIEWS; view++) {
        struct shelf_query query = query_of(ORDER_NEEDS, IDEAS_PER_PAGE_MAX);

        query.viewer.participant = person((uint8_t)view);
        assert_int_equal(shelf_page(&shelf, &fake.clock, &query, ids, &more),
                         IDEAS_PER_PAGE_MAX);
        fake_clock_pass(&fake, 1000);
    }
    for (size_t i = 0; i < shelf.n; i++) {
        uint32_t seen = shelf.ideas[i]->seen;

        least = seen < least ? seen : least;
        most = seen > most ? seen : most;
        all += seen;
    }
    print_message("# seen %u to %u times, %u on average\n", least, most, all / MANY);
    assert_int_equal(all, VIEWS * IDEAS_PER_PAGE_MAX);
    assert_true(least * 2 >= all / MANY);
    assert_true(most <= all / MANY * 2);
}

static void needs_shows_a_late_idea_soon(void **state)
{
    struct shelf_query query = query_of(ORDER_NEEDS, 5);

    (void)state;
    for (unsigned i = 1; i <= 5; i++)
        put(&shelf, idea_of(i, i));
    (void)page(&query);
    put(&shelf, idea_of(6, 6));
    fake_clock_pass(&fake, SHELF_NEEDS_MS);
    assert_string_equal((page(&query), ids[0].text), "i6");
}

/* What was on a page moves back; whoever reads on is not sent back with it. */
static void needs_can_be_read_to_its_end(void **state)
{
    struct shelf_query query = query_of(ORDER_NEEDS, IDEAS_PER_PAGE_MAX);
    bool seen[MANY + 1] = {false};
    unsigned n_seen = 0;

    (void)state;
    for (unsigned i = 1; i <= MANY; i++)
        put(&shelf, idea_of(i, i));
    do {
        size_t n = shelf_page(&shelf, &fake.clock, &query, ids, &more);

        assert_true(n > 0);
        for (size_t i = 0; i < n; i++) {
            const struct shelf_idea *idea = shelf_find(&shelf, &ids[i]);

            assert_false(seen[idea->idea.number]);
            seen[idea->idea.number] = true;
            n_seen++;
        }
        query.has_after = true;
        query.after = ids[n - 1];
        fake_clock_pass(&fake, SHELF_NEEDS_MS);
    } while (more);
    assert_int_equal(n_seen, MANY);
}

/* ---- Looks ---- */

static struct mirror mirror;
static struct mirror_board *board;
static struct look *look;

static int begin_look(void **state)
{
    struct board record = {.id = id_of(0), .phase = PHASE_OPEN, .version = 1};
    struct buf *def = buf_new("{}", 2);

    (void)state;
    fake_clock_init(&fake, 1);
    mirror_init(&mirror, &fake.clock);
    board = mirror_set_board(&mirror, &record, def);
    buf_unref(def);
    return 0;
}

static int end_look(void **state)
{
    (void)state;
    look_at(&look, NULL, NULL, NULL, 0);
    assert_null(look);
    mirror_done(&mirror);
    return 0;
}

static void look_at_all(unsigned n, bool sees_others)
{
    const struct shelf_viewer viewer = {person(BEN), false, sees_others};
    struct id wanted[IDEAS_LOOKED_AT_MAX];

    for (unsigned i = 0; i < n; i++)
        wanted[i] = id_of(i + 1);
    look_at(&look, board, &viewer, wanted, n);
}

/* What is told next; "" is nothing. */
static const char *told(void)
{
    static char text[1000];
    struct strbuf out = {0};

    text[0] = '\0';
    if (look_gather(look, 3, &out))
        (void)snprintf(text, sizeof text, "%s", out.text);
    strbuf_done(&out);
    return text;
}

#define IDEAS(rev, total, ideas)                                                           \
    "{\"ev\":\"ideas\",\"epoch\":3,\"board\":\"i0\",\"rev\":" rev ",\"total\":" total      \
    ",\"ideas\":[" ideas "]}"
#define IDEA(id, version, supports)                                                        \
    "{\"id\":\"" id "\",\"version\":" version                                              \
    ",\"state\":\"shown\",\"status\":\"new\",\"supports\":" supports ",\"comments\":0}"

static void only_what_changed_is_told(void **state)
{
    struct idea second = idea_of(2, 3);

    (void)state;
    put(&board->shelf, idea_of(1, 1));
    put(&board->shelf, idea_of(2, 2));
    look_at_all(9, true);
    assert_string_equal(told(),
                        IDEAS("2", "2", IDEA("i1", "1", "0") "," IDEA("i2", "1", "0")));
    assert_string_equal(told(), "");
    second.supports = 4;
    put(&board->shelf, second);
    assert_string_equal(told(), IDEAS("3", "2", IDEA("i2", "1", "4")));
    put(&board->shelf, idea_of(3, 4)); /* Not looked at: only that it came. */
    assert_string_equal(told(), IDEAS("4", "3", ""));
    assert_string_equal(told(), "");
}

static void a_look_at_nothing_is_answered_once(void **state)
{
    (void)state;
    look_at_all(0, true);
    assert_string_equal(told(), IDEAS("0", "0", ""));
    assert_string_equal(told(), "");
    look_at_all(0, true);
    assert_string_equal(told(), IDEAS("0", "0", ""));
}

static void what_may_not_be_seen_any_more_is_hidden_and_nothing_else(void **state)
{
    static const enum idea_state gone[] = {IDEA_PENDING, IDEA_HIDDEN, IDEA_WITHDRAWN};
    (void)state;

    for (uint64_t i = 0; i < 3; i++) {
        struct idea idea = idea_of(1, 2 * i + 1);
        char expect[200];

        put(&board->shelf, idea);
        look_at_all(1, true);
        assert_string_not_equal(told(), "");
        idea.rev++;
        idea.supports = 77;
        idea.state = gone[i];
        put(&board->shelf, idea);
        (void)snprintf(expect, sizeof expect,
                       IDEAS("%u", "0", "{\"id\":\"i1\",\"state\":\"hidden\"}"),
                       (unsigned)idea.rev);
        assert_string_equal(told(), expect);
    }
}

static void what_one_may_not_see_is_not_looked_at(void **state)
{
    struct idea pending = idea_of(1, 1);

    (void)state;
    pending.state = IDEA_PENDING;
    put(&board->shelf, pending);
    look_at_all(1, true);
    assert_string_equal(told(), IDEAS("1", "0", ""));
    pending.rev = 2;
    pending.status = STATUS_READ;
    put(&board->shelf, pending);
    assert_string_equal(told(), IDEAS("2", "0", ""));
}

static void while_all_collect_others_are_but_a_number(void **state)
{
    (void)state;
    board->board.phase = PHASE_COLLECT;
    put(&board->shelf, idea_of(1, 1));
    look_at_all(1, false);
    assert_string_equal(told(), IDEAS("1", "1", ""));
}

static void a_board_that_goes_is_looked_at_no_more(void **state)
{
    struct id id = id_of(0);

    (void)state;
    put(&board->shelf, idea_of(1, 1));
    look_at_all(1, true);
    mirror_remove_board(&mirror, &id);
    assert_string_equal(told(), "");
}

#define SHELF(f) cmocka_unit_test_setup_teardown(f, begin, end)
#define LOOK(f)  cmocka_unit_test_setup_teardown(f, begin_look, end_look)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHELF(what_is_older_is_passed_over),
        SHELF(an_idea_stays_where_it_is_however_many_come),
        SHELF(pages_follow_each_other_to_the_end),
        SHELF(an_order_follows_what_moved),
        SHELF(filters_leave_out_the_rest_and_more_counts_only_what_fits),
        SHELF(a_merged_idea_counts_for_another),
        SHELF(one_sees_what_is_shown_and_what_is_ones_own),
        SHELF(needs_gives_every_idea_its_turn),
        SHELF(needs_shows_a_late_idea_soon),
        SHELF(needs_can_be_read_to_its_end),
        LOOK(only_what_changed_is_told),
        LOOK(a_look_at_nothing_is_answered_once),
        LOOK(what_may_not_be_seen_any_more_is_hidden_and_nothing_else),
        LOOK(what_one_may_not_see_is_not_looked_at),
        LOOK(while_all_collect_others_are_but_a_number),
        LOOK(a_board_that_goes_is_looked_at_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
