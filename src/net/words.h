/* SPDX-License-Identifier: Apache-2.0 */

/* The words of one language that the server itself puts into pages: the keys "plain.*" of
 * web/dist/locales/<lang>.json, which the pages use too. */
#ifndef NET_WORDS_H
#define NET_WORDS_H

#include "service/pages.h"

#include <stddef.h>

struct locale;

/* NULL when `json` is not a flat object of strings. */
struct locale *locale_read(const char *json, size_t len);
const struct words *locale_words(const struct locale *locale);
void locale_free(struct locale *locale); /* Takes NULL. */

#endif
