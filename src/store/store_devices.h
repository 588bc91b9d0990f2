/* SPDX-License-Identifier: Apache-2.0 */

/* The store's part of kiosks; functions/devices.lua. */
#ifndef STORE_STORE_DEVICES_H
#define STORE_STORE_DEVICES_H

#include "domain/device.h"
#include "store/store.h"

/* The participant becomes the device that the link is for: its label is its name.
 * ERR_LINK_SPENT; the same participant again: OK. ERR_LIMIT_REACHED: DEVICES_PER_ROOM_MAX.
 * Result: const enum role *. */
void store_device_enrol(struct store *store, struct store_request *request,
                        const struct id *room, const uint8_t secret_hash[SECRET_HASH_BYTES],
                        const struct participant *participant);

struct device_list {
    size_t n;
    const struct device *devices; /* The oldest first. */
};
/* Those that were revoked, too. Result: const struct device_list *. */
void store_device_list(struct store *store, struct store_request *request,
                       const struct id *room);
/* Result: const struct device *, or ERR_NOT_FOUND. */
void store_device_read(struct store *store, struct store_request *request,
                       const struct id *room, const struct id *device);

/* What to write of a device: names and values in turn, each with its NUL. Names are those
 * of functions/devices.lua. */
struct device_values {
    const char *texts;
    size_t len;
};
/* Result: const struct device *; a FACT_DEVICE tells, where anything is another. */
void store_device_set(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *device,
                      struct device_values values);
/* What it says of itself. ERR_FORBIDDEN: it was revoked. Result: const struct device *. */
void store_device_report(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *device,
                         struct device_values values);
/* Takes its role back; a FACT_DEVICE tells. Result: NULL. */
void store_device_revoke(struct store *store, struct store_request *request,
                         const struct id *room, const struct id *device);

#endif
