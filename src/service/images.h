/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures on their way in and out, for net. In: with a ticket that whoever may post was
 * given (image.ticket). Out: to whom the store lets see it.
 *
 * The caller owns the struct until its callback, or until it abandons it. No callback comes
 * from within a call. */
#ifndef SERVICE_IMAGES_H
#define SERVICE_IMAGES_H

#include "base/buf.h"
#include "domain/image.h"
#include "service/service.h"

/* ---- Sent. Before its body is taken in, ask import_may_come. ---- */

struct image_upload {
    /* {"ok":{"image":…}} or {"err":…}; borrowed. */
    void (*done)(struct image_upload *upload, enum err err, const struct buf *json);
    void *owner;
    struct upload_run *run; /* The service's own. */
};
/* `way` is what follows /image/: "<code>/<ticket>". `bytes` must stay until `done`. */
void image_upload(struct service *service, struct image_upload *upload, const char *way,
                  const char *bytes, size_t len);
void image_upload_abandon(struct image_upload *upload);

/* ---- Fetched ---- */

struct image_found {
    bool is_public; /* Everyone may see it. */
    bool is_png;
    const char *bytes;
    size_t len;
    const char *tag; /* What the bytes are known by. */
};

struct image_fetch {
    bool has_participant; /* Who asks, if that is known. */
    struct participant participant;
    /* With OK what was found, borrowed. */
    void (*done)(struct image_fetch *fetch, enum err err, const struct image_found *image);
    void *owner;
    struct fetch_run *run; /* The service's own. */
};
/* "<code>/<board>/<picture>", and "/small" behind it for the small one. */
void image_fetch(struct service *service, struct image_fetch *fetch, const char *way);
void image_fetch_abandon(struct image_fetch *fetch);

#endif
