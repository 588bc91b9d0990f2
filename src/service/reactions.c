/* SPDX-License-Identifier: Apache-2.0 */

#include "service/actor.h"

#include "store/store_reactions.h"

#include <string.h>

static struct clock *clock_of(const struct watch *watch)
{
    return watch->service->clock;
}

static void later(struct watch *watch)
{
    struct reaction_keeper *keeper = &watch->reactions;
    uint64_t due = keeper->told_ms + REACTIONS_MS,
             now = clock_of(watch)->mono_ms(clock_of(watch));

    if (!keeper->timer.armed)
        clock_of(watch)->after(clock_of(watch), &keeper->timer, due > now ? due - now : 0);
}

static bool has_taps(const uint32_t taps[REACTIONS])
{
    for (size_t i = 0; i < REACTIONS; i++)
        if (taps[i])
            return true;
    return false;
}

/* Sums of an epoch that is over say nothing of this one. */
static bool is_to_be_asked(const struct watch *watch)
{
    return watch->reactions.is_on &&
           watch->mirror.reactions.epoch < watch->mirror.room.epoch;
}

static void written(struct store_request *io, enum err err, const void *result)
{
    struct watch *watch = io->owner;
    struct reaction_keeper *keeper = &watch->reactions;

    keeper->is_busy = false;
    if (!err) {
        keeper->batch = 0;
        mirror_set_reactions(&watch->mirror, result);
    } else if (err == ERR_NOT_FOUND) {
        memset(keeper->waiting, 0, sizeof keeper->waiting); /* The room is gone. */
        keeper->batch = 0;
    }
    /* What may or may not be counted is sent again as it was: then it is, once. */
    if (keeper->batch || has_taps(keeper->waiting) ||
        (err != ERR_NOT_FOUND && is_to_be_asked(watch)))
        later(watch);
}

static void write_due(struct clock_timer *timer)
{
    struct watch *watch = timer->owner;
    struct reaction_keeper *keeper = &watch->reactions;

    if (keeper->is_busy)
        return;
    if (!keeper->batch && has_taps(keeper->waiting)) {
        memcpy(keeper->sent, keeper->waiting, sizeof keeper->sent);
        memset(keeper->waiting, 0, sizeof keeper->waiting);
        keeper->batch = ++watch->service->reaction_batches;
    }
    keeper->is_busy = true;
    keeper->told_ms = clock_of(watch)->mono_ms(clock_of(watch));
    keeper->io = (struct store_request){.done = written, .owner = watch};
    store_react(watch->service->store, &keeper->io, &watch->id, keeper->batch,
                keeper->sent);
}

void reactions_init(struct watch *watch)
{
    watch->reactions.timer = (struct clock_timer){.fire = write_due, .owner = watch};
}

void reactions_done(struct watch *watch)
{
    clock_of(watch)->cancel(clock_of(watch), &watch->reactions.timer);
}

bool reactions_are_idle(const struct watch *watch)
{
    return !watch->reactions.is_busy;
}

void reactions_set(struct watch *watch, bool is_on)
{
    watch->reactions.is_on = is_on;
    mirror_show_reactions(&watch->mirror, is_on);
    if (is_to_be_asked(watch))
        later(watch); /* With nothing tapped it only asks. */
}

/* Each participant has a budget, whatever their connections: a newcomer takes a slot over,
 * so it is bounded, and a collision only forgets. */
static bool may_react(struct request *request, uint64_t *again_ms)
{
    struct service *service = request->service;
    uint64_t who;

    memcpy(&who, request->actor->participant.bytes, sizeof who);

    size_t i = (size_t)(who % REACTORS);

    if (service->reactors[i].who != who) {
        service->reactors[i].who = who;
        service->reactors[i].budget = (struct budget){0};
    }
    return budget_spend(&service->reactors[i].budget,
                        service->clock->mono_ms(service->clock), REACTION_EACH_MS,
                        REACTIONS_BURST, again_ms);
}

void use_react(struct request *request)
{
    struct reaction_keeper *keeper = &request->watch->reactions;
    struct error_detail detail = {0};

    if (!keeper->is_on) {
        if (!request_is_early(request))
            request_fail(request, ERR_CLOSED);
        return;
    }
    if (!may_react(request, &detail.again_ms)) {
        request_fail_with(request, ERR_TOO_MANY, &detail);
        return;
    }
    keeper->waiting[request->command.react.reaction]++;
    later(request->watch);
    request_ok_empty(request);
}
