/* SPDX-License-Identifier: Apache-2.0 */

#include "live/look.h"

#include "base/mem.h"
#include "live/mirror.h"

#include <stdlib.h>

void look_at(struct look **at, struct mirror_board *board,
             const struct shelf_viewer *viewer, const struct id *ids, size_t n)
{
    struct look *look = *at;

    if (look)
        list_remove(&look->link);
    if (!board) {
        free(look);
        *at = NULL;
        return;
    }
    if (!look)
        *at = look = mem_zero(sizeof *look);
    list_init(&look->link);
    list_append(&board->looks, &look->link);
    look->board = board;
    look->viewer = *viewer;
    look->is_told = false;
    look->sent_rev = 0; /* The page may have been read a while ago. */
    look->n = 0;
    for (size_t i = 0; i < n && look->n < IDEAS_LOOKED_AT_MAX; i++) {
        const struct shelf_idea *idea = shelf_find(&board->shelf, &ids[i]);

        if (idea && shelf_may_see(viewer, &idea->idea))
            look->ideas[look->n++] = idea;
    }
}

bool look_gather(struct look *look, uint64_t epoch, struct strbuf *out)
{
    const struct mirror_board *board = look->board;
    struct idea_glance moved[IDEAS_LOOKED_AT_MAX];
    struct ideas_event event = {.epoch = epoch, .ideas = moved};

    if (!board || (look->is_told && look->sent_rev >= board->shelf.rev))
        return false;
    look->viewer.sees_others = phase_rule(board->board.phase)->shows_ideas;
    event.board = &board->board.id;
    event.rev = board->shelf.rev;
    event.total = board->shelf.shown;
    event.pending = look->viewer.is_staff ? &board->shelf.pending : NULL;
    for (size_t i = 0; i < look->n; i++) {
        const struct idea *idea = &look->ideas[i]->idea;

        if (idea->rev > look->sent_rev)
            moved[event.n++] =
                (struct idea_glance){idea, shelf_may_see(&look->viewer, idea)};
    }
    look->is_told = true;
    look->sent_rev = board->shelf.rev;
    event_ideas(out, &event);
    return true;
}
