/* SPDX-License-Identifier: Apache-2.0 */

/* Comments: posted, changed, liked, reported, read. */

#include "store/store_talk.h"

#include "store/ask.h"
#include "store/record_talk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* In the order of functions/talk.lua: KEYS_OF, behind the room. */
static const char *const of_board[] = {"b", "cards", "heat", "moved"};
static const char *const of_idea[] = {"talk",  "said",  "marks", "told",
                                      "liked", "aside", "turned"};
static const char *const at_last[] = {"spoke", "queue", "blame"};

#define LENGTH(table) (sizeof(table) / sizeof *(table))
#define KEYS          (6 + LENGTH(of_board) + LENGTH(of_idea) + LENGTH(at_last))

static void add_board_keys(struct redis_command *command, const struct comment_place *place,
                           const char *const parts[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        redis_command_key(command, "{%s}:%s:%s", place->room.text, parts[i],
                          place->board.text);
}

static void add_keys(struct redis_command *command, const struct comment_place *place)
{
    redis_command_key(command, "{%s}:room", place->room.text);
    add_board_keys(command, place, of_board, LENGTH(of_board));
    for (size_t i = 0; i < LENGTH(of_idea); i++)
        redis_command_key(command, "{%s}:%s:%s:%s", place->room.text, of_idea[i],
                          place->board.text, place->idea.text);
    add_board_keys(command, place, at_last, LENGTH(at_last));
    redis_command_key(command, "{%s}:points", place->room.text);
    redis_command_key(command, "{%s}:points:log", place->room.text);
    redis_command_key(command, "{%s}:outbox", place->room.text);
    redis_command_key(command, "{%s}:acts", place->room.text);
    redis_command_key(command, "{%s}:words", place->room.text);
}

/* What they all begin with: the keys, the board, the idea and the comment. */
static struct redis_command *begin(struct store *store, struct store_request *request,
                                   struct ask_call call, const struct comment_place *place)
{
    call.n_keys = KEYS;
    struct redis_command *command = ask_call(store, request, call);

    if (!command)
        return NULL;
    add_keys(command, place);
    redis_command_text(command, place->board.text);
    redis_command_text(command, place->idea.text);
    redis_command_text(command, place->comment.text);
    return command;
}

static void add_buf(struct redis_command *command, const struct buf *buf)
{
    redis_command_add(command, buf ? buf->text : "", buf ? buf->len : 0);
}

static void add_person(struct redis_command *command, const struct participant *person)
{
    redis_command_add(command, person->bytes, PARTICIPANT_BYTES);
}

/* ---- Posted and changed ----------------------------------------------------------------
 */

static void read_changed(struct ask *ask, enum err err, const redisReply *reply)
{
    struct comment_changed changed = {0};
    bool has_comment = !err || err == ERR_STALE;
    struct packet into = reply_part_bytes(reply, 1);

    if (err == ERR_MERGED && id_read(into.at, into.len, &changed.into)) {
        ask_answer(ask, err, &changed);
        return;
    }
    if (has_comment && !comment_card_read(reply_part_bytes(reply, 1), &changed.comment)) {
        has_comment = false;
        err = ERR_INTERNAL;
    }
    if (has_comment && reply_part(reply, 2) &&
        !reply_number(reply_part(reply, 2), &changed.rev))
        changed.rev = 0;
    ask_answer(ask, err, has_comment ? &changed : NULL);
}

void store_comment_post(struct store *store, struct store_request *request,
                        const struct comment_place *place, const struct participant *author,
                        const struct comment_posting *posting)
{
    struct redis_command *command =
        begin(store, request,
              (struct ask_call){
                  .function = "comment_post", .read = read_changed, .mode = ASK_GROWS},
              place);

    if (!command)
        return;
    add_person(command, author);
    redis_command_add(command, posting->words->text, posting->words->len);
    redis_command_text(command, posting->by_team ? comment_by_name(BY_TEAM) : "");
    redis_command_number(command, posting->half_life_s);
    redis_command_number(command, COMMENTS_EACH_MAX);
    redis_command_number(command, COMMENTS_PER_IDEA_MAX);
    add_buf(command, posting->folded.words);
    add_buf(command, posting->folded.name);
    ask_call_send(command);
}

void store_comment_change(struct store *store, struct store_request *request,
                          const struct comment_place *place,
                          const struct comment_change *change)
{
    struct redis_command *command =
        begin(store, request,
              (struct ask_call){.function = "comment_change", .read = read_changed}, place);

    if (!command)
        return;
    redis_command_number(command, change->version);
    redis_command_add(command, change->author ? change->author->bytes : (const void *)"",
                      change->author ? PARTICIPANT_BYTES : 0);
    redis_command_text(command, idea_state_name(change->state));
    redis_command_add(command, change->why ? change->why->text : "",
                      change->why ? change->why->len : 0);
    redis_command_number(command, change->half_life_s);
    redis_command_add(command, change->by ? change->by->bytes : (const void *)"",
                      change->by ? PARTICIPANT_BYTES : 0);
    ask_call_send(command);
}

/* ---- Liked and reported ----------------------------------------------------------------
 */

static void read_like(struct ask *ask, enum err err, const redisReply *reply)
{
    bool has_like = !err || err == ERR_STALE;
    struct like like = {0};
    uint64_t n;

    if (has_like && (!reply_part(reply, 3) || !reply_number(reply_part(reply, 1), &n) ||
                     n > UINT32_MAX || !reply_number(reply_part(reply, 3), &like.rev))) {
        has_like = false;
        err = ERR_INTERNAL;
    }
    if (has_like) {
        like.n = (uint32_t)n;
        like.on = packet_is(reply_part_bytes(reply, 2), "1");
        like.is_news = reply_part(reply, 4) && reply_number(reply_part(reply, 4), &n) && n;
    }
    ask_answer(ask, err, has_like ? &like : NULL);
}

void store_comment_like(struct store *store, struct store_request *request,
                        const struct comment_place *place,
                        const struct participant *participant, const struct like *like)
{
    struct redis_command *command = begin(
        store, request,
        (struct ask_call){.function = "comment_like", .read = read_like, .mode = ASK_GROWS},
        place);

    if (!command)
        return;
    add_person(command, participant);
    redis_command_number(command, like->n);
    redis_command_number(command, like->on);
    ask_call_send(command);
}

void store_report(struct store *store, struct store_request *request,
                  const struct comment_place *place, const struct participant *participant,
                  enum report_reason reason)
{
    struct redis_command *command = begin(
        store, request,
        (struct ask_call){.function = "report", .read = ask_read_plain, .mode = ASK_GROWS},
        place);

    if (!command)
        return;
    add_person(command, participant);
    redis_command_number(command, (uint64_t)reason + 1);
    redis_command_number(command, REPORT_REASONS);
    ask_call_send(command);
}

/* ---- Read ------------------------------------------------------------------------------
 */

enum { PARTS_OF_A_COMMENT = 6 }; /* id, card, words, why, own like, whose */

#define LISTED_MAX ((size_t)2 * COMMENTS_PER_PAGE_MAX) /* A page, and those aside. */

static bool read_one(const redisReply *reply, size_t at, struct comment_read *out)
{
    struct packet id = reply_part_bytes(reply, at), words, why, listed;
    char by[WORD_BYTES_MAX];

    *out = (struct comment_read){0};
    if (!id_read(id.at, id.len, &out->id))
        return false;
    out->may_see = reply_part_bytes(reply, at + 1).len > 0;
    if (!out->may_see)
        return true;
    if (!comment_card_read(reply_part_bytes(reply, at + 1), &out->comment) ||
        !like_read(reply_part_bytes(reply, at + 4), &out->n, &out->on) ||
        !packet_text(reply_part_bytes(reply, at + 5), by, sizeof by) ||
        !comment_by_read(by, &out->by))
        return false;
    words = reply_part_bytes(reply, at + 2);
    why = reply_part_bytes(reply, at + 3);
    out->words = buf_new(words.at, words.len);
    out->why = why.len > 0 ? buf_new(why.at, why.len) : NULL;
    listed = comment_card_listed(reply_part_bytes(reply, at + 1));
    out->listed = listed.len > 0 ? buf_new(listed.at, listed.len) : NULL;
    return true;
}

/* From the part `at` on, to `list`; `comments` has room for LISTED_MAX. */
static bool read_comments(const redisReply *reply, size_t at, struct comment_list *list,
                          struct comment_read comments[])
{
    list->comments = comments;
    if (reply->elements > at + PARTS_OF_A_COMMENT * LISTED_MAX)
        return false;
    for (; at < reply->elements; at += PARTS_OF_A_COMMENT) {
        if (!read_one(reply, at, &comments[list->n]))
            return false;
        list->n++;
    }
    return true;
}

static void answer_list(struct ask *ask, enum err err, const struct comment_list *list)
{
    ask_answer(ask, err, err ? NULL : list);
    for (size_t i = 0; i < list->n; i++) {
        buf_unref(list->comments[i].words);
        buf_unref(list->comments[i].why);
        buf_unref(list->comments[i].listed);
    }
}

/* {ok, rev, total, more, aside, comments...} */
static bool head_read(const redisReply *reply, struct comment_list *list)
{
    uint64_t parts[4];

    for (size_t i = 0; i < LENGTH(parts); i++)
        if (!reply_part(reply, 1 + i) || !reply_number(reply_part(reply, 1 + i), &parts[i]))
            return false;
    list->rev = parts[0];
    list->total = (uint32_t)parts[1];
    list->more = parts[2] == 1;
    list->n_aside = parts[3];
    return true;
}

static void read_list(struct ask *ask, enum err err, const redisReply *reply)
{
    struct comment_read comments[LISTED_MAX];
    struct comment_list list = {0};

    if (!err && (!head_read(reply, &list) || !read_comments(reply, 5, &list, comments) ||
                 list.n_aside > list.n))
        err = ERR_INTERNAL;
    answer_list(ask, err, &list);
}

void store_comment_list(struct store *store, struct store_request *request,
                        const struct comment_place *place,
                        const struct comment_query *query)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"comments_list", KEYS, read_list, ASK_READS});

    if (!command)
        return;
    add_keys(command, place);
    redis_command_text(command, place->idea.text);
    add_person(command, query->participant);
    redis_command_number(command, query->is_staff);
    redis_command_number(command, query->sees_others);
    redis_command_text(command, comment_order_name(query->order));
    redis_command_text(command, query->after.text);
    redis_command_number(command, query->n);
    if (query->has_since)
        redis_command_number(command, query->since);
    else
        redis_command_text(command, "");
    ask_call_send(command);
}

