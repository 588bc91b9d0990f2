/* SPDX-License-Identifier: Apache-2.0 */

/* Which sites the rooms of the space may be embedded in, as a worker knows it: some two
 * seconds old at most, or as it was when the store went away. */
#ifndef SERVICE_ORIGINS_H
#define SERVICE_ORIGINS_H

#include "base/buf.h"
#include "base/clock.h"
#include "store/store.h"

#include <stdbool.h>

struct service;

struct origins {
    struct clock_timer timer;
    struct store_request io;
    struct buf *lines; /* NULL: not read yet. */
    bool is_following;
};

/* Keeps what is known up to date, from now until the service closes. */
void service_follow_origins(struct service *service);
void service_leave_origins(struct service *service);
/* `origin` as a browser says it. */
bool service_lists_origin(const struct service *service, const char *origin);

#endif
