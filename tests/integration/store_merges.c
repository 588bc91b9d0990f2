/* SPDX-License-Identifier: Apache-2.0 */

/* Two ideas become one and two again: exactly the union of their supporters, and exactly
 * what was before, whatever is resent or changed in between. Crowds, kills and races are in
 * store_merges_crowd.c. */

#include "lib/board_rig.h"

#include "lib/dice.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After the four that it needs. */
#include <cmocka.h>

enum { ANN = 1, BEN, CAT, DAN, EVE, FAY, AUTHOR = 100, OTHER };

static struct board_rig rig;

static int begin(void **state)
{
    (void)state;
    board_rig_open(&rig);
    assert_int_equal(board_rig_post(&rig, "tent", AUTHOR), OK);
    assert_int_equal(board_rig_post(&rig, "tarp", OTHER), OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    board_rig_close(&rig);
    return 0;
}

/* ---- Union and undo ---- */

static void the_union_counts_each_once_and_an_undo_is_exact(void **state)
{
    char before[41], after[41];
    double trend, other_trend;

    (void)state;
    assert_int_equal(board_rig_support(&rig, "tent", ANN, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tent", BEN, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tarp", BEN, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tarp", CAT, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tarp", DAN, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tarp", DAN, 2, false), OK);
    assert_int_equal(board_rig_support(&rig, "tent", CAT, 3, true), OK);
    assert_int_equal(board_rig_support(&rig, "tent", CAT, 4, false), OK);
    board_rig_snapshot(&rig, before);
    trend = board_rig_look(&rig, "tent").trend;
    other_trend = board_rig_look(&rig, "tarp").trend;

    for (int again = 0; again < 2; again++)
        assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 1), OK);
    assert_int_equal(rig.idea.status, STATUS_MERGED);
    assert_string_equal(rig.idea.into.text, "tent");
    assert_int_equal(rig.idea.version, 2);
    board_rig_supports_are(&rig, "tent", 3); /* Ann, Ben, Cat. */
    board_rig_supports_are(&rig, "tarp", 2); /* Ben and Cat, as it was. */
    assert_int_equal(board_rig_spent(&rig, BEN), 1);
    assert_int_equal(board_rig_spent(&rig, CAT), 1);
    assert_int_equal(board_rig_look(&rig, "tent").version, 2);
    assert_true(board_rig_look(&rig, "tent").trend > trend);
    assert_false(board_rig_look(&rig, "tent").is_busy);

    for (int again = 0; again < 2; again++)
        assert_int_equal(board_rig_unmerge(&rig, "tarp", 2), OK);
    assert_int_equal(rig.idea.status, STATUS_NEW);
    assert_true(id_is_none(&rig.idea.into));
    board_rig_supports_are(&rig, "tent", 2);
    board_rig_supports_are(&rig, "tarp", 2);
    assert_int_equal(board_rig_spent(&rig, BEN), 2);
    board_rig_snapshot(&rig, after);
    assert_string_equal(after, before);
    assert_true(fabs(board_rig_look(&rig, "tent").trend - trend) < 1e-5);
    assert_true(fabs(board_rig_look(&rig, "tarp").trend - other_trend) < 1e-5);
    assert_int_equal(redis_fixture_number(&rig.redis, "EXISTS {room}:merges:wishes"), 0);
    assert_int_equal(board_rig_unmerge(&rig, "tarp", 3), ERR_WRONG_MOVE);
}

static void a_merged_idea_takes_no_support_and_no_status(void **state)
{
    const enum idea_status planned = STATUS_PLANNED;

    (void)state;
    assert_int_equal(board_rig_support(&rig, "tarp", ANN, 1, true), OK);
    assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 1), OK);
    assert_int_equal(board_rig_support(&rig, "tarp", BEN, 1, true), ERR_MERGED);
    assert_int_equal(board_rig_support(&rig, "tarp", ANN, 2, false), ERR_MERGED);
    assert_int_equal(board_rig_support(&rig, "tarp", ANN, 1, true), OK); /* Before. */
    assert_int_equal(
        board_rig_alter(&rig, "tarp",
                        &(struct idea_change){.version = 2, .status = &planned}),
        ERR_MERGED);
    assert_string_equal(rig.idea.into.text, "tent");
    assert_int_equal(
        board_rig_alter(&rig, "tent",
                        &(struct idea_change){.version = 2, .status = &planned}),
        OK);
}

