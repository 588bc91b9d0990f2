/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/keeper.h"

#include "base/log.h"
#include "base/mem.h"
#include "clerk/charge.h"

#include <stdlib.h>
#include <string.h>

struct move {
    struct store_request io;
    struct keeper *keeper;
    struct id idea;
};

static struct clerk *clerk_of(const struct keeper *keeper)
{
    return keeper->charge->clerk;
}

static struct clock *clock_of(const struct keeper *keeper)
{
    return clerk_of(keeper)->clock;
}

/* By the store's clock, as far as we know it. */
static uint64_t now_of(const struct keeper *keeper)
{
    struct clock *clock = clock_of(keeper);

    return (uint64_t)((int64_t)clock->wall_ms(clock) + keeper->ahead_ms);
}

static bool is_over(const struct keeper *keeper)
{
    return !keeper->is_used || clerk_of(keeper)->is_closing;
}

/* ---- Ideas ----------------------------------------------------------------------------
 */

static struct keeper_idea *find(const struct keeper *keeper, const struct id *id)
{
    struct keeper_idea *idea;

    HASH_FIND_STR(keeper->ideas, id->text, idea);
    return idea;
}

static void forget_one(struct keeper *keeper, struct keeper_idea *idea)
{
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): uthash has read the next one by then */
    HASH_DEL(keeper->ideas, idea);
    list_remove(&idea->link);
    free(idea);
}

static void forget_all(struct keeper *keeper)
{
    struct keeper_idea *idea, *next;

    HASH_ITER(hh, keeper->ideas, idea, next)
    forget_one(keeper, idea);
    keeper->rev = 0;
    keeper->next_ms = UINT64_MAX;
}

/* ---- Moving ---------------------------------------------------------------------------
 */

static void pump(struct keeper *keeper);
static void plan(struct keeper *keeper, uint64_t at_ms);

static void moved(struct store_request *io, enum err err, const void *result)
{
    struct move *move = container_of(io, struct move, io);
    struct keeper *keeper = move->keeper;
    struct keeper_idea *idea = find(keeper, &move->idea);

    free(move);
    keeper->n_moves--;
    if (result) /* Else another clerk was first. */
        count_add(&clerk_of(keeper)->options.told->moves, 1);
    if (!is_over(keeper)) {
        if (err && idea)
            idea->idle_until_ms = now_of(keeper) + KEEPER_AGAIN_MS;
        if (err && idea)
            plan(keeper, idea->idle_until_ms);
        if (err == ERR_STALE)
            charge_refresh(keeper->charge);
        if (!err || err == ERR_NOT_FOUND)
            keeper_ask(keeper);
        pump(keeper);
    }
    charge_answered(keeper->charge);
}

static void send_move(struct keeper *keeper, const struct keeper_idea *idea)
{
    struct move *move = mem_zero(sizeof *move);
    const struct idea_place place = {keeper->charge->duty.room, keeper->board.id, idea->id};
    const struct gate_moving moving = {
        .version = keeper->board.version,
        .n = idea->state.passed,
        .rule = &keeper->board.rules.gates.rules[idea->state.passed],
    };

    *move = (struct move){{.done = moved}, keeper, idea->id};
    keeper->n_moves++;
    keeper->charge->n_asked++;
    store_idea_gate(clerk_of(keeper)->store, &move->io, &place, &moving);
}

static void pump(struct keeper *keeper)
{
    while (!is_over(keeper) && !list_is_empty(&keeper->due) &&
           keeper->n_moves < KEEPER_MOVES_MAX) {
        struct keeper_idea *idea = container_of(keeper->due.next, struct keeper_idea, link);

        list_remove(&idea->link);
        idea->is_due = false;
        send_move(keeper, idea);
    }
}

/* ---- Judging --------------------------------------------------------------------------
 */

static void plan(struct keeper *keeper, uint64_t at_ms)
{
    uint64_t now = now_of(keeper), wait = at_ms > now ? at_ms - now : 0;

    if (at_ms >= keeper->next_ms)
        return;
    keeper->next_ms = at_ms;
    clock_of(keeper)->after(clock_of(keeper), &keeper->date,
                            wait < KEEPER_SLEEP_MS ? wait : KEEPER_SLEEP_MS);
}

static struct gate_look look_at_idea(const struct keeper *keeper,
                                     const struct keeper_idea *idea)
{
    struct gate_counts counts = idea->counts;

    counts.recent = counts.supports; /* At most; the store counts them when it matters. */
    return gate_look(&keeper->board.rules.gates, &idea->state, &counts, now_of(keeper));
}

static void judge(struct keeper *keeper, struct keeper_idea *idea)
{
    const struct gate_look look = look_at_idea(keeper, idea);

    if (look.verdict == GATE_NONE) {
        forget_one(keeper, idea);
    } else if (look.verdict == GATE_WAITING) {
        if (look.until_ms)
            plan(keeper, look.until_ms);
    } else if (now_of(keeper) < idea->idle_until_ms) {
        plan(keeper, idea->idle_until_ms);
    } else if (!idea->is_due) {
        idea->is_due = true;
        list_append(&keeper->due, &idea->link);
    }
}

