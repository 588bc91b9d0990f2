/* SPDX-License-Identifier: Apache-2.0 */

/* Word lists: what is on one is read by staff before others see it. */
#include "service/actor.h"

#include "service/stems.h"
#include "store/store_lists.h"

#include <inttypes.h>
#include <string.h>

static void were_set(struct store_request *io, enum err err, const void *result)
{
    const struct error_detail detail = {.limit =
                                            err == ERR_LIMIT_REACHED ? "listed" : NULL};
    const uint64_t *n = result;
    struct request *request = io->owner;
    struct strbuf ok = {0};

    if (err) {
        request_fail_with(io->owner, err, &detail);
        return;
    }
    clouds_read_again(request->watch);
    strbuf_printf(&ok, "{\"n\":%" PRIu64 "}", *n);
    request_ok(io->owner, &ok);
}

void use_words_set(struct request *request)
{
    const struct command *command = &request->command;
    struct listed_word words[LISTED_AT_ONCE_MAX] = {0};
    struct buf *stems[LISTED_AT_ONCE_MAX] = {0};
    const char *at = command->words.words->text;
    enum err err = OK;

    for (size_t i = 0; !err && i < command->words.n; i++) {
        stems[i] = entry_stems(request->service, at);
        if (stems[i])
            words[i] = (struct listed_word){at, stems[i]->text};
        else
            err = ERR_BAD_TEXT;
        at += strlen(at) + 1;
    }
    request->io.done = were_set;
    if (err)
        request_fail_with(request, err, &(struct error_detail){.field = "words"});
    else
        store_words_set(request->service->store, &request->io, &request->watch->id,
                        &(struct words_change){command->words.list, command->words.on,
                                               &request->actor->participant, words,
                                               command->words.n});
    for (size_t i = 0; i < command->words.n; i++)
        buf_unref(stems[i]);
}

static void page_came(struct store_request *io, enum err err, const void *result)
{
    const struct words_page *page = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_printf(&ok, "{\"n\":%" PRIu64 ",\"more\":%s,\"words\":[", page->total,
                  page->has_more ? "true" : "false");
    for (size_t i = 0; i < page->n; i++) {
        strbuf_puts(&ok, i ? "," : "");
        json_text(&ok, page->words[i]->text, page->words[i]->len);
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

static void lists_came(struct store_request *io, enum err err, const void *result)
{
    const struct word_lists *all = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"lists\":[");
    for (size_t i = 0; i < all->n; i++)
        strbuf_printf(&ok, "%s{\"list\":\"%s\",\"n\":%" PRIu64 "}", i ? "," : "",
                      all->lists[i].name.text, all->lists[i].n);
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_words_list(struct request *request)
{
    const struct command *command = &request->command;
    struct store *store = request->service->store;

    request->io.done = lists_came;
    if (id_is_none(&command->words.list)) {
        store_word_lists(store, &request->io, &request->watch->id);
        return;
    }
    request->io.done = page_came;
    store_words_of(store, &request->io, &request->watch->id, &command->words.list,
                   command->words.after, LISTED_PER_PAGE_MAX);
}
