/* SPDX-License-Identifier: Apache-2.0 */

/* What becomes of ideas, told to those here whom it concerns: their author, and whoever
 * supports them. The room's news are a record that is asked for from where it was last
 * read, so that a lost hint costs a pulse at most. Whoever was not here reads them with
 * me.read. */
#ifndef SERVICE_NOTICES_H
#define SERVICE_NOTICES_H

#include "service/service.h"
#include "store/store_points.h"

struct watch;

struct notice_teller {
    struct watch *watch;
    struct store_request io;
    bool busy;
    bool knows;            /* `upto` says something. */
    struct entry_id upto;  /* What came before it was told, or is nobody's business here. */
    struct entry_id heard; /* There is news up to here, at least. */
    size_t n_news, at;     /* Being told. */
    struct news *news;
    size_t n_people, n_asked; /* Those who are here, and of how many it is known whether
                                 they support the idea. */
    struct participant *people;
};

void notices_init(struct watch *watch);
void notices_done(struct watch *watch);
bool notices_are_idle(const struct watch *watch);
/* Something became of an idea, as another worker or our own says. */
void notices_hear(struct watch *watch, const struct entry_id *entry);
/* Look whether there is any. */
void notices_heal(struct watch *watch);

#endif
