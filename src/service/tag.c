/* SPDX-License-Identifier: Apache-2.0 */

#include "service/tag.h"

#include <sodium.h>

struct tag tag_of(const char *bytes, size_t len)
{
    unsigned char sum[TAG_CHARS / 2];
    struct tag tag;

    crypto_generichash(sum, sizeof sum, (const unsigned char *)bytes,
                       (unsigned long long)len, NULL, 0);
    sodium_bin2hex(tag.text, sizeof tag.text, sum, sizeof sum);
    return tag;
}
