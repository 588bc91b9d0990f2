/* SPDX-License-Identifier: Apache-2.0 */

/* The boards of a mirror. */
#include "live/frame.h"
#include "live/look.h"
#include "live/mirror.h"

void mirror_boards_init(struct mirror *mirror)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        list_init(&mirror->boards[i].looks);
}

/* Their listeners keep the looks; there is nothing to see any more. */
static void look_away(struct mirror_board *board)
{
    while (!list_is_empty(&board->looks)) {
        struct look *look = container_of(board->looks.next, struct look, link);

        list_remove(&look->link);
        look->board = NULL;
        look->n = 0;
    }
}

void mirror_forget_ideas(struct mirror_board *board)
{
    look_away(board);
    shelf_empty(&board->shelf);
    board->is_loaded = false;
}

static void clear(struct mirror_board *board)
{
    mirror_forget_ideas(board);
    buf_unref(board->def);
    *board = (struct mirror_board){0};
    list_init(&board->looks);
}

void mirror_boards_done(struct mirror *mirror)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        clear(&mirror->boards[i]);
}

struct mirror_board *mirror_board(struct mirror *mirror, const struct id *id)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (mirror->boards[i].is_used && id_same(&mirror->boards[i].board.id, id))
            return &mirror->boards[i];
    return NULL;
}

bool mirror_board_is_told(const struct mirror_board *board, enum audience audience)
{
    return audience == AUDIENCE_STAFF || phase_rule(board->board.phase)->is_told;
}

static struct mirror_board *free_board(struct mirror *mirror)
{
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (!mirror->boards[i].is_used)
            return &mirror->boards[i];
    return NULL;
}

struct mirror_board *mirror_set_board(struct mirror *mirror, const struct board *board,
                                      struct buf *def)
{
    struct mirror_board *at = mirror_board(mirror, &board->id);

    if (!at)
        at = free_board(mirror);
    if (!at)
        return NULL;
    buf_unref(at->def);
    at->is_used = true;
    at->board = *board;
    at->def = buf_ref(def);
    mirror_forget_snapshots(mirror);
    return at;
}

void mirror_remove_board(struct mirror *mirror, const struct id *id)
{
    struct mirror_board *board = mirror_board(mirror, id);

    if (!board)
        return;
    clear(board);
    mirror_forget_snapshots(mirror);
}

/* ---- Telling ------------------------------------------------------------------------- */

void mirror_tell_board(struct mirror *mirror, uint64_t seq, const char *name,
                       const struct mirror_board *board)
{
    for (unsigned i = 0; i < AUDIENCES; i++) {
        const struct board_view view = {&board->board, board->def, i == AUDIENCE_STAFF};
        struct strbuf json = {0};

        if (!mirror_board_is_told(board, (enum audience)i))
            continue;
        event_fact_board(&json, name, seq, &view);
        ring_add(&mirror->rings[i], seq, frame_text(&json));
    }
    mirror_wake_all(mirror, true);
}

void mirror_tell_board_removed(struct mirror *mirror, uint64_t seq, const struct id *id,
                               bool was_told)
{
    struct strbuf json = {0};

    event_board_removed(&json, seq, id);
    struct buf *told = frame_text(&json);

    if (was_told)
        ring_add(&mirror->rings[AUDIENCE_PUBLIC], seq, buf_ref(told));
    ring_add(&mirror->rings[AUDIENCE_STAFF], seq, told);
    mirror_wake_all(mirror, false);
}

void mirror_tell_device(struct mirror *mirror, uint64_t seq, const struct id *device)
{
    struct strbuf json = {0};

    event_device_changed(&json, seq, device);
    struct buf *told = frame_text(&json);

    ring_add(&mirror->rings[AUDIENCE_PUBLIC], seq, buf_ref(told));
    ring_add(&mirror->rings[AUDIENCE_STAFF], seq, told);
    mirror_wake_all(mirror, false);
}

void mirror_boards_fields(const struct mirror *mirror, enum audience audience,
                          struct strbuf *out)
{
    const char *before = "";

    strbuf_puts(out, ",\"boards\":[");
    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++) {
        const struct mirror_board *board = &mirror->boards[i];
        const struct board_view view = {&board->board, board->def,
                                        audience == AUDIENCE_STAFF};

        if (!board->is_used || !mirror_board_is_told(board, audience))
            continue;
        strbuf_puts(out, before);
        record_board(out, &view);
        before = ",";
    }
    strbuf_puts(out, "]");
}
