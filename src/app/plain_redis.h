/* SPDX-License-Identifier: Apache-2.0 */

/* A plain, blocking connection to a Redis, for commands that look after a whole store: copy
 * it, count it, settle its format. Never for serving. */
#ifndef APP_PLAIN_REDIS_H
#define APP_PLAIN_REDIS_H

#include <hiredis/hiredis.h>

#include "app/complaint.h"
#include "store/redis_address.h"

#define PLAIN_REDIS_WAIT_MS 10000 /* For one answer. */

/* NULL with a complaint; else free it with redisFree. For a whole store: plain_store.h. */
redisContext *plain_redis_connect(const struct redis_address *at,
                                  const struct redis_login *login,
                                  struct complaint *complaint);
/* The private one of a data folder, by its socket. */
redisContext *plain_redis_private(const char *socket, struct complaint *complaint);
bool plain_redis_log_in(redisContext *redis, const struct redis_login *login,
                        struct complaint *complaint);
/* The reply, never an error; NULL with a complaint. */
__attribute__((format(printf, 3, 4))) redisReply *
plain_redis_do(redisContext *redis, struct complaint *complaint, const char *format, ...);
/* The same when only success matters. */
__attribute__((format(printf, 3, 4))) bool plain_redis_order(redisContext *redis,
                                                             struct complaint *complaint,
                                                             const char *format, ...);
/* For words of any bytes. */
redisReply *plain_redis_words(redisContext *redis, struct complaint *complaint, int n,
                              const char **words, const size_t *lengths);
/* The number after "<name>:" in INFO, -1 if it is not there. */
long long plain_redis_info(redisContext *redis, const char *section, const char *name);

#endif
