/* SPDX-License-Identifier: Apache-2.0 */

#include "live/mirror.h"

#include "live/frame.h"
#include "live/listener.h"

#include <assert.h>
#include <string.h>

static const uint64_t pace_ms[PACES] = {
    [PACE_PHONE] = TALLY_PHONE_MS,
    [PACE_STAGE] = TALLY_STAGE_MS,
};

static void visit_due(struct clock_timer *timer);
static void tell_reactions(struct clock_timer *timer);

void mirror_init(struct mirror *mirror, struct clock *clock)
{
    *mirror = (struct mirror){.clock = clock, .people_stamp = 1};
    mirror->reactions_timer = (struct clock_timer){.fire = tell_reactions, .owner = mirror};
    mirror_boards_init(mirror);
    for (size_t i = 0; i < PACES; i++) {
        list_init(&mirror->paces[i].listeners);
        mirror->paces[i].timer = (struct clock_timer){.fire = visit_due, .owner = mirror};
    }
}

static void replace(struct buf **at, struct buf *with)
{
    buf_unref(*at);
    *at = with;
}

static void forget_messages(struct mirror_question *slot)
{
    for (size_t i = 0; i < TALLY_PARTS; i++)
        replace(&slot->messages[i], NULL);
}

void mirror_forget_snapshots(struct mirror *mirror)
{
    for (size_t i = 0; i < AUDIENCES; i++)
        replace(&mirror->snapshots[i], NULL);
}

static void clear_slot(struct mirror_question *slot)
{
    forget_messages(slot);
    buf_unref(slot->def);
    buf_unref(slot->words);
    *slot = (struct mirror_question){0};
}

void mirror_done(struct mirror *mirror)
{
    for (size_t i = 0; i < PACES; i++) {
        assert(list_is_empty(&mirror->paces[i].listeners));
        mirror->clock->cancel(mirror->clock, &mirror->paces[i].timer);
    }
    mirror->clock->cancel(mirror->clock, &mirror->reactions_timer);
    for (size_t i = 0; i < mirror->n_slots; i++)
        clear_slot(&mirror->slots[i]);
    mirror_boards_done(mirror);
    for (size_t i = 0; i < AUDIENCES; i++)
        ring_done(&mirror->rings[i]);
    mirror_forget_snapshots(mirror);
    buf_unref(mirror->settings);
    buf_unref(mirror->people_message);
    buf_unref(mirror->reactions_message);
}

/* ---- Visits --------------------------------------------------------------------- */

void mirror_wake_all(struct mirror *mirror, bool slots)
{
    for (size_t i = 0; i < PACES; i++) {
        struct list *head = &mirror->paces[i].listeners;

        for (struct list *l = head->next; l != head; l = l->next) {
            struct listener *listener = container_of(l, struct listener, link);

            listener->slots_due |= slots;
            listener->wake(listener);
        }
    }
}

static void visit(struct mirror *mirror, struct mirror_pace *pace)
{
    pace->visited_ms = mirror->clock->mono_ms(mirror->clock);
    for (struct list *l = pace->listeners.next; l != &pace->listeners; l = l->next) {
        struct listener *listener = container_of(l, struct listener, link);

        listener->slots_due = true;
        listener->wake(listener);
    }
}

static void visit_due(struct clock_timer *timer)
{
    visit(timer->owner, container_of(timer, struct mirror_pace, timer));
}

static void touch_pace(struct mirror *mirror, size_t which)
{
    struct mirror_pace *pace = &mirror->paces[which];
    uint64_t now = mirror->clock->mono_ms(mirror->clock),
             due = pace->visited_ms + pace_ms[which];

    if (pace->timer.armed || list_is_empty(&pace->listeners))
        return;
    if (now >= due)
        visit(mirror, pace);
    else
        mirror->clock->after(mirror->clock, &pace->timer, due - now);
}

void mirror_touch(struct mirror *mirror)
{
    for (size_t i = 0; i < PACES; i++)
        touch_pace(mirror, i);
}

static uint32_t next_stamp(struct mirror *mirror)
{
    if (++mirror->stamp == 0)
        mirror->stamp = 1;
    return mirror->stamp;
}

/* ---- Changes -------------------------------------------------------------------- */

void mirror_set_room(struct mirror *mirror, const struct room *room, struct buf *settings)
{
    bool shows_people = mirror->room.hide_people && !room->hide_people;

    mirror->room = *room;
    replace(&mirror->settings, buf_ref(settings));
    mirror_forget_snapshots(mirror);
    if (shows_people)
        mirror->people_stamp++;
}

