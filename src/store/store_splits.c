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
    if (split->n_groups == 0)
        return;
    strbuf_printf(out, "%" PRIu32, split->n_cells);
    for (uint32_t i = 0; i < split->n_groups; i++) {
        const struct split_group *group = &split->groups[i];

        strbuf_printf(out, " %" PRIu32 " %" PRIu64, group->members, group->voters);
        for (uint32_t cell = 0; cell < split->n_cells; cell++)
            strbuf_printf(out, " %" PRIu64, (uint64_t)group->counts[cell]);
    }
}

static void add_table(struct strbuf *text, const struct split *split)
{
    struct strbuf packed = {0};

    split_text(split, &packed);
    packet_add(text, packed.text ? packed.text : "", packed.len);
    strbuf_done(&packed);
}

/* Voters, how many segments, each with its table, and the tables of sources with names. */
static void add_kept(struct redis_command *command, const struct split_kept *kept)
{
    struct strbuf text = {0};

    if (kept && kept->tables.n > 0) {
        packet_add_number(&text, kept->tables.told);
        packet_add_number(&text, split_segments(kept));
        for (size_t s = 0; s < split_segments(kept); s++) {
            packet_add_text(&text, kept->by[s].question.text);
            packet_add_number(&text, kept->by[s].round);
            add_table(&text, &kept->tables.of[s]);
        }
        for (size_t source = 0; source < SPLIT_SOURCES; source++) {
            add_table(&text, &kept->tables.of[split_segments(kept) + source]);
            packet_add_number(&text, kept->names[source].n);
            for (size_t i = 0; i < kept->names[source].n; i++)
                packet_add_text(&text, kept->names[source].name[i]);
        }
    }
    redis_command_add(command, text.text ? text.text : "", text.len);
    strbuf_done(&text);
}

static bool table_read(struct packet *rest, struct split *out)
{
    struct packet packed;

    return packet_next(rest, &packed) && split_read(packed, out);
}

static bool names_read(struct packet *rest, struct split_names *out)
{
    struct packet name;
    uint64_t n;

    if (!packet_next_number(rest, &n) || n > SEGMENT_OPTIONS_MAX)
        return false;
    for (out->n = 0; out->n < n; out->n++)
        if (!packet_next(rest, &name) ||
            !packet_text(name, out->name[out->n], sizeof out->name[out->n]))
            return false;
    return true;
}

/* "" is nothing. */
static bool kept_read(struct packet rest, struct split_kept *out)
{
    uint64_t n;

    *out = (struct split_kept){0};
    if (rest.len == 0)
        return true;
    if (!packet_next_number(&rest, &out->tables.told) || !packet_next_number(&rest, &n) ||
        n > SEGMENTS_MAX)
        return false;
    out->tables.n = n + SPLIT_SOURCES;
    for (size_t s = 0; s < n; s++)
        if (!packet_next_id(&rest, &out->by[s].question) ||
            !packet_next_u32(&rest, &out->by[s].round) ||
            !table_read(&rest, &out->tables.of[s]))
            return false;
    for (size_t source = 0; source < SPLIT_SOURCES; source++)
        if (!table_read(&rest, &out->tables.of[n + source]) ||
            !names_read(&rest, &out->names[source]))
            return false;
    return true;
}

static void read_kept(struct ask *ask, enum err err, const redisReply *reply)
{
    struct split_kept kept;

    if (!err && !kept_read(reply_part_bytes(reply, 1), &kept))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &kept);
}

void store_split_keep(struct store *store, struct store_request *request,
                      const struct id *room, const struct round_of *round,
                      const struct split_kept *was, const struct split_kept *next)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"split_keep", 2, read_kept, ASK_WRITES});

    if (!command)
        return;
    redis_command_key(command, "{%s}:q:%s", room->text, round->question.text);
    redis_command_key(command, "{%s}:splits:%s:%" PRIu32, room->text, round->question.text,
                      round->round);
    add_kept(command, was);
    add_kept(command, next);
    ask_call_send(command);
}
