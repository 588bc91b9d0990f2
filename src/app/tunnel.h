/* SPDX-License-Identifier: Apache-2.0 */

/* What a standby and the first instance say to each other: one TCP connection, on which
 * both know the same secret.
 *
 * Each side says 32 random bytes; the keys of both directions come of these and of the
 * secret, so nothing recorded can be said again. Then frames: a length of 2 bytes and as
 * much of a libsodium secretstream. Whoever does not know the secret cannot make a frame,
 * and is cut off at the first. Blocking, with a deadline on silence while shaking hands. */
#ifndef APP_TUNNEL_H
#define APP_TUNNEL_H

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/complaint.h"

#define TUNNEL_SECRET_BYTES    32
#define TUNNEL_SECRET_TEXT_MIN 16 /* In the file. */
#define TUNNEL_SECRET_TEXT_MAX 1024
#define TUNNEL_FRAME_BYTES     16384
#define TUNNEL_HANDSHAKE_S     5

struct tunnel {
    int fd;
    crypto_secretstream_xchacha20poly1305_state out, in;
};

/* Of a file that its owner alone may read. */
bool tunnel_secret(const char *file, uint8_t secret[TUNNEL_SECRET_BYTES],
                   struct complaint *complaint);
/* "host:port", a number each or a name. -1 with a complaint. */
int tunnel_listen(const char *address, struct complaint *complaint);
int tunnel_connect(const char *address, struct complaint *complaint);

/* Over `fd`, which stays the caller's; false when the other does not know the secret. */
bool tunnel_open(struct tunnel *out, int fd, bool is_caller,
                 const uint8_t secret[TUNNEL_SECRET_BYTES]);
bool tunnel_write(struct tunnel *tunnel, const void *bytes, size_t len);
/* One frame; its length, 0 at the end or when it is not genuine. */
size_t tunnel_read(struct tunnel *tunnel, uint8_t out[TUNNEL_FRAME_BYTES]);
/* Carries bytes between the tunnel and `plain` until one of them ends. */
void tunnel_pump(struct tunnel *tunnel, int plain);

#endif
