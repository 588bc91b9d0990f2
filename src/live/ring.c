/* SPDX-License-Identifier: Apache-2.0 */

#include "live/ring.h"

static void drop_oldest(struct ring *ring)
{
    struct ring_fact *fact = &ring->facts[ring->first % RING_FACTS];

    ring->floor_seq = fact->seq;
    ring->floor_is_cut = true;
    ring->bytes -= fact->frames->len;
    buf_unref(fact->frames);
    *fact = (struct ring_fact){0};
    ring->first++;
}

void ring_add(struct ring *ring, uint64_t seq, struct buf *frames)
{
    if (!frames)
        return;

    while (ring->next > ring->first && (ring->next - ring->first == RING_FACTS ||
                                        ring->bytes + frames->len > RING_BYTES))
        drop_oldest(ring);

    ring->facts[ring->next % RING_FACTS] = (struct ring_fact){.seq = seq, .frames = frames};
    ring->bytes += frames->len;
    ring->next++;
}

void ring_restart(struct ring *ring, uint64_t seq)
{
    while (ring->next > ring->first)
        drop_oldest(ring);
    /* Positions are never used twice, so a listener left behind cannot find itself at the
     * end. */
    ring->first = ++ring->next;
    ring->floor_seq = seq;
    ring->floor_is_cut = false;
}

bool ring_find(const struct ring *ring, uint64_t seq, uint64_t *position)
{
    if (seq < ring->floor_seq || (seq == ring->floor_seq && ring->floor_is_cut))
        return false;

    uint64_t p = ring->first;
    while (p < ring->next && ring->facts[p % RING_FACTS].seq < seq)
        p++;
    *position = p;
    return true;
}

bool ring_at(const struct ring *ring, uint64_t position, struct buf **out)
{
    if (position < ring->first)
        return false;
    *out = position < ring->next ? ring->facts[position % RING_FACTS].frames : NULL;
    return true;
}

void ring_done(struct ring *ring)
{
    while (ring->next > ring->first)
        drop_oldest(ring);
}
