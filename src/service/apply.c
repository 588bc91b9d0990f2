/* SPDX-License-Identifier: Apache-2.0 */

#include "service/apply.h"

#include "base/log.h"
#include "service/actor.h"
#include "service/heal.h"
#include "service/shelves.h"
#include "wire/record.h"

#include <string.h>

static enum err question_from(const struct question_record *record, struct question *out)
{
    *out = (struct question){
        .id = record->id,
        .state = record->state,
        .round = record->round,
        .before = record->before,
        .version = record->version,
        .closes_ms = record->closes_ms,
        .opened_ms = record->opened_ms,
        .undo = record->undo,
    };
    return definition_read(record->def, &out->rules);
}

static void adopt_room(struct watch *watch, const struct room_record *record)
{
    struct room room = record->room;
    struct room_settings settings;

    bool is_read = !settings_read(record->settings, &settings);

    if (is_read) {
        room.hide_people = settings.hide_people;
        memcpy(watch->lang, settings.lang, sizeof watch->lang);
    }
    watch->has_passcode = record->has_passcode;
    memcpy(watch->passcode_hash, record->passcode_hash, sizeof watch->passcode_hash);
    mirror_set_room(&watch->mirror, &room, record->settings);
    if (is_read)
        reactions_set(watch, settings.reactions);
}

static struct mirror_question *adopt_question(struct watch *watch,
                                              const struct question_record *record)
{
    struct question question;

    if (question_from(record, &question)) {
        log_error("question.unreadable", "room=%s question=%s", watch->id.text,
                  record->id.text);
        return NULL;
    }
    return mirror_set_question(&watch->mirror, &question, record->def_version, record->def);
}

/* NULL when it is not readable, or there is no room for it. */
static struct mirror_board *adopt_board(struct watch *watch,
                                        const struct board_record *record)
{
    struct board board = {
        .id = record->id,
        .phase = record->phase,
        .version = record->version,
        .closes_ms = record->closes_ms,
        .place = record->place,
        .rules_version = record->rules_version,
    };

    if (board_definition_read(record->def, &board.rules)) {
        log_error("board.unreadable", "room=%s board=%s", watch->id.text, record->id.text);
        return NULL;
    }
    return mirror_set_board(&watch->mirror, &board, record->def);
}

static void remove_board(struct watch *watch, const struct id *id)
{
    shelves_forget(watch, id);
    mirror_remove_board(&watch->mirror, id);
}

static bool image_has_board(const struct room_image *image, const struct id *id)
{
    for (size_t i = 0; i < image->n_boards; i++)
        if (id_same(&image->boards[i].id, id))
            return true;
    return false;
}

static void apply_boards(struct watch *watch, const struct room_image *image,
                         bool other_epoch)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++) {
        struct mirror_board *board = &watch->mirror.boards[i];
        struct id id = board->board.id;

        if (board->is_used && !image_has_board(image, &id))
            remove_board(watch, &id);
        else if (board->is_used && other_epoch)
            shelves_forget(watch, &id);
    }
    for (size_t i = 0; i < image->n_boards; i++)
        adopt_board(watch, &image->boards[i]);
}

static bool image_has(const struct room_image *image, const struct id *id)
{
    for (size_t i = 0; i < image->n_questions; i++)
        if (id_same(&image->questions[i].id, id))
            return true;
    return false;
}

/* What is written about each who listens may be different: rights, or the ballots of a
 * round that came back. */
static void read_everyone_again(struct watch *watch)
{
    for (struct list *l = watch->actors.next, *next; l != &watch->actors; l = next) {
        next = l->next;
        enter_again(container_of(l, struct actor, link));
    }
}

void apply_image(struct watch *watch, const struct room_image *image)
{
    struct mirror *mirror = &watch->mirror;
    const struct room *room = &image->room.room;
    bool differs = !watch->is_live || mirror->room.seq != room->seq ||
                   mirror->room.epoch != room->epoch;
    bool other_epoch = watch->is_live && mirror->room.epoch != room->epoch;

    for (size_t i = 0; i < mirror->n_slots; i++) {
        struct id id = mirror->slots[i].question.id;

        /* In another epoch revisions may be lower: nothing old is kept. */
        if (mirror->slots[i].is_used && (other_epoch || !image_has(image, &id)))
            mirror_remove_question(mirror, &id);
    }
    adopt_room(watch, &image->room);
    for (size_t i = 0; i < image->n_questions; i++) {
        if (differs)
            adopt_question(watch, &image->questions[i]);
        clouds_hear(watch, &image->questions[i].id, &image->tallies[i]);
    }
    if (watch->seen_seq < room->seq || other_epoch)
        watch->seen_seq = room->seq;
    if (!differs)
        return;
    apply_boards(watch, image, other_epoch);
    mirror_restart(mirror);
    read_everyone_again(watch);
}

