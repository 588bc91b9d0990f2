/* SPDX-License-Identifier: Apache-2.0 */

/* What the files of the service share, and nobody else sees. */
#ifndef SERVICE_INTERNAL_H
#define SERVICE_INTERNAL_H

#include "base/work.h"
#include "service/origins.h"
#include "service/service.h"
#include "service/watch.h"

/* Budgets of addresses, by hash: a newcomer takes a slot over, so it is bounded and a
 * collision only forgets. */
#define ADDRESS_SLOTS 4096
#define REACTORS      16384 /* Likewise of those who react. */

struct service {
    struct clock *clock;
    struct counters *counters;
    const struct identity *identity;
    struct store *store;
    struct store_events events;
    struct watch *watches; /* uthash */
    struct list sessions;
    struct store_state state;
    uint32_t state_stamp; /* Grows with each change of state; 1 at the start. */
    struct buf *state_message;
    bool state_is_news; /* Something is wrong: newcomers are told too. */
    bool is_leaving, hooks_may_be_plain;
    struct lexicon *lexicon; /* NULL until somebody searches or writes. */
    struct index_share index_share;
    struct budget searches; /* Of everyone here together. */
    struct works *works;
    struct presses *presses;
    struct image_cache *images; /* NULL until one is asked for. */
    struct origins origins;
    size_t n_transfers; /* Files on their way; */
    size_t n_uploads;   /* pictures on theirs to us. */
    struct {
        uint64_t address;
        struct budget budget;
    } exchanges[ADDRESS_SLOTS];
    uint64_t reaction_batches, series_batches; /* Ever written here. */
    struct {
        uint64_t who;
        struct budget budget;
    } reactors[REACTORS];
};

/* Made when it is first asked for. */
struct lexicon *service_lexicon(struct service *service);
/* The "store" event as it is now; borrowed. */
struct buf *service_state_message(struct service *service);
/* Every session has something new to gather. */
void sessions_wake(struct service *service);
/* May somebody at this address try another secret? */
bool service_may_try(struct service *service, uint64_t address, uint64_t *again_ms);

#endif
