/* SPDX-License-Identifier: Apache-2.0 */

/* Webhooks, as hosts see them; the clerk delivers. */
#include "service/gates.h"
#include "service/rehearsals.h"

#include "store/store_hooks.h"
#include "wire/hook.h"

#include <sodium.h>
#include <string.h>

/* ---- hook.add: the clerk is told before, so that the room is minded, and after, so that
 * it looks at once
 * --------------------------------------------------------------------------- */

static void answer_added(struct request *request)
{
    const struct service *service = request->service;
    char secret[SECRET_CHARS_MAX + 1];
    struct strbuf ok = {0};

    hook_secret(service->identity, &request->watch->id, &request->command.hook.hook,
                secret);
    strbuf_printf(&ok, "{\"secret\":\"%s\"}", secret);
    sodium_memzero(secret, sizeof secret);
    request_ok(request, &ok);
}

static void added(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    const struct error_detail detail = {.limit =
                                            err == ERR_LIMIT_REACHED ? "webhooks" : NULL};

    (void)result;
    if (err || !request->actor)
        request_fail_with(request, err, &detail);
    else
        duty_first(request, answer_added);
}

static void add(struct request *request)
{
    const struct command *command = &request->command;
    struct hook hook = {.id = command->hook.hook, .events = command->hook.events};

    memcpy(hook.url, command->hook.url->text, command->hook.url->len);
    request->io.done = added;
    store_hook_add(request->service->store, &request->io, &request->watch->id, &hook);
}

void use_hook_add(struct request *request)
{
    const struct buf *url = request->command.hook.url;
    const struct error_detail detail = {.field = "url"};

    if (is_rehearsal(request->watch, NULL))
        request_fail(request, ERR_REHEARSAL);
    else if (hook_url_is_good(url->text, url->len, request->service->hooks_may_be_plain))
        duty_first(request, add);
    else
        request_fail_with(request, ERR_BAD_FIELD, &detail);
}

/* ---- hook.test
 * --------------------------------------------------------------------------- */

static void tested(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;

    (void)result;
    if (err || !request->actor)
        request_fail(request, err);
    else
        duty_first(request, request_ok_empty);
}

void use_hook_test(struct request *request)
{
    request->io.done = tested;
    store_hook_test(request->service->store, &request->io, &request->watch->id,
                    &request->command.hook.hook);
}

void use_hook_remove(struct request *request)
{
    request->io.done = request_finish;
    store_hook_remove(request->service->store, &request->io, &request->watch->id,
                      &request->command.hook.hook);
}

/* ---- Lists
 * ------------------------------------------------------------------------------- */

static void listed(struct store_request *io, enum err err, const void *result)
{
    const struct hook_list *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"hooks\":[");
    for (size_t i = 0; i < list->n; i++) {
        const struct hook_listed *hook = &list->hooks[i];

        strbuf_puts(&ok, i ? "," : "");
        record_hook(&ok, &(struct hook_view){&hook->hook, hook->tries, hook->next_ms});
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_hook_list(struct request *request)
{
    request->io.done = listed;
    store_hooks_list(request->service->store, &request->io, &request->watch->id);
}

static void log_read(struct store_request *io, enum err err, const void *result)
{
    const struct request *request = io->owner;
    const struct hook_log *log = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"log\":[");
    for (size_t i = 0; i < log->n; i++) {
        const struct hook_delivery *one = &log->deliveries[i];

        strbuf_printf(&ok,
                      "%s{\"id\":\"%s-%s\",\"event\":\"%s\",\"at\":%llu,\"code\":%u,"
                      "\"why\":\"%s\",\"tries\":%u,\"done\":%s}",
                      i ? "," : "", request->watch->id.text, one->event, one->name,
                      (unsigned long long)one->at_ms, one->code, one->why, one->tries,
                      one->is_settled ? "true" : "false");
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_hook_log(struct request *request)
{
    request->io.done = log_read;
    store_hook_log(request->service->store, &request->io, &request->watch->id,
                   &request->command.hook.hook);
}