static bool room_differs(const struct room *a, const struct room *b)
{
    return a->rev != b->rev || a->n_order != b->n_order ||
           !id_same(&a->current, &b->current) || !id_same(&a->board, &b->board) ||
           memcmp(a->order, b->order, a->n_order * sizeof *a->order) != 0;
}

static void apply_question(struct watch *watch, const struct fact *fact)
{
    const struct mirror_question *known =
        mirror_question(&watch->mirror, &fact->question.id);
    enum question_state was = known ? known->question.state : QUESTION_DRAFT;

    if (fact->about == FACT_QUESTION_REMOVED) {
        mirror_remove_question(&watch->mirror, &fact->question.id);
        mirror_tell_removed(&watch->mirror, fact->seq, &fact->question.id, was);
        return;
    }
    struct mirror_question *slot = adopt_question(watch, &fact->question);
    if (slot)
        mirror_tell_question(&watch->mirror, fact->seq, fact->name, slot, was);
}

static void apply_board(struct watch *watch, const struct fact *fact)
{
    const struct mirror_board *known = mirror_board(&watch->mirror, &fact->board.id);

    if (fact->about == FACT_BOARD) {
        const struct mirror_board *board = adopt_board(watch, &fact->board);

        if (board)
            mirror_tell_board(&watch->mirror, fact->seq, fact->name, board);
        return;
    }
    bool was_told = known && mirror_board_is_told(known, AUDIENCE_PUBLIC);

    remove_board(watch, &fact->board.id);
    mirror_tell_board_removed(&watch->mirror, fact->seq, &fact->board.id, was_told);
}

/* A kiosk is told of itself again, or that it is none any more. */
static void apply_device(struct watch *watch, const struct fact *fact)
{
    mirror_tell_device(&watch->mirror, fact->seq, &fact->device);
    for (struct list *l = watch->actors.next, *next; l != &watch->actors; l = next) {
        struct actor *actor = container_of(l, struct actor, link);

        next = l->next;
        if (id_same(&actor->device, &fact->device))
            enter_again(actor);
    }
}

/* From now on whoever has no invitation is out. */
static bool shuts_out(const struct room *was, const struct room *is)
{
    return was->access != ACCESS_INVITED && is->access == ACCESS_INVITED;
}

void apply_fact(struct watch *watch, const struct fact *fact)
{
    struct room was = watch->mirror.room;
    enum question_state before = QUESTION_DRAFT;
    const struct mirror_question *known =
        mirror_question(&watch->mirror, &fact->question.id);

    bool round_came_back = false;

    if (known) {
        before = known->question.state;
        round_came_back =
            fact->about == FACT_QUESTION && fact->question.round < known->question.round;
    }
    adopt_room(watch, &fact->room);
    watch->mirror.room.seq = fact->seq;
    if (fact->about == FACT_QUESTION || fact->about == FACT_QUESTION_REMOVED)
        apply_question(watch, fact);
    if (fact->about == FACT_BOARD || fact->about == FACT_BOARD_REMOVED)
        apply_board(watch, fact);
    if (fact->about == FACT_DEVICE)
        apply_device(watch, fact);

    bool shows = fact->about == FACT_QUESTION &&
                 (before == QUESTION_DRAFT) != (fact->question.state == QUESTION_DRAFT);
    if (shows || room_differs(&was, &watch->mirror.room))
        mirror_tell_room(&watch->mirror, fact->seq);

    if (fact->about == FACT_ROOM_DELETED)
        watch->is_gone = true;
    if (round_came_back || fact->about == FACT_RIGHTS || fact->about == FACT_ROOM_DELETED ||
        shuts_out(&was, &watch->mirror.room))
        read_everyone_again(watch);
    if (round_came_back)
        heal_now(watch); /* Its tally is in the store, and no fact carries it. */
    heal_reconsider_closing(watch);
}
