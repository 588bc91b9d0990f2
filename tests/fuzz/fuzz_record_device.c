/* SPDX-License-Identifier: Apache-2.0 */

/* Kiosks as the functions in Redis write them: whatever is read is read again, in one
 * meaning, from what it is packed into. */
#include "fuzz/repack.h"
#include "store/record_device.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_show(struct strbuf *out, const struct device_show *show)
{
    char text[DEVICE_SHOW_BYTES];

    must((show->what == SHOWS_ROOM) == id_is_none(&show->id));
    device_show_write(show, text);
    packet_add_text(out, text);
}

static void repack(const struct device *device, struct strbuf *out)
{
    const struct device_set *set = &device->set;

    packet_add_text(out, device->id.text);
    packet_add_text(out, device->name);
    packet_add_text(out, device->place);
    packet_add_number(out, device->made_ms);
    packet_add_number(out, device->is_revoked);
    add_show(out, &set->show);
    packet_add_text(out, set->attract);
    packet_add_number(out, set->idle_s);
    packet_add_number(out, set->warn_s);
    packet_add_number(out, set->cooldown_s);
    packet_add_text(out, device_badge_name(set->badge));
    packet_add_text(out, set->reload);
    packet_add_text(out, set->pin_hash);
    packet_add_number(out, device->seen_ms);
    packet_add_text(out, device->version);
    packet_add_number(out, device->waiting);
    packet_add_number(out, device->refused);
    add_show(out, &device->shows);
    packet_add_number(out, device->people);
    packet_add_number(out, device->votes);
    packet_add_number(out, device->flagged_ms);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct strbuf once = {0}, twice = {0};
    struct device device, again;

    if (!device_read((struct packet){(const char *)data, size}, &device))
        return 0;
    must_be_id(&device.id);
    must(device_reload_is_good(device.set.reload));
    repack(&device, &once);
    must(device_read(packed(&once), &again));
    repack(&again, &twice);
    must(same_bytes(&once, &twice));
    strbuf_done(&once);
    strbuf_done(&twice);
    return 0;
}
