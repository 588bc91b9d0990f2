/* SPDX-License-Identifier: Apache-2.0 */

/* A room's theme as its pages want it: made once, when it changed and somebody asks. */
#ifndef SERVICE_THEMES_H
#define SERVICE_THEMES_H

#include "base/buf.h"
#include "base/id.h"
#include "service/pages.h"

#define THEME_SOURCE_MAX 64

struct watch;

struct room_theme {
    struct buf *settings; /* What it was made of. */
    struct {
        struct buf *css;               /* NULL: the room has none. */
        char source[THEME_SOURCE_MAX]; /* How a page's policy names it. */
    } of[PAGE_THEMES];                 /* By enum page_theme. */
    struct buf *tokens;                /* JSON, see use_theme_look. */
    struct id logo, dark_logo;
    struct buf *logo_alt; /* NULL: there is no logo. */
};

const struct room_theme *watch_theme(struct watch *watch);
void room_theme_done(struct room_theme *theme);

#endif
