/* SPDX-License-Identifier: Apache-2.0 */

/* A page as it was built, cut at the markers <!--clameur:head-->, <!--clameur:state--> and
 * <!--clameur:main-->, which the build puts into it once each. */
#ifndef NET_TEMPLATE_H
#define NET_TEMPLATE_H

#include "net/gzip.h"

#include <stdbool.h>

enum slot { SLOT_HEAD, SLOT_STATE, SLOT_MAIN, SLOTS };

struct template
{
    struct piece pieces[SLOTS + 1];
    enum slot after[SLOTS]; /* Which slot follows each piece but the last. */
};

/* False when a marker is missing or there twice. */
bool template_make(const char *text, size_t len, struct template *out);
void template_done(struct template *template);
/* Appends the page with `fill` in its slots, gzipped if `gzip`. */
void template_fill(const struct template *template, const struct buf *const fill[SLOTS],
                   bool gzip, struct strbuf *out);

#endif
