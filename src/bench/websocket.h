/* SPDX-License-Identifier: Apache-2.0 */

/* The client's side of RFC 6455, as far as a crowd needs it: small masked frames out, whole
 * unmasked frames in. */
#ifndef BENCH_WEBSOCKET_H
#define BENCH_WEBSOCKET_H

#include <stddef.h>

#define WEBSOCKET_SEND_BYTES_MAX 512
#define WEBSOCKET_HEAD_BYTES     8

enum websocket_opcode {
    WEBSOCKET_CONTINUE = 0x0,
    WEBSOCKET_TEXT = 0x1,
    WEBSOCKET_CLOSE = 0x8,
    WEBSOCKET_PING = 0x9,
    WEBSOCKET_PONG = 0xA
};
#define WEBSOCKET_MORE                                                                     \
    0x10u /* With an opcode: the message does not end with this frame.                     \
           */

/* The length of the frame. `len` is at most WEBSOCKET_SEND_BYTES_MAX. */
size_t websocket_mask(unsigned opcode, const char *text, size_t len,
                      char out[WEBSOCKET_SEND_BYTES_MAX + WEBSOCKET_HEAD_BYTES]);

struct websocket_frame {
    unsigned opcode;
    size_t head, len;
};
/* False when `have` bytes are not a whole frame. */
_Bool websocket_read(const char *bytes, size_t have, struct websocket_frame *out);

#endif
