/* SPDX-License-Identifier: Apache-2.0 */

/* One webhook of a room, and the event that is on its way to it. One after the other:
 *
 *   poked ──▶ claims the next ──▶ reads what it is about ──▶ sends ──▶ settles ──▶ claims
 * ...
 *
 * An event that is claimed and not settled, because we died, is claimed again by whoever
 * comes once the claim is over. So it is delivered at least once, always under the same id.
 */
#ifndef CLERK_COURIER_H
#define CLERK_COURIER_H

#include "base/buf.h"
#include "base/clock.h"
#include "clerk/post.h"
#include "store/store_hooks.h"

#define COURIER_ASK_MS       100  /* Between two questions while there is nothing. */
#define COURIER_AGAIN_MS     2000 /* After the store could not answer. */
#define COURIER_ID_BYTES     64
#define COURIER_HEADER_BYTES 160

struct charge;

struct courier {
    struct charge *charge;
    bool is_used;
    struct hook hook;
    bool is_busy, again; /* again: something came since it asked. */
    bool has_message;    /* That was not taken yet. */
    struct store_request io;
    struct clock_timer timer;
    uint64_t asked_ms;
    struct hook_claim claim; /* What is on its way. */
    struct strbuf body;
    struct post_job job;
    char id[COURIER_ID_BYTES];
    char headers[POST_HEADERS_MAX][COURIER_HEADER_BYTES];
};

void courier_init(struct courier *courier, struct charge *charge);
void courier_take(struct courier *courier, const struct hook *hook);
void courier_drop(struct courier *courier);
/* There may be something to deliver. */
void courier_poke(struct courier *courier);
/* Nothing may be under way. */
void courier_done(struct courier *courier);

#endif
