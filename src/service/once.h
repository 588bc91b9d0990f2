/* SPDX-License-Identifier: Apache-2.0 */

/* One command without a connection: HTTP's POST /api/v1/<command>, the form of the
 * page without JavaScript, and the command line. */
#ifndef SERVICE_ONCE_H
#define SERVICE_ONCE_H

#include "base/buf.h"
#include "service/session.h"

/* Owned by the caller, until `done`, which is called once and never from within once_run.
 * `json` is borrowed: {"ok":{…}} or {"err":{…}}; the status is err_http_status(err). */
struct once {
    void (*done)(struct once *once, enum err err, const struct buf *json);
    void *owner;
    struct once_run *run; /* The service's own. */
};

/* `command` is the name in the path, `body` its fields. The participant may be NULL (then
 * only device.create works). */
void once_run(struct service *service, struct once *once, const struct session_from *from,
              const char *command, const char *body, size_t len);
/* The caller goes away: `done` will not be called. What was asked still happens. */
void once_abandon(struct once *once);

#endif