struct mirror_question *mirror_question(struct mirror *mirror, const struct id *id)
{
    for (size_t i = 0; i < mirror->n_slots; i++)
        if (mirror->slots[i].is_used && id_same(&mirror->slots[i].question.id, id))
            return &mirror->slots[i];
    return NULL;
}

bool mirror_has_quiz(const struct mirror *mirror)
{
    for (size_t i = 0; i < mirror->n_slots; i++)
        if (mirror->slots[i].is_used &&
            mirror->slots[i].question.rules.shape.kind == KIND_QUIZ)
            return true;
    return false;
}

static struct mirror_question *free_slot(struct mirror *mirror)
{
    for (size_t i = 0; i < mirror->n_slots; i++)
        if (!mirror->slots[i].is_used)
            return &mirror->slots[i];
    assert(mirror->n_slots < QUESTIONS_PER_ROOM_MAX);
    return &mirror->slots[mirror->n_slots++];
}

/* Nobody has voted in a round that just began: whoever had is not shown its counts. */
static void forget_voted(struct mirror *mirror, const struct mirror_question *slot)
{
    uint64_t bit = UINT64_C(1) << (slot - mirror->slots);

    for (size_t i = 0; i < PACES; i++) {
        struct list *head = &mirror->paces[i].listeners;

        for (struct list *l = head->next; l != head; l = l->next)
            container_of(l, struct listener, link)->voted &= ~bit;
    }
}

struct mirror_question *mirror_set_question(struct mirror *mirror,
                                            const struct question *question,
                                            uint64_t def_version, struct buf *def)
{
    struct mirror_question *slot = mirror_question(mirror, &question->id);
    bool is_new = !slot;

    if (!slot)
        slot = free_slot(mirror);
    if (is_new || slot->question.round != question->round ||
        slot->tally.n_cells != question->rules.shape.n_cells) {
        slot->awaits_tally = !is_new && question->round < slot->question.round;
        slot->tally = tally_empty(question->round, question->rules.shape.n_cells);
        replace(&slot->words, NULL);
        forget_voted(mirror, slot);
    }
    slot->is_used = true;
    slot->question = *question;
    slot->def_version = def_version;
    replace(&slot->def, buf_ref(def));
    forget_messages(slot);
    slot->stamp = next_stamp(mirror); /* Who may see it may have changed. */
    mirror_forget_snapshots(mirror);
    return slot;
}

void mirror_remove_question(struct mirror *mirror, const struct id *id)
{
    struct mirror_question *slot = mirror_question(mirror, id);

    if (!slot)
        return;
    forget_voted(mirror, slot);
    clear_slot(slot);
    mirror_forget_snapshots(mirror);
}

bool mirror_set_tally(struct mirror *mirror, const struct id *question,
                      const struct tally *tally)
{
    struct mirror_question *slot = mirror_question(mirror, question);

    if (!slot)
        return false;
    struct tally narrowed = *tally;
    narrowed.n_cells = slot->tally.n_cells;
    bool was_awaited = slot->awaits_tally && tally->round == slot->question.round;

    if (tally_adopt(&slot->tally, &narrowed) && !was_awaited)
        return false;
    slot->awaits_tally &= !was_awaited;
    forget_messages(slot);
    slot->stamp = next_stamp(mirror);
    mirror_touch(mirror);
    return true;
}

bool mirror_set_words(struct mirror *mirror, const struct id *question,
                      const struct tally *tally, struct buf *words)
{
    struct mirror_question *slot = mirror_question(mirror, question);

    if (!slot || tally->round != slot->question.round ||
        tally->revision < slot->tally.revision)
        return false;
    uint32_t n_cells = slot->tally.n_cells;

    slot->tally = *tally;
    slot->tally.n_cells = n_cells;
    slot->awaits_tally = false;
    replace(&slot->words, buf_ref(words));
    forget_messages(slot);
    slot->stamp = next_stamp(mirror);
    mirror_touch(mirror);
    return true;
}

void mirror_set_people(struct mirror *mirror, uint32_t n)
{
    if (n == mirror->people)
        return;
    mirror->people = n;
    mirror->people_stamp++;
    replace(&mirror->people_message, NULL);
    mirror_forget_snapshots(mirror);
    mirror_touch(mirror);
}

