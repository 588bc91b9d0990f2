/* SPDX-License-Identifier: Apache-2.0 */

/* Which tickets are taken: handshakes in memory between a client and "workers" that share
 * nothing but the keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "net/tickets.h"

struct pair {
    EVP_PKEY *key;
    X509 *certificate;
};

static struct pair pair_new(void)
{
    struct pair pair = {EVP_EC_gen("P-256"), X509_new()};

    ASN1_INTEGER_set(X509_get_serialNumber(pair.certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(pair.certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(pair.certificate), 3600);
    X509_set_pubkey(pair.certificate, pair.key);
    assert_true(X509_sign(pair.certificate, pair.key, EVP_sha256()) > 0);
    return pair;
}

static void pair_done(struct pair *pair)
{
    X509_free(pair->certificate);
    EVP_PKEY_free(pair->key);
}

static void make_key(struct ticket_keys *keys, int fill)
{
    memset(&keys->keys[keys->n_made % 2], fill, sizeof keys->keys[0]);
    keys->n_made++;
}

/* One visit to a worker of its own, with the session of the last visit if there is one,
 * which is replaced. Was it resumed? */
static bool visit(const struct pair *pair, const struct ticket_keys *keys, int version,
                  SSL_SESSION **session)
{
    SSL_CTX *worker = SSL_CTX_new(TLS_server_method());
    SSL_CTX *browser = SSL_CTX_new(TLS_client_method());
    char byte;

    assert_int_equal(SSL_CTX_use_certificate(worker, pair->certificate), 1);
    assert_int_equal(SSL_CTX_use_PrivateKey(worker, pair->key), 1);
    assert_int_equal(SSL_CTX_set_max_proto_version(worker, version), 1);
    tickets_use(worker, keys);
    SSL *server = SSL_new(worker), *client = SSL_new(browser);
    BIO *ends[2];

    assert_int_equal(BIO_new_bio_pair(&ends[0], 0, &ends[1], 0), 1);
    SSL_set_bio(server, ends[0], ends[0]);
    SSL_set_bio(client, ends[1], ends[1]);
    SSL_set_accept_state(server);
    SSL_set_connect_state(client);
    if (*session)
        assert_int_equal(SSL_set_session(client, *session), 1);
    for (int turn = 0; turn < 10; turn++) {
        (void)SSL_do_handshake(client);
        (void)SSL_do_handshake(server);
    }
    assert_true(SSL_is_init_finished(client) && SSL_is_init_finished(server));
    bool is_resumed = SSL_session_reused(client) == 1;

    (void)SSL_read(client, &byte, 1); /* TLS 1.3 tickets come after the handshake. */
    (void)SSL_shutdown(client);
    SSL_SESSION_free(*session);
    *session = SSL_get1_session(client);
    SSL_free(client);
    SSL_free(server);
    SSL_CTX_free(browser);
    SSL_CTX_free(worker);
    return is_resumed;
}

static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

static void a_ticket_of_one_worker_is_good_with_another(void **state)
{
    struct pair pair = pair_new();

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct ticket_keys keys = {0};
        SSL_SESSION *session = NULL;

        make_key(&keys, 1);
        assert_false(visit(&pair, &keys, versions[i], &session));
        assert_non_null(session);
        assert_true(visit(&pair, &keys, versions[i], &session));
        SSL_SESSION_free(session);
    }
    pair_done(&pair);
}

static void a_ticket_lives_for_one_change_of_keys_and_is_renewed_then(void **state)
{
    struct pair pair = pair_new();

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct ticket_keys keys = {0};
        SSL_SESSION *session = NULL, *old;

        make_key(&keys, 1);
        assert_false(visit(&pair, &keys, versions[i], &session));
        old = session;
        SSL_SESSION_up_ref(old);
        make_key(&keys, 2);
        assert_true(visit(&pair, &keys, versions[i], &session));
        make_key(&keys, 3);
        assert_true(visit(&pair, &keys, versions[i], &session)); /* The renewed one. */
        SSL_SESSION_free(session);
        session = old;
        assert_false(visit(&pair, &keys, versions[i], &session));
        SSL_SESSION_free(session);
    }
    pair_done(&pair);
}

static void without_keys_there_are_no_tickets_and_all_else_works(void **state)
{
    struct pair pair = pair_new();
    struct ticket_keys keys = {0};
    SSL_SESSION *session = NULL;

    (void)state;
    assert_false(visit(&pair, &keys, TLS1_3_VERSION, &session));
    assert_false(visit(&pair, &keys, TLS1_3_VERSION, &session));
    SSL_SESSION_free(session);
    pair_done(&pair);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ticket_of_one_worker_is_good_with_another),
        cmocka_unit_test(a_ticket_lives_for_one_change_of_keys_and_is_renewed_then),
        cmocka_unit_test(without_keys_there_are_no_tickets_and_all_else_works),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
