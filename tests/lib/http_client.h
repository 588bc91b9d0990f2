/* SPDX-License-Identifier: Apache-2.0 */

/* A client of HTTP that sends whatever bytes a test wants, plain or TLS, and reads until
 * the server closes. It waits for events, and fails the test when none comes for long. */
#ifndef TESTS_HTTP_CLIENT_H
#define TESTS_HTTP_CLIENT_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

#define CLIENT_WAIT_MS 20000

struct http_client {
    int fd;
    SSL_CTX *ctx; /* NULL: plain. */
    SSL *ssl;
};

/* To 127.0.0.1. A refused connection fails the test. */
void http_connect(struct http_client *client, int port, bool tls);
/* With a receive buffer of so many bytes, for a client that is slow to read. */
void http_connect_small(struct http_client *client, int port, bool tls, int receive_bytes);
/* TLS, trying to resume `session` if there is one. */
void http_connect_with(struct http_client *client, int port, SSL_SESSION *session);
/* False when the server has gone away meanwhile. */
bool http_send(struct http_client *client, const void *bytes, size_t len);
/* At least one byte; 0 at the end; -1 when the connection was reset. */
long http_read(struct http_client *client, void *out, size_t cap);
/* Nothing was sent, and the connection is open, at this moment. */
bool http_is_silent(struct http_client *client);
void http_close(struct http_client *client);

struct http_reply {
    int status; /* 0: there was none. */
    bool was_reset;
    char *text; /* All of it. */
    size_t len;
    const char *body;
    size_t body_len;
};

/* Reads until the end. */
struct http_reply http_reply(struct http_client *client);
/* Connects, sends, reads until the end. */
struct http_reply http_ask(int port, bool tls, const char *request);
/* GET of an address with the lines `headers`, each with its end. */
struct http_reply http_get(int port, bool tls, const char *path, const char *headers);
/* The value of a header in `out`; "" when it is missing. Returns `out`. */
const char *http_header(const struct http_reply *reply, const char *name, char *out,
                        size_t cap);
void http_reply_done(struct http_reply *reply);

#endif
