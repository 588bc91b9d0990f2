/* SPDX-License-Identifier: Apache-2.0 */

/* The worker's face to the network: the inherited listening sockets, HTTP and
 * WebSockets, plain or TLS. The only user of libwebsockets. */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "base/clock.h"
#include "base/counters.h"
#include "service/service.h"

#include <stdbool.h>
#include <stddef.h>

struct server;

struct server_options {
    void *loop;                 /* uv_loop_t */
    struct clock *clock;        /* Kept, as all below. */
    struct counters *counters;  /* Of this worker. */
    struct counters_page *page; /* Of the instance, for /metrics and /healthz. */
    struct service *service;
    const struct identity *identity;
    int listen_fd; /* A listening socket of this worker's own. */
    bool listen_fd_is_tls;
    const char *tls_cert,
        *tls_key;           /* PEM files; NULL without TLS. Read again when they change. */
    const char *base_url;   /* What links and QR codes carry. */
    const char *public_url; /* Given by the operator, or NULL: its origin is allowed too. */
    const char *trusted_proxies; /* "10.0.0.0/8,::1"; X-Forwarded-For and -Proto are
                                    believed from these. */
    const char *web_dir;         /* web/dist */
};

/* NULL, with the reason logged, when pages or certificates cannot be read. */
struct server *server_new(const struct server_options *options);
/* Stop accepting, say bye to all, let requests under way finish; `closed` when no
 * connection is left or `grace_ms` is over. */
void server_stop(struct server *server, unsigned grace_ms, void (*closed)(void *context),
                 void *context);
/* Somebody else accepts from now on. Requests that came here already are answered as ever;
 * `drained` once there are none, or after DRAIN_MS. WebSockets stay; server_stop comes
 * next. */
void server_drain(struct server *server, void (*drained)(void *context), void *context);
void server_free(struct server *server);

#define DRAIN_MS                                                                           \
    3000 /* Longer than a connection may take to send its request's header.                \
          */

#endif
