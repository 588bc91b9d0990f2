/* SPDX-License-Identifier: Apache-2.0 */

#include "net/callback.h"

#include "net/exchange.h"
#include "net/internal.h"
#include "net/tickets.h"
#include "net/ws.h"

#include <openssl/ssl.h>

static struct server *server_of(struct lws *wsi)
{
    return lws_context_user(lws_get_context(wsi));
}

static int created(struct lws *wsi)
{
    struct server *server = server_of(wsi);

    if (!server->adopting)
        return 0; /* The library's own pipe. */
    server->adopting->wsi = wsi;
    server->adopting = NULL;
    return 0;
}

/* No more events will come: what the service still says is for nobody. */
static int closed(struct conn *conn)
{
    conn_abandon(conn);
    conn_enter(conn, CONN_CLOSING, CLOSE_MS);
    return 0;
}

/* The vhost's TLS context is made: it gets our certificate. */
static int load_certificate(struct lws *wsi, SSL_CTX *ctx)
{
    struct server *server = server_of(wsi);

    SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
    tickets_use(ctx, &server->options.page->tickets);
    return certificate_use(&server->certificate, ctx) ? 0 : -1;
}

/* Anything that is neither HTTP nor a WebSocket, such as after CONNECT. */
static bool is_raw(enum lws_callback_reasons reason)
{
    return reason == LWS_CALLBACK_RAW_ADOPT || reason == LWS_CALLBACK_RAW_RX ||
           reason == LWS_CALLBACK_RAW_WRITEABLE || reason == LWS_CALLBACK_RAW_CONNECTED;
}

int callback_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                  size_t len)
{
    struct conn *conn;

    (void)user;
    if (reason == LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS)
        return load_certificate(wsi, user);
    if (reason == LWS_CALLBACK_WSI_CREATE)
        return created(wsi);
    if (is_raw(reason))
        return -1;
    conn = wsi ? lws_get_opaque_user_data(wsi) : NULL;
    if (!conn)
        return 0;

    switch ((int)reason) {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return ws_confirm(conn);
    case LWS_CALLBACK_HTTP:
        return exchange_request(conn);
    case LWS_CALLBACK_HTTP_BODY:
        return exchange_body(conn, in, len);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return exchange_body_end(conn);
    case LWS_CALLBACK_CLOSED_HTTP:
        return closed(conn);
    case LWS_CALLBACK_WSI_DESTROY:
        lws_set_opaque_user_data(wsi, NULL);
        conn_gone(conn);
        return 0;
    default:
        return 0;
    }
}

int callback_ws(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                size_t len)
{
    struct conn *conn = lws_get_opaque_user_data(wsi);

    (void)user;
    if (!conn)
        return 0;
    switch ((int)reason) {
    case LWS_CALLBACK_ESTABLISHED:
        return ws_open(conn);
    case LWS_CALLBACK_RECEIVE:
        return ws_receive(conn, in, len);
    case LWS_CALLBACK_RECEIVE_PONG:
        ws_pong(conn);
        return 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return ws_writeable(conn);
    case LWS_CALLBACK_CLOSED:
        return closed(conn);
    default:
        return 0;
    }
}

const struct lws_protocol_vhost_options *callback_headers(void)
{
    static const struct lws_protocol_vhost_options lines[RESPONSE_LINES_N] = {
#define X(line, name_text, value_text)                                                     \
    [line] = {.next = (line) + 1 < RESPONSE_LINES_N                                        \
                          ? &lines[((line) + 1) % RESPONSE_LINES_N]                        \
                          : NULL,                                                          \
              .name = (name_text),                                                         \
              .value = (value_text)},
        RESPONSE_LINES(X)
#undef X
    };

    return lines;
}
