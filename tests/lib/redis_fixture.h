/* SPDX-License-Identifier: Apache-2.0 */

/* A redis-server of the test's own, on a unix socket in a temporary folder. It dies with
 * the test, and nobody else's is ever touched. */
#ifndef TESTS_LIB_REDIS_FIXTURE_H
#define TESTS_LIB_REDIS_FIXTURE_H

#include <hiredis/hiredis.h>
#include <sys/types.h>

#define REDIS_FIXTURE_OPTIONS_MAX 16

struct redis_fixture {
    char folder[64];
    char socket[96];
    char address[112]; /* unix://<socket> */
    const char *options[REDIS_FIXTURE_OPTIONS_MAX];
    pid_t pid; /* 0 while it is not running. */
    int log;
};

/* Returns when it answers PING. `options` are words for its command line, up to a NULL, and
 * kept. It appends to disk always, as the product's own does. */
void redis_fixture_start(struct redis_fixture *redis, const char *const options[]);
/* kill -9, and waits until it is gone. */
void redis_fixture_kill(struct redis_fixture *redis);
/* It stands still, and is seen to, until it goes on. */
void redis_fixture_halt(const struct redis_fixture *redis);
void redis_fixture_go_on(const struct redis_fixture *redis);
/* A master's replicas hear nothing more of it, as if a cable were pulled: what it still had
 * for them is gone. They stand still, or they would come back. */
void redis_fixture_cut_off(const struct redis_fixture *master,
                           const struct redis_fixture *replicas, size_t n);
/* Once more in the same folder. */
void redis_fixture_restart(struct redis_fixture *redis);
/* Kills it if it runs and removes the folder. */
void redis_fixture_stop(struct redis_fixture *redis);

/* A plain client, to look behind the store's back. */
redisContext *redis_fixture_client(const struct redis_fixture *redis);
/* One command; the caller frees the reply. Fails the test on an error. */
__attribute__((format(printf, 2, 3))) redisReply *
redis_fixture_do(const struct redis_fixture *redis, const char *format, ...);
/* The same, for a reply that is a number, or text that holds one. */
__attribute__((format(printf, 2, 3))) long long
redis_fixture_number(const struct redis_fixture *redis, const char *format, ...);
/* The n-th number, from 0, of a reply that is text with blanks between numbers; 0 when
 * there is none. */
__attribute__((format(printf, 3, 4))) long long
redis_fixture_nth(const struct redis_fixture *redis, unsigned n, const char *format, ...);

#endif
