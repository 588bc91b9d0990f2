/* SPDX-License-Identifier: Apache-2.0 */

/* A whole evening in one process: workers as they are shipped (service, live, wire, store)
 * on one Redis and one loop, people with phones, stages and hosts, and everything that
 * goes wrong between them; all of it a function of one seed.
 *
 *   people ── line.h ──> session.h of a worker ── net.h ──> fake_redis.h
 *
 * sim_run tells a story: storms in which people act and things break, each followed by a
 * calm in which everything has to come out even (truth.h says what that means). */
#ifndef TESTS_SIM_SIM_H
#define TESTS_SIM_SIM_H

#include "base/counters.h"
#include "base/id.h"
#include "base/list.h"
#include "domain/question.h"
#include "lib/sim/loop.h"
#include "lib/sim/net.h"
#include "service/service.h"

#define SIM_QUESTIONS 48 /* q0, q1, ... */
#define SIM_ROUNDS    12
#define SIM_PEOPLE    16
#define SIM_WORKERS   3
#define SIM_CELLS     6
#define SIM_BALLOT    40

#define SIM_SPACE "home"
#define SIM_ROOM  "room"

struct person;
struct square;
struct sim;

struct sim_worker {
    struct list link; /* In sim->workers, as long as it has memory. */
    struct sim *sim;
    struct process process;
    struct counters counters;
    struct identity identity;
    struct service *service; /* NULL once closed. */
    struct list lines;       /* struct line */
    struct loop_event burial;
    unsigned number;
    bool is_open;    /* Takes people. */
    bool is_closing; /* Its service was told to. */
};

/* The newest ballot that somebody was told is counted. */
struct acked {
    uint32_t n;
    unsigned falls; /* sim->n_falls when it was cast: later ones may have lost it. */
    bool may_change;
    char ballot[SIM_BALLOT];
};

struct sim_counts {
    unsigned kills, stops, leaves, full_times, commands, counted, resent, forgotten,
        notices;
    uint64_t events, virtual_ms;
};

struct sim {
    uint64_t seed;
    struct loop loop;
    struct net net;
    struct list workers;
    unsigned n_workers; /* Wanted. */
    unsigned n_started;
    unsigned n_people;
    struct person *people[SIM_PEOPLE];
    struct square *square; /* A board and its guests; NULL: none. */
    struct code code;
    uint32_t n_questions;            /* Ids given out. */
    bool was_removed[SIM_QUESTIONS]; /* By the store. */
    uint64_t version[SIM_QUESTIONS]; /* The newest that a host was told. */
    uint64_t rev;                    /* The same of the room. */
    struct acked acked[SIM_QUESTIONS][SIM_ROUNDS][SIM_PEOPLE];
    struct sim_counts counts;
    bool is_calm; /* People start nothing new. */
    struct loop_event trouble, fall;
    unsigned copies;  /* ack_replicas: what was acknowledged is never lost. */
    unsigned n_falls; /* How often the store may have lost what was acknowledged. */
    uint64_t calm_from_us;
    uint64_t
        torn_epoch;   /* Up to here an epoch has two histories, and people know either. */
    uint64_t torn_ms; /* What was written up to here may be lost. */
    bool traces, is_deaf;
    bool has_failed;
    char failure[512];
};

/* What a run came to. */
struct sim_verdict {
    bool is_good;
    char failure[512];
    struct sim_counts counts;
    struct net_counts net;
};

struct sim_options {
    /* A fault put into the shipped Lua: `from` becomes `to`. */
    const char *from, *to;
    bool has_board; /* In place of questions: square.h. */
    bool is_deaf;   /* Nothing that is published arrives. */
    bool traces;    /* Tells everything on stderr. */
};

void sim_run(uint64_t seed, const struct sim_options *options, struct sim_verdict *out);

/* The first one counts: the run ends after it. */
__attribute__((format(printf, 2, 3))) void sim_fail(struct sim *sim, const char *format,
                                                    ...);
__attribute__((format(printf, 2, 3))) void sim_trace(struct sim *sim, const char *format,
                                                     ...);

/* ---- Workers: worker.c ------------------------------------------------------------ */

void worker_start(struct sim *sim);
/* One of those that take people, by chance; NULL if there is none. */
struct sim_worker *worker_any(struct sim *sim);
/* kill -9: nothing leaves it any more. */
void worker_kill(struct sim_worker *worker);
/* As on SIGTERM: it says bye and finishes what it has. */
void worker_stop(struct sim_worker *worker);
/* Its last line is gone. */
void worker_left(struct sim_worker *worker);

#endif
