/* SPDX-License-Identifier: Apache-2.0 */

/* What a request says, and whether it says it in one way only. Pure: no sockets and no
 * library here, so that all of it can be fuzzed.
 *
 * The parser of libwebsockets lets through much that two servers could read in two ways
 * (facts of this build: two lengths, a length beside chunked, no Host, two of them, NULs).
 * request_check refuses all of that before anything else looks at the request. */
#ifndef NET_REQUEST_H
#define NET_REQUEST_H

#include "base/err.h"
#include "base/limits.h"
#include "base/origin.h"

#include <stdbool.h>
#include <stddef.h>

#define REQUEST_ARGS_MAX 8

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER };

/* A header that was not sent is "". Sent twice, its values stand with a comma between. */
struct request {
    enum method method;
    const char *version;
    const char *path; /* Percent-decoded. */
    const char *host, *origin, *referer, *cookie;
    const char *accept_language, *accept_encoding, *authorization;
    const char *if_none_match;
    const char *content_type, *content_length, *transfer_encoding, *expect, *upgrade;
    const char *ws_version, *ws_key, *ws_protocols;
    const char *forwarded_for, *forwarded_proto;
    const char *args[REQUEST_ARGS_MAX]; /* "lang=fr", percent-decoded. */
    size_t n_args;
    size_t header_bytes; /* As much of it as the parser shows: see headers.c. */
    bool has_nul, is_secure;
};

/* OK, ERR_BAD_REQUEST, ERR_TOO_BIG, ERR_HEADER_TOO_BIG. */
MUST_CHECK enum err request_check(const struct request *request);
/* OK, or what is wrong with a handshake of subprotocol `protocol`. */
MUST_CHECK enum err request_check_upgrade(const struct request *request,
                                          const char *protocol);
/* The body announced; after request_check. */
size_t request_body_bytes(const struct request *request);

/* A name that only means this machine to the one who uses it. */
bool host_is_local(const char *host);

/* `given` (an Origin) is the server the request was sent to, or `public_url` (may be NULL).
 */
bool origin_is_ours(const struct request *request, const char *given,
                    const char *public_url);

/* The value after "name=" among the arguments, or NULL. */
const char *request_arg(const struct request *request, const char *name);
/* False when there is none, or it does not fit. */
bool cookie_find(const char *cookies, const char *name, char *out, size_t cap);
/* The token of "Bearer <token>", or NULL. */
const char *bearer_token(const char *authorization);
bool accepts_gzip(const char *accept_encoding);
/* Is `tag` among those of If-None-Match? Strong and weak ones are the same here. */
bool has_tag(const char *if_none_match, const char *tag);
/* Which of `n` languages Accept-Language likes best; 0 when none is named. */
size_t language_choose(const char *accept_language, const char *const *languages, size_t n);
bool type_is(const char *content_type, const char *wanted);

/* Percent-encodes all but letters, digits and "-._~". */
void percent_encode(const char *text, char *out, size_t cap);

/* Takes application/x-www-form-urlencoded text apart in its place, which has room for a NUL
 * behind it: names and values, one after the other, each with its NUL. False when it is
 * badly encoded or there are more than `max` pairs. */
struct form_pair {
    const char *name, *value;
};
bool form_pairs(char *text, size_t len, struct form_pair out[], size_t max, size_t *n);

/* Walks application/x-www-form-urlencoded text. */
#define FORM_NAME_MAX  24
#define FORM_VALUE_MAX PASSCODE_BYTES_MAX
struct form {
    const char *at, *end;
    char name[FORM_NAME_MAX + 1], value[FORM_VALUE_MAX + 1];
    bool is_broken; /* A pair was too long or badly encoded. */
};
struct form form_start(const char *body, size_t len);
/* False at the end and after a broken pair. */
bool form_next(struct form *form);

#endif
