/* SPDX-License-Identifier: Apache-2.0 */

/* Ideas: posted, mended, supported, checked and answered. What a board lets in is for the
 * store to say; here is only what depends on its definition. */
#include "service/actor.h"
#include "service/stems.h"

#include "wire/record.h"

#include <string.h>

/* The board as this one may know it; NULL when the request goes on later, or has ended. */
static const struct mirror_board *board_of(struct request *request, const struct id *id)
{
    const struct mirror_board *board = mirror_board(&request->watch->mirror, id);
    bool is_staff = policy_may(request->actor->role, RIGHT_CHECK);

    if (board && mirror_board_is_told(board, is_staff ? AUDIENCE_STAFF : AUDIENCE_PUBLIC))
        return board;
    if (!request_is_early(request))
        request_fail(request, ERR_NOT_FOUND);
    return NULL;
}

/* ---- Posting and mending ----------------------------------------------------------------
 */

/* True when the request ended in an error. */
static bool failed(struct request *request, enum err err, const struct idea *idea)
{
    const struct error_detail detail = {
        .limit = err == ERR_LIMIT_REACHED ? "ideas" : NULL,
        .into = err == ERR_MERGED && idea ? idea->into.text : NULL,
        .field = err == ERR_WORD ? "name" : NULL,
    };

    if (err)
        request_fail_with(request, err, &detail);
    return err;
}

/* For the room's series: what was sent again is there once, and so is a first answer. */
static void note(struct request *request, const struct idea *idea)
{
    struct clock *clock = request->service->clock;
    int64_t now = (int64_t)clock->wall_ms(clock) + request->watch->store_ahead_ms;

    request->changed_nothing = idea->rev == 0;
    if (request->is_first_answer && idea->rev > 0)
        series_note_wait(request->watch,
                         now > (int64_t)idea->at_ms ? (uint64_t)now - idea->at_ms : 0);
}

static void written(struct store_request *io, enum err err, const void *result)
{
    const struct request *request = io->owner;
    const struct idea *idea = result;
    struct strbuf ok = {0};

    if (failed(io->owner, err, idea))
        return;
    /* Whoever lists the board next on this worker sees it. */
    shelves_hear(request->watch,
                 request->command.type == COMMAND_IDEA_CHECK ||
                         request->command.type == COMMAND_IDEA_ANSWER
                     ? &request->command.idea_verdict.board
                     : &request->command.idea.board,
                 idea->rev);
    strbuf_printf(&ok, "{\"version\":%llu,\"state\":\"%s\",\"status\":\"%s\"}",
                  (unsigned long long)idea->version, idea_state_name(idea->state),
                  idea_status_name(idea->status));
    note(io->owner, idea);
    request_ok(io->owner, &ok);
}

/* What the board's definition says of what people write. */
static const char *field_to_blame(const struct board_rules *rules,
                                  const struct command *command)
{
    const struct idea_words *words = &command->idea.words;
    bool has_name = words->has_name;

    if ((rules->names == NAMES_NONE && has_name) ||
        (rules->names == NAMES_ALL && !has_name))
        return "name";
    if (words->tags >> rules->n_tags)
        return "tags";
    if (words->is_product && rules->kind != BOARD_PRODUCTS)
        return "price";
    return NULL;
}

/* Is it to get pictures where there are to be none? Those that it has, it keeps. */
static bool brings_images(const struct board_rules *rules, const struct command *command,
                          const struct idea_read *read)
{
    const struct buf *images = command->images;
    const struct image_ref *wanted = images ? (const struct image_ref *)images->text : NULL;
    size_t n = images ? images->len / sizeof *wanted : 0, n_had = read ? read->n_images : 0;

    for (size_t i = 0; rules->images == IMAGES_OFF && i < n; i++) {
        size_t at = 0;

        while (at < n_had && !id_same(&read->images[at].id, &wanted[i].id))
            at++;
        if (at == n_had)
            return true;
    }
    return false;
}

/* The pictures that it is to have, besides or in place of those that it had. */
static struct idea_images images_of(const struct request *request,
                                    const struct mirror_board *board)
{
    const struct buf *images = request->command.images;
    const struct board_rules *rules = &board->board.rules;

    /* Where ideas are checked, staff sees them together; what it sends itself, it saw. */
    return (struct idea_images){
        .n = images ? images->len / sizeof(struct image_ref) : 0,
        .wanted = images ? (const struct image_ref *)images->text : NULL,
        .are_checked = rules->images == IMAGES_CHECKED && !rules->is_checked &&
                       !policy_may(request->actor->role, RIGHT_CHECK),
    };
}

static struct idea_place place_of(const struct request *request)
{
    return (struct idea_place){request->watch->id, request->command.idea.board,
                               request->command.idea.idea};
}

void use_idea_post(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *board = board_of(request, &command->idea.board);

    if (!board)
        return;
    struct error_detail detail = {.field = field_to_blame(&board->board.rules, command)};
    const struct idea_images images = images_of(request, board);
    struct idea_posting posting = {
        .words = command->idea.words.json,
        .tags = command->idea.words.tags,
        .half_life_s = board_half_life_s(board->board.rules.kind),
        .accepted = command->idea.accepted,
        .images = &images,
        .by = &request->actor->participant,
        .is_staff = policy_may(request->actor->role, RIGHT_CHECK),
    };
    const struct participant author = request_person(request);
    struct idea_place place = place_of(request);

    if (brings_images(&board->board.rules, command, NULL))
        detail.field = "images";
    if (detail.field) {
        request_fail_with(request, ERR_BAD_FIELD, &detail);
        return;
    }
    posting.folded = folded_of(request, command->idea.words.json);
    request->io.done = written;
    store_idea_post(request->service->store, &request->io, &place, &author, &posting);
    folded_done(&posting.folded);
}

