/* SPDX-License-Identifier: Apache-2.0 */

/* What libwebsockets calls, by table: reason → what a connection does about it. */
#ifndef NET_CALLBACK_H
#define NET_CALLBACK_H

#include <libwebsockets.h>

int callback_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                  size_t len);
int callback_ws(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                size_t len);
/* The security headers, for the few answers that libwebsockets makes itself. */
const struct lws_protocol_vhost_options *callback_headers(void);

#endif
