/* SPDX-License-Identifier: Apache-2.0 */

/* TLS session tickets under the keys that all workers share; see base/ticket_keys.h. */
#ifndef NET_TICKETS_H
#define NET_TICKETS_H

#include "base/ticket_keys.h"

struct ssl_ctx_st;

/* `keys` are kept, and read at each handshake. */
void tickets_use(struct ssl_ctx_st *ctx, const struct ticket_keys *keys);

#endif
