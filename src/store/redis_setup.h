/* SPDX-License-Identifier: Apache-2.0 */

/* What a new connection goes through before calls go over it: who we are, is this a
 * master, what does it promise, are our functions there? */
#ifndef STORE_REDIS_SETUP_H
#define STORE_REDIS_SETUP_H

#include "store/promise.h"
#include "store/redis_address.h"
#include "store/redis_stream.h"

#include <hiredis/hiredis.h>
#include <stdbool.h>

#define SETUP_STEPS_MAX 64

struct setup_step;

struct redis_setup {
    struct redis_stream *stream;
    const struct setup_step *steps[SETUP_STEPS_MAX]; /* Asked, in their order. */
    size_t n_asked, n_heard;
    enum store_keeps keeps;
};

void redis_setup_begin(struct redis_setup *setup, struct redis_stream *stream,
                       const struct redis_login *login);
/* An answer. NULL, or why the connection is of no use. */
const char *redis_setup_hear(struct redis_setup *setup, const redisReply *reply);
bool redis_setup_is_done(const struct redis_setup *setup);

/* Sends AUTH if there is a password; whether it did. */
bool redis_login_send(const struct redis_login *login, struct redis_stream *stream);

#endif
