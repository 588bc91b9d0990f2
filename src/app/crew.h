/* SPDX-License-Identifier: Apache-2.0 */

/* The workers of an instance, one for each listening socket, and their replacement.
 *
 * A worker that dies or hangs is started anew in its slot. A reload starts a second worker
 * in every slot, on the same socket; once all are ready they are the crew, and the old
 * ones are told to hand over: they accept no more, answer what they have, say bye and
 * end. The sockets stay open throughout, so nobody is refused. One that cannot start
 * ends the reload, and the old ones never knew.
 *
 *   STEADY ──reload──▶ CHANGING ──all ready──▶ PARTING ──old ones gone──▶ STEADY
 *                         └──one failed, or too late──▶ STEADY */
#ifndef APP_CREW_H
#define APP_CREW_H

#include "app/child.h"
#include "app/instance.h"

#include <poll.h>

#define RELOAD_WAIT_MS 15000 /* For all new workers to be ready. */

enum crew_phase { CREW_STEADY, CREW_CHANGING, CREW_PARTING };

struct crew_slot {
    struct child child;
    int control; /* Our end; -1 when there is no worker. */
    bool is_ready;
    bool is_second; /* Which of its two places in the page it has. */
};

struct crew {
    struct instance *it; /* Kept. */
    uint32_t n;
    enum crew_phase phase;
    uint64_t deadline_ms; /* Of CHANGING and PARTING. */
    bool is_stopping;
    int program_fd, next_program_fd; /* What workers are started from. */
    char *program_path;              /* Where a reload finds the next one. */
    struct config *next_config;      /* CHANGING: what the new ones serve with. */
    struct crew_slot slots[CONFIG_WORKERS_MAX];
    struct crew_slot others[CONFIG_WORKERS_MAX]; /* The new ones, then the old ones. */
    bool has_ended;                              /* A reload; see crew_reload_ended. */
    bool has_failed;
    struct complaint why;
};

bool crew_init(struct crew *out, struct instance *it, struct complaint *complaint);
/* There are listeners now, where there were none. */
void crew_enlist(struct crew *crew);
void crew_done(struct crew *crew);

/* Starts what is due, ends what hangs, goes on with a reload. */
void crew_tend(struct crew *crew, uint64_t now_ms);
bool crew_is_ready(const struct crew *crew);

/* Takes `*next` when it begins. */
bool crew_reload(struct crew *crew, struct config *next, uint64_t now_ms,
                 struct complaint *complaint);
/* True once after each reload: with `why` empty if it went well. */
bool crew_reload_ended(struct crew *crew, struct complaint *why);

/* Ends those that serve; each is started anew in its slot. */
void crew_restart(struct crew *crew);
/* To all there are; none is started from then on. */
void crew_signal(struct crew *crew, int number);
bool crew_is_gone(const struct crew *crew);

/* What to wait for, at most 2 * CONFIG_WORKERS_MAX. */
size_t crew_polls(const struct crew *crew, struct pollfd *out);
void crew_hear(struct crew *crew);
/* One that could not start at all has ended by itself before it was ready. */
enum crew_death { CREW_NOT_OURS, CREW_DIED, CREW_DIED_UNREADY };
enum crew_death crew_reaped(struct crew *crew, pid_t pid, int status, uint64_t now_ms);

#endif
