/* SPDX-License-Identifier: Apache-2.0 */

/* Comments on ideas, likes of them, and reports to staff. */
#include "service/actor.h"

#include "base/mem.h"
#include "service/stems.h"
#include "store/store_talk.h"
#include "wire/record.h"
#include "wire/talk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool is_staff_of(const struct request *request)
{
    return policy_may(request->actor->role, RIGHT_CHECK);
}

/* ---- Which board, and what it says -----------------------------------------------------
 */

static struct comment_place place_of(const struct request *request)
{
    const struct command *command = &request->command;

    return (struct comment_place){request->watch->id, command->comment.board,
                                  command->comment.idea, command->comment.comment};
}

/* ---- Posting, withdrawing, checking ----------------------------------------------------
 */

static void changed(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct comment_changed *change = result;
    const struct error_detail detail = {
        .limit = err == ERR_LIMIT_REACHED ? "comments" : NULL,
        .into = err == ERR_MERGED && change ? change->into.text : NULL,
        .field = err == ERR_WORD ? "name" : NULL,
    };
    struct strbuf ok = {0};

    if (err) {
        request_fail_with(request, err, &detail);
        return;
    }
    /* Whoever looks next on this worker sees it. */
    shelves_hear(request->watch,
                 request->command.type == COMMAND_COMMENT_CHECK
                     ? &request->command.comment_check.board
                     : &request->command.comment.board,
                 change->rev);
    strbuf_printf(&ok, "{\"version\":%llu,\"state\":\"%s\",\"number\":%u}",
                  (unsigned long long)change->comment.version,
                  idea_state_name(change->comment.state), change->comment.number);
    request->changed_nothing = change->rev == 0;
    request_ok(request, &ok);
}

static bool is_name_wrong(const struct board_rules *rules, bool has_name)
{
    return (rules->names == NAMES_NONE && has_name) ||
           (rules->names == NAMES_ALL && !has_name);
}

void use_comment_post(struct request *request)
{
    const struct command *command = &request->command;
    const struct id *id = &command->comment.board;
    const struct comment_place place = place_of(request);

    const struct mirror_board *board = told_board(request, id);

    if (!board)
        return;
    if (is_name_wrong(&board->board.rules, command->comment.has_name)) {
        request_fail_with(request, ERR_BAD_FIELD, &(struct error_detail){.field = "name"});
        return;
    }
    struct folded folded = folded_of(request, command->comment.words);

    request->io.done = changed;
    store_comment_post(request->service->store, &request->io, &place,
                       &request->actor->participant,
                       &(struct comment_posting){
                           .words = command->comment.words,
                           .by_team = is_staff_of(request),
                           .half_life_s = board_half_life_s(board->board.rules.kind),
                           .folded = folded,
                       });
    folded_done(&folded);
}

void use_comment_withdraw(struct request *request)
{
    const struct mirror_board *board = told_board(request, &request->command.comment.board);
    const struct comment_place place = place_of(request);

    if (!board)
        return;
    request->io.done = changed;
    store_comment_change(request->service->store, &request->io, &place,
                         &(struct comment_change){
                             .author = &request->actor->participant,
                             .state = IDEA_WITHDRAWN,
                             .half_life_s = board_half_life_s(board->board.rules.kind),
                         });
}

void use_comment_check(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *board = told_board(request, &command->comment_check.board);
    const struct comment_place place = {request->watch->id, command->comment_check.board,
                                        command->comment_check.idea,
                                        command->comment_check.comment};

    if (!board)
        return;
    request->io.done = changed;
    store_comment_change(request->service->store, &request->io, &place,
                         &(struct comment_change){
                             .version = command->comment_check.version,
                             .state = command->comment_check.state,
                             .why = command->comment_check.why,
                             .by = &request->actor->participant,
                             .half_life_s = board_half_life_s(board->board.rules.kind),
                         });
}

/* ---- Liking and reporting --------------------------------------------------------------
 */

static void liked(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct like *like = result;
    struct strbuf ok = {0};

    if (err) {
        struct error_detail detail = {0};

        if (like) {
            detail.has_n = detail.has_on = true;
            detail.n = like->n;
            detail.on = like->on;
        }
        request_fail_with(request, err, &detail);
        return;
    }
    shelves_hear(request->watch, &request->command.comment.board, like->rev);
    strbuf_printf(&ok, "{\"state\":\"counted\",\"n\":%u,\"on\":%s,\"rev\":%llu}", like->n,
                  like->on ? "true" : "false", (unsigned long long)like->rev);
    request->changed_nothing = !like->is_news;
    request_ok(request, &ok);
}

void use_comment_like(struct request *request)
{
    const struct command *command = &request->command;
    const struct comment_place place = place_of(request);

    if (!told_board(request, &command->comment.board))
        return;
    request->io.done = liked;
    store_comment_like(request->service->store, &request->io, &place,
                       &request->actor->participant,
                       &(struct like){.n = command->comment.n, .on = command->comment.on});
}

