/* SPDX-License-Identifier: Apache-2.0 */

/* What those who show a link to a board or an idea say of it (the Open Graph protocol,
 * ogp.me): its title and the beginning of its text. */
#ifndef SERVICE_PAGE_PREVIEW_H
#define SERVICE_PAGE_PREVIEW_H

#include "live/mirror.h"
#include "service/pages.h"

/* HTML for the head; NULL when there is nothing that everybody may see. `words` is that of
 * the idea, or NULL. */
struct buf *page_preview(struct mirror *mirror, const struct page_ask *ask,
                         const struct buf *words);

#endif
