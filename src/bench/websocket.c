/* SPDX-License-Identifier: Apache-2.0 */

#include "bench/websocket.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define FIN      0x80u
#define LEN_IN_2 126
#define LEN_IN_8 127

size_t websocket_mask(unsigned opcode, const char *text, size_t len,
                      char out[WEBSOCKET_SEND_BYTES_MAX + WEBSOCKET_HEAD_BYTES])
{
    static const char mask[4] = {0x12, 0x34, 0x56, 0x78};
    size_t at = 0;

    out[at++] = (char)(opcode & WEBSOCKET_MORE ? opcode ^ WEBSOCKET_MORE : opcode | FIN);
    if (len < LEN_IN_2) {
        out[at++] = (char)(0x80 | len);
    } else {
        out[at++] = (char)(0x80 | LEN_IN_2);
        out[at++] = (char)(len >> 8);
        out[at++] = (char)len;
    }
    memcpy(out + at, mask, sizeof mask);
    at += sizeof mask;
    for (size_t i = 0; i < len; i++)
        out[at++] = (char)(text[i] ^ mask[i % sizeof mask]);
    return at;
}

bool websocket_read(const char *bytes, size_t have, struct websocket_frame *out)
{
    const uint8_t *b = (const uint8_t *)bytes;
    size_t head = 2, len = 0;

    if (have < 2)
        return false;
    if ((b[1] & 0x7f) == LEN_IN_2)
        head = 4;
    if ((b[1] & 0x7f) == LEN_IN_8)
        head = 10;
    if (have < head)
        return false;
    for (size_t i = 2; i < head; i++)
        len = len << 8 | b[i];
    if (head == 2)
        len = b[1] & 0x7f;
    if (have - head < len)
        return false;
    *out = (struct websocket_frame){b[0] & 0xfU, head, len};
    return true;
}
