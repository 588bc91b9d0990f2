/* SPDX-License-Identifier: Apache-2.0 */

/* A crowd: many participants of one room, each a WebSocket of its own, in one epoll.
 *
 * They behave as docs/PROTOCOL.md asks of a client: a cast without an answer, or answered
 * with try_again, store_full or going_away, is sent again with the same n; a lost
 * connection is made anew and says what it knows already. On this machine they come from
 * several addresses of the loopback network. Device tokens are made with the server's own
 * key, so that the store can be asked about each of them.
 *
 *   OFF ─> CONNECTING ─┬────────────> UPGRADING ─┬──────────> GREETING ─> READY
 *    ^    (SHAKING)    └> VISITING ─┐ (the page) └> HELD ────────^ (crowd_greet)
 *    └────────┴─────────────────────┴── whatever is lost comes again
 */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "bench/histogram.h"
#include "bench/line.h"
#include "service/identity.h"

#define CROWD_MAX           18000 /* One process has no more descriptors. */
#define CROWD_OPTIONS_MAX   4     /* Of the question that they vote on. */
#define CROWD_UNSEEN_FACTS  64    /* That some have heard and not yet all. */
#define CROWD_OPENING_MAX   256   /* Connections under way at once. */
#define CROWD_AGAIN_MS      50    /* Before a ballot or a connection is tried again. */
#define CROWD_ANSWER_MS     8000  /* Who is not answered by then connects anew. */
#define CROWD_REFUSAL_BYTES 64
#define CROWD_LOOKS         8 /* Ideas on one screen. */

enum crowd_state {
    CROWD_OFF,
    CROWD_CONNECTING,
    CROWD_SHAKING, /* Hands, for TLS. */
    CROWD_VISITING,
    CROWD_UPGRADING,
    CROWD_HELD,
    CROWD_GREETING,
    CROWD_READY,
    CROWD_STATES
};

struct crowd_client {
    enum crowd_state state;
    struct line line;
    bool has_visited; /* The page. */
    bool is_seated;   /* Has heard all that a hello brings. */
    bool is_asleep;   /* Reads nothing. */
    char token[TOKEN_CHARS + 1];
    struct participant who;

    uint32_t n, option;             /* Of the newest cast. */
    bool is_pending;                /* Not counted yet. */
    bool is_sent;                   /* On this connection. */
    uint64_t cast_ns;               /* When it was first meant. */
    uint64_t sent_ms;               /* And last sent. */
    uint64_t began_ns;              /* Coming in, or coming back; 0: is seated. */
    uint64_t again_ms;              /* Send or connect again not before. */
    uint32_t acked_n, acked_option; /* 0: none yet. */

    uint64_t epoch, revision; /* The newest tally seen. */
    uint64_t seq, facts;      /* The newest fact heard, and how many. */
    char *part;               /* Of a frame or header that is not whole. */
    size_t part_len;
};

struct crowd_stats {
    uint64_t acked, resent, refused, connects, tallies, facts, resumed, bytes;
    char refusal[CROWD_REFUSAL_BYTES]; /* The last code that was not to be expected. */
    struct histogram page;             /* From connecting to the page's last byte. */
    struct histogram join;             /* From the first try to `you`. */
    struct histogram ack;              /* From a tap to its acknowledgement. */
    struct histogram screen;           /* From a tap to the last screen that shows it. */
    struct histogram fact;             /* From `told_ns` to hearing of it. */
};

struct crowd_options {
    size_t n;
    uint16_t port;
    uint32_t to;                     /* The server's address; 0: 127.0.0.1. */
    const char *code, *question;     /* Copied. */
    const struct identity *identity; /* NULL: they have no tokens. */
    const char *path;                /* Kept; NULL: /ws. */
    /* They look at this board and, each in place of voting, support one of its `ideas`:
     * option 1 is on. Kept; NULL: there is none. */
    const char *board;
    size_t ideas;
    bool is_secure; /* TLS. */
    bool is_mute;   /* They say nothing: no hello, and all are seated. */
    bool visits;    /* Each loads the room's page first. */
    bool holds;     /* Nobody says hello before crowd_greet. */
    const _Atomic uint64_t
        *told_ns; /* When the host did what is waited for; may be NULL. */
};

struct crowd {
    size_t n;
    struct crowd_client *clients;
    struct crowd_options options;
    struct crowd_stats stats;
    char code[CODE_CHARS + 1];
    char question[ID_BYTES_MAX + 1];
    uint32_t round;
    size_t n_in[CROWD_STATES];
    size_t n_pending, n_unsent, n_seated, n_asleep;
    uint64_t acked_revision; /* The highest that was acknowledged. */

    int epoll;
    struct ssl_ctx_st *tls; /* NULL: plain. */
    uint64_t tended_ms, patience_ms;
    /* The screens' race: who has not yet seen probe_revision. */
    uint64_t probe_revision, probe_ns;
    size_t probe_left;
    /* How many have heard their k-th fact, k modulo the size; and how many facts all have.
     */
    size_t heard[CROWD_UNSEEN_FACTS];
    uint64_t facts_done;
};

/* Raises the limit of descriptors. */
struct crowd *crowd_new(const struct crowd_options *options);
void crowd_free(struct crowd *crowd);

/* One turn: sockets, what is to be sent again, who is to connect again; waits `wait_ms` at
 * most. */
void crowd_turn(struct crowd *crowd, int wait_ms);
/* Turns until `is_done` says so; false after `limit_ms`. */
bool crowd_until(struct crowd *crowd, bool (*is_done)(const struct crowd *),
                 uint64_t limit_ms);
bool crowd_is_held(const struct crowd *crowd);    /* All wait for crowd_greet. */
bool crowd_is_ready(const struct crowd *crowd);   /* All said hello. */
bool crowd_is_seated(const struct crowd *crowd);  /* And have heard where things stand. */
bool crowd_is_settled(const struct crowd *crowd); /* Ready, and nothing is pending. */

void crowd_greet(struct crowd *crowd);
/* A new ballot of client `i`, which has none pending. Sent at once if it is ready, else
 * later. */
void crowd_cast(struct crowd *crowd, size_t i, uint32_t option);
/* All lose their connections at once. */
void crowd_drop(struct crowd *crowd);
/* The first `n` read nothing until they are woken. */
void crowd_sleep(struct crowd *crowd, size_t n);
void crowd_wake(struct crowd *crowd);
/* Client `i` is gone without a word, as a phone that is switched off; it comes again. */
void crowd_kill(struct crowd *crowd, size_t i);
/* The question was reset: nobody has voted in it. */
void crowd_begin_round(struct crowd *crowd, uint32_t round);
/* How many have not seen `revision`. */
size_t crowd_behind(const struct crowd *crowd, uint64_t revision);
/* Begins to count anew; not what the clients know. */
void crowd_forget_stats(struct crowd *crowd);

uint64_t crowd_now_ns(void);

#endif
