/* SPDX-License-Identifier: Apache-2.0 */

/* Bytes of pictures that were asked for last, in a worker's memory. A picture's bytes never
 * change; who may see it is asked each time, elsewhere. */
#ifndef SERVICE_IMAGE_CACHE_H
#define SERVICE_IMAGE_CACHE_H

#include "base/buf.h"
#include "base/id.h"
#include "service/tag.h"

#include <stdbool.h>

struct image_cache;

struct image_key {
    struct id room, image; /* Whole: filled with zeros behind their texts. */
    bool is_small;
};
struct image_kept {
    struct buf *bytes;
    struct tag tag; /* What they are known by. */
    bool is_png;
};

/* A reference to its bytes, for the caller to let go of; bytes are NULL if it is not kept.
 */
struct image_kept image_cache_get(struct image_cache *cache, const struct image_key *key);
/* Likewise. Makes the cache with the first. The oldest leave while there is more than
 * IMAGES_KEPT_BYTES. */
struct image_kept image_cache_put(struct image_cache **cache, const struct image_key *key,
                                  const char *bytes, size_t len, bool is_png);
void image_cache_free(struct image_cache *cache);

#endif
