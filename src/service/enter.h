/* SPDX-License-Identifier: Apache-2.0 */

/* Coming into a room: its watch is opened, what is written about the participant is read,
 * the role decided. The first step of hello, of every HTTP command that acts in a room, and
 * of pages. */
#ifndef SERVICE_ENTER_H
#define SERVICE_ENTER_H

#include "service/watch.h"
#include "wire/command.h"

struct entering {
    /* Fill in, then enter_room. */
    struct participant participant;
    enum view view;
    void (*done)(struct entering *entering, enum err err, enum role role,
                 const struct you *you);
    /* In `done` with OK, ERR_PASSCODE, or a failed read: a reference that `done` takes
     * over. Else NULL. With ERR_INVITATION likewise. */
    struct watch *watch;
    /* Its own. */
    struct watch_wait wait;
    struct store_request io;
};

/* `done` once, never from within. ERR_PASSCODE, ERR_INVITATION: the room asks for one and
 * this participant gave none. */
void enter_room(struct service *service, struct entering *entering,
                const struct code *code);

/* May somebody of that role, given what is written about them? `you` may be NULL. */
bool entered_may(enum role role, const struct you *you, enum right right);

/* What somebody is in a room, given what is written about them. */
enum role role_in_room(const struct watch *watch, const struct you *you, enum view view);
/* What a room says to who may not enter; OK when anybody may. */
enum err room_door(const struct room *room);

/* Which kiosk somebody of that role is, given what is written about them; none: none. */
struct id entering_device(enum role role, const struct you *you);

/* The event "you"; `you` may be NULL for no ballots. */
void event_you(struct strbuf *out, enum role role, const struct you *you);

#endif
