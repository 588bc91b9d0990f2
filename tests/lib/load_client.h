/* SPDX-License-Identifier: Apache-2.0 */

/* A crowd: many participants of one room, each a WebSocket of its own, in one epoll.
 *
 * They behave as docs/PROTOCOL.md asks of a client: a cast without an answer, or answered
 * with try_again, store_full or going_away, is sent again with the same n; a lost
 * connection is made anew. They come from several addresses of the loopback network. Device
 * tokens are made with the server's own key, so that the store can be asked about each of
 * them. */
#ifndef LIB_LOAD_CLIENT_H
#define LIB_LOAD_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "service/identity.h"

#define CROWD_MAX 18000 /* One process has no more descriptors. */

enum crowd_state {
    CROWD_OFF,
    CROWD_CONNECTING,
    CROWD_UPGRADING,
    CROWD_GREETING,
    CROWD_READY
};

struct crowd_client {
    enum crowd_state state;
    int fd;
    char token[TOKEN_CHARS + 1];
    struct participant who;

    uint32_t n, option;             /* Of the newest cast. */
    bool is_pending;                /* Not counted yet. */
    bool is_sent;                   /* On this connection. */
    uint64_t cast_ns;               /* When it was first meant. */
    uint64_t again_ms;              /* Send or connect again not before. */
    uint32_t acked_n, acked_option; /* 0: none yet. */

    uint64_t epoch, revision; /* The newest tally seen. */
    char *part;               /* Of a frame or header that is not whole. */
    size_t part_len;
};

struct crowd_stats {
    uint64_t acked, resent, refused, connects, tallies;
    char refusal[64]; /* The last code that was not to be expected. */
    uint32_t *ack_us; /* A sample for each. */
    size_t n_ack, cap_ack;
    uint32_t *screen_us; /* From an acknowledgement to the last screen that shows it. */
    size_t n_screen, cap_screen;
};

struct crowd {
    size_t n;
    struct crowd_client *clients;
    struct crowd_stats stats;
    uint16_t port;
    char code[CODE_CHARS + 1];
    char question[ID_BYTES_MAX + 1];
    uint32_t round;
    size_t n_ready, n_pending;
    uint64_t acked_revision; /* The highest that was acknowledged. */

    int epoll;
    size_t n_opening;
    uint64_t tended_ms;
    /* The screens' race: who has not yet seen probe_revision. */
    uint64_t probe_revision, probe_ns;
    size_t probe_left;
};

struct crowd *crowd_new(size_t n, uint16_t port, const char *code, const char *question,
                        const struct identity *identity);
void crowd_free(struct crowd *crowd);

/* One turn: sockets, what is to be sent again, who is to connect again; waits `wait_ms` at
 * most. */
void crowd_turn(struct crowd *crowd, int wait_ms);
/* Turns until `is_done` says so; false after `limit_ms`. */
bool crowd_until(struct crowd *crowd, bool (*is_done)(const struct crowd *),
                 uint64_t limit_ms);
bool crowd_is_ready(const struct crowd *crowd); /* All said hello. */
bool crowd_is_settled(
    const struct crowd *crowd); /* All are ready and nothing is pending. */

/* A new ballot of client `i`, which has none pending. Sent at once if it is ready, else
 * later. */
void crowd_cast(struct crowd *crowd, size_t i, uint32_t option);
/* How many have not seen `revision`. */
size_t crowd_behind(const struct crowd *crowd, uint64_t revision);

uint64_t crowd_now_ns(void);

#endif
