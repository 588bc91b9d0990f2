/* SPDX-License-Identifier: Apache-2.0 */

#include "lib/ws_client.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Appends what arrives; false at the end. */
static bool receive(struct ws_client *client)
{
    long got;

    if (client->cap - client->used < 65536) {
        client->cap = client->used + 131072;
        client->bytes = realloc(client->bytes, client->cap);
        assert(client->bytes);
    }
    got =
        http_read(&client->http, client->bytes + client->used, client->cap - client->used);
    if (got <= 0)
        return false;
    client->used += (size_t)got;
    return true;
}

static void drop(struct ws_client *client, size_t len)
{
    client->used -= len;
    memmove(client->bytes, client->bytes + len, client->used);
}

int ws_connect(struct ws_client *client, int port, bool tls, const char *headers)
{
    return ws_connect_small(client, port, tls, headers, 0);
}

int ws_connect_small(struct ws_client *client, int port, bool tls, const char *headers,
                     int receive_bytes)
{
    char request[8192], status[13] = "";
    uint8_t *end = NULL;

    *client = (struct ws_client){.used = 0};
    http_connect_small(&client->http, port, tls, receive_bytes);
    (void)snprintf(request, sizeof request,
                   "GET /ws HTTP/1.1\r\nHost: vote.example:%d\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                   "Sec-WebSocket-Protocol: clameur.1\r\n%s\r\n",
                   port, headers);
    http_send(&client->http, request, strlen(request));
    while (!end && receive(client))
        end = memmem(client->bytes, client->used, "\r\n\r\n", 4);
    if (client->used > 12)
        memcpy(status, client->bytes, 12);
    if (end)
        drop(client, (size_t)(end + 4 - client->bytes));
    if (!end || strcmp(status, "HTTP/1.1 101") != 0)
        ws_close(client);
    return strlen(status) == 12 ? (int)strtol(status + 9, NULL, 10) : 0;
}

void ws_send(struct ws_client *client, unsigned opcode, bool is_final, const void *payload,
             size_t len)
{
    uint8_t *frame = malloc(len + 16);
    size_t head = 2;

    assert(frame && len < 0x1000000);
    frame[0] = (uint8_t)(opcode | (is_final ? 0x80 : 0));
    if (len < 126) {
        frame[1] = (uint8_t)(0x80 | len);
    } else if (len < 65536) {
        frame[1] = 0x80 | 126;
        frame[head++] = (uint8_t)(len >> 8);
        frame[head++] = (uint8_t)len;
    } else {
        frame[1] = 0x80 | 127;
        for (int shift = 56; shift >= 0; shift -= 8)
            frame[head++] = (uint8_t)((uint64_t)len >> shift);
    }
    memset(frame + head, 0, 4); /* A mask of nothing is a mask. */
    head += 4;
    if (len)
        memcpy(frame + head, payload, len);
    http_send(&client->http, frame, head + len);
    free(frame);
}

void ws_say(struct ws_client *client, const char *text)
{
    ws_send(client, WS_TEXT, true, text, strlen(text));
}

/* The whole length of the first frame in the buffer; 0 when more is needed. */
static size_t frame_length(const struct ws_client *client, size_t *head)
{
    const uint8_t *at = client->bytes;
    size_t len;

    if (client->used < 2 || (at[1] == 126 && client->used < 4))
        return 0;
    assert((at[0] & 0x70) == 0 && (at[1] & 0x80) == 0); /* No extension, no mask. */
    len = at[1];
    *head = 2;
    if (len == 126) {
        len = (size_t)at[2] << 8 | at[3];
        *head = 4;
    }
    assert(at[1] != 127); /* Longer than anything we send. */
    return *head + len;
}

bool ws_next(struct ws_client *client, struct ws_frame *out)
{
    size_t head = 0, whole;

    while ((whole = frame_length(client, &head)) == 0 || whole > client->used)
        if (!receive(client))
            return false;
    out->is_final = client->bytes[0] & 0x80;
    out->opcode = client->bytes[0] & 0x0f;
    out->len = whole - head;
    assert(out->opcode <= WS_BINARY || (out->opcode >= WS_CLOSE && out->opcode <= WS_PONG));
    assert(out->len < sizeof out->payload);
    memcpy(out->payload, client->bytes + head, out->len);
    out->payload[out->len] = '\0';
    drop(client, whole);
    return true;
}

bool ws_hear(struct ws_client *client, struct ws_frame *out, uint16_t *status)
{
    *status = 0;
    while (ws_next(client, out)) {
        if (out->opcode == WS_TEXT)
            return true;
        if (out->opcode == WS_PING)
            ws_send(client, WS_PONG, true, out->payload, out->len);
        if (out->opcode != WS_CLOSE)
            continue;
        if (out->len >= 2)
            *status = (uint16_t)(out->payload[0] << 8 | out->payload[1]);
        return false;
    }
    return false;
}

void ws_close(struct ws_client *client)
{
    http_close(&client->http);
    free(client->bytes);
    client->bytes = NULL;
    client->used = client->cap = 0;
}
