/* SPDX-License-Identifier: Apache-2.0 */

#include "base/limits.h"
#include "press/head.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct picture_head head;
    uint8_t *exact = malloc(size + !size); /* So that a byte too far is seen. */

    assert(exact);
    memcpy(exact, data, size);
    if (picture_head_read(exact, size, &head))
        assert(head.kind < PICTURE_KINDS && picture_fits(head.width, head.height));
    free(exact);
    return 0;
}
