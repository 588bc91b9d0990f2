/* SPDX-License-Identifier: Apache-2.0 */

/* What people wrote of many ideas at once. */
#include "store/ask.h"

#include "base/limits.h"

static void read_words(struct ask *ask, enum err err, const redisReply *reply)
{
    struct buf *words[WORDS_READ_MAX] = {NULL};
    struct words_list list = {0, words};

    if (!err && reply->elements > 1 + WORDS_READ_MAX)
        err = ERR_INTERNAL;
    for (size_t i = 1; !err && i < reply->elements; i++) {
        struct packet bytes = reply_part_bytes(reply, i);

        if (bytes.len > 0)
            words[list.n] = buf_new(bytes.at, bytes.len);
        list.n++;
    }
    ask_answer(ask, err, err ? NULL : &list);
    for (size_t i = 0; i < list.n; i++)
        buf_unref(words[i]);
}

void store_words_read(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *board,
                      const struct id ideas[], size_t n)
{
    struct redis_command *command = ask_call(
        store, request, (struct ask_call){"ideas_words", n, read_words, ASK_READS});

    if (!command)
        return;
    for (size_t i = 0; i < n; i++)
        redis_command_key(command, "{%s}:idea:%s:%s", room->text, board->text,
                          ideas[i].text);
    ask_call_send(command);
}
