/* SPDX-License-Identifier: Apache-2.0 */

/* The TLS certificate and its key, read again when a renewal changes the files. A pair
 * that does not fit together is not used: the one before it stays. */
#ifndef NET_CERTIFICATE_H
#define NET_CERTIFICATE_H

#include "base/clock.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#define CERTIFICATE_CHECK_MS 5000

struct ssl_ctx_st;

/* What tells one version of a file from the next. */
struct file_stamp {
    ino_t inode;
    off_t size;
    struct timespec changed;
};

struct certificate {
    const char *cert, *key; /* Paths; kept. */
    struct ssl_ctx_st *ctx; /* Of the vhost; NULL before there is one. */
    struct file_stamp cert_stamp, key_stamp;
    struct clock *clock;
    struct clock_timer timer;
};

/* Looks from now on. */
void certificate_watch(struct certificate *certificate, struct clock *clock);
void certificate_done(struct certificate *certificate);
/* Reads the pair into the context, all or nothing; false, logged, when it is not good. */
bool certificate_use(struct certificate *certificate, struct ssl_ctx_st *ctx);
/* Can the pair be used at all? Logged when not. */
bool certificate_is_good(const char *cert, const char *key);

#endif
