/* SPDX-License-Identifier: Apache-2.0 */

/* Where a page came from, as browsers say it. */
#ifndef BASE_ORIGIN_H
#define BASE_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#define HOST_BYTES_MAX   260 /* A name of 253, a colon, a port. */
#define ORIGIN_BYTES_MAX (HOST_BYTES_MAX + 8)

bool host_is_valid(const char *host);

/* Scheme, host and port, in one spelling. */
struct origin {
    bool is_secure;
    char authority[HOST_BYTES_MAX + 1]; /* Lower case, without its scheme's own port. */
};
/* Of a whole URL, or of an Origin header. False for "null" and all that is not http or
 * https. */
bool origin_read(const char *url, struct origin *out);
/* Host and port, for the scheme that it has. False when they are none. */
bool origin_set(struct origin *origin, const char *text, size_t len);
void origin_write(const struct origin *origin, char out[ORIGIN_BYTES_MAX + 1]);

#endif
