/* SPDX-License-Identifier: Apache-2.0 */

/* What keeps a watch true when messages get lost: the pulse, the journal, and the
 * closing times that nobody's command carries out. */
#ifndef SERVICE_HEAL_H
#define SERVICE_HEAL_H

#include "service/watch.h"

void heal_init(struct watch *watch);
void heal_start(struct watch *watch);
void heal_done(struct watch *watch);
/* A pulse at once. */
void heal_now(struct watch *watch);
/* The store no longer knows what it told of this room: everyone loads afresh. */
void heal_went_back(struct watch *watch);
/* Facts are missing: read them from the journal, or load the room if it no longer reaches
 * back. */
void heal_read_journal(struct watch *watch);
/* Questions changed: when is the next closing time? */
void heal_reconsider_closing(struct watch *watch);

/* watch.c: one fact, in order or not. */
void watch_apply_fact(struct watch *watch, const struct fact *fact);

#endif
