/* SPDX-License-Identifier: Apache-2.0 */

#include "app/tunnel.h"

#include "app/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define NONCE_BYTES  32
#define SEALED_BYTES (TUNNEL_FRAME_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES)
#define BACKLOG      8
#define KEEP_IDLE_S  5 /* A machine that has gone without a word is noticed. */

bool tunnel_secret(const char *file, uint8_t secret[TUNNEL_SECRET_BYTES],
                   struct complaint *complaint)
{
    uint8_t text[TUNNEL_SECRET_TEXT_MAX + 1];
    size_t got;

    if (!private_file_read(file, text, sizeof text, &got, complaint))
        return false;
    if (got < TUNNEL_SECRET_TEXT_MIN || got > TUNNEL_SECRET_TEXT_MAX)
        return complain(complaint, "%.200s: a secret has %d to %d bytes", file,
                        TUNNEL_SECRET_TEXT_MIN, TUNNEL_SECRET_TEXT_MAX);
    crypto_generichash(secret, TUNNEL_SECRET_BYTES, text, got, NULL, 0);
    sodium_memzero(text, sizeof text);
    return true;
}

/* ---- Connections ---- */

static struct addrinfo *resolve(const char *address, bool is_to_listen,
                                struct complaint *complaint)
{
    const struct addrinfo hints = {.ai_flags = is_to_listen ? AI_PASSIVE : 0,
                                   .ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM};
    const char *colon = strrchr(address, ':');
    struct addrinfo *found = NULL;
    char host[256];

    if (!colon || colon - address >= (ptrdiff_t)sizeof host) {
        (void)complain(complaint, "%.200s: not host:port", address);
        return NULL;
    }
    bool is_bracketed = address[0] == '[' && colon > address + 1 && colon[-1] == ']';

    (void)snprintf(host, sizeof host, "%.*s",
                   (int)(colon - address - (is_bracketed ? 2 : 0)), address + is_bracketed);
    int failed = getaddrinfo(host, colon + 1, &hints, &found);

    if (failed)
        (void)complain(complaint, "%.200s: %s", address, gai_strerror(failed));
    return failed ? NULL : found;
}

int tunnel_listen(const char *address, struct complaint *complaint)
{
    const int on = 1;
    struct addrinfo *found = resolve(address, true, complaint);

    if (!found)
        return -1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd >= 0 &&
        (bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0)) {
        (void)close(fd);
        fd = -1;
    }
    if (fd < 0)
        (void)complain(complaint, "%.200s: %s", address, strerror(errno));
    freeaddrinfo(found);
    return fd;
}

/* While shaking hands: for as long as bytes may take. 0: no limit. */
static void set_patience(int fd, time_t seconds)
{
    const struct timeval patience = {.tv_sec = seconds};

    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

int tunnel_connect(const char *address, struct complaint *complaint)
{
    struct addrinfo *found = resolve(address, false, complaint);

    if (!found)
        return -1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    set_patience(fd, TUNNEL_HANDSHAKE_S);
    if (fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
        (void)complain(complaint, "%.200s: %s", address, strerror(errno));
        (void)close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

static bool send_all(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len > 0) {
        ssize_t done = send(fd, at, len, MSG_NOSIGNAL);

        if (done <= 0)
            return false;
        at += done;
        len -= (size_t)done;
    }
    return true;
}

static bool recv_all(int fd, void *out, size_t len)
{
    return recv(fd, out, len, MSG_WAITALL) == (ssize_t)len;
}

/* ---- Secrets ---- */

static void derive(uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES], char who,
                   const uint8_t caller[NONCE_BYTES], const uint8_t called[NONCE_BYTES],
                   const uint8_t secret[TUNNEL_SECRET_BYTES])
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, secret, TUNNEL_SECRET_BYTES,
                            crypto_secretstream_xchacha20poly1305_KEYBYTES);
    crypto_generichash_update(&state, (const uint8_t *)&who, 1);
    crypto_generichash_update(&state, caller, NONCE_BYTES);
    crypto_generichash_update(&state, called, NONCE_BYTES);
    crypto_generichash_final(&state, key, crypto_secretstream_xchacha20poly1305_KEYBYTES);
}

bool tunnel_open(struct tunnel *out, int fd, bool is_caller,
                 const uint8_t secret[TUNNEL_SECRET_BYTES])
{
    const int on = 1, idle = KEEP_IDLE_S;
    uint8_t ours[NONCE_BYTES], theirs[NONCE_BYTES];
    uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    uint8_t head[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    const uint8_t *caller = is_caller ? ours : theirs, *called = is_caller ? theirs : ours;

    out->fd = fd;
    set_patience(fd, TUNNEL_HANDSHAKE_S);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &on, sizeof on);
    randombytes_buf(ours, sizeof ours);
    if (!send_all(fd, ours, sizeof ours) || !recv_all(fd, theirs, sizeof theirs))
        return false;
    derive(key, is_caller ? 'c' : 's', caller, called, secret);
    (void)crypto_secretstream_xchacha20poly1305_init_push(&out->out, head, key);
    bool is_good = send_all(fd, head, sizeof head) && recv_all(fd, head, sizeof head);

    derive(key, is_caller ? 's' : 'c', caller, called, secret);
    is_good = is_good &&
              crypto_secretstream_xchacha20poly1305_init_pull(&out->in, head, key) == 0;
    sodium_memzero(key, sizeof key);
    return is_good;
}

bool tunnel_write(struct tunnel *tunnel, const void *bytes, size_t len)
{
    uint8_t frame[2 + SEALED_BYTES];
    unsigned long long sealed;

    (void)crypto_secretstream_xchacha20poly1305_push(&tunnel->out, frame + 2, &sealed,
                                                     bytes, len, NULL, 0, 0);
    frame[0] = (uint8_t)(sealed >> 8);
    frame[1] = (uint8_t)sealed;
    return send_all(tunnel->fd, frame, 2 + (size_t)sealed);
}

size_t tunnel_read(struct tunnel *tunnel, uint8_t out[TUNNEL_FRAME_BYTES])
{
    uint8_t frame[SEALED_BYTES], head[2], tag;
    unsigned long long len = 0;

    if (!recv_all(tunnel->fd, head, sizeof head))
        return 0;
    size_t sealed = (size_t)head[0] << 8 | head[1];

    if (sealed > sizeof frame || !recv_all(tunnel->fd, frame, sealed) ||
        crypto_secretstream_xchacha20poly1305_pull(&tunnel->in, out, &len, &tag, frame,
                                                   sealed, NULL, 0) != 0)
        return 0;
    return (size_t)len;
}

void tunnel_pump(struct tunnel *tunnel, int plain)
{
    struct pollfd ends[2] = {{.fd = tunnel->fd, .events = POLLIN},
                             {.fd = plain, .events = POLLIN}};
    uint8_t bytes[TUNNEL_FRAME_BYTES];

    set_patience(tunnel->fd, 0);
    while (poll(ends, 2, -1) > 0) {
        if (ends[0].revents) {
            size_t len = tunnel_read(tunnel, bytes);

            if (len == 0 || !send_all(plain, bytes, len))
                return;
        }
        if (ends[1].revents) {
            ssize_t got = recv(plain, bytes, sizeof bytes, 0);

            if (got <= 0 || !tunnel_write(tunnel, bytes, (size_t)got))
                return;
        }
    }
}
