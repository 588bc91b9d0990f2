/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_series.h"

#include "base/mem.h"
#include "store/ask.h"
#include "store/record.h"

#include <inttypes.h>
#include <stdlib.h>

static void add_ring(struct redis_command *command, enum series_ring ring)
{
    const struct series_ring_rule *rule = series_ring_rule(ring);
    struct strbuf text = {0};

    strbuf_printf(&text, "%s:%" PRIu64 ":%" PRIu32, rule->name, rule->slot_ms, rule->slots);
    redis_command_add(command, text.text, text.len);
    strbuf_done(&text);
}

static void add_waits(struct redis_command *command, const struct series_batch *batch)
{
    struct strbuf text = {0};

    for (size_t i = 0; i < batch->n_waits; i++)
        strbuf_printf(&text, "%u ", batch->waits[i]);
    redis_command_add(command, text.text ? text.text : "", text.len);
    strbuf_done(&text);
}

static void add_round_key(struct redis_command *command, const struct id *room,
                          const char *part, const struct round_of *round)
{
    redis_command_key(command, "{%s}:%s:%s:%" PRIu32, room->text, part,
                      round->question.text, round->round);
}

void store_series_add(struct store *store, struct store_request *request,
                      const struct id *room, const struct series_batch *batch)
{
    static const char *const parts[] = {"room", "series", "here", "counted"};
    struct redis_command *command = ask_call(
        store, request,
        (struct ask_call){"series_add", sizeof parts / sizeof *parts + 2 * batch->n_rounds,
                          ask_read_plain, ASK_WRITES});

    if (!command)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s", room->text, parts[i]);
    for (size_t i = 0; i < batch->n_rounds; i++) {
        add_round_key(command, room, "tally", &batch->rounds[i]);
        add_round_key(command, room, "curve", &batch->rounds[i]);
    }
    redis_command_number(command, store->worker);
    redis_command_number(command, batch->number);
    redis_command_number(command, batch->ago_ms);
    redis_command_number(command, batch->people);
    redis_command_number(command, SERIES_HERE_MS);
    redis_command_number(command, SERIES_POINTS_MAX);
    for (unsigned ring = 0; ring < SERIES_RINGS; ring++)
        add_ring(command, (enum series_ring)ring);
    add_waits(command, batch);
    for (size_t i = 0; i < SERIES_COUNTS; i++)
        redis_command_number(command, batch->counts[i]);
    ask_call_send(command);
}

void store_series_shared(struct store *store, struct store_request *request,
                         const struct id *room, const struct participant *participant)
{
    static const char *const parts[] = {"room", "series", "shared"};
    struct redis_command *command =
        ask_call(store, request,
                 (struct ask_call){"series_shared", sizeof parts / sizeof *parts,
                                   ask_read_plain, ASK_GROWS});

    if (!command)
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        redis_command_key(command, "{%s}:%s", room->text, parts[i]);
    redis_command_add(command, participant->bytes, PARTICIPANT_BYTES);
    redis_command_number(command, SERIES_SHARED_MAX);
    for (unsigned ring = 0; ring < SERIES_RINGS; ring++)
        add_ring(command, (enum series_ring)ring);
    for (unsigned count = 0; count < SERIES_COUNTS; count++)
        redis_command_number(command, count == SERIES_SHARED);
    ask_call_send(command);
}

/* ---- Reading ----------------------------------------------------------------------------
 */

static bool next_number(struct packet *rest, uint64_t *out)
{
    struct packet part;

    return packet_next_part(rest, &part) && packet_number(part, out);
}

static bool waits_read(struct packet text, uint64_t waits[SERIES_WAIT_SLOTS])
{
    uint64_t slot, n;

    while (text.len > 0) {
        if (!next_number(&text, &slot) || slot >= SERIES_WAIT_SLOTS ||
            !next_number(&text, &n))
            return false;
        waits[slot] = n;
    }
    return true;
}

/* A row that was written when there were fewer counts lacks the last ones. */
static bool row_read(struct packet text, uint64_t slot_ms, struct series_row *out)
{
    uint64_t index;

    *out = (struct series_row){0};
    if (!next_number(&text, &index) || !next_number(&text, &out->people))
        return false;
    out->at_ms = index * slot_ms;
    for (size_t i = 0; i < SERIES_COUNTS && text.len > 0; i++)
        if (!next_number(&text, &out->of[i]))
            return false;
    return true;
}

