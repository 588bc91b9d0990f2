/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/board_answer.h"

#include "base/mem.h"
#include "wire/json_in.h"

#include <stdlib.h>

#define ANSWER_BYTES_MAX ((size_t)1 << 20) /* Twenty of the longest, escaped. */

static const char *text_of(const json_t *from, const char *key)
{
    const char *text = json_string_value(json_object_get(from, key));

    return text ? text : "";
}

static uint32_t number_of(const json_t *from, const char *key)
{
    return (uint32_t)json_integer_value(json_object_get(from, key));
}

static bool is_true(const json_t *from, const char *key)
{
    return json_is_true(json_object_get(from, key));
}

static uint32_t bits_of(const json_t *list)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < json_array_size(list); i++)
        bits |= 1u << (json_integer_value(json_array_get(list, i)) & 31);
    return bits;
}

static struct board_thing thing_of(const json_t *from)
{
    const json_t *words = json_object_get(from, "words");

    return (struct board_thing){
        .id = text_of(from, "id"),
        .state = text_of(from, "state"),
        .status = text_of(from, "status"),
        .into = text_of(from, "into"),
        .by = text_of(from, "by"),
        .title = text_of(words, "title"),
        .text = text_of(words, "text"),
        .name = text_of(words, "name"),
        .answer = text_of(words, "answer"),
        .owner = text_of(words, "owner"),
        .reason =
            *text_of(words, "reason") ? text_of(words, "reason") : text_of(from, "reason"),
        .by_ms = (uint64_t)json_integer_value(json_object_get(words, "by")),
        .number = number_of(from, "number"),
        .count = json_object_get(from, "likes") ? number_of(from, "likes")
                                                : number_of(from, "supports"),
        .comments = number_of(from, "comments"),
        .n = number_of(from, "n"),
        .tags = bits_of(json_object_get(from, "tags")),
        .is_mine = is_true(from, "mine"),
        .on = is_true(from, "on"),
    };
}

/* Those that this one alone may see come first. */
static void add_things(struct board_answer *view, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list) && view->n < BOARD_ANSWER_MAX; i++)
        view->things[view->n++] = thing_of(json_array_get(list, i));
}

struct board_answer *board_answer_read(const struct buf *answer)
{
    struct board_answer *view;
    const json_t *ok, *list;
    json_t *json;

    if (json_in_object(answer->text, answer->len, ANSWER_BYTES_MAX, &json))
        return NULL;
    ok = json_object_get(json, "ok");
    list = json_object_get(ok, "ideas");
    if (!list)
        list = json_object_get(ok, "comments");
    if (!list) {
        json_decref(json);
        return NULL;
    }
    view = mem_zero(sizeof *view);
    view->json = json;
    view->total = number_of(ok, "total");
    view->more = is_true(ok, "more");
    add_things(view, json_object_get(ok, "aside"));
    add_things(view, list);
    return view;
}

void board_answer_free(struct board_answer *view)
{
    if (!view)
        return;
    json_decref(view->json);
    free(view);
}
