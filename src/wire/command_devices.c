/* SPDX-License-Identifier: Apache-2.0 */

#include "wire/command_devices.h"

#include "wire/event.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct text_limits name_limits = {1, DEVICE_NAME_CHARS_MAX,
                                               DEVICE_NAME_BYTES_MAX, 0};
static const struct text_limits place_limits = {0, PLACE_CHARS_MAX, PLACE_BYTES_MAX, 0};
static const struct text_limits attract_limits = {0, ATTRACT_CHARS_MAX, ATTRACT_BYTES_MAX,
                                                  0};

/* ---- For others ------------------------------------------------------------------------
 */

static bool is_of_names(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '-';
}

void take_behalf(struct fields *f, struct command *c)
{
    char name[SECRET_CHARS_MAX + 1] = "";

    if (fields_has(f, "for")) {
        take_secret(f, "for", name);
        for (size_t i = 0; name[i]; i++)
            if (i == FOR_CHARS_MAX || !is_of_names(name[i]))
                fields_fail(f, ERR_BAD_FIELD, "for");
        if (!f->err)
            memcpy(c->behalf, name, strlen(name) + 1);
    }
    c->has_ago = fields_has(f, "ago");
    if (c->has_ago)
        c->ago_ms = take_u32(f, "ago", 0, AGO_MS_MAX);
    if (c->has_ago && c->behalf[0] == '\0')
        fields_fail(f, ERR_BAD_FIELD, "ago");
}

void take_kiosk_names(struct fields *f, struct command *c)
{
    take_text(f, "label", name_limits, c->link_create.label);
    take_text(f, "place", place_limits, c->link_create.place);
}

/* ---- device.set -------------------------------------------------------------------------
 */

static void add_value(struct strbuf *out, const char *name, const char *value)
{
    strbuf_add(out, name, strlen(name) + 1);
    strbuf_add(out, value, strlen(value) + 1);
}

static void take_value(struct fields *f, const char *name, struct text_limits limits,
                       struct strbuf *out)
{
    char text[ATTRACT_BYTES_MAX + 1]; /* The longest of them. */

    if (!fields_has(f, name))
        return;
    take_text(f, name, limits, text);
    add_value(out, name, text);
}

static void take_seconds(struct fields *f, const char *name, uint32_t min, uint32_t max,
                         struct strbuf *out)
{
    char text[sizeof "4294967295"];

    if (!fields_has(f, name))
        return;
    (void)snprintf(text, sizeof text, "%" PRIu32, take_u32(f, name, min, max));
    add_value(out, name, text);
}

/* {"question":"mood"}, or null. */
static void take_show(struct fields *f, const char *name, struct strbuf *out)
{
    char text[DEVICE_SHOW_BYTES] = "";
    struct device_show show = {0};
    json_t *value = take_shape(f, name, "ShowOrNull");
    const char *what = json_object_iter_key(json_object_iter(value));

    for (unsigned i = SHOWS_QUESTION; what && i < DEVICE_SHOWS; i++)
        if (strcmp(device_shows_name((enum device_shows)i), what) == 0)
            show.what = (enum device_shows)i;
    if (show.what != SHOWS_ROOM && json_object_size(value) == 1) {
        const json_t *id = json_object_get(value, what);

        if (!json_is_string(id) ||
            !id_read(json_string_value(id), json_string_length(id), &show.id))
            fields_fail(f, ERR_BAD_FIELD, name);
    } else if (!json_is_null(value)) {
        fields_fail(f, ERR_BAD_FIELD, name);
    }
    if (f->err)
        return;
    device_show_write(&show, text);
    add_value(out, name, text);
}

static void take_badge(struct fields *f, struct strbuf *out)
{
    const char *name = take_name(f, "badge");
    enum device_badge badge;

    if (name && !device_badge_read(name, &badge))
        fields_fail(f, ERR_BAD_FIELD, "badge");
    if (!f->err && name)
        add_value(out, "badge", name);
}

static void take_reload(struct fields *f, struct strbuf *out)
{
    const char *time = take_name(f, "reload");

    if (time && !device_reload_is_good(time))
        fields_fail(f, ERR_BAD_FIELD, "reload");
    if (!f->err && time)
        add_value(out, "reload", time);
}

/* Digits alone, or none at all: it opens without one from then on. */
static void take_pin(struct fields *f, struct command *c)
{
    const char *pin = take_name(f, "pin");
    size_t len = pin ? strlen(pin) : 0;

    if (f->err || !pin)
        return;
    if (len > PIN_CHARS_MAX || (len > 0 && len < PIN_CHARS_MIN) ||
        strspn(pin, "0123456789") != len) {
        fields_fail(f, ERR_BAD_FIELD, "pin");
        return;
    }
    c->device.sets_pin = true;
    memcpy(c->device.pin, pin, len + 1);
}

