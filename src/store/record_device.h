/* SPDX-License-Identifier: Apache-2.0 */

/* A kiosk as the functions pack it. Any bytes give one or false. */
#ifndef STORE_RECORD_DEVICE_H
#define STORE_RECORD_DEVICE_H

#include "domain/device.h"
#include "store/packet.h"

bool device_read(struct packet packed, struct device *out);

#endif
