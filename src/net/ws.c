/* SPDX-License-Identifier: Apache-2.0 */

#include "net/ws.h"

#include "base/mem.h"
#include "net/exchange.h"
#include "net/internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define UNANSWERED_MAX 2
#define ENDLESS_BYTES                                                                      \
    ((size_t)8 * MESSAGE_BYTES_MAX) /* A message so long is no mistake any more. */

enum { CLOSE_POLICY = 1008, CLOSE_TOO_BIG = 1009 };

static_assert(FLUSH_PRE >= LWS_PRE,
              "the scratch has room for what lws_write may put before");

/* ---- Deadlines ---------------------------------------------------------------- */

static void set_deadline(struct conn *conn)
{
    uint64_t due = conn->due_ms;

    if (conn->stuck_ms && conn->stuck_ms < due)
        due = conn->stuck_ms;
    wheel_set(&conn->server->wheel, &conn->deadline, due);
}

static void ping(struct conn *conn, uint64_t now)
{
    conn->unanswered++;
    conn->owes_ping = true;
    conn->due_ms = now + PING_MS;
    if (!conn->is_choked)
        flush_mark(&conn->server->flush, conn, false);
}

void ws_overdue(struct conn *conn)
{
    uint64_t now = server_now(conn->server);

    if (conn->stuck_ms && conn->stuck_ms <= now) {
        count_add(&conn->server->options.counters->slow_closed, 1);
        ws_hang_up(conn, CLOSE_POLICY);
        return;
    }
    if (conn->due_ms <= now && conn->pending) {
        ws_hang_up(conn, CLOSE_POLICY); /* No hello. */
        return;
    }
    if (conn->due_ms <= now && conn->unanswered == UNANSWERED_MAX) {
        conn_enter(conn, CONN_CLOSING, CLOSE_MS);
        conn_kill(conn);
        return;
    }
    if (conn->due_ms <= now)
        ping(conn, now);
    set_deadline(conn);
}

void ws_hang_up(struct conn *conn, uint16_t status)
{
    conn->close_status = status;
    conn_enter(conn, CONN_CLOSING, CLOSE_MS);
    if (!conn->is_choked)
        flush_mark(&conn->server->flush, conn, true);
}

/* Not from WRITEABLE: Debian's build closes what is closed there a second time, on purpose,
 * and that one does not wait for the Close to be sent. */
static void say_close(struct conn *conn)
{
    uint16_t status = conn->close_status;

    conn->close_status = 0;
    if (!status || lws_get_close_length(conn->wsi) > 0)
        return;
    lws_close_reason(conn->wsi, (enum lws_close_status)status, NULL, 0);
    lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_SYNC);
}

/* ---- The session's side ------------------------------------------------------- */

static void wake(struct session_sink *sink, bool urgent)
{
    struct conn *conn = container_of(sink, struct conn, sink);

    if (conn->phase == CONN_SOCKET && !conn->is_choked)
        flush_mark(&conn->server->flush, conn, urgent);
}

static void close_when_written(struct session_sink *sink, uint16_t status)
{
    struct conn *conn = container_of(sink, struct conn, sink);

    if (conn->phase != CONN_SOCKET || conn->close_status)
        return;
    conn->close_status = status; /* write_owed hangs up. */
    conn->due_ms = server_now(conn->server) + CLOSE_MS;
    conn->unanswered = UNANSWERED_MAX; /* One that does not read is killed then. */
    set_deadline(conn);
    if (!conn->is_choked)
        flush_mark(&conn->server->flush, conn, true);
}

int ws_confirm(struct conn *conn)
{
    enum err err = exchange_begin_upgrade(conn);

    if (!err && conn->server->stop.is_stopping)
        err = ERR_GOING_AWAY;
    return err ? exchange_refuse(conn, err) : 0;
}

int ws_open(struct conn *conn)
{
    struct server *server = conn->server;
    struct session_from from = {.address = address_hash(&conn->client)};
    struct participant participant;

    if (exchange_participant(conn->exchange, &participant))
        from.participant = &participant;
    conn->sink = (struct session_sink){.wake = wake, .close = close_when_written};
    conn->session = session_new(server->options.service, &from, &conn->sink);
    exchange_free(conn->exchange);
    conn->exchange = NULL;
    count_add(&server->options.counters->connections, 1);
    conn->phase = CONN_SOCKET;
    conn->due_ms = server_now(server) + HELLO_MS;
    set_deadline(conn);
    return 0;
}

void ws_pong(struct conn *conn)
{
    if (conn->phase != CONN_SOCKET || conn->close_status)
        return;
    conn->unanswered = 0;
    if (conn->pinged_ms)
        session_ponged(conn->session, server_now(conn->server) - conn->pinged_ms);
    conn->pinged_ms = 0; /* Pongs that nobody asked for say nothing. */
}

/* ---- In ----------------------------------------------------------------------- */