static void take_set(struct fields *f, struct command *c, struct strbuf *out)
{
    json_t *object = take_shape(f, "set", "DeviceSet");
    struct fields inner;

    if (!json_is_object(object)) {
        fields_fail(f, ERR_BAD_FIELD, "set");
        return;
    }
    fields_begin(&inner, object, "set.");
    if (fields_has(&inner, "show"))
        take_show(&inner, "show", out);
    take_value(&inner, "attract", attract_limits, out);
    take_seconds(&inner, "idle", KIOSK_IDLE_S_MIN, KIOSK_IDLE_S_MAX, out);
    take_seconds(&inner, "warn", KIOSK_WARN_S_MIN, KIOSK_WARN_S_MAX, out);
    take_seconds(&inner, "cooldown", 0, KIOSK_COOLDOWN_S_MAX, out);
    if (fields_has(&inner, "badge"))
        take_badge(&inner, out);
    if (fields_has(&inner, "reload"))
        take_reload(&inner, out);
    if (fields_has(&inner, "pin"))
        take_pin(&inner, c);
    if (fields_end(&inner))
        fields_fail_within(f, &inner);
}

void read_device_set(struct fields *f, struct command *c)
{
    struct strbuf values = {0};

    c->device.device = take_id(f, "device");
    take_value(f, "name", name_limits, &values);
    take_value(f, "place", place_limits, &values);
    if (fields_has(f, "set"))
        take_set(f, c, &values);
    c->device.values = strbuf_take(&values);
}

void read_device_revoke(struct fields *f, struct command *c)
{
    c->device.device = take_id(f, "device");
}

/* ---- device.report ----------------------------------------------------------------------
 */

static void take_version(struct fields *f, struct strbuf *out)
{
    char version[SECRET_CHARS_MAX + 1] = "";

    take_secret(f, "version", version);
    if (strlen(version) > KIOSK_VERSION_CHARS)
        fields_fail(f, ERR_BAD_FIELD, "version");
    add_value(out, "version", version);
}

static void take_number(struct fields *f, const char *name, struct strbuf *out)
{
    if (!fields_has(f, name))
        fields_fail(f, ERR_BAD_FIELD, name);
    take_seconds(f, name, 0, KIOSK_WAITING_MAX, out);
}

void read_device_report(struct fields *f, struct command *c)
{
    struct strbuf values = {0};

    take_version(f, &values);
    take_number(f, "waiting", &values);
    take_number(f, "refused", &values);
    take_show(f, "shows", &values);
    c->device.values = strbuf_take(&values);
}

struct buf **owns_device(struct command *c)
{
    return &c->device.values;
}

/* ---- What is told -----------------------------------------------------------------------
 */

static void write_text(struct strbuf *out, const char *before, const char *text)
{
    strbuf_puts(out, before);
    json_text(out, text, strlen(text));
}

static void write_show(struct strbuf *out, const char *before,
                       const struct device_show *show)
{
    strbuf_puts(out, before);
    if (show->what == SHOWS_ROOM)
        strbuf_puts(out, "null");
    else
        strbuf_printf(out, "{\"%s\":\"%s\"}", device_shows_name(show->what), show->id.text);
}

/* {"id":…,"name":…,"place":…,"set":{…  without its PIN and what closes it. */
static void write_head(struct strbuf *out, const struct device *device)
{
    const struct device_set *set = &device->set;

    strbuf_printf(out, "{\"id\":\"%s\"", device->id.text);
    write_text(out, ",\"name\":", device->name);
    write_text(out, ",\"place\":", device->place);
    write_show(out, ",\"set\":{\"show\":", &set->show);
    write_text(out, ",\"attract\":", set->attract);
    strbuf_printf(out,
                  ",\"idle\":%" PRIu32 ",\"warn\":%" PRIu32 ",\"cooldown\":%" PRIu32
                  ",\"badge\":\"%s\",\"reload\":\"%s\"",
                  set->idle_s, set->warn_s, set->cooldown_s, device_badge_name(set->badge),
                  set->reload);
}

void device_write(struct strbuf *out, const struct device *device)
{
    write_head(out, device);
    strbuf_printf(
        out, ",\"pin\":%s},\"made\":%" PRIu64 ",\"seen\":%" PRIu64 ",\"version\":",
        device->set.pin_hash[0] ? "true" : "false", device->made_ms, device->seen_ms);
    json_text(out, device->version, strlen(device->version));
    strbuf_printf(out, ",\"waiting\":%" PRIu32 ",\"refused\":%" PRIu32, device->waiting,
                  device->refused);
    write_show(out, ",\"shows\":", &device->shows);
    strbuf_printf(out,
                  ",\"people\":%" PRIu64 ",\"votes\":%" PRIu64 ",\"flagged\":%" PRIu64
                  ",\"revoked\":%s}",
                  device->people, device->votes, device->flagged_ms,
                  device->is_revoked ? "true" : "false");
}

void device_own_write(struct strbuf *out, const struct device *device,
                      const char *badge_key)
{
    write_head(out, device);
    if (device->set.pin_hash[0])
        strbuf_printf(out, ",\"pin_hash\":\"%s\"}", device->set.pin_hash);
    else
        strbuf_puts(out, ",\"pin_hash\":null}");
    strbuf_printf(out, ",\"badge_key\":\"%s\"}", badge_key);
}