/* The words of those who change their mind while two ideas are one. */
static void the_newest_word_stands(void **state)
{
    (void)state;
    for (uint32_t person = ANN; person <= EVE; person++)
        assert_int_equal(board_rig_support(&rig, "tarp", person, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tent", BEN, 1, true), OK);
    assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 1), OK);
    board_rig_supports_are(&rig, "tent", 5);

    assert_int_equal(board_rig_support(&rig, "tent", ANN, 1, false), OK); /* Back. */
    assert_int_equal(board_rig_support(&rig, "tent", BEN, 2, false), OK); /* Back, both. */
    assert_int_equal(board_rig_support(&rig, "tent", CAT, 1, true), OK);  /* Speaks up. */
    assert_int_equal(board_rig_support(&rig, "tent", DAN, 1, false), OK);
    assert_int_equal(board_rig_support(&rig, "tent", DAN, 2, true), OK); /* For this one. */
    assert_int_equal(board_rig_support(&rig, "tent", FAY, 1, true), OK); /* New. */
    board_rig_supports_are(&rig, "tent", 4); /* Cat, Dan, Eve, Fay. */
    assert_int_equal(board_rig_spent(&rig, ANN), 0);
    assert_int_equal(board_rig_spent(&rig, BEN), 0);

    assert_int_equal(board_rig_unmerge(&rig, "tarp", 2), OK);
    board_rig_supports_are(&rig, "tarp", 2); /* Cat and Eve. */
    board_rig_supports_are(&rig, "tent", 3); /* Cat, Dan, Fay. */
    assert_int_equal(board_rig_spent(&rig, ANN), 0);
    assert_int_equal(board_rig_spent(&rig, BEN), 0);
    assert_int_equal(board_rig_spent(&rig, CAT), 2);
    assert_int_equal(board_rig_spent(&rig, DAN), 1);
    assert_int_equal(board_rig_spent(&rig, EVE), 1);
    /* An old outbox of Ann's changes nothing. */
    assert_int_equal(board_rig_support(&rig, "tarp", ANN, 1, true), ERR_STALE);
    assert_false(rig.support.on);
}

static void who_supported_both_has_one_back(void **state)
{
    (void)state;
    rig.board.rules.supports_each = 2;
    board_rig_change(&rig, PHASE_OPEN);
    assert_int_equal(board_rig_post(&rig, "pool", AUTHOR), OK);
    assert_int_equal(board_rig_support(&rig, "tent", ANN, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tarp", ANN, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "pool", ANN, 1, true), ERR_SPENT);
    assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 1), OK);
    assert_int_equal(board_rig_support(&rig, "pool", ANN, 1, true), OK);
    /* Then that is one too many; nothing is taken away, nothing more is given. */
    assert_int_equal(board_rig_unmerge(&rig, "tarp", 2), OK);
    assert_int_equal(board_rig_spent(&rig, ANN), 3);
    assert_int_equal(board_rig_support(&rig, "pool", ANN, 2, false), OK);
    assert_int_equal(board_rig_support(&rig, "pool", ANN, 3, true), ERR_SPENT);
}

/* ---- Who and what ---- */

