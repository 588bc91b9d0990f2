/* SPDX-License-Identifier: Apache-2.0 */

#include "net/transfer.h"

#include "base/mem.h"
#include "net/internal.h"
#include "net/routes.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Its style and the script of its one button are files of ours; its room's theme is named
 * by its hash. */
#define REPORT_POLICY                                                                      \
    "default-src 'none'; style-src 'self' %s; script-src 'self'; img-src 'self'; "         \
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

static void send_slice(struct exchange *exchange);

/* ---- Fetched ----------------------------------------------------------------------------
 */

/* Tells when the peer took enough for another slice. libwebsockets says so only to those it
 * reads from, and reading on is what must not be (exchange.h): so we look ourselves. */
struct drain {
    uv_poll_t poll;
    struct conn *conn;
    int fd; /* Our own name of the socket. */
};

static void drain_closed(uv_handle_t *handle)
{
    struct drain *drain = handle->data;

    close(drain->fd);
    free(drain);
}

static void drained(uv_poll_t *poll, int status, int events)
{
    struct drain *drain = poll->data;
    struct conn *conn = drain->conn;

    (void)events;
    uv_poll_stop(poll);
    conn_enter(conn, CONN_SENDING, 0);
    if (status < 0)
        conn_kill(conn);
    else if (conn->exchange->asks == ASKS_EXPORT)
        export_next(&conn->exchange->export);
    else
        send_slice(conn->exchange);
}

static bool drain_begin(struct exchange *exchange)
{
    struct drain *drain = mem_zero(sizeof *drain);
    struct conn *conn = exchange->conn;

    drain->conn = conn;
    drain->poll.data = drain;
    drain->fd = fcntl(lws_get_socket_fd(conn->wsi), F_DUPFD_CLOEXEC, 0);
    if (drain->fd < 0 ||
        uv_poll_init_socket(conn->server->loop, &drain->poll, drain->fd) < 0) {
        if (drain->fd >= 0)
            close(drain->fd);
        free(drain);
        return false;
    }
    exchange->drain = drain;
    return true;
}

void transfer_end(struct exchange *exchange)
{
    if (exchange->drain)
        uv_close((uv_handle_t *)&exchange->drain->poll, drain_closed);
    exchange->drain = NULL;
}

/* The next slice is fetched when there is room for it, so that none is held here. */
static void go_on(struct exchange *exchange)
{
    conn_enter(exchange->conn, CONN_SENDING, ANSWER_MS);
    uv_poll_start(&exchange->drain->poll, UV_WRITABLE, drained);
}

/* Writes what lies behind RESPONSE_PRE bytes of room. False: the connection is broken, or
 * took less than a socket that is writable has room for. */
static bool write_piece(struct conn *conn, char *piece, size_t len)
{
    return lws_write(conn->wsi, (unsigned char *)piece + RESPONSE_PRE, len - RESPONSE_PRE,
                     LWS_WRITE_RAW) >= 0 &&
           !lws_partial_buffered(conn->wsi);
}

static void end_well(struct conn *conn)
{
    conn_enter(conn, CONN_CLOSING, ANSWER_MS);
    conn->linger_fd = fcntl(lws_get_socket_fd(conn->wsi), F_DUPFD_CLOEXEC, 0);
    lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_SYNC);
}

static void add_slice(const struct exchange *exchange, const char *bytes, size_t len,
                      bool is_last, struct strbuf *out)
{
    static const char room[RESPONSE_PRE];

    strbuf_add(out, room, sizeof room);
    if (!exchange->is_chunked) {
        strbuf_add(out, bytes, len);
        return;
    }
    if (len) {
        strbuf_printf(out, "%zx\r\n", len);
        strbuf_add(out, bytes, len);
        strbuf_puts(out, "\r\n");
    }
    strbuf_puts(out, is_last ? "0\r\n\r\n" : "");
}

static void sliced(struct export *export, enum err err, const char *bytes, size_t len,
                   bool is_last)
{
    struct exchange *exchange = export->owner;
    struct conn *conn = exchange->conn;
    struct strbuf piece = {0};

    if (is_last)
        exchange->asks = ASKS_NOTHING;
    if (err) {
        /* Too late for words: a body without its end says it. */
        server_complain(conn->server, err_code(err), &conn->client);
        conn_kill(conn);
        return;
    }
    add_slice(exchange, bytes, len, is_last, &piece);
    if (piece.len > RESPONSE_PRE && !write_piece(conn, piece.text, piece.len))
        conn_kill(conn);
    else if (is_last)
        end_well(conn);
    else
        go_on(exchange);
    strbuf_done(&piece);
}