/* Sums only grow within an epoch. */
static bool is_news(const struct mirror *mirror, const struct reaction_sums *sums)
{
    if (sums->epoch != mirror->reactions.epoch)
        return sums->epoch >= mirror->room.epoch;
    for (size_t i = 0; i < REACTIONS; i++)
        if (sums->of[i] > mirror->reactions.of[i])
            return true;
    return false;
}

static void tell_reactions(struct clock_timer *timer)
{
    struct mirror *mirror = timer->owner;

    mirror->reactions_told_ms = mirror->clock->mono_ms(mirror->clock);
    mirror->reactions_stamp++;
    if (mirror->shows_reactions)
        touch_pace(mirror, PACE_STAGE);
}

/* Every worker that has people in the room adds to the sums, in its own time: a screen is
 * told no more often for that. */
void mirror_set_reactions(struct mirror *mirror, const struct reaction_sums *sums)
{
    uint64_t now = mirror->clock->mono_ms(mirror->clock),
             due = mirror->reactions_told_ms + REACTIONS_MS;

    if (!is_news(mirror, sums))
        return;
    mirror->reactions = *sums;
    replace(&mirror->reactions_message, NULL);
    if (mirror->reactions_timer.armed)
        return;
    if (!mirror->reactions_stamp || now >= due)
        tell_reactions(&mirror->reactions_timer);
    else
        mirror->clock->after(mirror->clock, &mirror->reactions_timer, due - now);
}

void mirror_show_reactions(struct mirror *mirror, bool shows)
{
    bool is_new = shows && !mirror->shows_reactions;

    mirror->shows_reactions = shows;
    if (is_new && mirror->reactions_stamp)
        touch_pace(mirror, PACE_STAGE);
}

void mirror_restart(struct mirror *mirror)
{
    for (size_t i = 0; i < AUDIENCES; i++)
        ring_restart(&mirror->rings[i], mirror->room.seq);
    mirror_forget_snapshots(mirror);
    mirror_wake_all(mirror, true);
}

/* ---- Telling -------------------------------------------------------------------- */

bool mirror_is_told(const struct mirror_question *slot, enum audience audience)
{
    return audience == AUDIENCE_STAFF || slot->question.state != QUESTION_DRAFT;
}

void mirror_tell_question(struct mirror *mirror, uint64_t seq, const char *name,
                          const struct mirror_question *question, enum question_state was)
{
    struct question_view view = {&question->question, question->def, .is_staff = true};
    struct strbuf json = {0};

    event_fact_question(&json, name, seq, &view);
    ring_add(&mirror->rings[AUDIENCE_STAFF], seq, frame_text(&json));

    if (mirror_is_told(question, AUDIENCE_PUBLIC)) {
        view.is_staff = false;
        event_fact_question(&json, name, seq, &view);
        ring_add(&mirror->rings[AUDIENCE_PUBLIC], seq, frame_text(&json));
    } else if (was != QUESTION_DRAFT) {
        event_question_removed(&json, seq, &question->question.id);
        ring_add(&mirror->rings[AUDIENCE_PUBLIC], seq, frame_text(&json));
    }
    /* The result may be shown or hidden from now on: that is no matter of pace. */
    mirror_wake_all(mirror, true);
}

void mirror_tell_removed(struct mirror *mirror, uint64_t seq, const struct id *id,
                         enum question_state was)
{
    struct strbuf json = {0};

    event_question_removed(&json, seq, id);
    struct buf *told = frame_text(&json);
    if (was != QUESTION_DRAFT)
        ring_add(&mirror->rings[AUDIENCE_PUBLIC], seq, buf_ref(told));
    ring_add(&mirror->rings[AUDIENCE_STAFF], seq, told);
    mirror_wake_all(mirror, false);
}

/* The part of the room that an audience may know. */
struct told_order {
    size_t n;
    struct id order[QUESTIONS_PER_ROOM_MAX];
    struct id current, board;
};

static void order_for(struct mirror *mirror, enum audience audience, struct told_order *out)
{
    const struct room *room = &mirror->room;

    *out = (struct told_order){0};
    for (size_t i = 0; i < room->n_order; i++) {
        const struct mirror_question *slot = mirror_question(mirror, &room->order[i]);

        if (!slot || !mirror_is_told(slot, audience))
            continue;
        out->order[out->n++] = room->order[i];
        if (id_same(&room->current, &room->order[i]))
            out->current = room->current;
    }
    const struct mirror_board *board = mirror_board(mirror, &room->board);

    if (board && mirror_board_is_told(board, audience))
        out->board = room->board;
}

