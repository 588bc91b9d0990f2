/* SPDX-License-Identifier: Apache-2.0 */

/* A PDF on its way in, for net: each of its pages becomes a slide of the room's agenda, one
 * after the other. With a ticket that a host was given (deck.ticket).
 *
 * The caller owns the struct until its callback, or until it abandons it; then no more
 * pages are made. No callback comes from within a call. */
#ifndef SERVICE_DECKS_H
#define SERVICE_DECKS_H

#include "base/buf.h"
#include "service/service.h"

struct deck_upload {
    /* {"ok":{"pages":…}} once all are there, or {"err":…}; borrowed. */
    void (*done)(struct deck_upload *upload, enum err err, const struct buf *json);
    void *owner;
    struct deck_run *run; /* The service's own. */
};
/* `way` is what follows /deck/: "<code>/<ticket>". `bytes` must stay until `done`. */
void deck_upload(struct service *service, struct deck_upload *upload, const char *way,
                 const char *bytes, size_t len);
void deck_upload_abandon(struct deck_upload *upload);

#endif
