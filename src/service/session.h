/* SPDX-License-Identifier: Apache-2.0 */

/* One connected client: who it is, what it may do, what it is owed.
 *
 * net owns the connection, the session is its other half. The session wakes its
 * sink when it has something to write; net then gathers, at most once a loop turn. */
#ifndef SERVICE_SESSION_H
#define SERVICE_SESSION_H

#include "base/err.h"
#include "base/id.h"
#include "service/service.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct session;

/* The side of the connection. Both may be called from anywhere but within
 * session_gather; neither may free the session from within the call. */
struct session_sink {
    /* There is something to gather. Urgent: answers, which go before a fan-out. */
    void (*wake)(struct session_sink *sink, bool urgent);
    /* Close with this WebSocket status once what is owed is written. */
    void (*close)(struct session_sink *sink, uint16_t status);
};

struct session_from {
    const struct participant *participant; /* By cookie; NULL if none was valid. */
    uint64_t address; /* A hash of the client's address, for budgets. */
};

struct session *session_new(struct service *service, const struct session_from *from,
                            struct session_sink *sink);
/* One whole text message of at most MESSAGE_BYTES_MAX. */
void session_receive(struct session *session, const char *text, size_t len);
/* A message that cannot be one (binary, too big, not UTF-8): answered with the error. */
void session_refuse(struct session *session, enum err err);
/* Ready-made WebSocket frames, whole ones, at most `cap` (>= WRITE_BYTES_MAX) bytes; 0 when
 * nothing is owed. Call again on the next turn if `*more`. What was gathered counts as
 * sent. */
size_t session_gather(struct session *session, char *out, size_t cap, bool *more);
/* Too many unsent answers: net stops reading until it has gathered. */
bool session_is_stuffed(const struct session *session);
/* A hello was accepted: the address has shown that it is a client. */
bool session_is_proven(const struct session *session);
/* How long its answers take to come is asked of it at once: there is a quiz. */
bool session_is_timed(const struct session *session);
/* A ping was answered after so long. */
void session_ponged(struct session *session, uint64_t ms);
/* Takes NULL. Answers under way are dropped. */
void session_free(struct session *session);

#endif
