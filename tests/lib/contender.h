/* SPDX-License-Identifier: Apache-2.0 */

/* Servers that a crowd is told something by: ours, and others to be measured beside it.
 *
 * Ours is the product as it is: a host changes the room, Redis keeps the fact, the worker
 * hears of it and tells the room. The others are posted the message over HTTP. Each is one
 * process on one core; the crowd, and our Redis, are on the other. With TLS each takes the
 * crowd by TLS, and what it is told as before. */
#ifndef LIB_CONTENDER_H
#define LIB_CONTENDER_H

#include "app/errand.h"
#include "bench/crowd.h"
#include "lib/app_fixture.h"
#include "lib/peer.h"

#define CONTENDER_WINDOW_MAX 8 /* Messages under way at once. */
#define CONTENDER_POST_BYTES 512
/* The certificate of those with TLS, which scripts/bench makes. */
#define CONTENDER_CERT       "build/bench/tls.crt"
#define CONTENDER_KEY        "build/bench/tls.key"

struct server;

struct contender {
    const char *name;
    bool is_secure;
    const char *argv[6]; /* None: ours. */
    void (*open)(struct server *server);
    void (*publish)(struct server *server, uint64_t n);
    void (*turn)(struct server *server); /* Lets what was published leave. */
    void (*close)(struct server *server);
};

extern const struct contender contenders[];
extern const size_t contenders_n;

struct publication {
    struct store_request request;
    struct buf *settings; /* NULL: free. */
    struct server *server;
};

struct server {
    const struct contender *contender;
    pid_t pid;                  /* Of the process that serves. */
    struct crowd_options crowd; /* How to come in. */
    uint64_t failed;            /* Of what was published. */
    /* Ours: */
    struct app app;
    struct config config;
    struct errand errand;
    char code[CODE_CHARS + 1];
    uint64_t rev;
    struct publication publications[2 * CONTENDER_WINDOW_MAX];
    /* The others: */
    struct peer peer;
    int poster;
    size_t unsent;
    char posts[CONTENDER_WINDOW_MAX * CONTENDER_POST_BYTES];
};

void server_open(struct server *out, const struct contender *contender);

#endif
