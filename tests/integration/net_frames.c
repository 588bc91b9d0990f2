/* SPDX-License-Identifier: Apache-2.0 */

/* The WebSocket: handshakes, messages whole and in pieces, ready-made frames to readers
 * fast and slow, pings, and hanging up. Plain and TLS. */
#include "lib/http_client.h"
#include "lib/net/rig.c"
#include "lib/ws_client.h"
#include "net/conn.h"
#include "net/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct net_rig rig;
static struct ws_frame heard;
static uint16_t status;

static void open_socket(struct ws_client *client, const char *headers)
{
    assert_int_equal(ws_connect(client, rig.port, rig.tls, headers), 101);
}

static void hears(struct ws_client *client, const char *text)
{
    assert_true(ws_hear(client, &heard, &status));
    assert_string_equal((char *)heard.payload, text);
}

static void ends_with(struct ws_client *client, uint16_t expected)
{
    while (ws_hear(client, &heard, &status))
        ;
    assert_int_equal(status, expected);
    ws_send(client, WS_CLOSE, true, heard.payload, 2);
    assert_false(ws_next(client, &heard));
    ws_close(client);
}

static bool nothing_is_connected(struct net_rig *r)
{
    return r->server->n_conns == 0 && r->service.n_sessions == 0;
}

/* ---- Handshakes --------------------------------------------------------------- */

static void who_connects_is_known_by_cookie_and_origin(void **state)
{
    char ours[192], default_port[192];
    const struct {
        const char *headers;
        int status;
        const char *who;
    } rows[] = {
        {ours, 101, "____________ANN1"},
        {"", 101, "nobody"},
        {"Cookie: clameur=" TOKEN_ANN "; __Host-clameur=" TOKEN_ANN "\r\n", 101, "nobody"},
        {"Origin: http://evil.example\r\n", 403, NULL},
        {"Origin: null\r\n", 403, NULL},
        {default_port, 403, NULL},
        {"Origin: https://public.example\r\nCookie: clameur=" TOKEN_ANN
         "; __Host-clameur=" TOKEN_ANN "\r\n",
         101, "____________ANN1"},
        {"Origin: http://public.example\r\n", 403, NULL},
        {"Authorization: Bearer " TOKEN_ANN "\r\n", 101, "____________ANN1"},
        {"Authorization: Bearer forged\r\n", 401, NULL},
    };

    (void)state;
    snprintf(ours, sizeof ours,
             "Origin: %s://VOTE.example:%d\r\nCookie: clameur=" TOKEN_ANN
             "; __Host-clameur=" TOKEN_ANN "\r\n",
             rig.tls ? "https" : "http", rig.port);
    snprintf(default_port, sizeof default_port, "Origin: %s://vote.example\r\n",
             rig.tls ? "https" : "http");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ws_client client;
        assert_int_equal(ws_connect(&client, rig.port, rig.tls, rows[i].headers),
                         rows[i].status);
        if (!rows[i].who)
            continue;
        ws_say(&client, "whoami");
        hears(&client, rows[i].who);
        ws_close(&client);
    }
}

#define UPGRADE(path, host, version, key, protocol)                                        \
    "GET " path " HTTP/1.1\r\n" host "Upgrade: websocket\r\nConnection: Upgrade\r\n"       \
    "Sec-WebSocket-Version: " version "\r\nSec-WebSocket-Key: " key "\r\n" protocol "\r\n"
#define KEY   "dGhlIHNhbXBsZSBub25jZQ=="
#define HOST  "Host: a\r\n"
#define PROTO "Sec-WebSocket-Protocol: clameur.1\r\n"

static void broken_handshakes_are_refused(void **state)
{
    static const struct {
        const char *request;
        int status;
    } rows[] = {
        {UPGRADE("/ws", HOST, "13", KEY, "Sec-WebSocket-Protocol: x, clameur.1\r\n") "",
         101},
        {UPGRADE("/", HOST, "13", KEY, PROTO), 404},
        {UPGRADE("/ws", "", "13", KEY, PROTO), 400},
        {UPGRADE("/ws", HOST "Host: b\r\n", "13", KEY, PROTO), 400},
        {UPGRADE("/ws", HOST, "8", KEY, PROTO), 400},
        {UPGRADE("/ws", HOST, "13", "short", PROTO), 400},
        {UPGRADE("/ws", HOST, "13", KEY, ""), 400},
        {UPGRADE("/ws", HOST, "13", KEY, "Sec-WebSocket-Protocol: clameur.2\r\n"), 400},
        {UPGRADE("/ws", HOST "Content-Length: 3\r\n", "13", KEY, PROTO) "abc", 400},
        {UPGRADE("/ws", HOST "Transfer-Encoding: chunked\r\n", "13", KEY, PROTO), 400},
        {"POST /ws HTTP/1.1\r\n" HOST "Upgrade: websocket\r\nConnection: Upgrade\r\n"
         "Content-Length: 0\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY
         "\r\n" PROTO "\r\n",
         400},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct http_client client;
        char line[13] = "";
        http_connect(&client, rig.port, rig.tls);
        http_send(&client, rows[i].request, strlen(rows[i].request));
        assert_true(http_read(&client, line, 12) > 0);
        if ((int)strtol(line + 9, NULL, 10) != rows[i].status)
            print_error("row %zu\n", i);
        assert_int_equal((int)strtol(line + 9, NULL, 10), rows[i].status);
        http_close(&client);
    }
}

