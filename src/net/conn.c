/* SPDX-License-Identifier: Apache-2.0 */

#include "net/conn.h"

#include "base/mem.h"
#include "net/exchange.h"
#include "net/internal.h"
#include "net/ws.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct conn *conn_new(struct server *server, const struct address *from)
{
    bool by_proxy = networks_hold(&server->trusted, from);
    struct pending *pending = NULL;
    struct conn *conn;

    /* A proxy's connections are counted for its clients, once their requests name them. */
    if (!by_proxy) {
        pending = pending_enter(&server->pendings, address_hash(from));
        if (!pending)
            return NULL;
    }
    conn = mem_zero(sizeof *conn);
    conn->server = server;
    conn->peer = conn->client = *from;
    conn->pending = pending;
    conn->linger_fd = -1;
    list_init(&conn->dirty);
    wheel_entry_init(&conn->deadline);
    list_append(&server->conns, &conn->all);
    server->n_conns++;
    conn_enter(conn, CONN_HEAD,
               REQUEST_HEADER_MS + (server->options.listen_fd_is_tls ? HANDSHAKE_MS : 0));
    return conn;
}

void conn_adopt(struct conn *conn, int fd)
{
    /* cppcheck-suppress nullPointerRedundantCheck ; what is adopted below is a conn, or by
     * now nothing */
    struct server *server = conn->server;
    lws_adopt_desc_t adoption = {
        .vh = server->vhost,
        .type = LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP | LWS_ADOPT_ALLOW_SSL,
        .fd.sockfd = fd,
        .opaque = conn,
    };
    struct lws *wsi;

    /* WSI_CREATE comes before the opaque pointer is set, so it looks here. When adoption
     * fails after it, WSI_DESTROY comes too, later. */
    server->adopting = conn;
    wsi = lws_adopt_descriptor_vhost_via_info(&adoption);
    if (!wsi && server->adopting)
        conn_gone(conn);
    server->adopting = NULL;
}

bool conn_is_for(struct conn *conn, const struct address *client)
{
    struct server *server = conn->server;

    conn->client = *client;
    if (conn->pending)
        return true; /* No proxy: counted at accept. */
    conn->pending = pending_enter(&server->pendings, address_hash(client));
    return conn->pending != NULL;
}

void conn_proved(struct conn *conn)
{
    pending_leave(&conn->server->pendings, conn->pending);
    conn->pending = NULL;
}

void conn_kill(struct conn *conn)
{
    /* The shutdown makes what libwebsockets still wants to write fail, so it cannot wait
     * for a peer that does not read. */
    shutdown(lws_get_socket_fd(conn->wsi), SHUT_RDWR);
    lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_SYNC);
}

void conn_abandon(struct conn *conn)
{
    if (conn->session) {
        struct counters *counters = conn->server->options.counters;
        session_free(conn->session);
        conn->session = NULL;
        count_set(&counters->connections, count_get(&counters->connections) - 1);
    }
    exchange_free(conn->exchange);
    conn->exchange = NULL;
    list_remove(&conn->dirty);
}

void conn_gone(struct conn *conn)
{
    struct server *server = conn->server;

    conn_abandon(conn);
    conn_proved(conn);
    wheel_clear(&server->wheel, &conn->deadline);
    list_remove(&conn->all);
    server->n_conns--;
    if (conn->linger_fd >= 0 && !server->stop.is_forced)
        linger_start(&server->lingers, conn->linger_fd);
    else if (conn->linger_fd >= 0)
        close(conn->linger_fd);
    free(conn->message.text);
    free(conn);
    server_conn_gone(server);
}

void conn_enter(struct conn *conn, enum conn_phase phase, uint64_t ms)
{
    struct server *server = conn->server;

    conn->phase = phase;
    if (ms)
        wheel_set(&server->wheel, &conn->deadline, server_now(server) + ms);
    else
        wheel_clear(&server->wheel, &conn->deadline);
}

void conn_overdue(struct wheel_entry *entry)
{
    struct conn *conn = container_of(entry, struct conn, deadline);

    switch (conn->phase) {
    case CONN_BODY:
        exchange_overdue(conn->exchange);
        return;
    case CONN_SOCKET:
        ws_overdue(conn);
        return;
    case CONN_HEAD:
    case CONN_CLOSING:
    case CONN_SENDING:
    case CONN_SERVICE: /* Has no deadline: the service always answers. */
        break;
    }
    /* Again, should libwebsockets still be holding on to it. */
    conn_enter(conn, CONN_CLOSING, CLOSE_MS);
    conn_kill(conn);
}
