/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures of ideas: which ones an idea is to have, and what is known of one. */
#ifndef DOMAIN_IMAGE_H
#define DOMAIN_IMAGE_H

#include "domain/idea.h"

/* One that an idea is to have. */
struct image_ref {
    struct id id;
    char alt[ALT_BYTES_MAX + 1]; /* What it shows, in words. */
};

/* One that stands for a slide, or beside a question on the stage. */
struct slide_ref {
    struct id id; /* None: there is no picture. */
    char alt[SLIDE_ALT_BYTES_MAX + 1];
    uint32_t page, pages; /* Of the PDF that it was a page of; 0: of none. */
};

/* All of an idea's, with those that it had, as far as the caller knows. */
struct idea_images {
    size_t n, n_had; /* At most IMAGES_PER_IDEA_MAX. */
    const struct image_ref *wanted;
    const struct id *had;
    bool are_checked; /* A new one waits for staff. */
};

/* One that an idea has. */
struct idea_image {
    struct id id;
    enum idea_state state; /* Pending, shown or hidden. */
    uint32_t width, height;
    const char *alt; /* Borrowed; without an end. */
    size_t alt_len;
};

/* The bytes of one, or of its small one. */
struct image_bytes {
    bool is_public; /* Everyone may see it. */
    bool is_png;
    const char *bytes;
    size_t len;
};

#endif
