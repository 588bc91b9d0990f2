/* SPDX-License-Identifier: Apache-2.0 */

#include "store/redis_slot.h"

#include <string.h>

/* CRC16 as XMODEM has it, which is the cluster specification's. Four bits at a time: a tag
 * is short, and it is done once for each call, not for each ballot. */
static uint16_t crc16(const char *bytes, size_t len)
{
    static const uint16_t nibbles[16] = {0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50a5,
                                         0x60c6, 0x70e7, 0x8108, 0x9129, 0xa14a, 0xb16b,
                                         0xc18c, 0xd1ad, 0xe1ce, 0xf1ef};
    unsigned crc = 0;

    for (size_t i = 0; i < len; i++) {
        unsigned byte = (unsigned char)bytes[i];

        crc = nibbles[(crc >> 12) ^ (byte >> 4)] ^ (crc << 4 & 0xffff);
        crc = nibbles[(crc >> 12) ^ (byte & 15)] ^ (crc << 4 & 0xffff);
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
