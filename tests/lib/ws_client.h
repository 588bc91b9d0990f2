/* SPDX-License-Identifier: Apache-2.0 */

/* A client of WebSockets that sees every frame, and may send broken ones. */
#ifndef TESTS_WS_CLIENT_H
#define TESTS_WS_CLIENT_H

#include "lib/http_client.h"

#include <stdint.h>

enum {
    WS_CONTINUATION = 0,
    WS_TEXT = 1,
    WS_BINARY = 2,
    WS_CLOSE = 8,
    WS_PING = 9,
    WS_PONG = 10
};

struct ws_frame {
    bool is_final;
    unsigned opcode;
    size_t len;
    uint8_t payload[65536];
};

struct ws_client {
    struct http_client http;
    uint8_t *bytes; /* Received, not yet taken. */
    size_t used, cap;
};

/* A good handshake to /ws, with `headers` (lines with their ends) besides. Returns the
 * status; for 101 the connection stays, for all else it is closed. */
int ws_connect(struct ws_client *client, int port, bool tls, const char *headers);
int ws_connect_small(struct ws_client *client, int port, bool tls, const char *headers,
                     int receive_bytes);
void ws_say(struct ws_client *client, const char *text);
void ws_send(struct ws_client *client, unsigned opcode, bool is_final, const void *payload,
             size_t len);
/* The next frame; false at the end of the connection. Fails the test on a malformed one. */
bool ws_next(struct ws_client *client, struct ws_frame *out);
/* The next text message as a string in `out`; pings are answered on the way. False at a
 * Close or the end, with its status, or 0. */
bool ws_hear(struct ws_client *client, struct ws_frame *out, uint16_t *status);
void ws_close(struct ws_client *client);

#endif
