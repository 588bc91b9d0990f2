/* SPDX-License-Identifier: Apache-2.0 */

/* Messages for one connection, oldest first. Its length is bounded by whoever fills it.
 * Starts as {0}. */
#ifndef SERVICE_MAIL_H
#define SERVICE_MAIL_H

#include "live/frame.h"

#include <stdbool.h>
#include <stddef.h>

struct letter {
    struct buf *frames;
};

struct mail {
    struct letter *letters;
    size_t first, n, cap;
    size_t bytes;
};

/* Takes the frames. */
void mail_add(struct mail *mail, struct buf *frames);
/* As many as fit, whole; false when the window is full. */
bool mail_gather(struct mail *mail, struct outgoing *outgoing, struct window *window);
void mail_done(struct mail *mail);

#endif