static void authors_merge_their_own_and_undo_what_they_did(void **state)
{
    (void)state;
    assert_int_equal(board_rig_merge_own(&rig, "tarp", "tent", 1, AUTHOR), ERR_FORBIDDEN);
    assert_int_equal(board_rig_merge_own(&rig, "tarp", "tent", 1, OTHER), OK);
    assert_int_equal(board_rig_unmerge_own(&rig, "tarp", 2, AUTHOR), ERR_FORBIDDEN);
    assert_int_equal(board_rig_unmerge_own(&rig, "tarp", 2, OTHER), OK);
    assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 3), OK);
    assert_int_equal(board_rig_unmerge_own(&rig, "tarp", 4, OTHER), ERR_FORBIDDEN);

    assert_int_equal(board_rig_history(&rig, "tarp", OTHER, false, true), OK);
    assert_int_equal(rig.n_entries, 3);
    assert_int_equal(rig.entries[0].what, HISTORY_MERGED);
    assert_int_equal(rig.entries[0].by, HISTORY_BY_AUTHOR);
    assert_string_equal(rig.entries[0].after, "tent");
    assert_int_equal(rig.entries[1].what, HISTORY_UNMERGED);
    assert_int_equal(rig.entries[2].by, HISTORY_BY_TEAM);
    assert_int_equal(board_rig_history(&rig, "tent", OTHER, false, true), OK);
    assert_int_equal(rig.n_entries, 3);
    assert_int_equal(rig.entries[1].what, HISTORY_PARTED);
    assert_string_equal(rig.entries[1].before, "tarp");
}

static void what_cannot_be_merged_is_refused(void **state)
{
    const struct participant author = rig_person(AUTHOR);
    const enum idea_state hidden = IDEA_HIDDEN, withdrawn = IDEA_WITHDRAWN;

    (void)state;
    assert_int_equal(board_rig_merge(&rig, "none", "tent", 1), ERR_NOT_FOUND);
    assert_int_equal(board_rig_merge(&rig, "tent", "none", 1), ERR_NOT_FOUND);
    assert_int_equal(board_rig_merge(&rig, "tent", "tent", 1), ERR_WRONG_MOVE);
    assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 9), ERR_STALE);
    assert_int_equal(board_rig_alter(&rig, "tarp",
                                     &(struct idea_change){.version = 1, .state = &hidden}),
                     OK);
    assert_int_equal(board_rig_merge(&rig, "tent", "tarp", 1), ERR_WRONG_MOVE);
    assert_int_equal(
        board_rig_alter(
            &rig, "tent",
            &(struct idea_change){.version = 1, .author = &author, .state = &withdrawn}),
        OK);
    assert_int_equal(board_rig_merge(&rig, "tent", "tarp", 2), ERR_WRONG_MOVE);
    for (unsigned i = 0; i <= MERGED_INTO_MAX + 1; i++) {
        char id[8];

        (void)snprintf(id, sizeof id, "i%u", i);
        assert_int_equal(board_rig_post(&rig, id, AUTHOR), OK);
        if (i > 0)
            assert_int_equal(board_rig_merge(&rig, id, "i0", 1),
                             i <= MERGED_INTO_MAX ? OK : ERR_LIMIT_REACHED);
    }
}

static void a_chain_leads_to_its_end_and_is_undone_from_there(void **state)
{
    (void)state;
    assert_int_equal(board_rig_post(&rig, "roof", OTHER), OK);
    assert_int_equal(board_rig_support(&rig, "roof", ANN, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tarp", ANN, 1, true), OK);
    assert_int_equal(board_rig_support(&rig, "tarp", BEN, 1, true), OK);
    assert_int_equal(board_rig_merge(&rig, "roof", "tarp", 1), OK);
    assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 2), OK);
    board_rig_supports_are(&rig, "tent", 2);
    assert_int_equal(board_rig_spent(&rig, ANN), 1);

    const struct idea_place roof = board_rig_place(&rig, "roof");
    store_merge_finish(rig.rig.store, rig_request(&rig.ask, rig_keep_id), &roof,
                       BOARD_RIG_HALF_LIFE_S);
    assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
    assert_string_equal(rig.ask.id.text, "tent");

    assert_int_equal(board_rig_merge(&rig, "tent", "tarp", 2), ERR_MERGED);
    assert_int_equal(board_rig_merge(&rig, "roof", "tent", 2), ERR_MERGED);
    assert_string_equal(rig.idea.into.text, "tent");
    assert_int_equal(board_rig_unmerge(&rig, "roof", 2), ERR_MERGED);
    assert_string_equal(rig.idea.into.text, "tent");
    assert_int_equal(board_rig_support(&rig, "tent", ANN, 1, false), OK);
    assert_int_equal(board_rig_unmerge(&rig, "tarp", 3), OK);
    board_rig_supports_are(&rig, "tent", 0);
    board_rig_supports_are(&rig, "tarp", 1);
    assert_int_equal(board_rig_unmerge(&rig, "roof", 2), OK);
    board_rig_supports_are(&rig, "roof", 0); /* Ann took hers back from all three. */
    board_rig_supports_are(&rig, "tarp", 1);
    assert_int_equal(board_rig_spent(&rig, ANN), 0);
}

