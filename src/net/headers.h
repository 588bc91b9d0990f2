/* SPDX-License-Identifier: Apache-2.0 */

/* A request's head, copied out of libwebsockets' header table, which does not outlive
 * the callback. */
#ifndef NET_HEADERS_H
#define NET_HEADERS_H

#include "net/request.h"

struct lws;

/* What the parser is given room for: twice the limit, so that a header over the limit is
 * refused in words. One that is over this too, or made so long by headers that the library
 * has no name for (each is kept with its name and 8 bytes), ends the connection. */
#define PARSER_BYTES_MAX ((size_t)2 * HEADER_BYTES_MAX)

struct head {
    struct request request;
    char *text; /* What it points into. */
};

void head_read(struct lws *wsi, struct head *out);
void head_done(struct head *head);

#endif
