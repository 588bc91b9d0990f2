/* SPDX-License-Identifier: Apache-2.0 */

/* Files over HTTP: fetched in slices as the connection drains, sent whole. */
#ifndef NET_TRANSFER_H
#define NET_TRANSFER_H

#include "net/exchange.h"

/* Before the body of a file is taken in: OK, ERR_LINK_SPENT or ERR_TOO_MANY. */
MUST_CHECK enum err transfer_may_come(struct exchange *exchange);
/* An answer of any size, some at a time as the peer takes it. Not within a handler. */
void transfer_answer(struct exchange *exchange, const struct response *response);
/* The exchange is over. */
void transfer_end(struct exchange *exchange);

#endif