static void pause_when_stuffed(struct conn *conn)
{
    if (conn->is_paused || !session_is_stuffed(conn->session))
        return;
    conn->is_paused = true;
    lws_rx_flow_control(conn->wsi, 0);
    conn->stuck_ms = server_now(conn->server) + REPLIES_STUCK_MS;
    set_deadline(conn);
}

static void resume_when_eased(struct conn *conn)
{
    if (!conn->is_paused || session_is_stuffed(conn->session))
        return;
    conn->is_paused = false;
    conn->stuck_ms = 0;
    lws_rx_flow_control(conn->wsi, 1);
    /* What was read but not looked at, above all out of TLS, makes no descriptor readable.
     */
    lws_callback_on_writable(conn->wsi);
}

static void message_end(struct conn *conn)
{
    free(conn->message.text);
    memset(&conn->message, 0, sizeof conn->message);
}

/* Once for each message; the rest of it is passed over. */
static void refuse(struct conn *conn, enum err err)
{
    if (!conn->message.is_refused)
        session_refuse(conn->session, err);
    conn->message.is_refused = true;
}

static void keep_piece(struct conn *conn, const char *piece, size_t len)
{
    if (!conn->message.text)
        conn->message.text = mem_alloc(MESSAGE_BYTES_MAX);
    if (len)
        memcpy(conn->message.text + conn->message.len, piece, len);
}

int ws_receive(struct conn *conn, const char *piece, size_t len)
{
    bool is_final = lws_is_final_fragment(conn->wsi);
    bool is_whole = is_final && lws_is_first_fragment(conn->wsi);

    if (conn->phase != CONN_SOCKET || conn->close_status)
        return 0;
    conn->unanswered = 0;
    if (lws_frame_is_binary(conn->wsi))
        refuse(conn, ERR_MALFORMED);
    else if (conn->message.len + len > MESSAGE_BYTES_MAX)
        refuse(conn, ERR_TOO_BIG);
    else if (is_whole)
        session_receive(conn->session, piece, len);
    else if (!conn->message.is_refused)
        keep_piece(conn, piece, len);

    conn->message.len += len;
    if (conn->message.len > ENDLESS_BYTES) {
        lws_close_reason(conn->wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, NULL, 0);
        conn_enter(conn, CONN_CLOSING, CLOSE_MS);
        return -1;
    }
    if (is_final && !is_whole && !conn->message.is_refused)
        session_receive(conn->session, conn->message.text, conn->message.len);
    if (is_final)
        message_end(conn);
    pause_when_stuffed(conn);
    return 0;
}

/* ---- Out ---------------------------------------------------------------------- */

/* Once a hello was accepted, a connection is a client, and kept alive by pings. */
static void look_for_hello(struct conn *conn)
{
    if (!conn->pending || !session_is_proven(conn->session))
        return;
    conn_proved(conn);
    if (conn->close_status)
        return;
    if (session_is_timed(conn->session))
        ping(conn, server_now(conn->server));
    else
        conn->due_ms = server_now(conn->server) + PING_MS;
    set_deadline(conn);
}

static int write_out(struct conn *conn, size_t len)
{
    struct counters *counters = conn->server->options.counters;

    if (lws_write(conn->wsi, conn->server->flush.scratch + FLUSH_PRE, len, LWS_WRITE_RAW) <
        0)
        return -1;
    count_add(&counters->frames_sent, 1);
    count_add(&counters->bytes_sent, len);
    conn->is_choked = lws_partial_buffered(conn->wsi);
    return 0;
}

/* What there is for a connection that may be written to. */
static int write_owed(struct conn *conn)
{
    unsigned char *out = conn->server->flush.scratch + FLUSH_PRE;
    bool more = false;
    size_t len = 0;

    if (conn->owes_ping) {
        out[len++] = 0x89; /* A whole ping, with a payload: of a pong that brings none */
        out[len++] = 1;    /* back, libwebsockets says nothing. */
        out[len++] = '?';
        conn->owes_ping = false;
        conn->pinged_ms = server_now(conn->server);
    }
    len += session_gather(conn->session, (char *)out + len, WRITE_BYTES_MAX, &more);
    look_for_hello(conn);
    resume_when_eased(conn);
    if (len && write_out(conn, len) < 0)
        return -1;
    if (conn->is_choked)
        return 0;
    if (more)
        flush_mark(&conn->server->flush, conn, false);
    else if (conn->close_status)
        ws_hang_up(conn, conn->close_status);
    return 0;
}

int ws_flush(struct conn *conn)
{
    conn->is_choked = lws_partial_buffered(conn->wsi);
    if (conn->is_choked)
        return 0;
    if (conn->phase == CONN_CLOSING)
        say_close(conn);
    if (conn->phase != CONN_SOCKET || lws_get_close_length(conn->wsi) > 0)
        return 0;
    return write_owed(conn);
}

int ws_writeable(struct conn *conn)
{
    if (conn->phase == CONN_SOCKET)
        return ws_flush(conn);
    conn->is_choked = lws_partial_buffered(conn->wsi);
    if (conn->close_status && !conn->is_choked)
        flush_mark(&conn->server->flush, conn, true);
    return 0;
}
