/* SPDX-License-Identifier: Apache-2.0 */

/* How many participants are in a room, over all workers.
 *
 * Each worker tells its number when it changes, at most every PEOPLE_MS, and with each
 * pulse; what has not been repeated for PEOPLE_EXPIRE_MS is forgotten, so a worker that
 * died takes its people along. Nothing is stored. */
#ifndef SERVICE_PEOPLE_H
#define SERVICE_PEOPLE_H

#include "service/watch.h"

void people_init(struct watch *watch);
void people_done(struct watch *watch);
void people_elsewhere(struct watch *watch, uint64_t worker, uint32_t n);
/* With each pulse: repeat ours, forget who fell silent. */
void people_pulse(struct watch *watch);

#endif
