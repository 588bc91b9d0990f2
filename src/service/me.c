/* SPDX-License-Identifier: Apache-2.0 */

/* What concerns one participant: points and name, what they support, and what became of
 * it. Their own ideas are a page of each board: idea.list with `mine`. */
#include "service/actor.h"
#include "service/stems.h"
#include "store/store_points.h"

#include <inttypes.h>
#include <string.h>

/* ---- me.read ---------------------------------------------------------------------------
 */

/* The boards that this one may know of, in the mirror's order; returns how many. */
static size_t boards_of(const struct request *request,
                        struct id boards[BOARDS_PER_ROOM_MAX])
{
    const struct mirror *mirror = &request->watch->mirror;
    enum audience audience = viewer_of(request).is_staff ? AUDIENCE_STAFF : AUDIENCE_PUBLIC;
    size_t n = 0;

    for (size_t i = 0; i < BOARDS_PER_ROOM_MAX; i++)
        if (mirror->boards[i].is_used && mirror_board_is_told(&mirror->boards[i], audience))
            boards[n++] = mirror->boards[i].board.id;
    return n;
}

static void add_standing(struct strbuf *out, const char *before,
                         const struct points_place *standing)
{
    strbuf_printf(out, "%s{\"points\":%" PRIu64 ",\"place\":%" PRIu64 "}", before,
                  standing->points, standing->place);
}

static void add_news(struct strbuf *out, const struct request *request, const struct me *me)
{
    strbuf_puts(out, ",\"news\":[");
    for (size_t i = 0; i < me->n_news; i++) {
        const struct news *news = &me->news[i];
        const struct notice notice = {
            .id = news->id,
            .board = &news->board,
            .idea = &news->idea,
            .what = news->what,
            .status = news->status,
            .state = news->state,
            .is_mine = memcmp(news->author.bytes, request->actor->participant.bytes,
                              PARTICIPANT_BYTES) == 0,
        };

        strbuf_puts(out, i ? ",{" : "{");
        notice_fields(out, &notice);
        strbuf_printf(out, ",\"new\":%s}",
                      entry_id_is_after(&news->id, &me->looked) ? "true" : "false");
    }
    strbuf_puts(out, "]");
}

static void me_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct me *me = result;
    char month[PERIOD_NAME_BYTES], looked[ENTRY_ID_BYTES];
    struct strbuf ok = {0};

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    period_name(me->month, month);
    entry_id_write(&me->looked, looked);
    strbuf_puts(&ok, "{\"name\":");
    json_text(&ok, me->all.name, strlen(me->all.name));
    add_standing(&ok, ",\"points\":{\"all\":", &me->all);
    add_standing(&ok, ",\"month\":", &me->of_month);
    strbuf_printf(&ok, "},\"month\":\"%s\",\"looked\":\"%s\",\"supports\":{", month,
                  looked);
    for (size_t i = 0; i < request->with.me.n; i++)
        strbuf_printf(&ok, "%s\"%s\":%" PRIu64, i ? "," : "",
                      request->with.me.boards[i].text, me->supports[i]);
    strbuf_puts(&ok, "}");
    add_news(&ok, request, me);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}

void use_me_read(struct request *request)
{
    request->with.me.n = boards_of(request, request->with.me.boards);
    request->io.done = me_came;
    store_me_read(request->service->store, &request->io, &request->watch->id,
                  &request->actor->participant, request->with.me.boards,
                  request->with.me.n);
}

/* ---- me.supports -----------------------------------------------------------------------
 */

static void supports_came(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct own_supports *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(request, err);
        return;
    }
    strbuf_puts(&ok, "{\"supports\":[");
    for (size_t i = 0; i < list->n; i++)
        strbuf_printf(&ok, "%s{\"idea\":\"%s\",\"at\":%" PRIu64 "}", i ? "," : "",
                      list->supports[i].idea.text, list->supports[i].at_s * 1000);
    strbuf_puts(&ok, "],\"next\":");
    if (list->has_more && list->n > 0)
        strbuf_printf(&ok, "\"%010" PRIu64 "%s\"}", list->supports[list->n - 1].at_s,
                      list->supports[list->n - 1].idea.text);
    else
        strbuf_puts(&ok, "null}");
    request_ok(request, &ok);
}

void use_me_supports(struct request *request)
{
    const struct command *command = &request->command;
    const struct idea_place board = {.room = request->watch->id,
                                     .board = command->me_supports.board};
    const struct own_support after = {command->me_supports.after_s,
                                      command->me_supports.after};

    request->io.done = supports_came;
    store_me_supports(
        request->service->store, &request->io, &board, &request->actor->participant,
        command->me_supports.has_after ? &after : NULL, command->me_supports.n);
}

/* ---- me.name, me.look ------------------------------------------------------------------
 */

static void named(struct store_request *io, enum err err, const void *result)
{
    const struct error_detail detail = {.field = err == ERR_WORD ? "name" : NULL};

    if (err == ERR_WORD)
        request_fail_with(io->owner, err, &detail);
    else
        request_finish(io, err, result);
}

void use_me_name(struct request *request)
{
    const char *name = request->command.me_name.name;
    struct buf *folded = folded_text(request, name);

    request->io.done = named;
    store_me_name(request->service->store, &request->io, &request->watch->id,
                  &request->actor->participant, name, folded);
    buf_unref(folded);
}

void use_me_look(struct request *request)
{
    request->io.done = request_finish;
    store_me_look(request->service->store, &request->io, &request->watch->id,
                  &request->actor->participant, &request->command.entry.entry);
}
