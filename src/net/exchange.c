/* SPDX-License-Identifier: Apache-2.0 */

#include "net/exchange.h"

#include "base/mem.h"
#include "net/internal.h"
#include "net/routes.h"
#include "net/transfer.h"
#include "net/visitor.h"
#include "service/identity.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static_assert(RESPONSE_PRE >= LWS_PRE,
              "an answer has room for what lws_write may put before");

/* ---- Writing ------------------------------------------------------------------ */

/* Writes the answer; the connection is to be closed at once. What the kernel does not take
 * (a page fits into the send buffer that it is given) is flushed by
 * libwebsockets first. */
static void write_answer(struct conn *conn)
{
    struct buf *answer = conn->exchange->answer;
    unsigned char *bytes = (unsigned char *)answer->text + RESPONSE_PRE;
    size_t len = answer->len - RESPONSE_PRE;

    if (len > UNSENT_BYTES)
        accepted_widen(lws_get_socket_fd(conn->wsi));
    int written = lws_write(conn->wsi, bytes, len, LWS_WRITE_RAW);

    buf_unref(answer);
    conn->exchange->answer = NULL;
    count_add(&conn->server->options.counters->requests, 1);
    conn_enter(conn, CONN_CLOSING, ANSWER_MS);
    if (written >= 0)
        conn->linger_fd = fcntl(lws_get_socket_fd(conn->wsi), F_DUPFD_CLOEXEC, 0);
}

/* After a handler had its say, from within a callback. */
static int write_or_wait(struct conn *conn)
{
    if (conn->exchange->answer) {
        write_answer(conn);
        return -1;
    }
    /* In this state libwebsockets reads nothing, and unread bytes would wake it again and
     * again. */
    lws_rx_flow_control(conn->wsi, 0);
    conn_enter(conn, CONN_SERVICE, 0);
    return 0;
}

struct response exchange_response(const struct exchange *exchange)
{
    return (struct response){.status = 200,
                             .is_secure = exchange->head.request.is_secure,
                             .head_only = exchange->head.request.method == METHOD_HEAD};
}

/* Within a handler it is written when that returns, and later at once: then `exchange` is
 * gone. */
static void answer_take(struct exchange *exchange, struct buf *answer)
{
    struct conn *conn = exchange->conn;

    exchange->asks = ASKS_NOTHING;
    exchange->answer = answer;
    if (conn->phase != CONN_SERVICE)
        return;
    write_answer(conn);
    /* Not by asking for WRITEABLE, which does not come to one that is not reading. */
    lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_SYNC);
}

void exchange_answer(struct exchange *exchange, const struct response *response)
{
    answer_take(exchange, response_make(response));
}

void exchange_answer_json(struct exchange *exchange, enum err err, const struct buf *json)
{
    struct response response = exchange_response(exchange);

    if (err)
        response.status = err_http_status(err);
    response.type = "application/json";
    response.body = json->text;
    response.len = json->len;
    exchange_answer(exchange, &response);
}

static bool is_for_people(const struct exchange *exchange)
{
    const char *path = exchange->head.request.path;

    return exchange->route
               ? exchange->route->is_for_people
               : strncmp(path, "/api/", 5) != 0 && strncmp(path, "/image/", 7) != 0 &&
                     strcmp(path, "/ws") != 0;
}

void exchange_fail(struct exchange *exchange, enum err err, int status)
{
    struct response response = exchange_response(exchange);
    struct strbuf page = {0};

    if (err == ERR_METHOD)
        response.headers = routes_allow(exchange->head.request.path);
    else if (status == 426)
        response.headers = "Upgrade: websocket\r\n";
    if (!is_for_people(exchange)) {
        answer_take(exchange, response_err(&response, err, status));
        return;
    }
    strbuf_printf(
        &page,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<title>Clameur</title><p>%s (%s)</p><p><a href=\"/\">Clameur</a></p></html>",
        err_text(err), err_code(err));
    response.status = status ? status : err_http_status(err);
    response.type = "text/html; charset=utf-8";
    response.body = page.text;
    response.len = page.len;
    exchange_answer(exchange, &response);
    strbuf_done(&page);
}

int exchange_refuse(struct conn *conn, enum err err)
{
    server_complain(conn->server, err_code(err), &conn->client);
    exchange_fail(conn->exchange, err, 0);
    write_answer(conn);
    return -1;
}

/* ---- Reading ------------------------------------------------------------------ */

static void exchange_begin(struct conn *conn)
{
    struct exchange *exchange = mem_zero(sizeof *exchange);

    exchange->conn = conn;
    head_read(conn->wsi, &exchange->head);
    conn->exchange = exchange;
    /* Nothing else is due before the answer. */
    conn_enter(conn, CONN_HEAD, 0);
}

