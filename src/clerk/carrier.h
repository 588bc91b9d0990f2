/* SPDX-License-Identifier: Apache-2.0 */

/* Carries what people earn in a room to the sums of its space.
 *
 *   poked ──▶ asks how far the space has it ──▶ takes what came since ──▶ adds it ──▶ takes
 *
 * The space adds from where it is, or not at all: so whoever dies on the way, or is not
 * alone, does no harm. */
#ifndef CLERK_CARRIER_H
#define CLERK_CARRIER_H

#include "base/clock.h"
#include "store/store_earnings.h"

#define CARRIER_ASK_MS 500 /* Between two questions while a room keeps moving. */

struct charge;

struct carrier {
    struct charge *charge;
    bool is_busy, again, knows_mark;
    struct entry_id mark;
    struct store_request io;
    struct clock_timer pause;
    uint64_t asked_ms;
};

void carrier_init(struct carrier *carrier, struct charge *charge);
/* There may be something to carry. */
void carrier_poke(struct carrier *carrier);
/* The room is not to be minded any more. */
void carrier_drop(struct carrier *carrier);

#endif
