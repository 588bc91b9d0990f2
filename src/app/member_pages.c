/* SPDX-License-Identifier: Apache-2.0 */

#include "app/member_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void member_pages_begin(struct member_pages *out, redisContext *redis, const char *verb,
                        const char *key, size_t key_len)
{
    *out = (struct member_pages){
        .redis = redis, .verb = verb, .key = key, .key_len = key_len, .cursor = "0"};
}

static bool ask(struct member_pages *p, struct complaint *complaint)
{
    int done;

    p->is_asked = redisAppendCommand(p->redis, "%s %b %s COUNT %d", p->verb, p->key,
                                     p->key_len, p->cursor, MEMBER_PAGE) == REDIS_OK;
    /* On its way at once. */
    for (done = 0; p->is_asked && !done;)
        if (redisBufferWrite(p->redis, &done) != REDIS_OK)
            break;
    return (p->is_asked && !p->redis->err) ||
           complain(complaint, "Redis: %.200s", p->redis->errstr);
}

/* "<cursor>" and members. */
static bool hear(struct member_pages *p, struct complaint *complaint)
{
    void *reply = NULL;

    p->is_asked = false;
    if (redisGetReply(p->redis, &reply) != REDIS_OK)
        return complain(complaint, "Redis: %.200s", p->redis->errstr);
    p->page = reply;
    if (p->page->type != REDIS_REPLY_ARRAY || p->page->elements != 2)
        return complain(complaint, "Redis: %.200s", p->page->str ? p->page->str : "what?");
    (void)snprintf(p->cursor, sizeof p->cursor, "%s", p->page->element[0]->str);
    p->is_over = strcmp(p->cursor, "0") == 0;
    return true;
}

const redisReply *member_pages_next(struct member_pages *pages, bool *is_good,
                                    struct complaint *complaint)
{
    freeReplyObject(pages->page);
    pages->page = NULL;
    *is_good = true;
    if (pages->is_over)
        return NULL;
    *is_good = (pages->is_asked || ask(pages, complaint)) && hear(pages, complaint) &&
               (pages->is_over || ask(pages, complaint));
    return *is_good ? pages->page->element[1] : NULL;
}

void member_pages_end(struct member_pages *pages)
{
    void *reply = NULL;

    freeReplyObject(pages->page);
    /* Nobody else shall hear it. */
    if (pages->is_asked && redisGetReply(pages->redis, &reply) == REDIS_OK)
        freeReplyObject(reply);
    *pages = (struct member_pages){.is_over = true};
}
