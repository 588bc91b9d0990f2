/* SPDX-License-Identifier: Apache-2.0 */

#include "app/errand_room.h"

#include <assert.h>

#include "wire/command.h"

#define CODE_RANDOM_BYTES 64
#define ANY_CODE          "K7Q42M" /* Of the room whose body is read: nobody looks at it. */

/* ---- What is kept of results ---- */

static void keep_code(void *into, const void *result)
{
    const struct room_record *record = result;

    *(struct code *)into = record->room.code;
}

static void keep_version(void *into, const void *result)
{
    const struct question_record *record = result;

    *(uint64_t *)into = record->version;
}

/* ---- Making ---- */

static struct command read_body(const char *name, struct strbuf *body)
{
    struct command command;
    struct command_blame blame;
    enum err err = command_parse_body(name, body->text, body->len, &command, &blame);

    assert(err == OK);
    (void)err;
    strbuf_done(body);
    return command;
}

static struct code random_code(struct clock *clock)
{
    uint8_t random[CODE_RANDOM_BYTES];
    struct code code;

    do
        clock->random(clock, random, sizeof random);
    while (!code_from_random(random, sizeof random, &code));
    return code;
}

enum err errand_room_make(struct errand *errand, const struct id *room,
                          const char *settings, struct code *code)
{
    struct strbuf body = {0};
    struct errand_ask ask;
    enum err err;

    strbuf_printf(&body, "{\"id\":\"%s\",\"settings\":%s}", room->text, settings);
    struct command command = read_body("room.create", &body);

    do {
        struct code chance = random_code(errand->clock);

        store_room_create(errand->store, errand_ask(&ask, keep_code, code), room, &chance,
                          command.room_create.settings, NULL);
        err = errand_wait(errand, &ask);
    } while (err == ERR_EXISTS);
    command_done(&command);
    return err;
}

enum err errand_question_add(struct errand *errand, const struct id *room,
                             const char *question, const char *def, uint64_t *version)
{
    struct strbuf body = {0};
    struct errand_ask ask;

    strbuf_printf(&body, "{\"room\":\"" ANY_CODE "\",\"id\":\"%s\",\"def\":%s}", question,
                  def);
    struct command command = read_body("question.add", &body);

    store_question_add(errand->store, errand_ask(&ask, keep_version, version), room,
                       &command.question.question, command.question.def.json,
                       command.question.def.rules.may_change);
    enum err err = errand_wait(errand, &ask);

    command_done(&command);
    return err;
}

enum err errand_question_move(struct errand *errand, const struct id *room,
                              const char *question, enum question_move move,
                              uint64_t *version)
{
    const struct question_moving moving = {.move = move, .version = *version};
    struct errand_ask ask;
    struct id id = {{0}};

    (void)snprintf(id.text, sizeof id.text, "%s", question);
    store_question_move(errand->store, errand_ask(&ask, keep_version, version), room, &id,
                        &moving);
    return errand_wait(errand, &ask);
}

/* ---- Boards ---- */

static void keep_board(void *into, const void *result)
{
    const struct board_record *record = result;
    struct board *board = into;

    board->version = record->version;
    board->phase = record->phase;
}

enum err errand_board_open(struct errand *errand, const struct id *room, const char *board,
                           const char *def)
{
    struct strbuf body = {0};
    struct errand_ask ask;

    strbuf_printf(&body, "{\"room\":\"" ANY_CODE "\",\"id\":\"%s\",\"def\":%s}", board,
                  def);
    struct command command = read_body("board.add", &body);
    struct board made = {.id = command.board.board, .rules = command.board.def.rules};
    const struct board_change opening = {
        .board = &made, .def = command.board.def.json, .fact = "board.moved"};

    store_board_add(errand->store, errand_ask(&ask, keep_board, &made), room, &made,
                    command.board.def.json);
    enum err err = errand_wait(errand, &ask);

    if (err == OK && made.phase == PHASE_DRAFT) {
        made.phase = PHASE_OPEN;
        store_board_change(errand->store, errand_ask(&ask, NULL, NULL), room, &opening);
        err = errand_wait(errand, &ask);
    }
    command_done(&command);
    return err;
}

enum err errand_idea_post(struct errand *errand, const struct id *room, const char *board,
                          unsigned n, const char *words)
{
    struct participant author = {.bytes = {(uint8_t)(n + 1)}};
    struct strbuf body = {0};
    struct errand_ask ask;

    strbuf_printf(&body,
                  "{\"room\":\"" ANY_CODE "\",\"board\":\"%s\",\"id\":\"idea%u\",%s}",
                  board, n + 1, words);
    struct command command = read_body("idea.post", &body);
    const struct idea_place place = {*room, command.idea.board, command.idea.idea};
    const struct idea_posting posting = {.words = command.idea.words.json,
                                         .tags = command.idea.words.tags,
                                         .half_life_s = board_half_life_s(BOARD_IDEAS)};

    store_idea_post(errand->store, errand_ask(&ask, NULL, NULL), &place, &author, &posting);
    enum err err = errand_wait(errand, &ask);

    command_done(&command);
    return err;
}