/* ---- Anything in any order, against a model ---- */

enum { MODEL_IDEAS = 5, MODEL_PEOPLE = 7 };

static struct model {
    int into[MODEL_IDEAS];
    uint64_t version[MODEL_IDEAS];
    struct {
        uint32_t n;
        bool own;
        char mark[MODEL_IDEAS]; /* For each that was merged into it: 0, '+' or '-'. */
    } of[MODEL_IDEAS][MODEL_PEOPLE];
} model;

static const char *model_name(int idea)
{
    static const char *const names[MODEL_IDEAS] = {"m0", "m1", "m2", "m3", "m4"};

    return names[idea];
}

static bool model_on(int idea, int who)
{
    bool on = model.of[idea][who].own;

    for (int from = 0; from < MODEL_IDEAS; from++)
        on = on || model.of[idea][who].mark[from] == '+';
    return on;
}

static void model_take_back(int idea, int who)
{
    model.of[idea][who].own = false;
    for (int from = 0; from < MODEL_IDEAS; from++)
        if (model.of[idea][who].mark[from] == '+')
            model.of[idea][who].mark[from] = '-';
}

static int model_end(int idea)
{
    while (model.into[idea] >= 0)
        idea = model.into[idea];
    return idea;
}

static void try_support(int idea, int who, bool on)
{
    enum err err = board_rig_support(&rig, model_name(idea), (uint32_t)who + 1,
                                     model.of[idea][who].n + 1, on);

    assert_int_equal(err, model.into[idea] >= 0 ? ERR_MERGED : OK);
    if (err)
        return;
    model.of[idea][who].n++;
    if (on)
        model.of[idea][who].own = true;
    else
        model_take_back(idea, who);
}

static void try_merge(int from, int into)
{
    enum err err =
        board_rig_merge(&rig, model_name(from), model_name(into), model.version[from]);

    if (from == into && model.into[from] < 0) {
        assert_int_equal(err, ERR_WRONG_MOVE);
        return;
    }
    assert_int_equal(err, model.into[from] >= 0 || model.into[into] >= 0 ? ERR_MERGED : OK);
    if (err) {
        int end = model.into[from] >= 0 ? model_end(from) : model_end(into);

        assert_string_equal(rig.idea.into.text, model_name(end));
        return;
    }
    for (int who = 0; who < MODEL_PEOPLE; who++)
        if (model_on(from, who))
            model.of[into][who].mark[from] = '+';
    model.into[from] = into;
    model.version[from]++;
    model.version[into]++;
}

static void try_unmerge(int from)
{
    enum err err = board_rig_unmerge(&rig, model_name(from), model.version[from]);
    int into = model.into[from];

    if (into < 0 || model.into[into] >= 0) {
        assert_int_equal(err, into < 0 ? ERR_WRONG_MOVE : ERR_MERGED);
        return;
    }
    assert_int_equal(err, OK);
    for (int who = 0; who < MODEL_PEOPLE; who++) {
        if (model.of[into][who].mark[from] == '-')
            model_take_back(from, who);
        model.of[into][who].mark[from] = 0;
    }
    model.into[from] = -1;
    model.version[from]++;
    model.version[into]++;
}