enum err exchange_begin_upgrade(struct conn *conn)
{
    struct exchange *exchange;
    enum err err;

    exchange_begin(conn);
    exchange = conn->exchange;
    err = request_check_upgrade(&exchange->head.request, PROTOCOL_NAME);
    if (!err && strcmp(exchange->head.request.path, "/ws") != 0)
        err = ERR_NOT_FOUND;
    if (!err && !visitor_place(exchange))
        err = ERR_TOO_MANY;
    if (!err)
        err = visitor_identify(exchange, VISIT_PROGRAM);
    /* A handshake that is allowed and never completed ends with the header's time. */
    conn_enter(conn, CONN_HEAD, REQUEST_HEADER_MS);
    return err;
}

/* How long it may take to come. */
static uint64_t body_ms(const struct exchange *exchange)
{
    if (!exchange->counted)
        return REQUEST_BODY_MS;
    return exchange->counted == &exchange->conn->server->n_decks ? DECK_BODY_MS
                                                                 : IMPORT_BODY_MS;
}

int exchange_request(struct conn *conn)
{
    struct exchange *exchange;
    struct request *request;
    enum err err;

    exchange_begin(conn);
    exchange = conn->exchange;
    request = &exchange->head.request;
    err = request_check(request);
    if (!err && *request->upgrade)
        err = ERR_BAD_REQUEST; /* To what libwebsockets does not know. */
    if (!err && !visitor_place(exchange))
        err = ERR_TOO_MANY;
    if (!err)
        err = route_find(request, &exchange->route, exchange->rest);
    if (!err)
        err = visitor_identify(exchange, exchange->route->visit);
    if (!err && exchange->route->body_type &&
        !type_is(request->content_type, exchange->route->body_type))
        err = ERR_UNSUPPORTED_TYPE;
    if (!err && exchange->route->takes_file)
        err = transfer_may_come(exchange);
    if (err)
        return exchange_refuse(conn, err);
    if (request->method == METHOD_POST) {
        exchange->body = mem_alloc(request_body_bytes(request) + 1);
        conn_enter(conn, CONN_BODY, body_ms(exchange));
        return 0; /* libwebsockets hands the body over, also an empty one. */
    }
    exchange->route->handle(exchange);
    return write_or_wait(conn);
}

int exchange_body(struct conn *conn, const char *bytes, size_t len)
{
    struct exchange *exchange = conn->exchange;

    if (conn->phase != CONN_BODY)
        return 0;
    if (exchange->body_len + len > request_body_bytes(&exchange->head.request))
        return exchange_refuse(conn, ERR_BAD_REQUEST);
    if (len)
        memcpy(exchange->body + exchange->body_len, bytes, len);
    exchange->body_len += len;
    return 0;
}

int exchange_body_end(struct conn *conn)
{
    if (conn->phase != CONN_BODY)
        return 0;
    conn_enter(conn, CONN_HEAD, 0);
    conn->exchange->route->handle(conn->exchange);
    return write_or_wait(conn);
}

void exchange_overdue(struct exchange *exchange)
{
    struct conn *conn = exchange->conn;

    conn_enter(conn, CONN_SERVICE, 0);
    exchange_fail(exchange, ERR_TIMEOUT, 0);
}

bool exchange_participant(const struct exchange *exchange, struct participant *out)
{
    if (exchange->has_participant)
        *out = exchange->participant;
    return exchange->has_participant;
}

struct session_from exchange_from(const struct exchange *exchange)
{
    return (struct session_from){
        .participant = exchange->has_participant ? &exchange->participant : NULL,
        .address = address_hash(&exchange->conn->client)};
}

void exchange_free(struct exchange *exchange)
{
    if (!exchange)
        return;
    switch (exchange->asks) {
    case ASKS_ONCE:
        once_abandon(&exchange->once);
        break;
    case ASKS_PAGE:
        page_abandon(&exchange->page);
        break;
    case ASKS_FORM:
        form_abandon(&exchange->form);
        break;
    case ASKS_BOARD_FORM:
        board_form_abandon(&exchange->board_form);
        break;
    case ASKS_EXPORT:
        export_abandon(&exchange->export);
        break;
    case ASKS_IMPORT:
        import_abandon(&exchange->import);
        break;
    case ASKS_UPLOAD:
        image_upload_abandon(&exchange->upload);
        break;
    case ASKS_DECK:
        deck_upload_abandon(&exchange->deck);
        break;
    case ASKS_FETCH:
        image_fetch_abandon(&exchange->fetch);
        break;
    case ASKS_NOTHING:
        break;
    }
    transfer_end(exchange);
    if (exchange->counted)
        --*exchange->counted;
    exchange->conn->server->out_bytes -= exchange->out_bytes;
    buf_unref(exchange->answer);
    head_done(&exchange->head);
    free(exchange->body);
    free(exchange);
}
