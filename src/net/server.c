/* SPDX-License-Identifier: Apache-2.0 */

#include "net/server.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/callback.h"
#include "net/exchange.h"
#include "net/headers.h"
#include "net/internal.h"

#include <stdlib.h>
#include <string.h>

#define COMPLAIN_MS 1000

/* libwebsockets' own limits in seconds. Ours are the wheel's and come first, but for the
 * header that its parser takes for unfinished (see exchange.h): that one is ended here too.
 */
#define LIBRARY_TIMEOUT_S 20
#define LIBRARY_HEADER_S  2

/* Received bytes are looked at in pieces of this size; most votes fit into one, and it is
 * the larger part of what an idle connection costs. */
#define READ_BYTES   256
/* What HTTP is read into, shared by all: a whole TLS record, for under libuv the library
 * forgets the rest of one that it could not take at once. */
#define RECORD_BYTES (16384 + 1024)
#define WRITE_LIMIT                                                                        \
    262144 /* What one write may hold before libwebsockets cuts and copies it. */

/* HTTP comes to the first; the second is bound by a handshake that names it. */
static const struct lws_protocols protocols[] = {
    {.name = "http",
     .callback = callback_http,
     .rx_buffer_size = 0,
     .tx_packet_size = WRITE_LIMIT},
    {.name = PROTOCOL_NAME,
     .callback = callback_ws,
     .rx_buffer_size = READ_BYTES,
     .tx_packet_size = WRITE_LIMIT},
    {.name = NULL},
};

/* No ping or hang-up by libwebsockets: its timers lie in a sorted list that is walked for
 * each connection. */
static const lws_retry_bo_t no_validity_timer = {.secs_since_valid_ping = 0,
                                                 .secs_since_valid_hangup = 0};

static void log_library(int level, const char *line)
{
    (void)level;
    log_debug("lws", "%s", line);
}

void server_complain(struct server *server, const char *what, const struct address *from)
{
    uint64_t now = server_now(server);
    char text[ADDRESS_TEXT_MAX];

    if (server->complained_ms && now < server->complained_ms + COMPLAIN_MS) {
        server->unsaid++;
        return;
    }
    address_write(from, text);
    log_warn("net.refused", "what=%s from=%s unsaid=%u", what, text, server->unsaid);
    server->complained_ms = now;
    server->unsaid = 0;
}

/* ---- Start -------------------------------------------------------------------- */

static bool read_options(struct server *server)
{
    const struct server_options *options = &server->options;

    if (!networks_read(options->trusted_proxies, &server->trusted)) {
        log_error("net.trusted_proxies", "value=%s", options->trusted_proxies);
        return false;
    }
    if (options->listen_fd_is_tls && !(options->tls_cert && options->tls_key)) {
        log_error("net.tls", "reason=\"no certificate is given\"");
        return false;
    }
    if (options->listen_fd_is_tls &&
        !certificate_is_good(options->tls_cert, options->tls_key))
        return false;
    server->pages = pages_load(options->web_dir);
    return server->pages != NULL;
}

static bool start_library(struct server *server)
{
    bool tls = server->options.listen_fd_is_tls;
    void *loops[] = {server->loop};
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN_SERVER,
        .vhost_name = "clameur",
        .protocols = protocols,
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
                   LWS_SERVER_OPTION_UV_NO_SIGSEGV_SIGFPE_SPIN |
                   (tls ? LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
                              LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX
                        : 0),
        .foreign_loops = loops,
        .user = server,
        .alpn = "http/1.1",
        .timeout_secs = LIBRARY_TIMEOUT_S,
        .timeout_secs_ah_idle = LIBRARY_HEADER_S,
        .max_http_header_data = PARSER_BYTES_MAX,
        .pt_serv_buf_size = RECORD_BYTES,
        .retry_and_idle_policy = &no_validity_timer,
        .headers = callback_headers(),
    };

    lws_set_log_level(LLL_ERR | LLL_WARN, log_library);
    server->certificate = (struct certificate){.cert = server->options.tls_cert,
                                               .key = server->options.tls_key};
    server->lws = lws_create_context(&info);
    if (!server->lws) {
        log_error("net.context", "reason=\"libwebsockets does not start; is "
                                 "libwebsockets-evlib-uv installed?\"");
        return false;
    }
    server->vhost = lws_create_vhost(server->lws, &info);
    if (!server->vhost || (tls && !server->certificate.ctx)) {
        log_error("net.vhost", "reason=\"libwebsockets refuses the certificate\"");
        return false;
    }
    if (tls)
        certificate_watch(&server->certificate, server->options.clock);
    return true;
}

static void stop_overdue(struct clock_timer *timer);

struct server *server_new(const struct server_options *options)
{
    struct server *server = mem_zero(sizeof *server);

    server->options = *options;
    server->loop = options->loop;
    server->conns_max = connections_max();
    server->stop.timer = (struct clock_timer){.fire = stop_overdue, .owner = server};
    list_init(&server->conns);
    wheel_init(&server->wheel, options->clock, conn_overdue);
    lingers_init(&server->lingers, server->loop, options->clock);
    flush_open(&server->flush, server->loop);
    if (read_options(server) && start_library(server) &&
        acceptor_open(&server->acceptor, server))
        return server;
    server_free(server);
    return NULL;
}