static void agrees(void)
{
    for (int idea = 0; idea < MODEL_IDEAS; idea++) {
        uint32_t n = 0;

        for (int who = 0; who < MODEL_PEOPLE; who++)
            n += model_on(idea, who);
        board_rig_supports_are(&rig, model_name(idea), n);
    }
    for (int who = 0; who < MODEL_PEOPLE; who++) {
        long long n = 0;

        for (int idea = 0; idea < MODEL_IDEAS; idea++)
            n += model.into[idea] < 0 && model_on(idea, who);
        assert_int_equal(board_rig_spent(&rig, (uint32_t)who + 1), n);
    }
}

static void any_order_of_things_agrees_with_the_model(void **state)
{
    const unsigned rounds = dice_rounds(40);
    struct dice dice;

    (void)state;
    dice_begin(&dice, "merges");
    memset(&model, 0, sizeof model);
    for (int idea = 0; idea < MODEL_IDEAS; idea++) {
        model.into[idea] = -1;
        model.version[idea] = 1;
        assert_int_equal(board_rig_post(&rig, model_name(idea), AUTHOR), OK);
    }
    for (unsigned round = 0; round < rounds; round++) {
        for (int i = 0; i < 12; i++)
            try_support((int)dice_throw(&dice, MODEL_IDEAS) - 1,
                        (int)dice_throw(&dice, MODEL_PEOPLE) - 1, dice_throw(&dice, 3) > 1);
        if (dice_throw(&dice, 2) == 1)
            try_merge((int)dice_throw(&dice, MODEL_IDEAS) - 1,
                      (int)dice_throw(&dice, MODEL_IDEAS) - 1);
        else
            try_unmerge((int)dice_throw(&dice, MODEL_IDEAS) - 1);
        agrees();
    }
    /* Undone from the ends, nothing is left of it. */
    for (int i = 0; i < MODEL_IDEAS; i++)
        for (int from = 0; from < MODEL_IDEAS; from++)
            if (model.into[from] >= 0 && model.into[model.into[from]] < 0)
                try_unmerge(from);
    agrees();
    assert_int_equal(redis_fixture_number(&rig.redis, "EXISTS {room}:merges:wishes"), 0);
    for (int idea = 0; idea < MODEL_IDEAS; idea++)
        assert_true(redis_fixture_nth(&rig.redis, 4, "HGET {room}:heat:wishes %s",
                                      model_name(idea)) == 0);
}

static void a_removed_board_leaves_no_merge(void **state)
{
    (void)state;
    assert_int_equal(board_rig_support(&rig, "tarp", ANN, 1, true), OK);
    assert_int_equal(board_rig_merge(&rig, "tarp", "tent", 1), OK);
    store_board_remove(rig.rig.store, rig_request(&rig.ask, NULL), &rig.room, &rig.board.id,
                       rig.board.version);
    assert_int_equal(rig_await(&rig.rig, &rig.ask), OK);
    assert_int_equal(board_rig_unmerge(&rig, "tarp", 2), ERR_NOT_FOUND);
    /* The room, its journal, news and log, its code and the list of rooms. */
    assert_int_equal(redis_fixture_number(&rig.redis, "DBSIZE"), 6);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_union_counts_each_once_and_an_undo_is_exact),
        CASE(a_merged_idea_takes_no_support_and_no_status),
        CASE(the_newest_word_stands),
        CASE(who_supported_both_has_one_back),
        CASE(authors_merge_their_own_and_undo_what_they_did),
        CASE(what_cannot_be_merged_is_refused),
        CASE(a_chain_leads_to_its_end_and_is_undone_from_there),
        CASE(any_order_of_things_agrees_with_the_model),
        CASE(a_removed_board_leaves_no_merge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
