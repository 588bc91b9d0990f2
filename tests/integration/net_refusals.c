/* SPDX-License-Identifier: Apache-2.0 */

/* Requests that can be read in two ways, or not at all, or too slowly; limits by address
 * and behind proxies. Each is answered with its code, and nothing is left behind. */
#include "lib/http_client.h"
#include "lib/net/rig.c"
#include "lib/ws_client.h"
#include "net/conn.h"
#include "net/headers.h"
#include "net/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct net_rig rig;

static void check(const char *request, size_t len, int status, const char *code)
{
    struct http_client client;
    struct http_reply reply;
    char quoted[40];

    http_connect(&client, rig.port, rig.tls);
    http_send(&client, request, len);
    reply = http_reply(&client);
    if (reply.status != status)
        print_error("%d for: %.80s\n", reply.status, request);
    assert_int_equal(reply.status, status);
    snprintf(quoted, sizeof quoted, "\"code\":\"%s\"", code);
    assert_true(!*code || strstr(reply.body, quoted) || strstr(reply.body, code));
    assert_true(!status || !reply.was_reset);
    http_close(&client);
    http_reply_done(&reply);
}

#define POST(headers, body) "POST /api/v1/x HTTP/1.1\r\nHost: a\r\n" headers "\r\n" body
#define GET(headers)        "GET / HTTP/1.1\r\nHost: a\r\n" headers "\r\n"
#define JSON                "Content-Type: application/json\r\n"

/* What libwebsockets answers itself has no code of ours. */
#define PARSERS_OWN "<h1>403</h1>"