void use_idea_withdraw(struct request *request)
{
    const enum idea_state gone = IDEA_WITHDRAWN;
    struct idea_place place = place_of(request);

    request->io.done = written;
    store_idea_change(request->service->store, &request->io, &place,
                      &(struct idea_change){.version = request->command.idea.version,
                                            .author = &request->actor->participant,
                                            .by = &request->actor->participant,
                                            .state = &gone});
}

/* ---- Words that change: read, put together, written with the version they were read for -
 */

static void change_words(struct request *request, const struct idea_read *read,
                         struct buf *words)
{
    const struct command *command = &request->command;
    const struct mirror_board *board =
        mirror_board(&request->watch->mirror, &command->idea.board);
    struct id had[IMAGES_PER_IDEA_MAX];
    struct idea_images images = {0};
    struct idea_place place = place_of(request);
    struct idea_change change = {.words = words, .by = &request->actor->participant};

    if (command->type == COMMAND_IDEA_EDIT) {
        change.words_as = history_what_name(HISTORY_EDITED);
        change.version = command->idea.version;
        change.author = &request->actor->participant;
        change.tags = &command->idea.words.tags;
        if (board && brings_images(&board->board.rules, command, read)) {
            request_fail_with(request, ERR_BAD_FIELD,
                              &(struct error_detail){.field = "images"});
            return;
        }
        change.folded = folded_of(request, command->idea.words.json);
        if (board)
            images = images_of(request, board);
        for (images.n_had = 0; images.n_had < read->n_images; images.n_had++)
            had[images.n_had] = read->images[images.n_had].id;
        images.had = had;
        change.images = &images;
    } else {
        place.board = command->idea_verdict.board;
        place.idea = command->idea_verdict.idea;
        change.version = command->idea_verdict.version;
    }
    if (command->type == COMMAND_IDEA_CHECK)
        change.state = &command->idea_verdict.state;
    if (command->type == COMMAND_IDEA_ANSWER) {
        change.words_as = history_what_name(HISTORY_ANSWERED);
        change.status = &command->idea_verdict.status;
    }
    request->io.done = written;
    store_idea_change(request->service->store, &request->io, &place, &change);
    folded_done(&change.folded);
}

static void words_were_read(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct command *command = &request->command;
    const struct idea_pages *pages = result;
    struct idea_addition addition = {0};
    struct buf *words = NULL;

    if (!err && (!request->actor || pages->n == 0))
        err = ERR_NOT_FOUND;
    if (command->type == COMMAND_IDEA_EDIT)
        addition.words = command->idea.words.json;
    else if (command->type == COMMAND_IDEA_CHECK)
        addition.reason = command->idea_verdict.text;
    else {
        addition.answer = command->idea_verdict.text;
        request->is_first_answer = !err && !idea_words_have_answer(pages->ideas[0].words);
        addition.decision = &command->idea_verdict.decision;
    }
    if (!err)
        err = idea_words_merge(pages->ideas[0].words, &addition, &words);
    if (err)
        request_fail(request, err);
    else
        change_words(request, &pages->ideas[0], words);
    buf_unref(words);
}

static void read_words(struct request *request, const struct id *board,
                       const struct id *idea, bool is_staff)
{
    /* Others' too, so that the store says whose it is. */
    const struct idea_reader reader = {&request->actor->participant, is_staff, true, idea,
                                       1};

    request->io.done = words_were_read;
    store_ideas_read(request->service->store, &request->io, &request->watch->id, board,
                     &reader);
}

void use_idea_edit(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *board = told_board(request, &command->idea.board);

    if (!board)
        return;
    const struct error_detail detail = {.field =
                                            field_to_blame(&board->board.rules, command)};

    if (detail.field)
        request_fail_with(request, ERR_BAD_FIELD, &detail);
    else
        read_words(request, &command->idea.board, &command->idea.idea, false);
}

void use_idea_check(struct request *request)
{
    read_words(request, &request->command.idea_verdict.board,
               &request->command.idea_verdict.idea, true);
}

void use_idea_answer(struct request *request)
{
    use_idea_check(request); /* They differ in what is put to the words. */
}

/* ---- Supporting -------------------------------------------------------------------------
 */

static void supported(struct store_request *io, enum err err, const void *result)
{
    const struct support_answer *answer = result;
    struct request *request = io->owner;
    struct strbuf ok = {0};

    if (err == ERR_MERGED || (err && answer && answer->is_busy)) {
        support_merged(io->owner, err);
        return;
    }
    if (err) {
        struct error_detail detail = {0};

        if (answer) {
            detail.has_n = true;
            detail.n = answer->n;
            detail.has_on = true;
            detail.on = answer->on;
        }
        request_fail_with(io->owner, err, &detail);
        return;
    }
    strbuf_printf(&ok, "{\"state\":\"counted\",\"n\":%u,\"on\":%s,\"rev\":%llu}", answer->n,
                  answer->on ? "true" : "false", (unsigned long long)answer->rev);
    request->changed_nothing = !answer->is_news;
    request_ok(request, &ok);
}

void use_idea_support(struct request *request)
{
    const struct command *command = &request->command;
    const struct mirror_board *board = board_of(request, &command->idea_support.board);

    if (!board)
        return;
    request_note_source(request);
    request->with.support = (struct support){
        .request = {.done = supported, .owner = request},
        .place = {request->watch->id, command->idea_support.board,
                  command->idea_support.idea},
        .participant = request_person(request),
        .n = command->idea_support.n,
        .on = command->idea_support.on,
        .half_life_s = board_half_life_s(board->board.rules.kind),
        .source = request->source,
        .ago_ms = command->ago_ms,
    };
    store_support(request->service->store, &request->with.support);
}
