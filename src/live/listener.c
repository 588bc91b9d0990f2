/* SPDX-License-Identifier: Apache-2.0 */

#include "live/listener.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

bool listener_start(struct listener *listener, struct mirror *mirror, bool has_after,
                    uint64_t after)
{
    const struct ring *ring = &mirror->rings[listener->audience];

    listener->mirror = mirror;
    listener->slots_due = true;
    list_init(&listener->link);
    list_append(&mirror->paces[listener->pace].listeners, &listener->link);
    listener->needs_snapshot = !has_after || after > mirror->room.seq ||
                               !ring_find(ring, after, &listener->position);
    return !listener->needs_snapshot;
}

void listener_stop(struct listener *listener)
{
    if (!listener->mirror)
        return;
    list_remove(&listener->link);
    look_at(&listener->look, NULL, NULL, NULL, 0);
    free(listener->sent);
    listener->sent = NULL;
    listener->n_sent = 0;
    listener->mirror = NULL;
}

static size_t slot_index(const struct mirror *mirror, const struct mirror_question *slot)
{
    return (size_t)(slot - mirror->slots);
}

void listener_set_voted(struct listener *listener, const struct id *question,
                        uint32_t round)
{
    struct mirror_question *slot = mirror_question(listener->mirror, question);

    if (!slot || slot->question.round != round)
        return;

    size_t i = slot_index(listener->mirror, slot);
    uint64_t bit = UINT64_C(1) << i;
    if (listener->voted & bit)
        return;
    listener->voted |= bit;
    /* What this one may see has changed: the tap is answered by the result at once. */
    if (i < listener->n_sent)
        listener->sent[i] = 0;
    listener->slots_due = true;
}

bool listener_gather_facts(struct listener *listener, struct outgoing *outgoing,
                           struct window *window)
{
    struct mirror *mirror = listener->mirror;
    struct ring *ring = &mirror->rings[listener->audience];
    struct buf *frames = NULL;

    if (listener->needs_snapshot || !ring_at(ring, listener->position, &frames)) {
        listener->needs_snapshot = false;
        listener->position = ring->next;
        listener->slots_due = true;
        if (listener->n_sent)
            memset(listener->sent, 0, listener->n_sent * sizeof *listener->sent);
        listener->people_sent = listener->reactions_sent = 0;
        return outgoing_start(outgoing, mirror_snapshot(mirror, listener->audience),
                              window);
    }

    while (frames) {
        listener->position++;
        if (!outgoing_start(outgoing, frames, window))
            return false;
        if (!ring_at(ring, listener->position, &frames))
            return false; /* Cannot be: nothing was added meanwhile. */
    }
    return true;
}

static void grow_sent(struct listener *listener, size_t n)
{
    if (n <= listener->n_sent)
        return;
    listener->sent = mem_resize(listener->sent, n * sizeof *listener->sent);
    memset(listener->sent + listener->n_sent, 0,
           (n - listener->n_sent) * sizeof *listener->sent);
    listener->n_sent = n;
}

static enum viewer viewer_of(const struct listener *listener, size_t slot)
{
    bool has_voted = listener->voted & UINT64_C(1) << slot;

    return listener->viewer == VIEWER_PARTICIPANT && has_voted ? VIEWER_VOTER
                                                               : listener->viewer;
}

static bool gather_people(struct listener *listener, struct outgoing *outgoing,
                          struct window *window)
{
    struct mirror *mirror = listener->mirror;

    if (listener->people_sent == mirror->people_stamp ||
        (mirror->room.hide_people && listener->audience != AUDIENCE_STAFF))
        return true;
    listener->people_sent = mirror->people_stamp;
    return outgoing_start(outgoing, mirror_people_message(mirror), window);
}

/* Phones only tap: of ten thousand, each would be woken twice a second for nothing. */
static bool gather_reactions(struct listener *listener, struct outgoing *outgoing,
                             struct window *window)
{
    struct mirror *mirror = listener->mirror;

    if (!mirror->shows_reactions || listener->pace == PACE_PHONE ||
        mirror->reactions.epoch < mirror->room.epoch ||
        listener->reactions_sent == mirror->reactions_stamp)
        return true;
    listener->reactions_sent = mirror->reactions_stamp;
    return outgoing_start(outgoing, mirror_reactions_message(mirror), window);
}

static bool gather_ideas(struct listener *listener, struct outgoing *outgoing,
                         struct window *window)
{
    struct strbuf json = {0};

    if (!listener->look ||
        !look_gather(listener->look, listener->mirror->room.epoch, &json))
        return true;
    struct buf *message = frame_text(&json);
    bool all = outgoing_start(outgoing, message, window);

    buf_unref(message);
    return all;
}

bool listener_gather_slots(struct listener *listener, struct outgoing *outgoing,
                           struct window *window)
{
    struct mirror *mirror = listener->mirror;

    if (!listener->slots_due)
        return true;
    grow_sent(listener, mirror->n_slots);

    for (size_t i = 0; i < mirror->n_slots; i++) {
        struct mirror_question *slot = &mirror->slots[i];

        if (!slot->is_used || listener->sent[i] == slot->stamp ||
            !mirror_is_told(slot, listener->audience))
            continue;
        listener->sent[i] = slot->stamp;
        struct buf *message = mirror_slot_message(mirror, slot, viewer_of(listener, i));
        if (message && !outgoing_start(outgoing, message, window))
            return false;
    }
    if (!gather_people(listener, outgoing, window) ||
        !gather_reactions(listener, outgoing, window) ||
        !gather_ideas(listener, outgoing, window))
        return false;
    listener->slots_due = false;
    return true;
}
