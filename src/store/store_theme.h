/* SPDX-License-Identifier: Apache-2.0 */

/* What a space's new rooms look like, and the files of a logo, which go from a room to its
 * space and from there to others: part of the port of store.h, and with its rules. */
#ifndef STORE_THEME_H
#define STORE_THEME_H

#include "store/store.h"

#define LOGO_FILES_MAX 2 /* For light and dark. */

struct logo_files {
    size_t n;
    struct logo_file {
        struct id id;
        bool is_png;
        struct buf *full, *small;
    } of[LOGO_FILES_MAX];
};
/* With references of its own. */
struct logo_files logo_files_ref(const struct logo_files *files);
void logo_files_done(struct logo_files *files);

/* Pictures of a room's. ERR_BAD_IMAGE: one of them is not there. Result: const struct
 * logo_files *. */
void store_logo_files(struct store *store, struct store_request *request,
                      const struct id *room, const struct id *images, size_t n);

/* Result of both: const struct space_theme *. */
struct space_theme {
    struct buf *json; /* The theme as wire made it; NULL: none. */
    struct logo_files files;
};
/* Files only where they are wanted. */
void store_space_theme(struct store *store, struct store_request *request, bool with_files);
/* NULL: none any more. */
void store_space_theme_set(struct store *store, struct store_request *request,
                           const struct buf *theme, const struct logo_files *files);

#endif
