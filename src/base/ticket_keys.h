/* SPDX-License-Identifier: Apache-2.0 */

/* The keys of TLS session tickets, in the page that an instance's processes share: a
 * session made with one worker is resumed with any other, also after a reload.
 *
 * Random, never on disk, and two at a time: tickets are made with the newest and taken
 * with both. The supervisor writes the older anew, then makes it the newest. Whoever reads
 * the older at that moment may see a half-written key: its ticket is not taken, the
 * handshake is a full one. */
#ifndef BASE_TICKET_KEYS_H
#define BASE_TICKET_KEYS_H

#include <stdatomic.h>
#include <stdint.h>

#define TICKET_NAME_BYTES   16
#define TICKET_SECRET_BYTES 32
/* A ticket is good for one to two of these. */
#define TICKET_KEY_LIFE_MS  (12ULL * 60 * 60 * 1000)

struct ticket_key {
    uint8_t name[TICKET_NAME_BYTES]; /* In the clear in each ticket. */
    uint8_t cipher[TICKET_SECRET_BYTES];
    uint8_t mac[TICKET_SECRET_BYTES];
};

struct ticket_keys {
    struct ticket_key keys[2];
    _Atomic uint64_t n_made; /* keys[(n_made - 1) % 2] is the newest; 0: there is none. */
};

#endif
