/* SPDX-License-Identifier: Apache-2.0 */

/* What happened to an idea: read. It is written by the functions that change ideas. */

#include "store/ask.h"

#include "base/mem.h"
#include "store/record_board.h"

#include <stdlib.h>

/* {ok, card, entry...} */
static bool past_read(const redisReply *reply, struct idea_past *past,
                      struct history_entry *entries)
{
    if (!idea_card_read(reply_part_bytes(reply, 1), &past->idea) ||
        reply->elements > 2 + IDEA_HISTORY_MAX)
        return false;
    past->entries = entries;
    for (size_t i = 2; i < reply->elements; i++)
        if (!history_entry_read(reply_part_bytes(reply, i), &entries[past->n++]))
            return false;
    return true;
}

static void read_history(struct ask *ask, enum err err, const redisReply *reply)
{
    struct history_entry *entries = mem_zero(IDEA_HISTORY_MAX * sizeof *entries);
    struct idea_past past = {0};

    if (!err && !past_read(reply, &past, entries))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &past);
    free(entries);
}

void store_idea_history(struct store *store, struct store_request *request,
                        const struct idea_place *place, const struct idea_reader *reader)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"idea_history", 2, read_history, ASK_READS});
    const char *room = place->room.text, *board = place->board.text;

    if (!command)
        return;
    redis_command_key(command, "{%s}:cards:%s", room, board);
    redis_command_key(command, "{%s}:hist:%s:%s", room, board, place->idea.text);
    redis_command_add(command, reader->participant->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, reader->is_staff);
    redis_command_number(command, reader->sees_others);
    redis_command_text(command, place->idea.text);
    ask_call_send(command);
}