static void ambiguous_requests_are_refused(void **state)
{
    static const struct {
        const char *request;
        size_t len; /* 0: the string's. */
        int status;
        const char *code;
    } rows[] = {
        {POST(JSON "Content-Length: 2\r\nContent-Length: 2\r\n", "{}"), 0, 400,
         "bad_request"},
        {POST(JSON "Content-Length: 2\r\nContent-Length: 40\r\n", "{}"), 0, 400,
         "bad_request"},
        {POST(JSON "Content-Length: 2, 2\r\n", "{}"), 0, 400, "bad_request"},
        {POST(JSON "Content-Length: +2\r\n", "{}"), 0, 400, "bad_request"},
        {POST(JSON "Content-Length: -2\r\n", "{}"), 0, 400, "bad_request"},
        {POST(JSON "Content-Length: 0x2\r\n", "{}"), 0, 400, "bad_request"},
        {POST(JSON "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
              "2\r\n{}\r\n0\r\n\r\n"),
         0, 400, "bad_request"},
        {POST(JSON "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\n\r\n"), 0, 400,
         "bad_request"},
        {POST(JSON "Transfer-Encoding: gzip, chunked\r\n", ""), 0, 400, "bad_request"},
        {POST(JSON, "{}"), 0, 400, "bad_request"},
        {POST(JSON "Content-Length: 2\r\nExpect: 100-continue\r\n", "{}"), 0, 400,
         "bad_request"},
        {POST(JSON "Content-Length: 8193\r\n", ""), 0, 413, "too_big"},
        {POST(JSON "Content-Length: 99999999999999999999\r\n", ""), 0, 413, "too_big"},
        {POST("Content-Length: 2\r\n", "{}"), 0, 415, "unsupported_type"},
        {GET("Content-Length: 5\r\n") "hello", 0, 400, "bad_request"},
        {GET("Transfer-Encoding: chunked\r\n"), 0, 400, "bad_request"},
        {GET("Host: b\r\n"), 0, 400, "bad_request"},
        {"GET / HTTP/1.1\r\n\r\n", 0, 400, "bad_request"},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 0, 400, "bad_request"},
        {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 0, 400, "bad_request"},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 0, 400, "bad_request"},
        {"GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", 0, 400, "bad_request"},
        {"GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 29, 400, "bad_request"},
        {"GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n", 0, 400, "bad_request"},
        {"GET /j/a%00 HTTP/1.1\r\nHost: a\r\n\r\n", 0, 0, ""}, /* The parser hangs up. */
        {"GET /j/a%0ab HTTP/1.1\r\nHost: a\r\n\r\n", 0, 400, "bad_request"},
        {"GET /j/a%01b HTTP/1.1\r\nHost: a\r\n\r\n", 0, 400, "bad_request"},
        {"GET /j?code=a%0d%0ab HTTP/1.1\r\nHost: a\r\n\r\n", 0, 400, "bad_request"},
        {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 0, 400, "bad_request"},
        {GET("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
             "HTTP2-Settings: AAMAAABkAAQAAP__\r\n"),
         0, 400, "bad_request"},
        {GET("Connection: Upgrade\r\nUpgrade: raw\r\n"), 0, 403, PARSERS_OWN},
        {"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 0, 0, ""},
        {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 0, 403, PARSERS_OWN},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0, 403, PARSERS_OWN},
        {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 0, 403, PARSERS_OWN},
        {GET("Cookie: a=b\x7f\r\n"), 0, 400, "bad_request"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(rows[i].request, rows[i].len ? rows[i].len : strlen(rows[i].request),
              rows[i].status, rows[i].code);
}

/* A header that is made `bytes` long between its beginning and its end. */
struct stretched {
    const char *begin, *end;
};

static void check_long(struct stretched head, size_t bytes, int status, const char *code)
{
    static char request[2 * PARSER_BYTES_MAX + 1];
    size_t begin = strlen(head.begin), end = strlen(head.end);

    assert_true(begin + end < bytes && bytes < sizeof request);
    memcpy(request, head.begin, begin);
    memset(request + begin, 'c', bytes - begin - end);
    memcpy(request + bytes - end, head.end, end + 1);
    check(request, bytes, status, code);
}

static void a_long_header_is_refused(void **state)
{
    static const struct stretched heads[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\nCookie: ", "\r\n\r\n"},
        {"GET / HTTP/1.1\r\nCookie: b\r\nHost: a\r\nCookie: ", "\r\n\r\n"},
        {"GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nAccept: c\r\nAccept: ", "\r\n\r\n"},
        {"GET /?lang=", " HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"GET /?a=b&lang=", "&c=d HTTP/1.1\r\nHost: a\r\nUser-Agent: b\r\n\r\n"},
        {"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: ", "\r\n\r\n"},
    };
    static const struct stretched handshake = {
        "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: clameur.1\r\nCookie: ",
        "\r\n\r\n"};

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        check_long(heads[i], HEADER_BYTES_MAX, 200, "");
        check_long(heads[i], HEADER_BYTES_MAX + 1, 431, "header_too_big");
        check_long(heads[i], PARSER_BYTES_MAX - 100, 431, "header_too_big");
        check_long(heads[i], PARSER_BYTES_MAX + 100, 0, "");
    }
    check_long(handshake, HEADER_BYTES_MAX + 1, 431, "header_too_big");
}

/* Headers that the parser has no name for only take room in its table: so much of one is
 * taken, and with a byte more the connection ends. */
static void unknown_headers_are_bounded_by_the_parsers_table(void **state)
{
    static const struct stretched head = {"GET / HTTP/1.1\r\nHost: a\r\nX-Q: ", "\r\n\r\n"};

    (void)state;
    check_long(head, PARSER_BYTES_MAX - 10, 200, "");
    check_long(head, PARSER_BYTES_MAX - 9, 0, "");
    check_long(head, 2 * PARSER_BYTES_MAX, 0, "");
}

static void a_refusal_arrives_before_the_body_does(void **state)
{
    static char body[200000];
    struct http_client client;
    struct http_reply reply;
    const char *head = POST(JSON "Content-Length: 200000\r\n", "");

    (void)state;
    http_connect(&client, rig.port, rig.tls);
    http_send(&client, head, strlen(head));
    http_send(&client, body,
              60000); /* Unread bytes must not turn the answer into a reset. */
    reply = http_reply(&client);
    assert_int_equal(reply.status, 413);
    assert_false(reply.was_reset);
    http_close(&client);
    http_reply_done(&reply);
}

static bool nothing_lingers(struct net_rig *r)
{
    return r->server->lingers.n == 0;
}

static bool one_lingers(struct net_rig *r)
{
    return r->server->lingers.n == 1;
}

/* Half-closed and read for a while: a close with unread bytes would send a reset after the
 * answer. */
static void an_answered_connection_lingers(void **state)
{
    static char body[2 * LINGER_BYTES_MAX];
    struct http_client client;
    struct http_reply reply;

    (void)state;
    for (int how = 0; how < 3; how++) {
        rig_await(&rig, nothing_lingers);
        http_connect(&client, rig.port, rig.tls);
        http_send(&client, GET(""), strlen(GET("")));
        reply = http_reply(&client);
        assert_int_equal(reply.status, 200);
        rig_await(&rig, one_lingers);
        if (how == 0)
            http_close(&client); /* Until the client goes, */
        if (how == 1)
            rig_pass(&rig, LINGER_MS + WHEEL_TICK_MS); /* or for so long, */
        if (how == 2)
            (void)send(client.fd, body, sizeof body, MSG_NOSIGNAL); /* or for so much. */
        rig_await(&rig, nothing_lingers);
        if (how)
            http_close(&client);
        http_reply_done(&reply);
    }
}

static void a_body_of_the_limit_is_taken(void **state)
{
    static char body[MESSAGE_BYTES_MAX + 1], request[MESSAGE_BYTES_MAX + 200];
    struct http_reply reply;

    (void)state;
    memset(body, ' ', MESSAGE_BYTES_MAX);
    body[0] = '1';
    snprintf(request, sizeof request,
             "POST /api/v1/x HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
             "Content-Length: %d\r\n\r\n%s",
             MESSAGE_BYTES_MAX, body);
    reply = http_ask(rig.port, rig.tls, request);
    assert_int_equal(reply.status, 200);
    assert_true(reply.body_len > MESSAGE_BYTES_MAX);
    http_reply_done(&reply);
}

static void a_request_may_come_in_any_two_pieces(void **state)
{
    const char *request =
        POST(JSON "Content-Length: 7\r\nAccept-Language: fr\r\n", "{\"a\":1}");
    size_t len = strlen(request);

    (void)state;
    for (size_t cut = 1; cut < len; cut++) {
        struct http_client client;
        struct http_reply reply;
        http_connect(&client, rig.port, rig.tls);
        http_send(&client, request, cut);
        rig_cpu_us(&rig); /* The server had a turn. */
        http_send(&client, request + cut, len - cut);
        reply = http_reply(&client);
        assert_int_equal(reply.status, 200);
        assert_non_null(strstr(reply.body, "\"body\":{\"a\":1}"));
        http_close(&client);
        http_reply_done(&reply);
    }
}

static bool nothing_is_connected(struct net_rig *r)
{
    return r->server->n_conns == 0;
}

static bool something_is_connected(struct net_rig *r)
{
    return r->server->n_conns > 0;
}

static bool a_body_is_awaited(struct net_rig *r)
{
    return !list_is_empty(&r->server->conns) &&
           container_of(r->server->conns.next, struct conn, all)->phase == CONN_BODY;
}

static void slow_requests_are_hung_up_on(void **state)
{
    struct http_client client;
    struct http_reply reply;
    const char *head = POST(JSON "Content-Length: 7\r\n", "{\"a\"");

    (void)state;
    http_connect(&client, rig.port, rig.tls);
    rig_await(&rig, something_is_connected);
    rig_pass(&rig, REQUEST_HEADER_MS - 1);
    assert_true(rig.tls || http_is_silent(&client)); /* TLS has its tickets. */
    http_send(&client, "GET / HT", 8);
    rig_pass(&rig, 1000 + (rig.tls ? HANDSHAKE_MS : 0));
    reply = http_reply(
        &client); /* A header is due as a whole: a byte now and then does not help. */
    assert_int_equal(reply.status, 0);
    http_reply_done(&reply);
    http_close(&client);

    rig_await(&rig, nothing_is_connected);
    http_connect(&client, rig.port, rig.tls);
    http_send(&client, head, strlen(head));
    rig_await(&rig, a_body_is_awaited);
    rig_pass(&rig, REQUEST_BODY_MS + 1000);
    reply = http_reply(&client);
    assert_int_equal(reply.status, 408);
    assert_non_null(strstr(reply.body, "\"code\":\"timeout\""));
    http_reply_done(&reply);
    http_close(&client);
    rig_await(&rig, nothing_is_connected);
}

static bool something_was_asked(struct net_rig *r)
{
    return !list_is_empty(&r->service.asked);
}

static void who_leaves_is_not_answered(void **state)
{
    struct http_client client;

    (void)state;
    rig_hold(&rig, true);
    http_connect(&client, rig.port, rig.tls);
    http_send(&client, GET(""), strlen(GET("")));
    rig_await(&rig, something_was_asked);
    http_close(&client);
    rig_hold(&rig,
             false); /* The answer goes to a socket that is closed, or is abandoned. */
    rig_await(&rig, nothing_is_connected);
}

static void an_address_has_so_many_pending_connections(void **state)
{
    static struct http_client clients[PENDING_PER_ADDRESS_MAX];
    struct http_client extra;
    char byte;

    (void)state;
    for (size_t i = 0; i < PENDING_PER_ADDRESS_MAX; i++)
        http_connect(&clients[i], rig.port, false);
    http_connect(&extra, rig.port, false);
    assert_int_equal(http_read(&extra, &byte, 1), -1); /* Reset. */
    http_close(&extra);
    http_close(&clients[0]);
    for (;;) { /* Room again, once the server has seen that one go. */
        http_connect(&extra, rig.port, false);
        http_send(&extra, GET(""), strlen(GET("")));
        struct http_reply reply = http_reply(&extra);
        int status = reply.status;
        http_reply_done(&reply);
        http_close(&extra);
        if (status == 200)
            break;
    }
    for (size_t i = 1; i < PENDING_PER_ADDRESS_MAX; i++)
        http_close(&clients[i]);
    rig_await(&rig, nothing_is_connected);
}

static void run_on(const struct CMUnitTest *tests, size_t n, bool tls, const char *trusted,
                   int *failed)
{
    rig_init(&rig, tls);
    rig.options.trusted_proxies = trusted;
    rig_start(&rig);
    *failed += _cmocka_run_group_tests("refusals", tests, n, NULL, NULL);
    rig_end(&rig);
}

static void forwarded_headers_count_from_a_trusted_proxy(void **state)
{
    struct http_reply reply =
        http_get(rig.port, false, "/", "X-Forwarded-Proto: https\r\n");
    char cookie[256];

    (void)state;
    assert_non_null(strstr(http_header(&reply, "Set-Cookie", cookie, sizeof cookie),
                           "__Host-clameur=tok_"));
    assert_non_null(strstr(cookie, "; Secure"));
    assert_non_null(strstr(reply.body, "\"base_url\":\"https://vote.example"));
    assert_string_not_equal(
        http_header(&reply, "Strict-Transport-Security", cookie, sizeof cookie), "");
    http_reply_done(&reply);
}

static void pending_connections_are_their_clients_own(void **state)
{
    static struct ws_client clients[PENDING_PER_ADDRESS_MAX];
    struct ws_client extra;

    (void)state;
    for (size_t i = 0; i < PENDING_PER_ADDRESS_MAX; i++)
        assert_int_equal(ws_connect(&clients[i], rig.port, false,
                                    "X-Forwarded-For: 8.8.8.8, 192.0.2.1\r\n"),
                         101);
    assert_int_equal(
        ws_connect(&extra, rig.port, false, "X-Forwarded-For: 9.9.9.9, 192.0.2.1\r\n"),
        429);
    assert_int_equal(
        ws_connect(&extra, rig.port, false, "X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n"),
        101);
    ws_close(&extra);
    for (size_t i = 0; i < PENDING_PER_ADDRESS_MAX; i++)
        ws_close(&clients[i]);
    rig_await(&rig, nothing_is_connected);
}

static void forwarded_headers_of_others_prove_nothing(void **state)
{
    struct http_reply reply =
        http_get(rig.port, false, "/", "X-Forwarded-Proto: https\r\n");
    char cookie[256];

    (void)state;
    assert_non_null(
        strstr(http_header(&reply, "Set-Cookie", cookie, sizeof cookie), "clameur=tok_"));
    assert_null(strstr(cookie, "__Host-"));
    http_reply_done(&reply);
}

int main(void)
{
    const struct CMUnitTest plain_tests[] = {
        cmocka_unit_test(ambiguous_requests_are_refused),
        cmocka_unit_test(a_long_header_is_refused),
        cmocka_unit_test(unknown_headers_are_bounded_by_the_parsers_table),
        cmocka_unit_test(a_refusal_arrives_before_the_body_does),
        cmocka_unit_test(an_answered_connection_lingers),
        cmocka_unit_test(a_body_of_the_limit_is_taken),
        cmocka_unit_test(a_request_may_come_in_any_two_pieces),
        cmocka_unit_test(slow_requests_are_hung_up_on),
        cmocka_unit_test(who_leaves_is_not_answered),
        cmocka_unit_test(an_address_has_so_many_pending_connections),
        cmocka_unit_test(forwarded_headers_of_others_prove_nothing),
    };
    const struct CMUnitTest proxy_tests[] = {
        cmocka_unit_test(forwarded_headers_count_from_a_trusted_proxy),
        cmocka_unit_test(pending_connections_are_their_clients_own),
    };
    int failed = 0;

    run_on(plain_tests, 10, false, NULL, &failed);
    run_on(plain_tests, 8, true, NULL, &failed);
    run_on(proxy_tests, 2, false, "127.0.0.0/8", &failed);
    return failed;
}