/* ---- Messages in --------------------------------------------------------------- */

static void messages_are_put_together(void **state)
{
    static char big[MESSAGE_BYTES_MAX];
    struct ws_client client;

    (void)state;
    open_socket(&client, "");
    ws_say(&client, "one");
    hears(&client, "one");
    ws_send(&client, WS_TEXT, false, "in ", 3);
    ws_send(&client, WS_PING, true, "now", 3); /* May stand between. */
    ws_send(&client, WS_CONTINUATION, false, "three ", 6);
    ws_send(&client, WS_CONTINUATION, false, "", 0);
    ws_send(&client, WS_CONTINUATION, true, "pieces", 6);
    hears(&client, "in three pieces");
    memset(big, 'm', 2500);
    ws_send(&client, WS_TEXT, true, big, 2500); /* In many reads. */
    assert_true(ws_hear(&client, &heard, &status));
    assert_int_equal(heard.len, 2500);
    assert_memory_equal(heard.payload, big, 2500);
    ws_close(&client);
}

static void what_is_no_message_is_answered_with_its_code(void **state)
{
    static char big[8 * MESSAGE_BYTES_MAX + 1];
    struct ws_client client;

    (void)state;
    memset(big, 'm', sizeof big);
    open_socket(&client, "");
    ws_send(&client, WS_BINARY, true, "x", 1);
    hears(&client, "malformed");
    ws_send(&client, WS_BINARY, false, "x", 1);
    ws_send(&client, WS_CONTINUATION, true, "y", 1);
    hears(&client, "malformed");
    ws_send(&client, WS_TEXT, true, big, MESSAGE_BYTES_MAX + 1);
    hears(&client, "too_big");
    ws_send(&client, WS_TEXT, false, big, MESSAGE_BYTES_MAX);
    ws_send(&client, WS_CONTINUATION, true, big, 1);
    hears(&client, "too_big");
    ws_say(&client, "still here"); /* And the limit itself is not over it: */
    hears(&client, "still here");
    ws_send(&client, WS_TEXT, true, big, sizeof big);
    hears(&client, "too_big");
    ends_with(&client, 1009);
}

static void broken_frames_end_the_connection(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
        {"\xf1\x80\0\0\0\0", 6},       /* Reserved bits. */
        {"\x83\x80\0\0\0\0", 6},       /* An opcode that does not exist. */
        {"\x80\x80\0\0\0\0", 6},       /* A continuation of nothing. */
        {"\x09\x80\0\0\0\0", 6},       /* A ping in pieces. */
        {"\x89\xfe\x01\0\0\0\0\0", 8}, /* A ping that is too long. */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ws_client client;
        open_socket(&client, "");
        http_send(&client.http, rows[i].bytes, rows[i].len);
        if (ws_next(&client, &heard)) /* Or the end at once. */
            assert_int_equal(heard.opcode, WS_CLOSE);
        ws_close(&client);
    }
    rig_await(&rig, nothing_is_connected);
}

/* ---- Frames out ----------------------------------------------------------------- */

static void listens(struct ws_client *client)
{
    ws_say(client, "hello");
    hears(client, "hello");
    ws_say(client, "listen");
    hears(client, "listen");
}

static void expect_numbers(struct ws_client *client, unsigned first, unsigned n)
{
    char expected[16];

    for (unsigned i = 0; i < n; i++) {
        assert_true(ws_next(client, &heard));
        if (heard.opcode == WS_PONG) {
            i--;
            continue;
        }
        assert_int_equal(heard.opcode, WS_TEXT);
        assert_true(heard.is_final);
        assert_int_equal(heard.len, PUBLISHED_BYTES);
        snprintf(expected, sizeof expected, "%08u:x", first + i);
        assert_int_equal(strncmp((char *)heard.payload, expected, 10), 0);
        assert_int_equal(heard.payload[PUBLISHED_BYTES - 1], 'x');
    }
}

