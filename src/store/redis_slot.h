/* SPDX-License-Identifier: Apache-2.0 */

/* In which of a cluster's slots a key lives. */
#ifndef STORE_REDIS_SLOT_H
#define STORE_REDIS_SLOT_H

#include <stddef.h>
#include <stdint.h>

#define REDIS_SLOTS 16384

/* Of what stands between the first "{" and the next "}", if that is anything; else of the
 * whole. */
uint16_t redis_slot(const char *key, size_t len);

#endif
