/* SPDX-License-Identifier: Apache-2.0 */

/* What the files of net share, and nobody else sees. */
#ifndef NET_INTERNAL_H
#define NET_INTERNAL_H

#include "net/accept.h"
#include "net/address.h"
#include "net/certificate.h"
#include "net/flush.h"
#include "net/linger.h"
#include "net/pages.h"
#include "net/pending.h"
#include "net/server.h"
#include "net/wheel.h"

#include <libwebsockets.h>
#include <uv.h>

#define PROTOCOL_NAME "clameur.1"

/* The protocol for programs. */
enum description { DESCRIBED_HTTP, DESCRIBED_SOCKET, DESCRIPTIONS };

struct server {
    struct server_options options;
    uv_loop_t *loop;
    struct networks trusted;
    struct pages *pages;
    struct certificate certificate;
    struct lws_context *lws;
    struct lws_vhost *vhost;
    struct acceptor acceptor;
    struct pendings pendings;
    struct flush flush;
    struct lingers lingers;
    struct wheel wheel;
    struct list conns;
    size_t n_conns, conns_max;
    size_t n_files;   /* Being sent to us; */
    size_t n_uploads; /* pictures, which anybody may, apart from those of staff; */
    size_t n_decks;   /* and PDFs, which are large. */
    size_t out_bytes; /* Of answers that leave in slices. */
    struct buf *described[DESCRIPTIONS]; /* NULL until somebody asks. */
    struct conn *adopting;               /* Handed to libwebsockets just now. */
    uint64_t complained_ms;              /* When a refusal was last logged, */
    unsigned unsaid;                     /* and how many were not, since. */
    struct {
        struct clock_timer timer;
        void (*closed)(void *context);
        void *context;
        uv_idle_t step;
        unsigned steps;
        bool is_stopping, is_forced, is_down;
    } stop;
    struct {
        struct clock_timer timer;
        void (*drained)(void *context);
        void *context;
        uint64_t due_ms;
    } drain;
};

static inline uint64_t server_now(const struct server *server)
{
    return server->options.clock->mono_ms(server->options.clock);
}

/* Warns of refused requests and connections, at most once a second. */
void server_complain(struct server *server, const char *what, const struct address *from);
/* A connection is gone: the last one ends a stop. */
void server_conn_gone(struct server *server);

#endif