static void opened(struct export *export, enum err err, const struct export_head *head)
{
    struct exchange *exchange = export->owner;
    struct conn *conn = exchange->conn;
    struct response response = exchange_response(exchange);
    char headers[128], policy[sizeof REPORT_POLICY + 64];
    struct buf *made;

    if (err) {
        exchange->asks = ASKS_NOTHING;
        exchange_fail(exchange, err, 0);
        return;
    }
    /* That of the library would end what takes its time; each piece has ours. */
    lws_set_timeout(conn->wsi, NO_PENDING_TIMEOUT, 0);
    accepted_widen(lws_get_socket_fd(conn->wsi));
    exchange->is_chunked = strcmp(exchange->head.request.version, "HTTP/1.1") == 0;
    (void)snprintf(headers, sizeof headers,
                   "Content-Disposition: attachment; filename=\"%s\"\r\n", head->name);
    response.type = head->type;
    (void)snprintf(policy, sizeof policy, REPORT_POLICY,
                   head->style_source ? head->style_source : "");
    if (head->is_page)
        response.policy = policy;
    else
        response.headers = headers;
    response.follows = exchange->is_chunked ? BODY_CHUNKED : BODY_TO_THE_END;
    made = response_make(&response);
    count_add(&conn->server->options.counters->requests, 1);
    if (!drain_begin(exchange) || !write_piece(conn, made->text, made->len))
        conn_kill(conn);
    else
        go_on(exchange);
    buf_unref(made);
}

void handle_export(struct exchange *exchange)
{
    if (exchange->head.request.method == METHOD_HEAD) {
        exchange_fail(exchange, ERR_METHOD, 0); /* Asking would use the ticket up. */
        return;
    }
    exchange->export =
        (struct export){.opened = opened, .slice = sliced, .owner = exchange};
    exchange->asks = ASKS_EXPORT;
    export_open(exchange->conn->server->options.service, &exchange->export, exchange->rest);
}

void handle_report(struct exchange *exchange)
{
    struct server *server = exchange->conn->server;
    const struct report_ask ask = {
        .code = exchange->rest,
        .participant = exchange->has_participant ? &exchange->participant : NULL,
        .words = pages_words(server->pages, exchange->language),
    };

    if (exchange->head.request.method == METHOD_HEAD) {
        exchange_fail(exchange, ERR_METHOD, 0);
        return;
    }
    exchange->export =
        (struct export){.opened = opened, .slice = sliced, .owner = exchange};
    exchange->asks = ASKS_EXPORT;
    report_open(server->options.service, &exchange->export, &ask);
}

/* ---- An answer that is there as a whole
 * ---------------------------------------------------
 */

/* What a socket has room for anyway. */
#define ANSWER_AT_ONCE 65536

static void send_slice(struct exchange *exchange)
{
    struct conn *conn = exchange->conn;
    const struct buf *answer = exchange->answer;
    size_t left = answer->len - exchange->sent;
    size_t len = left < EXPORT_SLICE_BYTES ? left : EXPORT_SLICE_BYTES;
    /* What was sent already is the room that the write wants before it. */
    char *slice = exchange->answer->text + exchange->sent - RESPONSE_PRE;

    exchange->sent += len;
    if (!write_piece(conn, slice, len + RESPONSE_PRE))
        conn_kill(conn);
    else if (len == left)
        end_well(conn);
    else
        go_on(exchange);
}

void transfer_answer(struct exchange *exchange, const struct response *response)
{
    struct conn *conn = exchange->conn;
    struct server *server = conn->server;

    if (response->len <= ANSWER_AT_ONCE || response->head_only) {
        exchange_answer(exchange, response);
        return;
    }
    /* However slowly it is taken, all of it is held here meanwhile. */
    if (response->len > IMAGES_OUT_BYTES - server->out_bytes) {
        exchange_fail(exchange, ERR_TOO_MANY, 0);
        return;
    }
    server->out_bytes += response->len;
    exchange->out_bytes = response->len;
    exchange->asks = ASKS_NOTHING;
    exchange->answer = response_make(response);
    exchange->sent = RESPONSE_PRE;
    count_add(&server->options.counters->requests, 1);
    lws_set_timeout(conn->wsi, NO_PENDING_TIMEOUT, 0);
    if (drain_begin(exchange))
        send_slice(exchange);
    else
        conn_kill(conn);
}

/* ---- Sent -------------------------------------------------------------------------------
 */

enum err transfer_may_come(struct exchange *exchange)
{
    struct server *server = exchange->conn->server;
    bool is_deck = exchange->route->handle == handle_deck_sent;
    size_t *n = is_deck                                        ? &server->n_decks
                : exchange->route->handle == handle_image_sent ? &server->n_uploads
                                                               : &server->n_files;

    if (!import_may_come(server->options.service, exchange->rest))
        return ERR_LINK_SPENT;
    if (*n == (is_deck ? DECKS_MAX : TRANSFERS_MAX))
        return ERR_TOO_MANY;
    ++*n;
    exchange->counted = n;
    return OK;
}

static void imported(struct import *import, enum err err, const struct buf *json)
{
    exchange_answer_json(import->owner, err, json);
}

void handle_import(struct exchange *exchange)
{
    exchange->import = (struct import){.done = imported, .owner = exchange};
    exchange->asks = ASKS_IMPORT;
    import_start(exchange->conn->server->options.service, &exchange->import, exchange->rest,
                 exchange->body, exchange->body_len);
}
