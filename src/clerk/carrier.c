/* SPDX-License-Identifier: Apache-2.0 */

#include "clerk/carrier.h"

#include "clerk/charge.h"

static void take(struct carrier *carrier);

static struct clerk *clerk_of(const struct carrier *carrier)
{
    return carrier->charge->clerk;
}

static bool is_over(const struct carrier *carrier)
{
    return carrier->charge->is_gone || clerk_of(carrier)->is_closing;
}

static const struct id *room_of(const struct carrier *carrier)
{
    return &carrier->charge->duty.room;
}

static struct store_request *request(struct carrier *carrier,
                                     void (*done)(struct store_request *, enum err,
                                                  const void *))
{
    carrier->io = (struct store_request){.done = done, .owner = carrier};
    carrier->charge->n_asked++;
    return &carrier->io;
}

/* False when it ends here, with what is to be carried still there: a poke or the pulse
 * comes again. The charge may be gone afterwards. */
static bool goes_on(struct carrier *carrier, enum err err)
{
    bool does = !err && !is_over(carrier);

    if (!does)
        carrier->is_busy = carrier->knows_mark = false;
    if (is_over(carrier) || err)
        charge_answered(carrier->charge);
    else
        carrier->charge->n_asked--;
    return does;
}

static void marked(struct store_request *io, enum err err, const void *result)
{
    struct carrier *carrier = io->owner;

    if (!goes_on(carrier, err))
        return;
    carrier->mark = *(const struct entry_id *)result;
    carrier->knows_mark = true;
    take(carrier);
}

static void taken(struct store_request *io, enum err err, const void *result)
{
    struct carrier *carrier = io->owner;
    const struct earnings *earnings = result;

    if (!goes_on(carrier, err))
        return;
    if (earnings->n > 0) {
        store_earnings_add(clerk_of(carrier)->store, request(carrier, marked),
                           room_of(carrier), earnings);
        return;
    }
    carrier->is_busy = false;
    if (carrier->again)
        carrier_poke(carrier);
}

static void take(struct carrier *carrier)
{
    carrier->again = false;
    if (carrier->knows_mark)
        store_earnings_take(clerk_of(carrier)->store, request(carrier, taken),
                            room_of(carrier), &carrier->mark);
    else
        store_earnings_mark(clerk_of(carrier)->store, request(carrier, marked),
                            room_of(carrier));
}

static void time_came(struct clock_timer *timer)
{
    struct carrier *carrier = timer->owner;
    struct clock *clock = clerk_of(carrier)->clock;

    if (carrier->is_busy || is_over(carrier))
        return;
    carrier->is_busy = true;
    carrier->asked_ms = clock->mono_ms(clock);
    take(carrier);
}

void carrier_poke(struct carrier *carrier)
{
    struct clock *clock = clerk_of(carrier)->clock;
    uint64_t now = clock->mono_ms(clock), due = carrier->asked_ms + CARRIER_ASK_MS;

    carrier->again = true;
    if (!carrier->is_busy && !carrier->pause.armed && !is_over(carrier))
        clock->after(clock, &carrier->pause, now < due ? due - now : 0);
}

void carrier_init(struct carrier *carrier, struct charge *charge)
{
    *carrier = (struct carrier){.charge = charge};
    carrier->pause = (struct clock_timer){.fire = time_came, .owner = carrier};
}

void carrier_drop(struct carrier *carrier)
{
    clerk_of(carrier)->clock->cancel(clerk_of(carrier)->clock, &carrier->pause);
}
