/* SPDX-License-Identifier: Apache-2.0 */

/* How a server starts or says why not, renews its certificate, and stops. */
#include "lib/http_client.h"
#include "lib/net/rig.c"
#include "lib/ws_client.h"
#include "net/certificate.h"
#include "net/internal.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/select.h>
#include <sys/socket.h>

#include <cmocka.h>

static struct net_rig rig;
static struct ws_frame heard;

/* ---- Certificates --------------------------------------------------------------- */

static void presents(const char *name)
{
    struct http_client client;
    char shown[64] = "";

    http_connect(&client, rig.port, true);
    X509 *cert = SSL_get0_peer_certificate(client.ssl);
    X509_NAME_get_text_by_NID(X509_get_subject_name(cert), NID_commonName, shown,
                              sizeof shown);
    assert_string_equal(shown, name);
    http_close(&client);
}

static void a_renewed_certificate_is_used(void **state)
{
    struct ws_client client;

    (void)state;
    rig_init(&rig, true);
    rig_start(&rig);
    presents("first");
    assert_int_equal(ws_connect(&client, rig.port, true, ""), 101);
    ws_say(&client, "hello");
    assert_true(ws_next(&client, &heard));

    rig_make_certificate("second", rig.cert, rig.key);
    presents("first"); /* Not looked at yet. */
    rig_pass(&rig, CERTIFICATE_CHECK_MS);
    presents("second");

    /* A pair that does not fit is not used, nor are files half written. */
    rig_make_certificate("third", rig.cert, "/dev/null");
    rig_pass(&rig, CERTIFICATE_CHECK_MS);
    presents("second");
    file_write(rig.web, "cert.pem", "-----BEGIN CERTIFICATE-----\n");
    rig_pass(&rig, CERTIFICATE_CHECK_MS);
    presents("second");
    rig_make_certificate("fourth", rig.cert, rig.key);
    rig_pass(&rig, CERTIFICATE_CHECK_MS);
    presents("fourth");

    ws_say(&client, "still here"); /* Whoever was connected stays so. */
    assert_true(ws_next(&client, &heard));
    assert_string_equal((char *)heard.payload, "still here");
    ws_close(&client);
    rig_end(&rig);
}

static void old_tls_is_not_spoken(void **state)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    struct http_client client;
    SSL *ssl;

    (void)state;
    rig_init(&rig, true);
    rig_start(&rig);
    http_connect(&client, rig.port, false);
    SSL_CTX_set_security_level(ctx, 0);
    SSL_CTX_set_max_proto_version(ctx, TLS1_1_VERSION);
    ssl = SSL_new(ctx);
    SSL_set_fd(ssl, client.fd);
    assert_int_not_equal(SSL_connect(ssl), 1);
    SSL_free(ssl);
    SSL_CTX_free(ctx);
    http_close(&client);
    rig_end(&rig);
}

/* ---- Start ------------------------------------------------------------------------ */

static void it_says_why_it_does_not_start(void **state)
{
    (void)state;
    for (unsigned fault = 0; fault < 5; fault++) {
        rig_init(&rig, fault == 3);
        if (fault == 0)
            rig.options.web_dir = "/nowhere";
        if (fault == 1)
            rig.options.trusted_proxies = "10.0.0.0/33";
        if (fault == 2)
            file_write(rig.web, "pages/host.fr.html", "<!--clameur:head-->");
        if (fault == 3)
            file_write(rig.web, "key.pem", "no key");
        if (fault == 4)
            file_write(rig.web, "locales/fr.json", "{\"plain.send\":");
        assert_null(server_new(&rig.options));
        fake_service_done(&rig.service);
        uv_run(&rig.loop, UV_RUN_DEFAULT);
        assert_int_equal(uv_loop_close(&rig.loop), 0); /* Nothing is left in it. */
        rig_clean(&rig);
    }
}

/* ---- Stop ------------------------------------------------------------------------- */

static bool it_has_stopped(struct net_rig *r)
{
    return r->is_closed;
}