static struct room_view view_of(const struct mirror *mirror, const struct told_order *told)
{
    return (struct room_view){
        .room = &mirror->room,
        .settings = mirror->settings,
        .order = told->order,
        .n_order = told->n,
        .current = &told->current,
        .board = &told->board,
    };
}

void mirror_tell_room(struct mirror *mirror, uint64_t seq)
{
    for (unsigned i = 0; i < AUDIENCES; i++) {
        struct strbuf json = {0};
        struct told_order told;

        order_for(mirror, (enum audience)i, &told);
        const struct room_view view = view_of(mirror, &told);
        event_room_changed(&json, seq, &view);
        ring_add(&mirror->rings[i], seq, frame_text(&json));
    }
    mirror_wake_all(mirror, false);
}

/* ---- Showing -------------------------------------------------------------------- */

void mirror_snapshot_fields(struct mirror *mirror, enum audience audience,
                            struct strbuf *out)
{
    struct told_order told;

    order_for(mirror, audience, &told);
    strbuf_printf(out, "\"epoch\":%llu,\"seq\":%llu,\"room\":",
                  (unsigned long long)mirror->room.epoch,
                  (unsigned long long)mirror->room.seq);
    const struct room_view room = view_of(mirror, &told);

    record_room(out, &room);
    strbuf_puts(out, ",\"questions\":[");
    for (size_t i = 0; i < told.n; i++) {
        const struct mirror_question *slot = mirror_question(mirror, &told.order[i]);
        struct question_view view = {&slot->question, slot->def,
                                     audience == AUDIENCE_STAFF};

        if (i)
            strbuf_puts(out, ",");
        record_question(out, &view);
    }
    strbuf_puts(out, "]");
    mirror_boards_fields(mirror, audience, out);
    if (!mirror->room.hide_people || audience == AUDIENCE_STAFF)
        strbuf_printf(out, ",\"people\":%u", mirror->people);
}

void mirror_snapshot_json(struct mirror *mirror, enum audience audience, struct strbuf *out)
{
    strbuf_puts(out, "{\"ev\":\"snapshot\",");
    mirror_snapshot_fields(mirror, audience, out);
    strbuf_puts(out, "}");
}

struct buf *mirror_snapshot(struct mirror *mirror, enum audience audience)
{
    if (!mirror->snapshots[audience]) {
        struct strbuf json = {0};

        mirror_snapshot_json(mirror, audience, &json);
        mirror->snapshots[audience] = frame_text(&json);
    }
    return mirror->snapshots[audience];
}

static struct buf *slot_message(struct mirror *mirror, struct mirror_question *slot,
                                enum tally_part part)
{
    if (!slot->messages[part]) {
        struct strbuf json = {0};

        event_tally(&json, mirror->room.epoch, &slot->question.id, &slot->tally, part);
        if (slot->question.rules.shape.kind == KIND_WORDS && part != TALLY_VOTERS)
            event_tally_words(&json, slot->words);
        slot->messages[part] = frame_text(&json);
    }
    return slot->messages[part];
}

struct buf *mirror_slot_message(struct mirror *mirror, struct mirror_question *slot,
                                enum viewer viewer)
{
    const struct question *question = &slot->question;
    bool shows_counts =
        question_shows_counts(question->rules.results, question->state, viewer);
    bool shows_voters = !question->rules.hide_voters || viewer == VIEWER_HOST;

    if ((!shows_counts && !shows_voters) || slot->awaits_tally)
        return NULL;
    if (!shows_counts)
        return slot_message(mirror, slot, TALLY_VOTERS);
    return slot_message(mirror, slot, shows_voters ? TALLY_WHOLE : TALLY_COUNTS);
}

struct buf *mirror_reactions_message(struct mirror *mirror)
{
    if (!mirror->reactions_message) {
        struct strbuf json = {0};

        event_reactions(&json, &mirror->reactions);
        mirror->reactions_message = frame_text(&json);
    }
    return mirror->reactions_message;
}

struct buf *mirror_people_message(struct mirror *mirror)
{
    if (!mirror->people_message) {
        struct strbuf json = {0};

        event_people(&json, mirror->people);
        mirror->people_message = frame_text(&json);
    }
    return mirror->people_message;
}
