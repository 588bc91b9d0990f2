/* SPDX-License-Identifier: Apache-2.0 */

/* One connection, from accept to its end.
 *
 *   HEAD ──request──▶ BODY ──▶ SERVICE ──answer──▶ CLOSING ──▶ gone
 *     │             (BODY and SERVICE only where there is something to wait for)
 *     └──upgrade──▶ SOCKET ──────────────────────▶ CLOSING ──▶ gone
 *
 * libwebsockets owns the descriptor and tells the end (conn_gone). Each phase has its
 * deadline on the server's wheel; what libwebsockets does about time is only a second
 * net. A connection is pending until it shows to be a client, and pending ones are
 * limited by address. */
#ifndef NET_CONN_H
#define NET_CONN_H

#include "base/list.h"
#include "net/address.h"
#include "net/wheel.h"
#include "service/session.h"

#include <stdbool.h>
#include <stdint.h>

struct exchange;
struct lws;
struct pending;
struct server;

#define HANDSHAKE_MS 4000  /* For TLS, before a request's header is due. */
#define ANSWER_MS    10000 /* To take what the kernel did not of an answer. */
#define CLOSE_MS     3000  /* To answer a Close. */

enum conn_phase {
    CONN_HEAD,
    CONN_BODY,
    CONN_SERVICE,
    CONN_SENDING, /* A body that follows its head: the peer is to take a piece of it. */
    CONN_SOCKET,
    CONN_CLOSING,
};

struct conn {
    struct server *server;
    struct lws *wsi; /* NULL before adoption. */
    struct list all, dirty;
    struct wheel_entry deadline;
    struct pending *pending;     /* NULL once it has shown to be a client. */
    struct address peer, client; /* The client differs behind a trusted proxy. */
    enum conn_phase phase;
    bool is_urgent; /* Which list `dirty` is in. */
    bool is_choked; /* libwebsockets holds a tail; WRITEABLE will come. */
    bool is_paused; /* Reading is: the session is stuffed. */
    bool owes_ping;
    uint8_t unanswered;    /* Pings. */
    uint16_t close_status; /* Close with this once all owed is written; 0: do not. */
    int linger_fd;         /* Of an answered connection; -1: none. */

    struct exchange *exchange; /* HTTP; NULL between requests. */

    struct session_sink sink; /* WebSocket: */
    struct session *session;
    uint64_t due_ms;    /* Hello, or the next ping. */
    uint64_t pinged_ms; /* When the ping went that is to be answered next; 0: none. */
    uint64_t stuck_ms;  /* When a paused session is given up. */
    struct {
        char *text; /* A message in pieces; NULL between messages. */
        size_t len;
        bool is_refused; /* The rest of it is passed over. */
    } message;
};

/* NULL when its address has too many pending. */
struct conn *conn_new(struct server *server, const struct address *from);
/* Takes the descriptor. The connection may be gone afterwards. */
void conn_adopt(struct conn *conn, int fd);
/* The request named another client: it is counted there from now on. False when that
 * address has too many pending. */
bool conn_is_for(struct conn *conn, const struct address *client);
void conn_proved(struct conn *conn);
/* Ends it without a word. Not from within a callback of libwebsockets. */
void conn_kill(struct conn *conn);
/* libwebsockets is done with it: frees it. */
void conn_gone(struct conn *conn);
/* Its service side is let go: nothing will be answered. */
void conn_abandon(struct conn *conn);
/* Moves to a phase that must end within `ms`; 0: no deadline. */
void conn_enter(struct conn *conn, enum conn_phase phase, uint64_t ms);
/* The wheel's. */
void conn_overdue(struct wheel_entry *entry);

#endif
