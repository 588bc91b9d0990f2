/* SPDX-License-Identifier: Apache-2.0 */

#include "store/store_devices.h"

#include "base/log.h"
#include "base/mem.h"
#include "store/ask.h"
#include "store/record_device.h"

#include <stdlib.h>
#include <string.h>

/* ---- A device, as it is packed ------------------------------------------------------- */

static bool next_text(struct packet *rest, char *out, size_t size)
{
    struct packet text;

    return packet_next(rest, &text) && packet_text(text, out, size);
}

static bool next_show(struct packet *rest, struct device_show *out)
{
    char text[DEVICE_SHOW_BYTES];

    return next_text(rest, text, sizeof text) && device_show_read(text, out);
}

static bool set_read(struct packet *rest, struct device_set *out)
{
    char badge[WORD_BYTES_MAX];

    return next_show(rest, &out->show) &&
           next_text(rest, out->attract, sizeof out->attract) &&
           packet_next_u32(rest, &out->idle_s) && packet_next_u32(rest, &out->warn_s) &&
           packet_next_u32(rest, &out->cooldown_s) && packet_next_word(rest, badge) &&
           device_badge_read(badge, &out->badge) &&
           next_text(rest, out->reload, sizeof out->reload) &&
           device_reload_is_good(out->reload) &&
           next_text(rest, out->pin_hash, sizeof out->pin_hash);
}

static bool said_read(struct packet *rest, struct device *out)
{
    return packet_next_number(rest, &out->seen_ms) &&
           next_text(rest, out->version, sizeof out->version) &&
           packet_next_u32(rest, &out->waiting) && packet_next_u32(rest, &out->refused) &&
           next_show(rest, &out->shows) && packet_next_number(rest, &out->people) &&
           packet_next_number(rest, &out->votes) &&
           packet_next_number(rest, &out->flagged_ms);
}

bool device_read(struct packet packed, struct device *out)
{
    uint64_t revoked_ms;

    *out = (struct device){0};
    if (!packet_next_id(&packed, &out->id) ||
        !next_text(&packed, out->name, sizeof out->name) ||
        !next_text(&packed, out->place, sizeof out->place) ||
        !packet_next_number(&packed, &out->made_ms) ||
        !packet_next_number(&packed, &revoked_ms) || !set_read(&packed, &out->set) ||
        !said_read(&packed, out))
        return false;
    out->is_revoked = revoked_ms > 0;
    return packed.len == 0;
}

void devices_flagged_say(const struct id *room, struct packet statuses, size_t n)
{
    if (statuses.len > n)
        log_warn("device.flagged", "room=%s devices=\"%.*s\"", room->text,
                 (int)(statuses.len - n), statuses.at + n);
}

/* {ok, device} */
static void read_one(struct ask *ask, enum err err, const redisReply *reply)
{
    struct device device;

    if (!err && !device_read(reply_part_bytes(reply, 1), &device))
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &device);
}

/* ---- Coming by a link -----------------------------------------------------------------
 */

/* {ok, grants} */
static void read_role(struct ask *ask, enum err err, const redisReply *reply)
{
    enum role role = err ? ROLE_NONE : grants_read(reply_part_bytes(reply, 1));

    if (!err && role == ROLE_NONE)
        err = ERR_INTERNAL;
    ask_answer(ask, err, err ? NULL : &role);
}

void store_device_enrol(struct store *store, struct store_request *request,
                        const struct id *room, const uint8_t secret_hash[SECRET_HASH_BYTES],
                        const struct participant *participant)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, true);

    if (!ask)
        return;
    struct redis_command *command = &ask->call.command;

    ask->read = read_role;
    redis_command_fcall(command, "device_enrol", 7);
    redis_command_room_keys(
        command, room,
        KEYS_OF("room", "journal", "links", "secrets", "roles", "devices", "devstate"));
    redis_command_add(command, secret_hash, SECRET_HASH_BYTES);
    redis_command_add(command, participant->bytes, sizeof participant->bytes);
    redis_command_number(command, DEVICES_PER_ROOM_MAX);
    ask_send(ask);
}

/* ---- Seeing and changing them ----------------------------------------------------------
 */

static int by_age(const void *a, const void *b)
{
    const struct device *left = a, *right = b;

    if (left->made_ms != right->made_ms)
        return left->made_ms < right->made_ms ? -1 : 1;
    return strcmp(left->id.text, right->id.text);
}

static void read_list(struct ask *ask, enum err err, const redisReply *reply)
{
    size_t most = err || reply->elements < 1 ? 0 : reply->elements - 1;
    struct device *devices = mem_zero((most + 1) * sizeof *devices);
    struct device_list list = {0, devices};

    for (size_t i = 0; !err && i < most; i++) {
        if (device_read(reply_part_bytes(reply, i + 1), &devices[i]))
            list.n++;
        else
            err = ERR_INTERNAL;
    }
    qsort(devices, list.n, sizeof *devices, by_age);
    ask_answer(ask, err, err ? NULL : &list);
    free(devices);
}

void store_device_list(struct store *store, struct store_request *request,
                       const struct id *room)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, false);

    if (!ask)
        return;
    ask->read = read_list;
    redis_command_fcall_read(&ask->call.command, "device_list", 3);
    redis_command_room_keys(&ask->call.command, room,
                            KEYS_OF("room", "devices", "devstate"));
    ask_send(ask);
}

void store_device_read(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *device)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, false);

    if (!ask)
        return;
    ask->read = read_one;
    redis_command_fcall_read(&ask->call.command, "device_read", 2);
    redis_command_room_keys(&ask->call.command, room, KEYS_OF("devices", "devstate"));
    redis_command_text(&ask->call.command, device->text);
    ask_send(ask);
}

/* Sends a change: its keys are there; the device and fields with their values come behind.
 */
static void send_values(struct ask *ask, const struct id *device,
                        struct device_values values)
{
    ask->read = read_one;
    redis_command_text(&ask->call.command, device->text);
    for (size_t at = 0; at < values.len; at += strlen(values.texts + at) + 1)
        redis_command_text(&ask->call.command, values.texts + at);
    ask_send(ask);
}

void store_device_set(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *device,
                      struct device_values values)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, true);

    if (!ask)
        return;
    redis_command_fcall(&ask->call.command, "device_set", 4);
    redis_command_room_keys(&ask->call.command, room,
                            KEYS_OF("room", "journal", "devices", "devstate"));
    send_values(ask, device, values);
}

void store_device_report(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *device,
                         struct device_values values)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, true);

    if (!ask)
        return;
    redis_command_fcall(&ask->call.command, "device_report", 2);
    redis_command_room_keys(&ask->call.command, room, KEYS_OF("devices", "devstate"));
    send_values(ask, device, values);
}

void store_device_revoke(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *device)
{
    struct ask *ask = ask_new(store, request, sizeof *ask, false);

    if (!ask)
        return;
    ask->read = ask_read_plain;
    redis_command_fcall(&ask->call.command, "device_revoke", 5);
    redis_command_room_keys(&ask->call.command, room,
                            KEYS_OF("room", "journal", "devices", "roles", "secrets"));
    redis_command_text(&ask->call.command, device->text);
    ask_send(ask);
}
