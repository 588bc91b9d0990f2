/* SPDX-License-Identifier: Apache-2.0 */

/* A TLS session is made once, whichever worker answers next. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "lib/app_fixture.h"
#include "lib/http_client.h"

#define VISITS 24 /* All of them at one of two workers: once in 8 million runs. */

static void write_certificate(const char *cert, const char *key)
{
    EVP_PKEY *pkey = EVP_EC_gen("P-256");
    X509 *x509 = X509_new();
    FILE *out = fopen(cert, "we");

    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), 0);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, pkey);
    assert_true(X509_sign(x509, pkey, EVP_sha256()) > 0);
    assert_true(out && PEM_write_X509(out, x509));
    (void)fclose(out);
    out = fopen(key, "we");
    assert_true(out && PEM_write_PrivateKey(out, pkey, NULL, NULL, 0, NULL, NULL));
    (void)fclose(out);
    X509_free(x509);
    EVP_PKEY_free(pkey);
}

/* One request, on a connection of its own; was the session resumed? The newest ticket is
 * in `*session` afterwards. */
static bool visit(const struct app *app, SSL_SESSION **session)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    struct http_client client = {0};

    http_connect_with(&client, app->port, *session);
    /* Or OpenSSL takes the session of whoever closes without a word for a broken one. */
    (void)SSL_set_options(client.ssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
    assert_true(http_send(&client, request, sizeof request - 1));
    struct http_reply reply = http_reply(&client);

    assert_int_equal(reply.status, 200);
    bool is_resumed = SSL_session_reused(client.ssl) == 1;

    SSL_SESSION_free(*session);
    *session = SSL_get1_session(client.ssl);
    http_reply_done(&reply);
    (void)SSL_shutdown(client.ssl);
    http_close(&client);
    return is_resumed;
}

static void expect_resumed(const struct app *app, SSL_SESSION **session)
{
    for (int i = 0; i < VISITS; i++)
        assert_true(visit(app, session));
}

static void a_session_is_resumed_with_any_worker_and_after_a_reload(void **state)
{
    char cert[APP_PATH_BYTES + 16], key[APP_PATH_BYTES + 16], answer[1024];
    const char *const args[] = {"--workers", "2", "--tls-cert", cert,
                                "--tls-key", key, NULL};
    const char *const reload[] = {"reload", NULL};
    SSL_SESSION *session = NULL;
    pid_t workers[2];
    struct app app;

    (void)state;
    app_init(&app);
    (void)snprintf(cert, sizeof cert, "%s/cert.pem", app.folder);
    (void)snprintf(key, sizeof key, "%s/key.pem", app.folder);
    write_certificate(cert, key);
    app_start(&app, args);
    assert_false(visit(&app, &session));
    expect_resumed(&app, &session);

    assert_int_equal(app_run(&app, reload, answer, sizeof answer), 0);
    expect_resumed(&app, &session);

    assert_int_equal(app_children(&app, "clameur worker", workers, 2), 2);
    assert_int_equal(kill(workers[0], SIGKILL), 0);
    expect_resumed(&app, &session);
    SSL_SESSION_free(session);
    app_done(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_is_resumed_with_any_worker_and_after_a_reload),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
