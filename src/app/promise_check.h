/* SPDX-License-Identifier: Apache-2.0 */

/* What a store promises with `counted`, asked before anything is served from it. */
#ifndef APP_PROMISE_CHECK_H
#define APP_PROMISE_CHECK_H

#include "app/complaint.h"
#include "app/config.h"
#include "store/promise.h"

/* False when it does not answer within STORE_WAIT_MS. */
bool promise_ask(const struct config *config, const char *address,
                 struct store_promise *out);
/* "on disk within a second or two" */
const char *promise_said(enum store_keeps keeps);
/* For --durability strict: a complaint unless what is counted is on disk and stays. Asks
 * from a process of its own, for the supervisor's has no loop and no threads. */
bool promise_demand(const struct config *config, struct complaint *complaint);

#endif
