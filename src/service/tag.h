/* SPDX-License-Identifier: Apache-2.0 */

/* What bytes are known by: the same for the same bytes, on every instance. */
#ifndef SERVICE_TAG_H
#define SERVICE_TAG_H

#include <stddef.h>

#define TAG_CHARS 32

struct tag {
    char text[TAG_CHARS + 1];
};

struct tag tag_of(const char *bytes, size_t len);

#endif
