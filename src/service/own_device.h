/* SPDX-License-Identifier: Apache-2.0 */

/* What a kiosk is told of itself, and nobody else. */
#ifndef SERVICE_OWN_DEVICE_H
#define SERVICE_OWN_DEVICE_H

#include "domain/device.h"
#include "service/internal.h"

/* JSON, with what it makes names of badges with. */
struct buf *own_device(const struct service *service, const struct device *device);

#endif