struct series_ask {
    struct ask ask;
    uint64_t slot_ms;
};

enum { AT_SERIES_NOW = 1, AT_SINCE, AT_WAITS, AT_ROWS };

static void read_series(struct ask *ask, enum err err, const redisReply *reply)
{
    uint64_t slot_ms = container_of(ask, struct series_ask, ask)->slot_ms;
    struct series_page page = {0};
    struct series_row *rows = NULL;

    if (!err && (!packet_number(reply_part_bytes(reply, AT_SERIES_NOW), &page.now_ms) ||
                 !packet_number(reply_part_bytes(reply, AT_SINCE), &page.since_ms) ||
                 !waits_read(reply_part_bytes(reply, AT_WAITS), page.waits)))
        err = ERR_INTERNAL;
    if (!err && reply->elements > AT_ROWS) {
        size_t n = reply->elements - AT_ROWS;

        rows = mem_zero(n * sizeof *rows);
        for (; !err && page.n < n; page.n++)
            if (!row_read(reply_part_bytes(reply, AT_ROWS + page.n), slot_ms,
                          &rows[page.n]))
                err = ERR_INTERNAL;
    }
    page.rows = rows;
    ask_answer(ask, err, err ? NULL : &page);
    free(rows);
}

void store_series_read(struct store *store, struct store_request *request,
                       const struct id *room, enum series_ring ring, uint64_t since_ms,
                       uint64_t until_ms)
{
    struct series_ask *series = ask_new(store, request, sizeof *series, false);

    if (!series)
        return;
    struct redis_command *command = &series->ask.call.command;

    series->slot_ms = series_ring_rule(ring)->slot_ms;
    series->ask.read = read_series;
    redis_command_fcall_read(command, "series_read", 2);
    redis_command_key(command, "{%s}:room", room->text);
    redis_command_key(command, "{%s}:series", room->text);
    add_ring(command, ring);
    redis_command_number(command, since_ms);
    redis_command_number(command, until_ms);
    redis_command_number(command, SERIES_WAIT_SLOTS);
    ask_send(&series->ask);
}

/* ---- Tallies over time ------------------------------------------------------------------
 */

enum { AT_CURVE_NOW = 1, AT_STEP, AT_TALLY, AT_POINTS };

static int by_time(const void *a, const void *b)
{
    const struct curve_point *left = a, *right = b;

    return (left->at_ms > right->at_ms) - (left->at_ms < right->at_ms);
}

static void read_curve(struct ask *ask, enum err err, const redisReply *reply)
{
    struct curve_page page = {0};
    struct curve_point *points = NULL;

    if (!err && (!packet_number(reply_part_bytes(reply, AT_CURVE_NOW), &page.now_ms) ||
                 !packet_number(reply_part_bytes(reply, AT_STEP), &page.step_ms) ||
                 !tally_read(reply_part_bytes(reply, AT_TALLY), 1, &page.tally)))
        err = ERR_INTERNAL;
    if (!err && reply->elements > AT_POINTS) {
        size_t n = (reply->elements - AT_POINTS) / 2;

        points = mem_zero(n * sizeof *points);
        for (; !err && page.n < n; page.n++) {
            struct curve_point *point = &points[page.n];
            size_t at = AT_POINTS + 2 * page.n;

            if (!packet_number(reply_part_bytes(reply, at), &point->at_ms) ||
                !tally_read(reply_part_bytes(reply, at + 1), 1, &point->tally))
                err = ERR_INTERNAL;
            point->at_ms *= page.step_ms;
        }
    }
    if (points)
        qsort(points, page.n, sizeof *points, by_time);
    page.points = points;
    ask_answer(ask, err, err ? NULL : &page);
    free(points);
}

void store_curve_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct round_of *round)
{
    struct redis_command *command =
        ask_call(store, request, (struct ask_call){"curve_read", 3, read_curve, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:room", room->text);
    add_round_key(command, room, "tally", round);
    add_round_key(command, room, "curve", round);
    ask_call_send(command);
}
