/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_splits.h"

#include "store/ask.h"

#include <inttypes.h>

/* What was written as signed came out as it is; the other way it does, too. */
static bool next_number(struct packet *rest, uint64_t *out)
{
    struct packet part;

    return packet_next_part(rest, &part) && packet_number(part, out);
}

static bool group_read(struct packet *rest, uint32_t n_cells, struct split_group *out)
{
    uint64_t members, count;

    if (!next_number(rest, &members) || members > UINT32_MAX ||
        !next_number(rest, &out->voters))
        return false;
    out->members = (uint32_t)members;
    for (uint32_t cell = 0; cell < n_cells; cell++) {
        if (!next_number(rest, &count))
            return false;
        out->counts[cell] = (int64_t)count;
    }
    return true;
}

/* "" is nothing. */
static bool split_read(struct packet text, struct split *out)
{
    struct packet rest = text;
    uint64_t n_cells;

    *out = (struct split){0};
    if (text.len == 0)
        return true;
    if (!next_number(&rest, &n_cells) || n_cells > CELLS_MAX)
        return false;
    out->n_cells = (uint32_t)n_cells;
    while (rest.len > 0)
        if (out->n_groups == SPLIT_GROUPS_MAX ||
            !group_read(&rest, out->n_cells, &out->groups[out->n_groups++]))
            return false;
    return true;
}

static void split_text(const struct split *split, struct strbuf *out)
{
    if (!split || split->n_groups == 0)
        return;
    strbuf_printf(out, "%" PRIu32, split->n_cells);
    for (uint32_t i = 0; i < split->n_groups; i++) {
        const struct split_group *group = &split->groups[i];

        strbuf_printf(out, " %" PRIu32 " %" PRIu64, group->members, group->voters);
        for (uint32_t cell = 0; cell < split->n_cells; cell++)
            strbuf_printf(out, " %" PRIu64, (uint64_t)group->counts[cell]);
    }
}

static void add_split(struct redis_command *command, const struct split *split)
{
    struct strbuf text = {0};

    split_text(split, &text);
    redis_command_add(command, text.text ? text.text : "", text.len);
    strbuf_done(&text);
}

static void read_kept(struct ask *ask, enum err err, const redisReply *reply)
{
    struct split kept;

    if (!err && !split_read(reply_part_bytes(reply, 1), &kept))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &kept);
}

void store_split_keep(struct store *store, struct store_request *request,
                      const struct id *room, const struct split_key *key,
                      const struct split *was, const struct split *next)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, false);
    struct strbuf field = {0};

    if (!ask)
        return;
    struct redis_command *command = &ask->call.command;

    ask->read = read_kept;
    redis_command_fcall(command, "split_keep", 2);
    redis_command_key(command, "{%s}:q:%s", room->text, key->round.question.text);
    redis_command_key(command, "{%s}:splits:%s:%" PRIu32, room->text,
                      key->round.question.text, key->round.round);
    strbuf_printf(&field, "%s:%" PRIu32, key->by.question.text, key->by.round);
    redis_command_add(command, field.text, field.len);
    strbuf_done(&field);
    add_split(command, was);
    add_split(command, next);
    ask_send(ask);
}
