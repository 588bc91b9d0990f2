/* SPDX-License-Identifier: Apache-2.0 */

/* Two faults of libwebsockets' parser that a hostile client may use, and a browser may
 * meet:
 *
 * 1. A header whose name begins a known one (X-A, User, Auth …) swallows its colon: the
 *    request never ends, or the next header is lost.
 * 2. A request that keeps the connection, followed in the same packet by one with a body,
 *    spins the process where the handler keeps the connection too.
 *
 * Neither may cost others anything: forty times each, on pages, commands and handshakes,
 * plain and TLS, the server goes on answering, takes little CPU, and is rid of the
 * connection within the time of a header. */
#include "lib/http_client.h"
#include "lib/net/rig.c"
#include "net/conn.h"
#include "net/internal.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define TRIES     40
#define CPU_US    (TRIES * 25000) /* With sanitizers and TLS, forty times two requests. */
#define SILENT_MS 60

static struct net_rig rig;

#define JSON    "Content-Type: application/json\r\n"
#define PAGE    "GET /j/K7Q42M HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n"
#define COMMAND "POST /api/v1/x HTTP/1.1\r\nHost: a\r\n" JSON "Content-Length: 2\r\n"
#define SOCKET                                                                             \
    "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"         \
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"         \
    "Sec-WebSocket-Protocol: clameur.1\r\n"

static const char *const payloads[] = {
    /* Names that begin a known one: last, */
    PAGE "X-A: b\r\n\r\n",
    PAGE "A: b\r\n\r\n",
    PAGE "User: b\r\n\r\n",
    COMMAND "Auth: b\r\n\r\n{}",
    SOCKET "X-Forwarded: b\r\n\r\n",
    /* and before another. */
    "GET / HTTP/1.1\r\nX-Auth: b\r\nHost: a\r\n\r\n",
    COMMAND "X-A: b\r\nAccept-Language: fr\r\n\r\n{}",
    SOCKET "X-A: b\r\nOrigin: http://evil.example\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nPatchwork: b\r\n\r\n",
    /* Requests in one packet. */
    PAGE "\r\n" COMMAND "\r\n{}",
    PAGE "\r\n" COMMAND "\r\n",
    COMMAND "\r\n{}" COMMAND "\r\n{}",
    COMMAND "\r\n{}" PAGE "\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" COMMAND "\r\n{}" COMMAND "\r\n{}",
    PAGE "Content-Length: 2\r\n\r\n{}" PAGE "\r\n",
    SOCKET "\r\n" COMMAND "\r\n{}",
    "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" COMMAND
    "\r\n{}",
};

static void others_are_answered(void)
{
    struct http_reply reply = http_get(rig.port, rig.tls, "/healthz", "");

    assert_int_equal(reply.status, 200);
    http_reply_done(&reply);
}

static bool nothing_is_connected(struct net_rig *r)
{
    return r->server->n_conns == 0;
}

/* Nothing happens for a while, and nothing is done. */
static void is_at_rest(void)
{
    uint64_t before = rig_cpu_us(&rig);

    poll(NULL, 0, SILENT_MS);
    assert_true(rig_cpu_us(&rig) - before < SILENT_MS * 1000 / 3);
}

static void no_payload_costs_anybody_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        struct http_client clients[TRIES];
        uint64_t before = rig_cpu_us(&rig);
        for (unsigned try = 0; try < TRIES; try++) {
            http_connect(&clients[try], rig.port, rig.tls);
            http_send(&clients[try], payloads[i], strlen(payloads[i]));
            others_are_answered();
        }
        if (rig_cpu_us(&rig) - before > CPU_US)
            print_error("payload %zu\n", i);
        assert_true(rig_cpu_us(&rig) - before < CPU_US);
        is_at_rest();
        rig_pass(&rig, HELLO_MS + 1000);
        rig_pass(&rig, HANDSHAKE_MS);
        rig_await(&rig, nothing_is_connected);
        for (unsigned try = 0; try < TRIES; try++)
            http_close(&clients[try]);
    }
}

/* While the service thinks, the connection is kept: the very case of the second fault. */
static void nor_while_its_answer_is_awaited(void **state)
{
    struct http_client clients[sizeof payloads / sizeof *payloads];

    (void)state;
    rig_hold(&rig, true);
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        http_connect(&clients[i], rig.port, rig.tls);
        http_send(&clients[i], payloads[i], strlen(payloads[i]));
        others_are_answered();
        is_at_rest();
        http_send(&clients[i], payloads[i], strlen(payloads[i])); /* And more of it. */
        is_at_rest();
    }
    rig_hold(&rig, false);
    rig_pass(&rig, HELLO_MS + 1000);
    rig_pass(&rig, HANDSHAKE_MS);
    rig_await(&rig, nothing_is_connected);
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++)
        http_close(&clients[i]);
}

/* What a lost header may hide, and must not: who is behind a proxy. */
static void a_hidden_header_never_adds_rights(void **state)
{
    struct http_reply reply =
        http_ask(rig.port, rig.tls,
                 "POST /api/v1/x HTTP/1.1\r\nHost: a\r\n" JSON "Content-Length: 2\r\n"
                 "Cookie: clameur=" TOKEN_ANN "; __Host-clameur=" TOKEN_ANN "\r\n"
                 "X-A: b\r\nOrigin: http://evil.example\r\nAccept: x\r\n\r\n{}");

    (void)state; /* Without an Origin the cookie is ignored. */
    assert_null(strstr(reply.text, "ANN1"));
    http_reply_done(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_payload_costs_anybody_else),
        cmocka_unit_test(nor_while_its_answer_is_awaited),
        cmocka_unit_test(a_hidden_header_never_adds_rights),
    };
    int failed = 0;

    for (int tls = 0; tls < 2; tls++) {
        rig_init(&rig, tls);
        rig_start(&rig);
        failed += cmocka_run_group_tests_name(tls ? "tls" : "plain", tests, NULL, NULL);
        rig_end(&rig);
    }
    return failed;
}