static void it_says_bye_and_waits_for_answers(void **state)
{
    struct ws_client socket;
    struct http_client asking, idle;
    struct http_reply reply;
    const char *request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    uint16_t status;
    char byte;

    for (int tls = 0; tls < 2; tls++) {
        rig_init(&rig, tls);
        rig_start(&rig);
        assert_int_equal(ws_connect(&socket, rig.port, tls, ""), 101);
        ws_say(&socket, "hello");
        assert_true(ws_next(&socket, &heard));
        rig_hold(&rig, true);
        http_connect(&asking, rig.port, tls);
        http_send(&asking, request, strlen(request));
        http_connect(&idle, rig.port, tls);
        while (rig.service.n_asked == 0)
            rig_cpu_us(&rig);
        rig_stop(&rig, 5000);

        assert_true(http_read(&idle, &byte, 1) <= 0);
        assert_true(ws_hear(&socket, &heard, &status));
        assert_non_null(strstr((char *)heard.payload, "\"ev\":\"bye\""));
        assert_false(ws_hear(&socket, &heard, &status));
        assert_int_equal(status, 1001);
        ws_send(&socket, WS_CLOSE, true, heard.payload, 2);
        assert_false(ws_next(&socket, &heard));
        assert_false(rig.is_closed);

        rig_hold(&rig, false);
        reply = http_reply(&asking);
        assert_int_equal(reply.status, 200);
        rig_await(&rig, it_has_stopped);
        http_reply_done(&reply);
        http_close(&asking);
        http_close(&idle);
        ws_close(&socket);
        rig_end(&rig);
    }
    (void)state;
}

static void it_does_not_wait_for_ever(void **state)
{
    struct ws_client deaf;

    (void)state;
    rig_init(&rig, false);
    rig_start(&rig);
    assert_int_equal(ws_connect_small(&deaf, rig.port, false, "", 4096), 101);
    ws_say(&deaf, "hello");
    ws_say(&deaf, "listen");
    assert_true(ws_next(&deaf, &heard));
    assert_true(ws_next(&deaf, &heard));
    rig_publish(&rig, 20000);
    rig_stop(&rig, 1000);
    assert_false(rig.is_closed);
    rig_pass(&rig, 1000);
    rig_await(&rig, it_has_stopped);
    assert_int_equal(rig.service.n_sessions, 0);
    ws_close(&deaf);
    rig_end(&rig);
}

static void a_stop_without_connections_is_at_once(void **state)
{
    (void)state;
    rig_init(&rig, false);
    rig_start(&rig);
    rig_stop(&rig, 100000);
    rig_await(&rig, it_has_stopped);
    rig_end(&rig);
}

/* ---- What a connection is given ---------------------------------------------------- */

/* The server is in this process too: its end is the one whose peer is the client. */
static int accepted_end(const struct ws_client *client)
{
    struct sockaddr_in own = {0}, peer = {0};
    socklen_t len = sizeof own;

    assert_int_equal(getsockname(client->http.fd, (struct sockaddr *)&own, &len), 0);
    for (int fd = 0; fd < FD_SETSIZE; fd++) {
        len = sizeof peer;
        if (getpeername(fd, (struct sockaddr *)&peer, &len) == 0 &&
            peer.sin_family == AF_INET && peer.sin_port == own.sin_port)
            return fd;
    }
    fail();
    return -1;
}

static int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t len = sizeof value;

    assert_int_equal(getsockopt(fd, level, name, &value, &len), 0);
    return value;
}

static void a_connection_inherits_how_it_is_tuned(void **state)
{
    struct ws_client client;

    (void)state;
    rig_init(&rig, false);
    rig_start(&rig);
    assert_int_equal(ws_connect(&client, rig.port, false, ""), 101);
    int fd = accepted_end(&client);

    assert_int_equal(option(fd, IPPROTO_TCP, TCP_NODELAY), 1);
    assert_int_equal(option(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT), UNSENT_BYTES);
    assert_int_equal(option(fd, SOL_SOCKET, SO_SNDBUF),
                     2 * SEND_BYTES); /* As Linux says it. */
    accepted_widen(fd);
    assert_int_not_equal(option(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT), UNSENT_BYTES);
    assert_true(option(fd, SOL_SOCKET, SO_SNDBUF) > 2 * SEND_BYTES);
    ws_close(&client);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_renewed_certificate_is_used),
        cmocka_unit_test(old_tls_is_not_spoken),
        cmocka_unit_test(it_says_why_it_does_not_start),
        cmocka_unit_test(it_says_bye_and_waits_for_answers),
        cmocka_unit_test(it_does_not_wait_for_ever),
        cmocka_unit_test(a_stop_without_connections_is_at_once),
        cmocka_unit_test(a_connection_inherits_how_it_is_tuned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
