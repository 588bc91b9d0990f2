/* SPDX-License-Identifier: Apache-2.0 */

#include "live/frame.h"

#include <stdint.h>
#include <string.h>

#define FIN         0x80u
#define OP_CONTINUE 0x00u
#define OP_TEXT     0x01u
#define LEN_16_BITS 126
#define LEN_7_MAX   125

static size_t header_len(size_t len)
{
    return len > LEN_7_MAX ? FRAME_HEADER_MAX : FRAME_HEADER_MIN;
}

static char *put_frame(char *at, const char *payload, size_t len, unsigned first_byte)
{
    uint8_t header[FRAME_HEADER_MAX] = {(uint8_t)first_byte, (uint8_t)len};

    if (len > LEN_7_MAX) {
        header[1] = LEN_16_BITS;
        header[2] = (uint8_t)(len >> 8);
        header[3] = (uint8_t)len;
    }
    memcpy(at, header, header_len(len));
    at += header_len(len);
    if (len)
        memcpy(at, payload, len);
    return at + len;
}

struct buf *frame_text(struct strbuf *json)
{
    size_t full = json->len ? (json->len - 1) / FRAGMENT_BYTES : 0;
    size_t last = json->len - full * FRAGMENT_BYTES, left = json->len;
    struct buf *out = buf_blank(full * FRAGMENT_WHOLE_BYTES + header_len(last) + last);
    const char *from = json->text; /* NULL in a message of nothing. */
    char *at = out->text;

    do {
        size_t len = left < FRAGMENT_BYTES ? left : FRAGMENT_BYTES;

        at = put_frame(at, from, len,
                       (left == json->len ? OP_TEXT : OP_CONTINUE) |
                           (len == left ? FIN : 0));
        left -= len;
        if (left > 0)
            from += len;
    } while (left > 0);

    strbuf_done(json);
    return out;
}

/* Length of the frame that starts at `at`, header included. */
static size_t frame_len(const struct buf *frames, size_t at, size_t *header)
{
    const uint8_t *bytes = (const uint8_t *)frames->text + at;

    if (bytes[1] != LEN_16_BITS) {
        *header = 2;
        return 2u + bytes[1];
    }
    *header = 4;
    return 4u + ((size_t)bytes[2] << 8 | bytes[3]);
}

void frame_payload(const struct buf *frames, struct strbuf *out)
{
    for (size_t at = 0, header; at < frames->len;) {
        size_t len = frame_len(frames, at, &header);

        strbuf_add(out, frames->text + at + header, len - header);
        at += len;
    }
}

/* Where to cut `frames` after `at` so that at most `room` bytes are taken. */
static size_t whole_frames(const struct buf *frames, size_t at, size_t room)
{
    size_t end = at, header;

    while (end < frames->len) {
        size_t len = frame_len(frames, end, &header);

        if (end + len - at > room)
            break;
        end += len;
    }
    return end;
}

static size_t copy_some(const struct buf *frames, size_t at, struct window *window)
{
    size_t end = whole_frames(frames, at, window->cap - window->used);

    memcpy(window->out + window->used, frames->text + at, end - at);
    window->used += end - at;
    return end;
}

bool outgoing_start(struct outgoing *outgoing, struct buf *frames, struct window *window)
{
    size_t at = copy_some(frames, 0, window);

    if (at == frames->len)
        return true;
    outgoing->frames = buf_ref(frames);
    outgoing->at = at;
    return false;
}

bool outgoing_continue(struct outgoing *outgoing, struct window *window)
{
    if (!outgoing->frames)
        return true;
    outgoing->at = copy_some(outgoing->frames, outgoing->at, window);
    if (outgoing->at < outgoing->frames->len)
        return false;
    outgoing_done(outgoing);
    return true;
}

void outgoing_done(struct outgoing *outgoing)
{
    buf_unref(outgoing->frames);
    *outgoing = (struct outgoing){0};
}
