/* SPDX-License-Identifier: Apache-2.0 */

#include "net/certificate.h"

#include "base/log.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/stat.h>

static struct file_stamp stamp_of(const char *path)
{
    struct stat status;

    if (stat(path, &status) < 0)
        return (struct file_stamp){.size = -1};
    return (struct file_stamp){
        .inode = status.st_ino, .size = status.st_size, .changed = status.st_mtim};
}

static bool same(const struct file_stamp *a, const struct file_stamp *b)
{
    return a->inode == b->inode && a->size == b->size &&
           a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec;
}

/* Both files in a context of their own; NULL, logged, when they are no pair. */
static SSL_CTX *pair_read(const char *cert, const char *key)
{
    SSL_CTX *pair = SSL_CTX_new(TLS_server_method());
    char reason[128];

    if (pair && SSL_CTX_use_certificate_chain_file(pair, cert) == 1 &&
        SSL_CTX_use_PrivateKey_file(pair, key, SSL_FILETYPE_PEM) == 1 &&
        SSL_CTX_check_private_key(pair) == 1)
        return pair;
    ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
    ERR_clear_error();
    log_error("tls.certificate_unusable", "cert=%s key=%s reason=\"%s\"", cert, key,
              reason);
    SSL_CTX_free(pair);
    return NULL;
}

bool certificate_is_good(const char *cert, const char *key)
{
    SSL_CTX *pair = pair_read(cert, key);

    SSL_CTX_free(pair);
    return pair != NULL;
}

bool certificate_use(struct certificate *certificate, struct ssl_ctx_st *ctx)
{
    struct file_stamp cert_stamp = stamp_of(certificate->cert);
    struct file_stamp key_stamp = stamp_of(certificate->key);
    SSL_CTX *pair = pair_read(certificate->cert, certificate->key);
    STACK_OF(X509) *chain = NULL;
    bool good = false;

    certificate->cert_stamp =
        cert_stamp; /* A bad pair is looked at again when it changes. */
    certificate->key_stamp = key_stamp;
    if (!pair)
        return false;
    SSL_CTX_get0_chain_certs(pair, &chain);
    /* In one step: a handshake sees the old pair or the new one. */
    good = SSL_CTX_use_cert_and_key(ctx, SSL_CTX_get0_certificate(pair),
                                    SSL_CTX_get0_privatekey(pair), chain, 1) == 1;
    SSL_CTX_free(pair);
    if (good)
        certificate->ctx = ctx;
    return good;
}

static void look(struct clock_timer *timer)
{
    struct certificate *certificate = timer->owner;
    struct file_stamp cert_stamp = stamp_of(certificate->cert);
    struct file_stamp key_stamp = stamp_of(certificate->key);

    certificate->clock->after(certificate->clock, timer, CERTIFICATE_CHECK_MS);
    if (same(&cert_stamp, &certificate->cert_stamp) &&
        same(&key_stamp, &certificate->key_stamp))
        return;
    if (certificate_use(certificate, certificate->ctx))
        log_info("tls.certificate_renewed", "cert=%s", certificate->cert);
}

void certificate_watch(struct certificate *certificate, struct clock *clock)
{
    certificate->clock = clock;
    certificate->timer = (struct clock_timer){.fire = look, .owner = certificate};
    clock->after(clock, &certificate->timer, CERTIFICATE_CHECK_MS);
}

void certificate_done(struct certificate *certificate)
{
    if (certificate->clock)
        certificate->clock->cancel(certificate->clock, &certificate->timer);
}
