/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_slot.h"

#include <string.h>

/* CRC16 as XMODEM has it, which is the cluster specification's. Bit by bit: a tag is short,
 * and it is done once for each call, not for each ballot. */
static uint16_t crc16(const char *bytes, size_t len)
{
    unsigned crc = 0;

    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned)(unsigned char)bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
        crc &= 0xffff;
    }
    return (uint16_t)crc;
}

uint16_t redis_slot(const char *key, size_t len)
{
    const char *open = len > 0 ? memchr(key, '{', len) : NULL;

    if (open) {
        size_t left = len - (size_t)(open + 1 - key);
        const char *close = left > 0 ? memchr(open + 1, '}', left) : NULL;

        if (close && close > open + 1) {
            key = open + 1;
            len = (size_t)(close - key);
        }
    }
    return crc16(key, len) % REDIS_SLOTS;
}
