/* SPDX-License-Identifier: Apache-2.0 */

/* The members of a large key, page by page, so that they neither hold Redis up nor fill us.
 * While one page is worked on, Redis makes the next. */
#ifndef APP_MEMBER_PAGES_H
#define APP_MEMBER_PAGES_H

#include <hiredis/hiredis.h>

#include "app/complaint.h"

#define MEMBER_PAGE         4000 /* Members, about. */
#define MEMBER_CURSOR_BYTES 24

struct member_pages {
    redisContext *redis; /* Is asked for nothing else until the end. */
    const char *verb;    /* HSCAN, SSCAN */
    const char *key;
    size_t key_len;
    char cursor[MEMBER_CURSOR_BYTES];
    bool is_asked, is_over;
    redisReply *page;
};

void member_pages_begin(struct member_pages *out, redisContext *redis, const char *verb,
                        const char *key, size_t key_len);
/* The next page, valid until the one after; NULL when there is none, or with a complaint
 * and `*is_good` false. */
const redisReply *member_pages_next(struct member_pages *pages, bool *is_good,
                                    struct complaint *complaint);
/* Also in the middle. */
void member_pages_end(struct member_pages *pages);

#endif
