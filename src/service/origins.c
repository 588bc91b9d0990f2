/* SPDX-License-Identifier: Apache-2.0 */

#include "service/origins.h"

#include "base/limits.h"
#include "base/origin.h"
#include "service/actor.h"
#include "service/internal.h"
#include "store/store_origins.h"
#include "wire/command_origins.h"

#include <string.h>

static void adopt(struct service *service, const struct buf *lines)
{
    buf_unref(service->origins.lines);
    service->origins.lines = buf_new(lines->text, lines->len);
}

/* ---- What a worker knows ---------------------------------------------------------------
 */

static void looked(struct store_request *io, enum err err, const void *result)
{
    struct service *service = io->owner;

    if (!err)
        adopt(service, result);
    if (service->origins.is_following)
        service->clock->after(service->clock, &service->origins.timer, ORIGINS_MS);
}

static void look(struct clock_timer *timer)
{
    struct service *service = timer->owner;

    store_space_origins(service->store, &service->origins.io);
}

void service_follow_origins(struct service *service)
{
    service->origins.timer = (struct clock_timer){.fire = look, .owner = service};
    service->origins.io = (struct store_request){.done = looked, .owner = service};
    service->origins.is_following = true;
    service->clock->after(service->clock, &service->origins.timer, 0);
}

void service_leave_origins(struct service *service)
{
    if (!service->origins.is_following)
        return;
    service->origins.is_following = false;
    service->clock->cancel(service->clock, &service->origins.timer);
}

bool service_lists_origin(const struct service *service, const char *origin)
{
    const char *at = service->origins.lines ? service->origins.lines->text : "";
    char asked[ORIGIN_BYTES_MAX + 1];
    struct origin read;

    if (!origin_read(origin, &read))
        return false;
    origin_write(&read, asked);
    while (*at) {
        size_t len = strcspn(at, "\n");

        if (strlen(asked) == len && memcmp(asked, at, len) == 0)
            return true;
        at += len + (at[len] == '\n');
    }
    return false;
}

/* ---- space.origins ---------------------------------------------------------------------
 */

static void told(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct strbuf ok = {0};

    if (err) {
        request_fail(request, err);
        return;
    }
    adopt(request->service, result);
    strbuf_puts(&ok, "{\"origins\":");
    origins_json(&ok, result);
    strbuf_puts(&ok, "}");
    request_ok(request, &ok);
}

void use_space_origins(struct request *request)
{
    const struct command *command = &request->command;
    struct store *store = request->service->store;

    request->io.done = told;
    if (command->origins.is_given)
        store_space_origins_set(store, &request->io, command->origins.lines);
    else
        store_space_origins(store, &request->io);
}
