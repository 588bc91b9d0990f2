/* SPDX-License-Identifier: Apache-2.0 */

/* A small file that its owner alone may read: a key, a secret. */
#ifndef APP_PRIVATE_FILE_H
#define APP_PRIVATE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "app/complaint.h"

/* At most `size` bytes of it; how many is for the caller to judge. The caller wipes them.
 */
bool private_file_read(const char *path, uint8_t *out, size_t size, size_t *len,
                       struct complaint *complaint);

#endif
