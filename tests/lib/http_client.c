/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/http_client.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static void shake_hands(struct http_client *client, SSL_SESSION *session)
{
    int connected;

    client->ctx = SSL_CTX_new(TLS_client_method());
    client->ssl = SSL_new(client->ctx);
    SSL_set_fd(client->ssl, client->fd);
    if (session)
        SSL_set_session(client->ssl, session);
    connected = SSL_connect(client->ssl);
    assert(connected == 1);
}

void http_connect(struct http_client *client, int port, bool tls)
{
    http_connect_small(client, port, tls, 0);
}

void http_connect_small(struct http_client *client, int port, bool tls, int receive_bytes)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1, connected;

    signal(SIGPIPE, SIG_IGN);
    *client = (struct http_client){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (receive_bytes)
        setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    connected = connect(client->fd, (struct sockaddr *)&to, sizeof to);
    assert(connected == 0);
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (tls)
        shake_hands(client, NULL);
}

void http_connect_with(struct http_client *client, int port, SSL_SESSION *session)
{
    http_connect(client, port, false);
    shake_hands(client, session);
}

bool http_send(struct http_client *client, const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len) {
        long sent = client->ssl ? SSL_write(client->ssl, at, (int)len)
                                : send(client->fd, at, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
        len -= (size_t)sent;
    }
    return true;
}

static void await_bytes(struct http_client *client)
{
    struct pollfd poll_fd = {.fd = client->fd, .events = POLLIN};
    int ready;

    if (client->ssl && SSL_pending(client->ssl))
        return;
    do
        ready = poll(&poll_fd, 1, CLIENT_WAIT_MS);
    while (ready < 0 && errno == EINTR);
    assert(ready == 1); /* The server let us wait. */
}

long http_read(struct http_client *client, void *out, size_t cap)
{
    long got;

    await_bytes(client);
    if (!client->ssl) {
        got = recv(client->fd, out, cap, 0);
        return got < 0 ? -1 : got;
    }
    got = SSL_read(client->ssl, out, (int)cap);
    if (got > 0)
        return got;
    return SSL_get_error(client->ssl, (int)got) == SSL_ERROR_ZERO_RETURN ? 0 : -1;
}

bool http_is_silent(struct http_client *client)
{
    struct pollfd poll_fd = {.fd = client->fd, .events = POLLIN};

    return poll(&poll_fd, 1, 0) == 0;
}

void http_close(struct http_client *client)
{
    SSL_free(client->ssl);
    SSL_CTX_free(client->ctx);
    if (client->fd >= 0)
        close(client->fd);
    *client = (struct http_client){.fd = -1};
}

static void split(struct http_reply *reply)
{
    const char *end = strstr(reply->text, "\r\n\r\n");

    if (strncmp(reply->text, "HTTP/1.", 7) == 0)
        reply->status = (int)strtol(reply->text + 9, NULL, 10);
    reply->body = end ? end + 4 : reply->text + reply->len;
    reply->body_len = reply->len - (size_t)(reply->body - reply->text);
}

struct http_reply http_reply(struct http_client *client)
{
    struct http_reply reply = {.text = calloc(1, 1)};
    char piece[16384];
    size_t cap = 1;
    long got;

    while ((got = http_read(client, piece, sizeof piece)) > 0) {
        if (reply.len + (size_t)got + 1 > cap) { /* Twice as much: pictures are long. */
            cap = 2 * (cap + sizeof piece);
            reply.text = realloc(reply.text, cap);
            assert(reply.text);
        }
        memcpy(reply.text + reply.len, piece, (size_t)got);
        reply.len += (size_t)got;
        reply.text[reply.len] = '\0';
    }
    reply.was_reset = got < 0;
    split(&reply);
    return reply;
}

struct http_reply http_ask(int port, bool tls, const char *request)
{
    struct http_client client;
    struct http_reply reply;

    http_connect(&client, port, tls);
    http_send(&client, request, strlen(request));
    reply = http_reply(&client);
    http_close(&client);
    return reply;
}

struct http_reply http_get(int port, bool tls, const char *path, const char *headers)
{
    char request[8192];

    (void)snprintf(request, sizeof request,
                   "GET %s HTTP/1.1\r\nHost: vote.example:%d\r\n%s\r\n", path, port,
                   headers);
    return http_ask(port, tls, request);
}

const char *http_header(const struct http_reply *reply, const char *name, char *out,
                        size_t cap)
{
    size_t len = strlen(name);

    *out = '\0';
    for (const char *line = strstr(reply->text, "\r\n"); line && line + 2 < reply->body;
         line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, len) != 0 || line[2 + len] != ':')
            continue;
        line += 2 + len + 1;
        line += strspn(line, " ");
        (void)snprintf(out, cap, "%.*s", (int)strcspn(line, "\r\n"), line);
        break;
    }
    return out;
}

void http_reply_done(struct http_reply *reply)
{
    free(reply->text);
    *reply = (struct http_reply){.text = NULL};
}