static bool a_reader_is_choked(struct net_rig *r)
{
    for (struct list *l = r->server->conns.next; l != &r->server->conns; l = l->next)
        if (container_of(l, struct conn, all)->is_choked)
            return true;
    return false;
}

/* What it cannot be sent stays with the session: libwebsockets holds the tail of one write
 * at most. */
static bool the_slow_one_is_far_behind(struct net_rig *r)
{
    const struct session *slow =
        container_of(r->service.sessions.next, struct session, link);

    assert_true(r->service.published - slow->next > 10000);
    return true;
}

/* libwebsockets' header promises nothing of LWS_WRITE_RAW on a WebSocket: this does. */
static void a_slow_reader_gets_whole_frames_in_order(void **state)
{
    struct ws_client slow, fast;
    unsigned first, n = 20000; /* 4 MB: far beyond what the kernel holds for one. */

    (void)state;
    assert_int_equal(ws_connect_small(&slow, rig.port, rig.tls, "", 4096), 101);
    open_socket(&fast, "");
    listens(&slow);
    listens(&fast);
    first = rig.service.published;
    rig_publish(&rig, n);
    rig_await(&rig, a_reader_is_choked);
    expect_numbers(&fast, first, n); /* Which nobody keeps waiting. */
    rig_await(&rig, the_slow_one_is_far_behind);
    for (unsigned i = 0; i < 40; i++) /* Answers to these must not land inside a frame. */
        ws_send(&slow, WS_PING, true, "ping", 4);
    expect_numbers(&slow, first, n);
    rig_publish(&rig, 3);
    expect_numbers(&slow, first + n, 3);
    expect_numbers(&fast, first + n, 3);
    ws_close(&slow);
    ws_close(&fast);
    rig_await(&rig, nothing_is_connected);
}

static void say_now(void *argument)
{
    struct service *service = argument;
    struct session *last = container_of(service->sessions.prev, struct session, link);

    /* Everybody is owed a fact, and then the last to come an answer. */
    fake_service_publish(service, 1);
    answer(last, "answer", 6);
}

static void last_went_first(void *argument)
{
    struct service *service = argument;
    struct session *last = container_of(service->sessions.prev, struct session, link);

    for (struct list *l = service->sessions.next; l != &last->link; l = l->next)
        assert_true(container_of(l, struct session, link)->gathered > last->gathered);
}

static void answers_leave_before_a_fanout(void **state)
{
    static struct ws_client clients[40];
    unsigned writes;

    (void)state;
    for (size_t i = 0; i < 40; i++) {
        open_socket(&clients[i], "");
        listens(&clients[i]);
    }
    rig_cpu_us(&rig); /* It has counted what was heard. */
    writes = (unsigned)count_get(&rig.page.workers[0].frames_sent);
    rig_do(&rig, say_now, &rig.service);
    hears(&clients[39], "answer"); /* In the same write as the fact that follows it: */
    expect_numbers(&clients[39], rig.service.published - 1, 1);
    for (size_t i = 0; i < 39; i++)
        expect_numbers(&clients[i], rig.service.published - 1, 1);
    rig_do(&rig, last_went_first, &rig.service);
    assert_int_equal(count_get(&rig.page.workers[0].frames_sent), writes + 40);
    for (size_t i = 0; i < 40; i++)
        ws_close(&clients[i]);
    rig_await(&rig, nothing_is_connected);
}

static bool a_session_was_stuffed(struct net_rig *r)
{
    return r->service.n_stuffed > 0;
}

static void who_does_not_take_answers_is_not_read_and_then_closed(void **state)
{
    struct ws_client client;
    uint64_t closed = count_get(&rig.page.workers[0].slow_closed);

    (void)state;
    rig.service.n_stuffed = 0;
    assert_int_equal(ws_connect_small(&client, rig.port, rig.tls, "", 4096), 101);
    listens(&client);
    rig_publish(&rig, 20000);
    rig_await(&rig, a_reader_is_choked);
    for (unsigned i = 0; i < 40; i++)
        ws_say(&client, "big");
    rig_await(&rig, a_session_was_stuffed);
    rig_pass(&rig, REPLIES_STUCK_MS + 1000);
    rig_pass(&rig, CLOSE_MS + 1000); /* It does not take the Close either. */
    rig_await(&rig, nothing_is_connected);
    assert_int_equal(count_get(&rig.page.workers[0].slow_closed), closed + 1);
    ws_close(&client);
}

