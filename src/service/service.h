/* SPDX-License-Identifier: Apache-2.0 */

/* The use cases: a command comes in, the store is asked, events go out.
 *
 * A service belongs to one worker. net hands it bytes and is woken when there is
 * something to write; it never sees the store. */
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include "base/clock.h"
#include "base/counters.h"
#include "base/press.h"
#include "base/work.h"
#include "service/identity.h"
#include "store/store.h"

#include <stdbool.h>

struct service;

struct service_options {
    struct clock *clock;             /* Kept. */
    struct counters *counters;       /* Kept. */
    const struct identity *identity; /* Kept. */
    struct works *works;             /* Kept; NULL where nobody asks for a workbook. */
    struct presses *presses;         /* Kept; NULL where nobody sends pictures. */
    struct store_options
        store; /* `events`, `clock` and `counters` are filled in by the service. */
    bool hooks_may_be_plain; /* Webhooks may be written to without TLS. */
};

struct service *service_new(const struct service_options *options);
/* Says bye to every session, with spread, and closes them once that is written; refuses new
 * ones. */
void service_say_bye(struct service *service);
/* No session may be left. Calls `closed` when the store has finished. */
void service_close(struct service *service, void (*closed)(void *context), void *context);
/* From the supervisor: the store's disk has less than its reserve left. */
void service_set_disk_full(struct service *service, bool full);
struct store_state service_store_state(const struct service *service);

#endif
