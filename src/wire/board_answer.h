/* SPDX-License-Identifier: Apache-2.0 */

/* What the server answered to idea.list, idea.read and comment.list, read again: the page
 * without JavaScript is a client of the protocol like any other, and knows no more. */
#ifndef WIRE_BOARD_ANSWER_H
#define WIRE_BOARD_ANSWER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOARD_ANSWER_MAX 40 /* A page, and before it what only this one may see. */

/* An idea or a comment. Texts are "" where there is none. */
struct board_thing {
    const char *id, *state, *status, *into;
    const char *title, *text, *name, *answer, *owner, *reason;
    const char *by; /* Of a comment: "author", "team". */
    uint64_t by_ms; /* Of a decision; 0: open. */
    uint32_t number, count /* supports or likes */, comments, n, tags;
    bool is_mine, on;
};

struct board_answer {
    void *json; /* Holds the texts. */
    uint32_t total;
    bool more;
    size_t n;
    struct board_thing things[BOARD_ANSWER_MAX];
};

/* NULL when it is no list of things. */
struct board_answer *board_answer_read(const struct buf *answer);
void board_answer_free(struct board_answer *view); /* Takes NULL. */

#endif