/* ---- What staff should look at ---------------------------------------------------------
 */

enum { BEFORE_THINGS = 3, PARTS_OF_A_THING = 3 };

/* {ok, total, more, (thing, reports, score)...} */
static bool review_read(const redisReply *reply, struct review_list *list)
{
    uint64_t more;

    if (!reply_part(reply, 2) || !reply_number(reply_part(reply, 1), &list->total) ||
        !reply_number(reply_part(reply, 2), &more) ||
        reply->elements > BEFORE_THINGS + PARTS_OF_A_THING * REVIEW_MAX)
        return false;
    list->has_more = more == 1;
    for (size_t i = BEFORE_THINGS; i < reply->elements; i += PARTS_OF_A_THING) {
        struct review_thing *thing = &list->things[list->n++];

        if (!review_thing_read(reply_part_bytes(reply, i), thing) ||
            !review_reports_read(reply_part_bytes(reply, i + 1), thing->reports) ||
            !review_score_read(reply_part_bytes(reply, i + 2), &thing->score))
            return false;
    }
    return true;
}

static void read_review(struct ask *ask, enum err err, const redisReply *reply)
{
    struct review_list list = {0};

    if (!err && !review_read(reply, &list))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &list);
}

void store_review_list(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *board,
                       const struct review_thing *after)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"review_list", 2, read_review, ASK_READS});
    char score[24] = "", thing[2 * ID_BYTES_MAX + 2] = "";

    if (!command)
        return;
    if (after) {
        (void)snprintf(score, sizeof score, "%" PRId64, after->score);
        (void)snprintf(thing, sizeof thing, "%s %s", after->idea.text, after->comment.text);
    }
    redis_command_key(command, "{%s}:queue:%s", room->text, board->text);
    redis_command_key(command, "{%s}:blame:%s", room->text, board->text);
    redis_command_number(command, REVIEW_MAX);
    redis_command_text(command, score);
    redis_command_text(command, thing);
    ask_call_send(command);
}

