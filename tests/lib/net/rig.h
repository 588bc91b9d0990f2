/* SPDX-License-Identifier: Apache-2.0 */

/* A server on a port of its own and a thread of its own, over the fake service and a
 * clock that stands still until told. The test's thread is the clients'.
 *
 * Include rig.c, once, in a test: the fake service takes the place of src/service there,
 * and must not do so in the library that all tests are linked with. */
#ifndef TESTS_NET_RIG_H
#define TESTS_NET_RIG_H

#include "base/counters.h"
#include "lib/fake_clock.h"
#include "lib/net/fake_service.h"
#include "net/server.h"
#include "service/identity.h"

#include <pthread.h>
#include <uv.h>

#define TOKEN_ANN                                                                          \
    "tok_________________________ANN1" /* Her participant: "____________ANN1" */

struct rig_task {
    void (*run)(void *argument);
    void *argument;
    bool is_done;
};

struct net_rig {
    struct server_options options; /* May be changed before rig_start. */
    struct fake_clock clock;
    struct counters_page page;
    struct identity identity;
    struct service service;
    struct server *server;
    uv_loop_t loop;
    uv_async_t wake;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t done;
    struct rig_task *task;
    bool is_ending, is_closed;
    int port;
    bool tls;
    char web[64], cert[96], key[96];
};

void rig_init(struct net_rig *rig, bool tls);
/* A server that does not start fails the test. */
void rig_start(struct net_rig *rig);
/* Runs it on the server's thread, and waits until it has. */
void rig_do(struct net_rig *rig, void (*run)(void *argument), void *argument);
void rig_pass(struct net_rig *rig, uint64_t ms);
void rig_publish(struct net_rig *rig, unsigned n);
/* Begins a stop; rig_end waits for its end. */
void rig_stop(struct net_rig *rig, unsigned grace_ms);
/* Waits until `is_so` is, looking after each turn of the loop. */
void rig_await(struct net_rig *rig, bool (*is_so)(struct net_rig *rig));
/* CPU time of the server's thread. */
uint64_t rig_cpu_us(struct net_rig *rig);
void rig_end(struct net_rig *rig);
/* Its files and its socket, of one that was never started. */
void rig_clean(struct net_rig *rig);
/* The service holds its answers back, or gives them after all. */
void rig_hold(struct net_rig *rig, bool holds);
/* A self-signed pair for `name` into the two files. */
void rig_make_certificate(const char *name, const char *cert, const char *key);

#endif
