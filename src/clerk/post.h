/* SPDX-License-Identifier: Apache-2.0 */

/* Sends messages to other people's servers, over HTTPS: bounded in time and size, never to
 * an address that is not public unless a list names its network, and never where a redirect
 * leads. The only user of libcurl. */
#ifndef CLERK_POST_H
#define CLERK_POST_H

#include "base/clock.h"
#include "base/list.h"

#include <stdbool.h>
#include <stddef.h>

#define POST_HEADERS_MAX 4

struct post_options {
    void *loop; /* uv_loop_t */
    struct clock *clock;
    const char *allow; /* Networks that may be written to, also without TLS; NULL: none. */
    const char *ca;    /* A file of certificates to trust; NULL: the system's. */
};

struct post;

struct post_job {
    const char *url;
    const char *headers[POST_HEADERS_MAX]; /* "Name: value"; copied. */
    const char *body;                      /* Must stay until `done`. */
    size_t len;
    /* `code` is the answer's status, 0 for none; `why` a word for what went wrong, or "".
     * Not from within a call. */
    void (*done)(struct post_job *job, unsigned code, const char *why);
    void *owner;
    /* The sender's own. */
    struct post *post;
    void *easy, *list;
    size_t answer_bytes;
    bool is_plain, is_refused;
    struct list link;
};

struct post *post_new(const struct post_options *options);
void post_send(struct post *post, struct post_job *job);
/* Drops what is under way, without an answer. */
void post_free(struct post *post);

#endif
