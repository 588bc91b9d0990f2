/* SPDX-License-Identifier: Apache-2.0 */

/* A kiosk as the functions pack it. Any bytes give one or false. */
#ifndef STORE_RECORD_DEVICE_H
#define STORE_RECORD_DEVICE_H

#include "domain/device.h"
#include "store/packet.h"

bool device_read(struct packet packed, struct device *out);

/* A status for each of a batch, behind which only those that came from somewhere may have
 * more. */
static inline bool statuses_fit(struct packet statuses, size_t n, bool has_sources)
{
    return has_sources ? statuses.len >= n : statuses.len == n;
}
/* Says in the log which devices of a room were flagged, as their functions name them behind
 * the `n` statuses of a batch. */
void devices_flagged_say(const struct id *room, struct packet statuses, size_t n);

#endif
