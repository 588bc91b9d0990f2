/* SPDX-License-Identifier: Apache-2.0 */

/* An answer as the bytes that leave: head and body made in one piece, for one write.
 * Every answer closes its connection and carries the security headers. */
#ifndef NET_RESPONSE_H
#define NET_RESPONSE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

struct response {
    int status;
    const char *type;    /* NULL: no body. */
    const char *policy;  /* Content-Security-Policy; NULL: nothing is allowed. */
    const char *cache;   /* Cache-Control; NULL: no-store. */
    const char *tag;     /* ETag; NULL for none. */
    const char *headers; /* More lines, each with its line end; NULL for none. */
    const char *body;
    size_t len;
    bool is_gzipped;
    bool is_secure; /* The connection, or the client's with a trusted proxy. */
    bool head_only; /* An answer to HEAD. */
    /* The body follows the head, in pieces: chunked, or to the end of the connection. */
    enum { BODY_WHOLE, BODY_CHUNKED, BODY_TO_THE_END, BODY_KNOWN } follows;
};

/* Known by `tag`; if that is what the asker has, the answer is that it has it: no body. */
void response_tag(struct response *response, const char *tag, const char *if_none_match);

/* Pages of any origin may read it: it is the same for everybody. */
#define FOR_OTHERS "Access-Control-Allow-Origin: *\r\n"

/* The write wants this much unused room before it. */
#define RESPONSE_PRE 32
/* The answer begins RESPONSE_PRE bytes into the text. */
struct buf *response_make(const struct response *response);
/* {"err":{"code":…,"text":…}} with the status of the error, or `status` if that is not 0.
 */
struct buf *response_err(const struct response *basics, enum err err, int status);

/* The lines every answer carries, those that libwebsockets makes itself too. Not
 * no-referrer: with it a browser sends "Origin: null" with our own form. */
/* clang-format off */
#define RESPONSE_LINES(X)                                                                \
    X(LINE_CONNECTION,  "Connection:",                   "close")                        \
    X(LINE_SNIFF,       "X-Content-Type-Options:",       "nosniff")                      \
    X(LINE_FRAME,       "X-Frame-Options:",              "DENY")                         \
    X(LINE_REFERRER,    "Referrer-Policy:",              "same-origin")                  \
    X(LINE_RESOURCE,    "Cross-Origin-Resource-Policy:", "same-origin")                  \
    X(LINE_PERMISSIONS, "Permissions-Policy:",                                           \
      "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
/* clang-format on */

enum response_line {
#define X(line, name, value) line,
    RESPONSE_LINES(X)
#undef X
        RESPONSE_LINES_N
};

#endif
