/* SPDX-License-Identifier: Apache-2.0 */

/* A ballot of words, as the store takes it (functions/terms.lua). */
#ifndef SERVICE_SAID_H
#define SERVICE_SAID_H

#include "service/internal.h"

/* "<key[=stems],...> <ballot>", in which each word is once. NULL: one of them says nothing.
 */
struct buf *said_of(struct service *service, const struct ballot *ballot);
/* How many words such a ballot, as it is kept, says; each with its NUL in `out`. */
size_t said_read(const char *ballot, struct strbuf *out);

#endif