static void read_singles(struct ask *ask, enum err err, const redisReply *reply)
{
    struct comment_read comments[LISTED_MAX];
    struct comment_list list = {0};

    if (!err && !read_comments(reply, 1, &list, comments))
        err = ERR_INTERNAL;
    answer_list(ask, err, &list);
}

void store_review_comments(struct store *store, struct store_request *request,
                           const struct id *room, const struct id *board,
                           const struct participant *participant,
                           const struct review_list *list)
{
    static const char *const parts[] = {"talk", "said", "marks"};
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += !id_is_none(&list->things[i].comment);
    struct redis_command *command = ask_call(
        store, request,
        (struct ask_call){"comments_read", 1 + LENGTH(parts) * n, read_singles, ASK_READS});

    if (!command)
        return;
    redis_command_key(command, "{%s}:cards:%s", room->text, board->text);
    for (size_t i = 0; i < list->n; i++)
        for (size_t j = 0; !id_is_none(&list->things[i].comment) && j < LENGTH(parts); j++)
            redis_command_key(command, "{%s}:%s:%s:%s", room->text, parts[j], board->text,
                              list->things[i].idea.text);
    add_person(command, participant);
    for (size_t i = 0; i < list->n; i++) {
        if (id_is_none(&list->things[i].comment))
            continue;
        redis_command_text(command, list->things[i].idea.text);
        redis_command_text(command, list->things[i].comment.text);
    }
    ask_call_send(command);
}