static void who_takes_its_answers_after_all_is_read_again(void **state)
{
    struct ws_client client;
    unsigned first, answers = 0;

    (void)state;
    rig.service.n_stuffed = 0;
    assert_int_equal(ws_connect_small(&client, rig.port, rig.tls, "", 4096), 101);
    listens(&client);
    first = rig.service.published;
    rig_publish(&rig, 20000);
    rig_await(&rig, a_reader_is_choked);
    for (unsigned i = 0; i < 30; i++)
        ws_say(&client, "big");
    rig_await(&rig, a_session_was_stuffed);
    for (unsigned facts = 0; facts < 20000 || answers < 30;) {
        assert_true(ws_hear(&client, &heard, &status));
        if (heard.payload[0] == 'b') {
            answers++;
            continue;
        }
        assert_int_equal(strtoul((char *)heard.payload, NULL, 10), first + facts);
        facts++;
    }
    ws_say(&client, "and on");
    hears(&client, "and on");
    ws_close(&client);
    rig_await(&rig, nothing_is_connected);
}

/* ---- Time ----------------------------------------------------------------------- */

static void who_says_no_hello_is_closed(void **state)
{
    struct ws_client client;

    (void)state;
    open_socket(&client, "");
    rig_pass(&rig, HELLO_MS + 1000);
    ends_with(&client, 1008);
    open_socket(&client, "");
    ws_say(&client, "hello");
    hears(&client, "hello");
    rig_pass(&rig, HELLO_MS + 1000);
    ws_say(&client, "still here");
    hears(&client, "still here");
    ws_close(&client);
}

static unsigned pongs_awaited;

static bool pongs_came(struct net_rig *r)
{
    return r->service.n_ponged == pongs_awaited;
}

static void pings_are_answered_or_the_end(void **state)
{
    struct ws_client client;

    (void)state;
    open_socket(&client, "");
    ws_say(&client, "hello");
    hears(&client, "hello");
    rig.service.n_ponged = 0;
    for (unsigned i = 0; i < 4; i++) { /* Answered ones go on for ever. */
        rig_pass(&rig, PING_MS + 1000);
        assert_true(ws_next(&client, &heard));
        assert_int_equal(heard.opcode, WS_PING);
        /* As browsers do; the pong alone keeps the connection. */
        ws_send(&client, WS_PONG, true, heard.payload, heard.len);
        pongs_awaited = i + 1;
        rig_await(&rig, pongs_came);
    }
    rig_pass(&rig, PING_MS + 1000);
    rig_pass(&rig, PING_MS + 1000);
    rig_pass(&rig, PING_MS + 1000);
    assert_true(ws_next(&client, &heard));
    assert_int_equal(heard.opcode, WS_PING);
    assert_true(ws_next(&client, &heard));
    assert_int_equal(heard.opcode, WS_PING);
    assert_false(ws_next(&client, &heard));
    ws_close(&client);
    rig_await(&rig, nothing_is_connected);
}

static void a_close_is_answered_and_nothing_follows(void **state)
{
    struct ws_client client;

    (void)state;
    open_socket(&client, "");
    listens(&client);
    ws_send(&client, WS_CLOSE, true, "\x03\xe8", 2);
    rig_publish(&rig, 100);
    ends_with(&client, 1000);
    open_socket(&client, "");
    ws_say(&client, "leave");
    hears(&client, "leave"); /* What is owed comes first. */
    ends_with(&client, 4000);
    rig_await(&rig, nothing_is_connected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_connects_is_known_by_cookie_and_origin),
        cmocka_unit_test(broken_handshakes_are_refused),
        cmocka_unit_test(messages_are_put_together),
        cmocka_unit_test(what_is_no_message_is_answered_with_its_code),
        cmocka_unit_test(broken_frames_end_the_connection),
        cmocka_unit_test(a_slow_reader_gets_whole_frames_in_order),
        cmocka_unit_test(answers_leave_before_a_fanout),
        cmocka_unit_test(who_does_not_take_answers_is_not_read_and_then_closed),
        cmocka_unit_test(who_takes_its_answers_after_all_is_read_again),
        cmocka_unit_test(who_says_no_hello_is_closed),
        cmocka_unit_test(pings_are_answered_or_the_end),
        cmocka_unit_test(a_close_is_answered_and_nothing_follows),
    };
    int failed = 0;

    for (int tls = 0; tls < 2; tls++) {
        rig_init(&rig, tls);
        rig.options.public_url = "https://public.example/votes";
        rig_start(&rig);
        failed += cmocka_run_group_tests_name(tls ? "tls" : "plain", tests, NULL, NULL);
        rig_end(&rig);
    }
    return failed;
}
