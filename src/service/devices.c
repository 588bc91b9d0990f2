/* SPDX-License-Identifier: Apache-2.0 */

/* Kiosks: what staff sees of them and decides, and what they say of themselves. */
#include "service/actor.h"
#include "service/own_device.h"
#include "store/store_devices.h"
#include "wire/command_devices.h"

#include <assert.h>
#include <string.h>

static_assert(PIN_HASH_CHARS == BADGE_KEY_CHARS, "both are 32 bytes in base64url");

struct buf *own_device(const struct service *service, const struct device *device)
{
    char key[BADGE_KEY_CHARS + 1];
    struct strbuf json = {0};

    badge_key_text(service->identity, key);
    device_own_write(&json, device, key);
    return strbuf_take(&json);
}

/* ---- device.list ------------------------------------------------------------------------
 */

static void listed(struct store_request *io, enum err err, const void *result)
{
    const struct device_list *list = result;
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"devices\":[");
    for (size_t i = 0; i < list->n; i++) {
        strbuf_puts(&ok, i ? "," : "");
        device_write(&ok, &list->devices[i]);
    }
    strbuf_puts(&ok, "]}");
    request_ok(io->owner, &ok);
}

void use_device_list(struct request *request)
{
    request->io.done = listed;
    store_device_list(request->service->store, &request->io, &request->watch->id);
}

/* ---- device.set and device.revoke -------------------------------------------------------
 */

static void was_set(struct store_request *io, enum err err, const void *result)
{
    struct strbuf ok = {0};

    if (err) {
        request_fail(io->owner, err);
        return;
    }
    strbuf_puts(&ok, "{\"device\":");
    device_write(&ok, result);
    strbuf_puts(&ok, "}");
    request_ok(io->owner, &ok);
}

void use_device_set(struct request *request)
{
    const struct command *command = &request->command;
    const struct buf *given = command->device.values;
    struct strbuf values = {0};
    char hash[BADGE_KEY_CHARS + 1] = "";

    if (command->device.pin[0] &&
        !pin_hash_text(request->service->identity, &command->device.device,
                       command->device.pin, hash)) {
        request_fail(request, ERR_INTERNAL);
        return;
    }
    strbuf_add(&values, given->text, given->len);
    if (command->device.sets_pin) {
        strbuf_add(&values, "pin", sizeof "pin");
        strbuf_add(&values, hash, strlen(hash) + 1);
    }
    request->io.done = was_set;
    store_device_set(request->service->store, &request->io, &request->watch->id,
                     &command->device.device,
                     (struct device_values){values.text, values.len});
    strbuf_done(&values);
}

void use_device_revoke(struct request *request)
{
    request->io.done = request_finish;
    store_device_revoke(request->service->store, &request->io, &request->watch->id,
                        &request->command.device.device);
}

/* ---- device.report ----------------------------------------------------------------------
 */

static void reported(struct store_request *io, enum err err, const void *result)
{
    struct request *request = io->owner;
    struct strbuf ok = {0};

    if (err) {
        request_fail(request, err);
        return;
    }
    struct buf *own = own_device(request->service, result);

    strbuf_puts(&ok, "{\"device\":");
    strbuf_add(&ok, own->text, own->len);
    strbuf_puts(&ok, "}");
    buf_unref(own);
    request_ok(request, &ok);
}

void use_device_report(struct request *request)
{
    const struct buf *values = request->command.device.values;

    request->io.done = reported;
    store_device_report(request->service->store, &request->io, &request->watch->id,
                        &request->actor->device,
                        (struct device_values){values->text, values->len});
}
