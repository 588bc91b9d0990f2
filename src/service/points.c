/* SPDX-License-Identifier: Apache-2.0 */

/* Leaderboards, the record behind them, and selections. */
#include "service/actor.h"
#include "store/store_points.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static void add_name(struct strbuf *out, const char *name)
{
    strbuf_puts(out, ",\"name\":");
    if (name[0])
        json_text(out, name, strlen(name));
    else
        strbuf_puts(out, "null");
}

/* ---- Who, for staff: the same word for the same person in one room, and in no other ----
 */

#define WHO_BYTES 8

static void add_who(struct strbuf *out, const struct request *request,
                    const struct participant *who)
{
    const struct identity *identity = request->service->identity;
    uint8_t hash[crypto_generichash_BYTES_MIN];
    char text[2 * WHO_BYTES + 1];
    crypto_generichash_state state;

    (void)crypto_generichash_init(&state, identity->key, sizeof identity->key, sizeof hash);
    (void)crypto_generichash_update(&state, (const uint8_t *)"who", 4);
    (void)crypto_generichash_update(&state, (const uint8_t *)request->watch->id.text,
                                    sizeof request->watch->id.text);
    (void)crypto_generichash_update(&state, who->bytes, PARTICIPANT_BYTES);
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(text, sizeof text, hash, WHO_BYTES);
    strbuf_printf(out, "\"who\":\"%s\"", text);
}

/* ---- points.board ----------------------------------------------------------------------
 */

static void board_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct points_board *board = result;
    struct strbuf ok = {0};
    char period[PERIOD_NAME_BYTES];

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    period_name(board->period, period);
    strbuf_printf(&ok,
                  "{\"period\":\"%s\",\"total\":%" PRIu64 ",\"own\":{\"points\":%" PRIu64
                  ",\"place\":%" PRIu64,
                  period, board->total, board->own.points, board->own.place);
    add_name(&ok, board->own.name);
    strbuf_puts(&ok, "},\"places\":[");
    for (size_t i = 0; i < board->n; i++) {
        const struct points_place *place = &board->places[i];
        bool is_mine = memcmp(place->who.bytes, request->actor->participant.bytes,
                              PARTICIPANT_BYTES) == 0;

        strbuf_printf(&ok, "%s{\"place\":%" PRIu64 ",\"points\":%" PRIu64 ",\"mine\":%s",
                      i ? "," : "", place->place, place->points,
                      is_mine ? "true" : "false");
        if (request->command.points_board.is_of_space) {
            strbuf_puts(&ok, ",");
            add_who(&ok, request, &place->who);
        }
        add_name(&ok, place->name);
        strbuf_puts(&ok, "}");
    }
    strbuf_puts(&ok, "]}");
    request_ok(request, &ok);
}

void use_points_board(struct request *request)
{
    const struct command *command = &request->command;
    const struct points_query query = {
        .is_of_space = command->points_board.is_of_space,
        .is_this_month = command->points_board.is_this_month,
        .period = command->points_board.period,
        .skip = command->points_board.skip,
        .n = command->points_board.n,
    };

    if (query.is_of_space && !policy_may(request->actor->role, RIGHT_RUN)) {
        request_fail(request, ERR_FORBIDDEN); /* Who is in a room knows of no other. */
        return;
    }
    request->io.done = board_came;
    store_points_board(request->service->store, &request->io, &request->watch->id,
                       &request->actor->participant, &query);
}

/* ---- points.log ------------------------------------------------------------------------
 */

static void log_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct points_log *log = result;
    struct strbuf ok = {0};
    char entry[ENTRY_ID_BYTES];

    if (err) {
        request_fail(request, err);
        return;
    }
    strbuf_puts(&ok, "{\"moves\":[");
    for (size_t i = 0; i < log->n; i++) {
        const struct points_move *move = &log->moves[i];

        entry_id_write(&move->id, entry);
        strbuf_printf(&ok, "%s{\"entry\":\"%s\",\"at\":%" PRIu64 ",", i ? "," : "", entry,
                      move->id.ms);
        add_who(&ok, request, &move->who);
        add_name(&ok, move->name);
        strbuf_printf(
            &ok,
            ",\"rule\":\"%s\",\"points\":%" PRId64 ",\"board\":\"%s\",\"idea\":\"%s\"}",
            points_rule_name(move->rule), move->by, move->board.text, move->idea.text);
    }
    strbuf_puts(&ok, "]}");
    request_ok(request, &ok);
}

void use_points_log(struct request *request)
{
    const struct command *command = &request->command;

    request->io.done = log_came;
    store_points_log(request->service->store, &request->io, &request->watch->id,
                     command->entry.has_entry ? &command->entry.entry : NULL,
                     command->entry.n);
}

/* ---- points.select ---------------------------------------------------------------------
 */

static void add_selection(struct strbuf *out, const struct selection *selection)
{
    char period[PERIOD_NAME_BYTES], upto[ENTRY_ID_BYTES];

    period_name(selection->period, period);
    entry_id_write(&selection->upto, upto);
    strbuf_printf(out,
                  "{\"id\":\"%s\",\"at\":%" PRIu64
                  ",\"period\":\"%s\",\"n\":%u,\"ties\":\"%s\",\"upto\":\"%s\","
                  "\"left_out\":%u",
                  selection->id.text, selection->at_ms, period, selection->n,
                  ties_name(selection->ties), upto, selection->left_out);
}

static void selected(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct selection *selection = result;
    struct strbuf ok = {0};

    if (err) {
        const struct error_detail detail = {.limit = err == ERR_LIMIT_REACHED ? "selections"
                                                     : err == ERR_SPENT       ? "selected"
                                                                              : NULL};

        request_fail_with(request, err == ERR_SPENT ? ERR_LIMIT_REACHED : err, &detail);
        return;
    }
    add_selection(&ok, selection);
    strbuf_puts(&ok, ",\"chosen\":[");
    for (size_t i = 0; i < selection->n_people; i++) {
        const struct points_place *person = &selection->people[i];

        strbuf_printf(&ok, "%s{\"place\":%" PRIu64 ",\"points\":%" PRIu64 ",", i ? "," : "",
                      person->place, person->points);
        add_who(&ok, request, &person->who);
        add_name(&ok, person->name);
        strbuf_puts(&ok, "}");
    }
    strbuf_puts(&ok, "]}");
    request_ok(request, &ok);
}

void use_points_select(struct request *request)
{
    const struct command *command = &request->command;
    const struct selection wanted = {
        .id = command->points_select.id,
        .period = command->points_select.period,
        .n = command->points_select.n,
        .ties = command->points_select.ties,
    };

    request->io.done = selected;
    store_points_select(request->service->store, &request->io, &request->watch->id,
                        &wanted);
}

static void selections_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct selection_list *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(request, err);
        return;
    }
    strbuf_puts(&ok, "{\"selections\":[");
    for (size_t i = 0; i < list->n; i++) {
        strbuf_puts(&ok, i ? "," : "");
        add_selection(&ok, &list->selections[i]);
        strbuf_puts(&ok, "}");
    }
    strbuf_puts(&ok, "]}");
    request_ok(request, &ok);
}

void use_points_selected(struct request *request)
{
    request->io.done = selections_came;
    store_points_selected(request->service->store, &request->io, &request->watch->id);
}