static void judge_all(struct keeper *keeper)
{
    struct keeper_idea *idea, *next;

    keeper->next_ms = UINT64_MAX;
    HASH_ITER(hh, keeper->ideas, idea, next)
    judge(keeper, idea);
    pump(keeper);
}

static void date_came(struct clock_timer *timer)
{
    judge_all(timer->owner);
}

/* ---- What changed ---------------------------------------------------------------------
 */

static void adopt(struct keeper *keeper, const struct gate_card *card)
{
    struct keeper_idea *idea = find(keeper, &card->idea.id);

    if (card->idea.state != IDEA_SHOWN) {
        if (idea)
            forget_one(keeper, idea);
        return;
    }
    if (!idea) {
        idea = mem_zero(sizeof *idea);
        idea->id = card->idea.id;
        list_init(&idea->link);
        HASH_ADD_KEYPTR(hh, keeper->ideas, idea->id.text, strlen(idea->id.text), idea);
    }
    idea->state = card->state;
    idea->counts = (struct gate_counts){
        .posted_ms = card->idea.at_ms,
        .supports = card->idea.supports,
        .good = card->good,
        .bad = card->bad,
        .status = card->idea.status,
    };
    judge(keeper, idea);
}

static void ask_soon(struct keeper *keeper)
{
    struct clock *clock = clock_of(keeper);
    uint64_t now = clock->mono_ms(clock), due = keeper->asked_ms + KEEPER_ASK_MS;

    if (!keeper->is_asking && !keeper->pause.armed)
        clock->after(clock, &keeper->pause, now < due ? due - now : 0);
}

static void pause_over(struct clock_timer *timer)
{
    keeper_ask(timer->owner);
}

static void take_changes(struct keeper *keeper, const struct gate_list *list)
{
    struct clock *clock = clock_of(keeper);

    keeper->ahead_ms = (int64_t)list->now_ms - (int64_t)clock->wall_ms(clock);
    if (list->rev < keeper->rev) {
        keeper_forget(keeper); /* The store went back in time. */
        return;
    }
    for (size_t i = 0; i < list->n; i++)
        adopt(keeper, &list->cards[i]);
    keeper->rev =
        list->n == BOARD_CARDS_MAX ? list->cards[list->n - 1].idea.rev : list->rev;
    pump(keeper);
    if (keeper->rev < list->rev)
        keeper_ask(keeper);
    else if (keeper->rev < keeper->heard)
        ask_soon(keeper);
}

static void came(struct store_request *io, enum err err, const void *result)
{
    struct keeper *keeper = io->owner;

    keeper->is_asking = false;
    if (is_over(keeper)) {
        /* Nobody waits for it. */
    } else if (keeper->is_void) {
        keeper_ask(keeper);
    } else if (!err) {
        take_changes(keeper, result);
    } else if (err == ERR_NOT_FOUND) {
        charge_refresh(keeper->charge); /* Else the pulse comes again. */
    }
    charge_answered(keeper->charge);
}

void keeper_ask(struct keeper *keeper)
{
    struct clock *clock = clock_of(keeper);

    if (keeper->is_asking || is_over(keeper))
        return;
    clock->cancel(clock, &keeper->pause);
    keeper->is_asking = true;
    keeper->is_void = false;
    keeper->asked_ms = clock->mono_ms(clock);
    keeper->charge->n_asked++;
    keeper->io = (struct store_request){.done = came, .owner = keeper};
    store_gates_changed(clerk_of(keeper)->store, &keeper->io, &keeper->charge->duty.room,
                        &keeper->board.id, keeper->rev);
}

/* ---- Its own life ---------------------------------------------------------------------
 */

void keeper_init(struct keeper *keeper, struct charge *charge)
{
    *keeper = (struct keeper){.charge = charge, .next_ms = UINT64_MAX};
    keeper->pause = (struct clock_timer){.fire = pause_over, .owner = keeper};
    keeper->date = (struct clock_timer){.fire = date_came, .owner = keeper};
    list_init(&keeper->due);
}

void keeper_forget(struct keeper *keeper)
{
    forget_all(keeper);
    keeper->heard = 0;
    keeper->is_void = keeper->is_asking;
    keeper_ask(keeper);
}

void keeper_take(struct keeper *keeper, const struct board *board)
{
    bool is_same = keeper->is_used && keeper->board.version == board->version;

    keeper->board = *board;
    keeper->is_used = true;
    if (!is_same)
        keeper_forget(keeper); /* Under other rules, all may be judged otherwise. */
}

void keeper_drop(struct keeper *keeper)
{
    struct clock *clock = clock_of(keeper);

    clock->cancel(clock, &keeper->pause);
    clock->cancel(clock, &keeper->date);
    forget_all(keeper);
    keeper->is_used = false;
}

void keeper_hear(struct keeper *keeper, uint64_t rev)
{
    if (!keeper->is_used || rev <= keeper->heard)
        return;
    keeper->heard = rev;
    ask_soon(keeper);
}

bool keeper_is_idle(const struct keeper *keeper)
{
    return !keeper->is_asking && keeper->n_moves == 0;
}