/* ---- Stop --------------------------------------------------------------------- */

/* libwebsockets goes down over several turns of the loop: first its connections and its
 * pipe are closed, then, when the last of these is, its own timers, and only then may it be
 * freed. Nothing tells when that is, so a handle of ours is closed as often: closings are
 * worked off in order. */
#define STEPS_DOWN 4

#define DRAIN_LOOK_MS 20

static void step_down(uv_handle_t *handle);

static void close_step(struct server *server)
{
    uv_idle_init(server->loop, &server->stop.step);
    server->stop.step.data = server;
    uv_close((uv_handle_t *)&server->stop.step, step_down);
}

static void step_down(uv_handle_t *handle)
{
    struct server *server = handle->data;

    if (++server->stop.steps < STEPS_DOWN) {
        close_step(server);
        return;
    }
    lws_context_destroy(server->lws); /* The second time frees it. */
    server->lws = NULL;
    if (server->stop.closed)
        server->stop.closed(server->stop.context);
}

static void bring_down(struct server *server)
{
    if (server->stop.is_down)
        return;
    server->stop.is_down = true;
    server->options.clock->cancel(server->options.clock, &server->stop.timer);
    certificate_done(&server->certificate);
    acceptor_close(&server->acceptor);
    flush_close(&server->flush);
    lingers_done(&server->lingers);
    if (!server->lws)
        return;
    lws_context_destroy(server->lws);
    close_step(server);
}

static void force(struct server *server)
{
    struct list all;

    server->stop.is_forced = true;
    list_init(&all);
    list_splice(&all, &server->conns);
    while (!list_is_empty(&all)) {
        struct conn *conn = container_of(all.next, struct conn, all);
        list_remove(&conn->all);
        list_append(&server->conns, &conn->all);
        conn_abandon(conn);
        conn_enter(conn, CONN_CLOSING, 0);
        if (conn->wsi)
            conn_kill(conn);
    }
    bring_down(server);
}

static void stop_overdue(struct clock_timer *timer)
{
    struct server *server = timer->owner;

    log_warn("net.stop_forced", "connections=%zu", server->n_conns);
    force(server);
}

static bool is_asked_something(const struct server *server)
{
    for (struct list *l = server->conns.next; l != &server->conns; l = l->next) {
        const struct conn *conn = container_of(l, struct conn, all);

        if (conn->phase != CONN_SOCKET)
            return true;
    }
    return server->lingers.n > 0;
}

static void look_drained(struct clock_timer *timer)
{
    struct server *server = timer->owner;
    struct clock *clock = server->options.clock;

    if (is_asked_something(server) && clock->mono_ms(clock) < server->drain.due_ms)
        clock->after(clock, timer, DRAIN_LOOK_MS);
    else
        server->drain.drained(server->drain.context);
}

void server_drain(struct server *server, void (*drained)(void *context), void *context)
{
    struct clock *clock = server->options.clock;

    acceptor_close(&server->acceptor);
    server->drain.timer = (struct clock_timer){.fire = look_drained, .owner = server};
    server->drain.drained = drained;
    server->drain.context = context;
    server->drain.due_ms = clock->mono_ms(clock) + DRAIN_MS;
    clock->after(clock, &server->drain.timer, 0);
}

/* Connections that ask for nothing need not be waited for. */
static void end_idle(struct server *server)
{
    struct list all;

    list_init(&all);
    list_splice(&all, &server->conns);
    while (!list_is_empty(&all)) {
        struct conn *conn = container_of(all.next, struct conn, all);
        list_remove(&conn->all);
        list_append(&server->conns, &conn->all);
        if (conn->phase != CONN_HEAD || !conn->wsi)
            continue;
        conn_enter(conn, CONN_CLOSING, CLOSE_MS);
        conn_kill(conn);
    }
}

void server_stop(struct server *server, unsigned grace_ms, void (*closed)(void *context),
                 void *context)
{
    struct clock *clock = server->options.clock;

    if (server->stop.is_stopping)
        return;
    server->stop.is_stopping = true;
    server->stop.closed = closed;
    server->stop.context = context;
    clock->cancel(clock, &server->drain.timer);
    acceptor_close(&server->acceptor);
    service_say_bye(server->options.service);
    end_idle(server);
    if (server->n_conns)
        clock->after(clock, &server->stop.timer, grace_ms);
    else
        bring_down(server);
}

void server_conn_gone(struct server *server)
{
    if (server->stop.is_stopping && !server->n_conns)
        bring_down(server);
}

void server_free(struct server *server)
{
    if (!server)
        return;
    /* Not stopped, or not even started: what libuv still holds has to go first. */
    if (!server->stop.is_down) {
        server->stop.is_stopping = true;
        server->stop.closed = NULL;
        force(server);
    }
    for (unsigned i = 0; server->lws && i < 2 * STEPS_DOWN; i++)
        uv_run(server->loop, UV_RUN_NOWAIT);
    if (!server->stop.steps)
        uv_run(server->loop,
               UV_RUN_NOWAIT); /* There was no library, only handles of ours. */
    wheel_done(&server->wheel);
    pages_free(server->pages);
    for (size_t i = 0; i < DESCRIPTIONS; i++)
        buf_unref(server->described[i]);
    free(server);
}