void use_comment_report(struct request *request)
{
    const struct command *command = &request->command;
    const struct comment_place place = place_of(request);

    if (!told_board(request, &command->comment.board))
        return;
    request->io.done = request_finish;
    store_report(request->service->store, &request->io, &place,
                 &request->actor->participant, command->comment.reason);
}

void use_idea_report(struct request *request)
{
    use_comment_report(request); /* Of no comment: the idea itself. */
}

/* ---- Reading ---------------------------------------------------------------------------
 */

static void write_comment(const struct request *request, const struct comment_read *read,
                          struct strbuf *out)
{
    const struct participant *me = &request->actor->participant;
    const struct comment_view view = {
        .comment = &read->comment,
        .by = read->by,
        .words = read->words,
        .why = read->why,
        .listed = is_staff_of(request) ? read->listed : NULL,
        .n = read->n,
        .on = read->on,
        .is_mine = memcmp(me->bytes, read->comment.author.bytes, PARTICIPANT_BYTES) == 0,
    };

    if (read->may_see)
        record_comment(out, &view);
    else
        record_comment_gone(out, &read->id);
}

static void write_comments(const struct request *request, const struct comment_read read[],
                           size_t n, struct strbuf *out)
{
    strbuf_puts(out, "[");
    for (size_t i = 0; i < n; i++) {
        strbuf_puts(out, i ? "," : "");
        write_comment(request, &read[i], out);
    }
    strbuf_puts(out, "]");
}

static void listed(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct comment_list *list = result;
    struct strbuf ok = {0};

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    strbuf_printf(&ok, "{\"rev\":%llu,\"total\":%u,\"more\":%s,\"comments\":",
                  (unsigned long long)list->rev, list->total,
                  list->more ? "true" : "false");
    write_comments(request, list->comments + list->n_aside, list->n - list->n_aside, &ok);
    strbuf_puts(&ok, ",\"aside\":");
    write_comments(request, list->comments, list->n_aside, &ok);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}

void use_comment_list(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *board = told_board(request, &command->comment_list.board);
    const struct comment_place place = {.room = request->watch->id,
                                        .board = command->comment_list.board,
                                        .idea = command->comment_list.idea};

    if (!board)
        return;
    request->io.done = listed;
    store_comment_list(request->service->store, &request->io, &place,
                       &(struct comment_query){
                           .participant = &request->actor->participant,
                           .is_staff = viewer_of(request).is_staff,
                           .sees_others = phase_rule(board->board.phase)->shows_ideas,
                           .order = command->comment_list.order,
                           .after = command->comment_list.after,
                           .n = command->comment_list.n,
                           .has_since = command->comment_list.has_since,
                           .since = command->comment_list.since,
                       });
}

/* ---- What staff should look at ---------------------------------------------------------
 */

static void write_review(const struct request *request, const struct review_list *review,
                         const struct comment_list *comments, struct strbuf *out)
{
    const struct comment_read *next = comments->comments;

    strbuf_printf(out, "{\"total\":%llu,\"things\":[", (unsigned long long)review->total);
    for (size_t i = 0; i < review->n; i++) {
        const struct review_thing *thing = &review->things[i];

        strbuf_printf(out, "%s{\"idea\":\"%s\",", i ? "," : "", thing->idea.text);
        if (!id_is_none(&thing->comment)) {
            strbuf_puts(out, "\"comment\":");
            write_comment(request, next++, out);
            strbuf_puts(out, ",");
        }
        strbuf_puts(out, "\"reports\":");
        record_reports(out, thing->reports);
        strbuf_puts(out, "}");
    }
    strbuf_puts(out, "],\"next\":");
    if (review->has_more && review->n > 0) {
        const struct review_thing *last = &review->things[review->n - 1];

        strbuf_printf(out, "\"%" PRId64 ":%s:%s\"}", last->score, last->idea.text,
                      last->comment.text);
    } else {
        strbuf_puts(out, "null}");
    }
}

static void review_read(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct review_list *review = request->with.review;
    struct strbuf ok = {0};

    if (err || !request->actor) {
        request_fail(request, err);
    } else {
        write_review(request, review, result, &ok);
        request_ok(request, &ok);
    }
    free(review);
}

static void review_listed(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct review_list *review = result;

    if (err || !request->actor) {
        request_fail(request, err);
        return;
    }
    request->with.review = mem_zero(sizeof *review);
    *request->with.review = *review;
    request->io.done = review_read;
    store_review_comments(request->service->store, &request->io, &request->watch->id,
                          &request->command.comment.board, &request->actor->participant,
                          review);
}

void use_review_list(struct request *request)
{
    const struct command *command = &request->command;
    const struct review_thing after = {.idea = command->comment.idea,
                                       .comment = command->comment.comment,
                                       .score = command->comment.score};

    if (!told_board(request, &command->comment.board))
        return;
    request->io.done = review_listed;
    store_review_list(request->service->store, &request->io, &request->watch->id,
                      &command->comment.board, command->comment.has_after ? &after : NULL);
}
