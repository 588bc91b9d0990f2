/* SPDX-License-Identifier: Apache-2.0 */

/* What somebody is called who has not said how: an animal, what it is like, and a number,
 * such as "Brave Otter 42". The same for the same participant in one room; it leads
 * nowhere. */
#ifndef SERVICE_ALIAS_H
#define SERVICE_ALIAS_H

#include "base/id.h"

#include <stdint.h>

#define ALIAS_BYTES 40

/* `lang` is that of the room; `key` the server's own, of `key_len` bytes. */
void alias_of(const struct participant *who, const struct id *room, const char *lang,
              const uint8_t *key, size_t key_len, char out[ALIAS_BYTES]);

#endif
