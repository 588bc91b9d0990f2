/* SPDX-License-Identifier: Apache-2.0 */

#include "bench/line.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

struct ssl_ctx_st *line_tls_new(void)
{
    SSL_CTX *shared = SSL_CTX_new(TLS_client_method());

    if (!shared)
        abort();
    (void)signal(SIGPIPE, SIG_IGN); /* OpenSSL writes as to a file. */
    SSL_CTX_set_verify(shared, SSL_VERIFY_NONE, NULL);
    /* Thousands of them wait most of the time. */
    (void)SSL_CTX_set_mode(shared, SSL_MODE_RELEASE_BUFFERS);
    return shared;
}

void line_tls_free(struct ssl_ctx_st *shared)
{
    SSL_CTX_free(shared);
}

void line_secure(struct line *line, struct ssl_ctx_st *shared)
{
    line->tls = SSL_new(shared);
    if (!line->tls || !SSL_set_fd(line->tls, line->fd))
        abort();
    SSL_set_connect_state(line->tls);
}

bool line_shake_hands(struct line *line, bool *is_done)
{
    ERR_clear_error();
    int result = SSL_do_handshake(line->tls);

    *is_done = result == 1;
    return *is_done || SSL_get_error(line->tls, result) == SSL_ERROR_WANT_READ;
}

bool line_send(struct line *line, const void *bytes, size_t len)
{
    if (!line->tls)
        return send(line->fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)len;
    ERR_clear_error();
    return SSL_write(line->tls, bytes, (int)len) == (int)len;
}

ssize_t line_recv(struct line *line, void *bytes, size_t cap)
{
    if (!line->tls)
        return recv(line->fd, bytes, cap, MSG_DONTWAIT);
    ERR_clear_error();
    int got = SSL_read(line->tls, bytes, (int)cap);

    if (got > 0)
        return got;
    int why = SSL_get_error(line->tls, got);

    if (why == SSL_ERROR_ZERO_RETURN)
        return 0;
    errno = why == SSL_ERROR_WANT_READ ? EAGAIN : ECONNRESET;
    return -1;
}

void line_close(struct line *line)
{
    SSL_free(line->tls);
    line->tls = NULL;
    if (line->fd >= 0)
        (void)close(line->fd);
    line->fd = -1;
}
